using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing;

/// <summary>Compares the ways out of one element, or from the start.</summary>
internal sealed class WayComparer(ElementMatch match)
{
    /// <summary>Two ways that are one and the same, or a way that only one side has.</summary>
    public readonly record struct Pair(FlowWay? Before, FlowWay? After);

    /// <summary>Which way before is which way after: the same kind and label and target, or else the same kind and label, or else the same target.</summary>
    public List<Pair> Match(IEnumerable<FlowWay> left, IEnumerable<FlowWay> right)
    {
        var from = left.ToList();
        var to = right.ToList();
        var pairs = new List<Pair>(Math.Max(from.Count, to.Count));
        Take(from, to, pairs, (l, r) => Name(l) == Name(r) && l.Label == r.Label && SameTarget(l, r), onlyIfUnique: false);
        Take(from, to, pairs, (l, r) => Name(l) == Name(r) && SameTarget(l, r), onlyIfUnique: false);
        Take(from, to, pairs, (l, r) => Name(l) == Name(r), onlyIfUnique: true);
        Take(from, to, pairs, SameTarget, onlyIfUnique: true);
        pairs.AddRange(from.Select(way => new Pair(way, null)));
        pairs.AddRange(to.Select(way => new Pair(null, way)));
        pairs.Sort((l, r) => Order(l).CompareTo(Order(r)));
        return pairs;
    }

    /// <summary>Whether two ways lead to the same place.</summary>
    public bool SameTarget(FlowWay left, FlowWay right) => match.TargetBefore(left) == match.TargetAfter(right);

    /// <summary>Whether two ways are taken for the same reason.</summary>
    public static bool SameReason(FlowWay left, FlowWay right) => Name(left) == Name(right);

    /// <summary>How people call the reason for which a way is taken.</summary>
    public static string Reason(FlowWay way) => way.Kind switch
    {
        WayKind.Always => "next",
        WayKind.Success => "success",
        WayKind.Error => "error",
        _ => $"\"{way.Label}\"",
    };

    /// <summary>How people call the place that a way leads to.</summary>
    public static string Target(FlowSide side, FlowWay way) => way switch
    {
        { To: >= 0 } => side.Show(way.To),
        { To: FlowWay.Nowhere } => $"\"{way.Target}\", which does not exist",
        { Target.Length: > 0 } => way.Target,
        _ => "the end",
    };

    // How success and error are spelt is the format's business; a choice is known by its label.
    private static string Name(FlowWay way) => way.Kind == WayKind.Choice ? way.Label : $" {way.Kind}";

    private static (int Side, int Start) Order(Pair pair) => pair.After is { } after ? (0, after.Span.Start) : (1, pair.Before?.Span.Start ?? 0);

    private static void Take(List<FlowWay> left, List<FlowWay> right, List<Pair> pairs, Func<FlowWay, FlowWay, bool> same, bool onlyIfUnique)
    {
        for (var i = 0; i < left.Count && right.Count > 0;)
        {
            var way = left[i];
            var at = right.FindIndex(other => same(way, other));
            if (at >= 0 && (!onlyIfUnique || (right.Count(other => same(way, other)) == 1 && left.Count(other => same(other, right[at])) == 1)))
            {
                pairs.Add(new Pair(way, right[at]));
                left.RemoveAt(i);
                right.RemoveAt(at);
            }
            else
            {
                i++;
            }
        }
    }
}
