using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call of a common module from a flow of a type that the module does not list.</summary>
/// <remarks>The platform does not publish the flow. Add the flow's type to the module's `compatibleFlowTypes`, where all actions of the module exist in such flows too, or call another module. Needs the module itself; of one that is not looked into nothing is said.</remarks>
internal sealed class IncompatibleModuleRule : ArchitectRule
{
    public override string Id => "incompatible-module";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow calls a common module that is not made for flows of its type";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        // A module may call none, whatever it lists, which is another rule's to say; what a fragment becomes part of is not known.
        if (ArchitectFlowTypes.FromApiType(context.Flow.Type) is not { ApiType: not "commonmodule" } type)
        {
            yield break;
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is { FlowId.Length: > 0 } call && context.Catalogue.FindCalled(call) is { } called && called.Excludes(type.ApiType))
            {
                yield return new Finding(call.Span, $"{Wording.Name(element)} calls the common module \"{called.Name}\", which is made for {string.Join(", ", called.CompatibleTypes)} and not for \"{type.ApiType}\", the type of this flow. Add the type to the module's \"compatibleFlowTypes\", or call another module.", Moment.Compile) { Element = element.Id };
            }
        }
    }
}
