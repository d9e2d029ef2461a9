using System.Collections.Immutable;

namespace Patchbay.Core.Graph.Layout;

/// <summary>A point, in pixels to the right and down.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
internal readonly record struct Spot(double X, double Y);

/// <summary>Where a box has to stand.</summary>
internal enum Pin
{
    /// <summary>Wherever its links put it.</summary>
    Free,

    /// <summary>In the first row.</summary>
    First,

    /// <summary>In the last row.</summary>
    Last,
}

/// <summary>Something to be placed.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record LayoutBox(double Width, double Height)
{
    /// <summary>Where it has to stand.</summary>
    public Pin Pin { get; init; }
}

/// <summary>A link to be drawn from the lower side of a box to the upper side of a box.</summary>
/// <param name="From">Index of a box.</param>
/// <param name="To">Index of a box.</param>
internal sealed record LayoutLink(int From, int To)
{
    /// <summary>Where it leaves its box, from the left side; null for wherever it is best.</summary>
    public double? OutAt { get; init; }

    /// <summary>Where it enters its box, from the left side; null for the middle.</summary>
    public double? InAt { get; init; }

    /// <summary>Room for what is written on it, in pixels; 0 for nothing.</summary>
    public double LabelWidth { get; init; }

    /// <summary>Room for what is written on it, in pixels; 0 for nothing.</summary>
    public double LabelHeight { get; init; }
}

/// <summary>A link as it is drawn.</summary>
/// <param name="Curves">A start, then curves of three points each: two that pull, one that is reached.</param>
/// <param name="Label">The middle of what is written on it.</param>
/// <param name="IsCut">Whether it would be too long: only its beginning is drawn.</param>
internal sealed record LayoutRoute(ImmutableArray<Spot> Curves, Spot Label, bool IsCut);

/// <summary>Boxes with their places.</summary>
/// <param name="Boxes">The upper left corner of each box.</param>
/// <param name="Routes">The route of each link.</param>
/// <param name="Width">Of everything, in pixels.</param>
/// <param name="Height">Of everything, in pixels.</param>
internal sealed record LayoutResult(ImmutableArray<Spot> Boxes, ImmutableArray<LayoutRoute> Routes, double Width, double Height);

/// <summary>Places boxes in rows so that links lead down, with few crossings, after Sugiyama: links that close a cycle are turned round, boxes get rows, rows are ordered by what their boxes are linked to, and every row is moved to where its links are straightest.</summary>
/// <remarks>The same boxes and links always give the same picture. Work is bounded: so many sweeps, and so many places where long links pass rows that they do not stop in; the longest links beyond that are cut.</remarks>
internal static class LayeredLayout
{
    /// <summary>Room above and below a row for the bend of a link.</summary>
    private const double RowGap = 13;

    /// <summary>The most room that is added where links lead far to the side.</summary>
    private const double MostGap = 50;

    /// <summary>How far the bend of a link that goes up reaches below or above its box.</summary>
    private const double Turn = 22;

    /// <summary>Places boxes.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="links">The links between them.</param>
    public static LayoutResult Place(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links)
    {
        if (boxes.Count == 0)
        {
            return new LayoutResult([], [], 0, 0);
        }

        var rank = LayoutRanks.Of(boxes, links);
        var rows = LayoutRows.Of(boxes, links, rank);
        LayoutOrder.Arrange(rows);
        rows.SpreadPorts();
        LayoutPlaces.Move(rows);
        return Draw(boxes, links, rows);
    }

    private static LayoutResult Draw(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links, LayoutRows rows)
    {
        var left = double.MaxValue;
        var right = double.MinValue;
        foreach (var slot in rows.Slots)
        {
            left = Math.Min(left, slot.X - (slot.Width / 2));
            right = Math.Max(right, slot.X + (slot.Width / 2));
        }

        foreach (var slot in rows.Slots)
        {
            slot.X -= left;
        }

        var (tops, bottoms) = RowsDown(rows);
        var corners = boxes.Select((box, i) => new Spot(rows.Slots[i].X - (box.Width / 2), TopOf(box, tops[rows.Slots[i].Row], bottoms[rows.Slots[i].Row]))).ToImmutableArray();
        var routes = links.Select((link, i) => Route(link, boxes, corners, rows, rows.Chains[i], tops, bottoms)).ToImmutableArray();
        return new LayoutResult(corners, routes, right - left, bottoms[^1] + (rows.TurnsBelow ? Turn : 0));
    }

