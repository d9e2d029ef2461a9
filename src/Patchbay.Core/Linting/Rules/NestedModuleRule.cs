using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A common module that calls a common module.</summary>
/// <remarks>The platform does not allow it and refuses to publish the module. Let the flow that calls the one call the other too, or put both into one module.</remarks>
internal sealed class NestedModuleRule : ArchitectRule
{
    public override string Id => "nested-module";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A common module calls a common module";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (!FlowTypes.Same(context.Flow.Type, "commonmodule"))
        {
            yield break;
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is { FlowType: "commonmodule" } call)
            {
                yield return new Finding(call.Span, $"\"{Wording.Label(element)}\" calls the common module \"{call.FlowId}\", which a common module may not. Call it from the flow that calls this module.", Moment.Compile) { Element = element.Id };
            }
        }
    }
}
