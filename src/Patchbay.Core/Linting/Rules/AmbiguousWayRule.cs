using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two ways out of one element that are both always taken, or both on success, or both on error, and lead to different places.</summary>
/// <remarks>Which of them a caller takes is left to chance. Keep one, or give them conditions.</remarks>
internal sealed class AmbiguousWayRule : LintRule
{
    public override string Id => "ambiguous-way";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Two ways out of one element are taken under the same condition";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var fromStart = Enumerable.Range(0, flow.Ways.Length).Where(way => flow.Ways[way].From == FlowWay.FromStart).ToArray();
        var found = Compare(flow, fromStart);
        for (var node = 0; node < context.Graph.Count; node++)
        {
            var ways = context.Graph.Out(node);
            if (ways.Length > 1)
            {
                found.AddRange(Compare(flow, ways));
            }
        }

        return found;
    }

    /// <summary>Compares each of some ways with the first of the same kind.</summary>
    private static List<Finding> Compare(Flow flow, ReadOnlySpan<int> ways)
    {
        const int none = -1;
        var found = new List<Finding>();
        Span<int> first = [none, none, none, none];
        foreach (var index in ways)
        {
            var way = flow.Ways[index];
            if (way.Kind == WayKind.Choice || way.To == FlowWay.Nowhere)
            {
                continue;
            }

            ref var known = ref first[(int)way.Kind];
            if (known == none)
            {
                known = index;
            }
            else if (flow.Ways[known].To != way.To)
            {
                found.Add(Describe(flow, way, flow.Ways[known]));
            }
        }

        return found;
    }

    private static Finding Describe(Flow flow, FlowWay way, FlowWay other)
    {
        var element = way.From >= 0 ? flow.Elements[way.From] : null;
        var when = way.Kind switch { WayKind.Success => "on success", WayKind.Error => "on error", _ => "without a condition" };
        return new Finding(way.Span, $"{(element is null ? "The start" : Wording.Name(element))} leads {when} both to {End(flow, other)} and to {End(flow, way)}, so which one a caller takes is left to chance. Keep one, or give them conditions.")
        {
            Element = element?.Id ?? "",
            Related = [new RelatedPlace(other.Span, "The other way.")],
        };
    }

    private static string End(Flow flow, FlowWay way) => way.To >= 0 ? Wording.NameWithin(flow.Elements[way.To]) : way.Target.Length > 0 ? $"\"{way.Target}\"" : "the end";
}
