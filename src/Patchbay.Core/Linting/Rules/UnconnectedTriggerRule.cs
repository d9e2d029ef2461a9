using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A trigger that no edge leads to, or that no edge leads out of.</summary>
/// <remarks>Callers never reach it, or never get on; the service refuses the flow. Add the edge, or remove the trigger.</remarks>
internal sealed class UnconnectedTriggerRule : LintRule
{
    public override string Id => "unconnected-trigger";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A trigger has no edge in or no edge out";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Flow.FormatId != ServiceMoments.TriggerGraph)
        {
            yield break;
        }

        for (var node = 0; node < context.Graph.Count; node++)
        {
            var missing = (context.Graph.In(node).IsEmpty, context.Graph.Out(node).IsEmpty) switch
            {
                (true, true) => "has no edges at all. Connect it, or remove it.",
                (true, false) => "has no edge in, so no caller gets there. Lead one to it, or remove it.",
                (false, true) => "has no edge out, so no caller gets on from there. Lead one to the next trigger or to \"end\".",
                _ => null,
            };
            if (missing is not null)
            {
                var element = context.Flow.Elements[node];
                yield return new Finding(element.IdSpan, $"{Wording.Name(element)} {missing}", Moment.Write) { Element = element.Id };
            }
        }
    }
}