    private static double TopOf(LayoutBox box, double top, double bottom) => box.Pin switch
    {
        Pin.Last => bottom - box.Height,
        _ => top,
    };

    /// <summary>The room below each row: more where links lead far to the side, or turn.</summary>
    private static double[] Gaps(LayoutRows rows)
    {
        var gaps = new double[rows.Rows.Count];
        Array.Fill(gaps, RowGap);
        foreach (var joint in rows.Joints)
        {
            var (above, below) = (rows.Slots[joint.Above], rows.Slots[joint.Below]);
            var aside = Math.Abs(above.X + rows.OffsetAt(joint, joint.Above) - below.X - rows.OffsetAt(joint, joint.Below));
            gaps[above.Row] = Math.Max(gaps[above.Row], RowGap + Math.Min(aside * 0.07, MostGap));
        }

        foreach (var chain in rows.Chains.Where(chain => chain.IsUp && chain.Slots.Count > 0))
        {
            var (bottom, top) = (rows.Slots[chain.Slots[0]].Row, rows.Slots[chain.Slots[^1]].Row - 1);
            gaps[bottom] = Math.Max(gaps[bottom], Turn);
            if (top >= 0)
            {
                gaps[top] = Math.Max(gaps[top], Turn);
            }
        }

        return gaps;
    }

    private static (double[] Tops, double[] Bottoms) RowsDown(LayoutRows rows)
    {
        var gaps = Gaps(rows);
        var tops = new double[rows.Rows.Count];
        var bottoms = new double[rows.Rows.Count];
        var y = rows.TurnsAbove ? Turn : 0;
        for (var r = 0; r < tops.Length; r++)
        {
            tops[r] = y;
            bottoms[r] = y + rows.Rows[r].Select(slot => rows.Slots[slot].Height).DefaultIfEmpty(0).Max();
            y = bottoms[r] + gaps[r];
        }

        return (tops, bottoms);
    }

    private static LayoutRoute Route(LayoutLink link, IReadOnlyList<LayoutBox> boxes, ImmutableArray<Spot> corners, LayoutRows rows, LinkChain chain, double[] tops, double[] bottoms)
    {
        var start = new Spot(corners[link.From].X + chain.OutAt, corners[link.From].Y + boxes[link.From].Height);
        var end = new Spot(corners[link.To].X + chain.InAt, corners[link.To].Y);
        var curves = ImmutableArray.CreateBuilder<Spot>();
        curves.Add(start);
        var at = start;
        var label = new Spot(start.X, start.Y + RowGap);
        foreach (var index in chain.Slots)
        {
            var slot = rows.Slots[index];
            var (enter, leave) = chain.IsUp ? (bottoms[slot.Row], tops[slot.Row]) : (tops[slot.Row], bottoms[slot.Row]);
            var bend = chain.IsUp && index == chain.Slots[0];
            Curve(curves, at, new Spot(slot.X, enter), bend ? Turn : 0);
            at = new Spot(slot.X, leave);
            Curve(curves, new Spot(slot.X, enter), at, 0);
            if (index == chain.LabelSlot)
            {
                label = new Spot(slot.X, (tops[slot.Row] + bottoms[slot.Row]) / 2);
            }
        }

        if (!chain.IsCut)
        {
            Curve(curves, at, end, chain.IsUp ? -Turn : 0);
        }

        return new LayoutRoute(curves.DrainToImmutable(), label, chain.IsCut);
    }

    private static void Curve(ImmutableArray<Spot>.Builder curves, Spot from, Spot to, double turn)
    {
        var (pull, back) = turn == 0 ? ((to.Y - from.Y) / 2, (from.Y - to.Y) / 2) : (turn, turn);
        if (turn > 0)
        {
            // Both arms hang down to the same depth.
            var depth = Math.Max(from.Y, to.Y) + turn;
            (pull, back) = (depth - from.Y, depth - to.Y);
        }
        else if (turn < 0)
        {
            var depth = Math.Min(from.Y, to.Y) + turn;
            (pull, back) = (depth - from.Y, depth - to.Y);
        }

        curves.Add(new Spot(from.X, from.Y + pull));
        curves.Add(new Spot(to.X, to.Y + back));
        curves.Add(to);
    }
}
