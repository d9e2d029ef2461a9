using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Draws several ways from one thing to another as one.</summary>
internal static class MergedWays
{
    private const int LongestLabel = 64;

    /// <summary>The ways, those between the same two things merged; where all of several ways lead to the same thing, what they are called tells nothing and is left out.</summary>
    /// <param name="ways">The ways.</param>
    public static ImmutableArray<DrawnWay> Of(List<DrawnWay> ways)
    {
        var order = new List<(string From, string To, bool IsCall)>();
        var merged = new Dictionary<(string From, string To, bool IsCall), List<DrawnWay>>();
        var targets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var way in ways)
        {
            // Entering a task is not going there.
            var ends = (way.From, way.To, way.Kind == WayKind.Call);
            if (!merged.TryGetValue(ends, out var same))
            {
                merged[ends] = same = [];
                order.Add(ends);
                targets[way.From] = targets.GetValueOrDefault(way.From) + (way.Kind == WayKind.Call ? 0 : 1);
            }

            same.Add(way);
        }

        return [.. order.Select(ends => Merge(merged[ends], isOnlyTarget: targets[ends.From] == 1))];
    }

    private static DrawnWay Merge(List<DrawnWay> same, bool isOnlyTarget)
    {
        var first = same[0];
        if (same.Count == 1)
        {
            // After a task that has one way to end, things simply go on.
            return isOnlyTarget && first.Label == "default" ? first with { Label = "" } : first;
        }

        var labels = same.Select(way => way.Label).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var kinds = same.Select(way => way.Kind).Distinct().ToList();
        var says = !isOnlyTarget || labels.Count < 2 || same.Exists(way => way.Kind is WayKind.Repeat or WayKind.Call) || same.TrueForAll(way => char.IsAsciiDigit(way.Label.FirstOrDefault()));
        return first with
        {
            Label = says ? ElementCaption.Cut(Joined(labels), LongestLabel) : "",
            Kind = !says ? WayKind.Always : kinds.Count == 1 ? kinds[0] : kinds.Find(kind => kind is not WayKind.Error),
            IsFaded = same.TrueForAll(way => way.IsFaded),
        };
    }

    /// <summary>Names of ways in one line; the name of a choice that can be got in several manners stands once: <c>1, default Sales</c>.</summary>
    private static string Joined(List<string> labels)
    {
        var parts = labels.ConvertAll(label => label.Split(' ', 2));
        return labels.Count > 1 && parts.TrueForAll(part => part.Length == 2 && part[1] == parts[0][1])
            ? $"{string.Join(", ", parts.Select(part => part[0]))} {parts[0][1]}"
            : string.Join(", ", labels);
    }
}
