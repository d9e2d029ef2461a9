using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call to a flow that does not exist, or was deleted.</summary>
/// <remarks>The flow does not compile, so it cannot be published. Correct the id, or create the shared flow first. Found only where all flows of the org are known. A fix is offered where the id is the name of exactly one flow, or near to exactly one id; it is unsafe, as it is a guess.</remarks>
internal sealed class UnknownSharedFlowRule : LintRule
{
    public override string Id => "unknown-shared-flow";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A call names a shared flow that the org does not have";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var catalogue = context.Catalogue;
        if (!catalogue.KnowsAllFlows)
        {
            yield break;
        }

        var near = new Lazy<NearNames>(() => new NearNames(catalogue.Flows.Select(flow => flow.Id)));
        var byName = new Lazy<ILookup<string, CatalogueFlow>>(() => catalogue.Flows.ToLookup(flow => flow.Name, StringComparer.Ordinal));
        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is not { FlowId.Length: > 0 } call || catalogue.FindFlow(call.FlowId) is not null || call.FlowId == context.FlowId)
            {
                continue;
            }

            var named = byName.Value[call.FlowId].ToList();
            var nearIds = near.Value.Find(call.FlowId);
            var wayOut = named is [var flow] ? $" It is the name of a flow; its id is \"{flow.Id}\"." : Wording.DidYouMean(nearIds, " Correct the id, or create the flow first.");
            var better = named is [var only] ? only.Id : nearIds is [var nearest] ? nearest : null;
            yield return new Finding(call.Span, $"{Wording.Name(element)} calls the flow \"{call.FlowId}\", which does not exist.{wayOut}", Moment.Compile)
            {
                Element = element.Id,
                Fixes = better is not null && context.FindQuoted(call.Span, call.FlowId) is { } span ? [new Fix($"Call \"{better}\"", FixSafety.Unsafe, [new TextEdit(span, better)])] : [],
            };
        }
    }
}
