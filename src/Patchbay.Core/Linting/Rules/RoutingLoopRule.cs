using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Elements that lead to each other in a circle.</summary>
/// <remarks>A caller can go round for ever; the service refuses or does not compile the flow. Where elements may wait for the caller in a loop, as in a node map, only loops in which none does are found. Break the loop, or leave it after a number of rounds by a decision outside it. One shortest circle is shown for each group of elements.</remarks>
internal sealed class RoutingLoopRule : LintRule
{
    public override string Id => "routing-loop";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "Elements lead to each other in a circle";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    private const int Shown = 8;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var elements = context.Flow.Elements;
        if (ServiceMoments.OfLoop(context.Flow) is not { } moment)
        {
            return [];
        }

        Predicate<int>? leaveOut = ServiceMoments.MayWaitInLoop(context.Flow) ? node => elements[node].Role == ElementRole.Waits : null;
        return Loops.Find(context.Graph, leaveOut).Select(loop => Describe(context.Flow, loop, moment));
    }

    private static Finding Describe(Flow flow, Loop loop, Moment moment)
    {
        var first = flow.Elements[loop.Elements[0]];
        var others = loop.Elements.Length - loop.Witness.Length;
        var wayOut = ServiceMoments.MayWaitInLoop(flow) ? "Break it, or wait for the caller in it." : "Break it.";
        return new Finding(flow.Ways[loop.Witness[0]].Span, $"{Circle(flow, loop)}{(others > 0 ? $" {Wording.Count(others, "more element")} {(others == 1 ? "lies" : "lie")} on loops with {(loop.Witness.Length == 1 ? "it" : "them")}." : "")} {wayOut}", moment)
        {
            Element = first.Id,
            Related = [.. loop.Witness.Skip(1).Take(Shown).Select(way => new RelatedPlace(flow.Ways[way].Span, $"{Wording.Name(flow.Elements[flow.Ways[way].From])} leads on here."))],
        };
    }

    private static string Circle(Flow flow, Loop loop)
    {
        var names = loop.Witness.Select(way => Wording.NameWithin(flow.Elements[flow.Ways[way].From])).ToList();
        if (names.Count == 1)
        {
            return $"{Wording.Name(flow.Elements[loop.Elements[0]])} leads back to itself, so a caller could go round for ever.";
        }

        var shown = names.Count <= Shown ? names : [.. names.Take(Shown - 1), $"{names.Count - Shown + 1} more"];
        return $"{Wording.Name(flow.Elements[loop.Elements[0]])} leads back to itself, so a caller could go round for ever: {string.Join(" -> ", shown)} -> {names[0]}.";
    }
}
