namespace Patchbay.Core.Graph.Layout;

/// <summary>Places boxes that fall into parts without links between them: each part by itself, then the parts side by side, row below row.</summary>
internal static class PartPacking
{
    /// <summary>Places boxes.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="links">The links between them.</param>
    /// <param name="gap">Room between parts, in pixels.</param>
    public static LayoutResult Place(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links, double gap)
    {
        var parts = PartsOf(boxes.Count, links);
        var corners = new Spot[boxes.Count];
        var routes = new LayoutRoute[links.Count];
        var results = parts.ConvertAll(part => PlacePart(part, boxes, links));
        var widest = Widest(results, gap);
        var (x, y, rowHeight, width) = (0.0, 0.0, 0.0, 0.0);
        for (var p = 0; p < parts.Count; p++)
        {
            var result = results[p];
            if (x > 0 && x + result.Width > widest)
            {
                (x, y, rowHeight) = (0, y + rowHeight + gap, 0);
            }

            for (var i = 0; i < parts[p].Boxes.Count; i++)
            {
                corners[parts[p].Boxes[i]] = new Spot(result.Boxes[i].X + x, result.Boxes[i].Y + y);
            }

            for (var i = 0; i < parts[p].Links.Count; i++)
            {
                var route = result.Routes[i];
                routes[parts[p].Links[i]] = route with { Curves = [.. route.Curves.Select(spot => new Spot(spot.X + x, spot.Y + y))], Label = new Spot(route.Label.X + x, route.Label.Y + y) };
            }

            width = Math.Max(width, x + result.Width);
            rowHeight = Math.Max(rowHeight, result.Height);
            x += result.Width + gap;
        }

        return new LayoutResult([.. corners], [.. routes], width, y + rowHeight);
    }

    /// <summary>How wide a row of parts may be: as wide as the largest part where that is most of the picture, otherwise what makes the picture a little wider than high.</summary>
    private static double Widest(List<LayoutResult> parts, double gap)
    {
        var areas = parts.ConvertAll(part => (part.Width + gap) * (part.Height + gap));
        var widest = parts.Select(part => part.Width).DefaultIfEmpty(0).Max();
        return areas.DefaultIfEmpty(0).Max() > 0.4 * areas.Sum() ? widest : Math.Max(widest, Math.Sqrt(areas.Sum()) * 1.3);
    }

    private static LayoutResult PlacePart((List<int> Boxes, List<int> Links) part, IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links)
    {
        var index = new Dictionary<int, int>();
        foreach (var box in part.Boxes)
        {
            index[box] = index.Count;
        }

        return LayeredLayout.Place([.. part.Boxes.Select(box => boxes[box])], [.. part.Links.Select(link => links[link] with { From = index[links[link].From], To = index[links[link].To] })]);
    }

    /// <summary>The parts, in the order of their first box.</summary>
    private static List<(List<int> Boxes, List<int> Links)> PartsOf(int count, IReadOnlyList<LayoutLink> links)
    {
        var leader = Enumerable.Range(0, count).ToArray();
        foreach (var link in links)
        {
            var (from, to) = (Leader(leader, link.From), Leader(leader, link.To));
            (leader[Math.Max(from, to)], leader[Math.Min(from, to)]) = (Math.Min(from, to), Math.Min(from, to));
        }

        var parts = new Dictionary<int, (List<int> Boxes, List<int> Links)>();
        for (var box = 0; box < count; box++)
        {
            var first = Leader(leader, box);
            if (!parts.TryGetValue(first, out var part))
            {
                parts[first] = part = ([], []);
            }

            part.Boxes.Add(box);
        }

        for (var link = 0; link < links.Count; link++)
        {
            parts[Leader(leader, links[link].From)].Links.Add(link);
        }

        return [.. parts.OrderBy(part => part.Key).Select(part => part.Value)];
    }

    private static int Leader(int[] leader, int box)
    {
        while (leader[box] != box)
        {
            leader[box] = leader[leader[box]];
            box = leader[box];
        }

        return box;
    }
}
