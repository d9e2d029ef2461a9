using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call to a flow that exists and is not of a type that this format can call.</summary>
/// <remarks>The flow does not compile, so it cannot be published. Call a module (where the format allows it, also a sub-flow), or transfer to the flow instead.</remarks>
internal sealed class WrongSharedFlowTypeRule : LintRule
{
    public override string Id => "wrong-shared-flow-type";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A call names a flow of a type that cannot be called there";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var format = FlowFormats.All.FirstOrDefault(format => format.Id == context.Flow.FormatId);
        if (format is null)
        {
            yield break;
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is { FlowId.Length: > 0 } call && Called(context, call) is { } called && !CanCall(format, call, called))
            {
                var wayOut = call.FlowType.Length > 0 ? $"Call a flow of the type \"{call.FlowType}\"." : FlowTypes.IsShared(called.Type) ? "Call a module." : "Call a shared flow, or transfer to this one.";
                yield return new Finding(call.Span, $"{Wording.Name(element)} calls \"{called.Name}\", which is of the type \"{called.Type}\" and cannot be called from here. {wayOut}", Moment.Compile) { Element = element.Id };
            }
        }
    }

    /// <summary>The flow of the type that the call names, or else one of that name with another type; null while the name waits to be filled in, since flows that wait so have it too.</summary>
    private static CatalogueFlow? Called(LintContext context, SharedFlowCall call) =>
        context.Flow.Tree.SubstitutionsIn(call.Span).Any(substitution => !substitution.IsResolved) ? null : context.Catalogue.FindCalled(call) ?? context.Catalogue.FindFlow(call.FlowId);

    /// <summary>A call that says which type of flow it takes takes no other; otherwise the format says which it can call.</summary>
    private static bool CanCall(FlowFormat format, SharedFlowCall call, CatalogueFlow called) =>
        call.FlowType.Length > 0 ? FlowTypes.Same(call.FlowType, called.Type) : format.CanCall(called.Type);
}
