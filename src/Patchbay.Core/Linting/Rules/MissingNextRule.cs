using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An action without the pointer to what comes next.</summary>
/// <remarks>The caller would be left hanging after it; the service refuses the flow. Add `next`, or `onSuccess` and `onError`.</remarks>
internal sealed class MissingNextRule : LintRule
{
    public override string Id => "missing-next";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An action that needs a way on has none";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Flow.FormatId == ServiceMoments.TriggerGraph)
        {
            yield break;
        }

        for (var node = 0; node < context.Graph.Count; node++)
        {
            var element = context.Flow.Elements[node];
            if (element.NeedsWay && context.Graph.Out(node).IsEmpty)
            {
                yield return new Finding(element.IdSpan, $"{Wording.Name(element)} does not say what comes next, so a caller would be left hanging after it. Give it a way on, or end the call there.", Moment.Write) { Element = element.Id };
            }
        }
    }
}
