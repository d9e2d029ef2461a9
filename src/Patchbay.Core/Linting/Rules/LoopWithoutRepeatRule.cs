using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A loop whose path always leaves it, so that it never goes round.</summary>
/// <remarks>What stands in it runs once at most. Let one path run to its end or into `loopNext`, or do without the loop. A loop of one literal round is meant so.</remarks>
internal sealed class LoopWithoutRepeatRule : ArchitectRule
{
    public override string Id => "loop-without-repeat";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A loop never goes round";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        for (var node = 0; node < flow.Elements.Length; node++)
        {
            if (flow.Elements[node] is { Kind: ElementKind.Action, Type: "loop" } loop && context.Reached[node] && !GoesRound(context, node))
            {
                yield return new Finding(loop.IdSpan, $"The loop \"{Wording.Label(loop)}\" never goes round: every path in it leaves it. Let one run to its end, or do without the loop.", Moment.Compile) { Element = loop.Id };
            }
        }
    }

    private static bool GoesRound(LintContext context, int loop)
    {
        foreach (var way in context.Graph.In(loop))
        {
            if (context.Flow.Ways[way] is { Kind: WayKind.Repeat, From: >= 0 } back && context.Reached[back.From])
            {
                return true;
            }
        }

        return false;
    }
}
