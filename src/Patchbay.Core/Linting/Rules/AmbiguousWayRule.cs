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

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var first = new Dictionary<(int From, WayKind Kind), int>();
        for (var i = 0; i < flow.Ways.Length; i++)
        {
            var way = flow.Ways[i];
            if (way.Kind == WayKind.Choice || way.From == FlowWay.Nowhere || way.To == FlowWay.Nowhere || first.TryAdd((way.From, way.Kind), i))
            {
                continue;
            }

            var other = flow.Ways[first[(way.From, way.Kind)]];
            if (other.To != way.To)
            {
                yield return Describe(flow, way, other);
            }
        }
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
