using Patchbay.Core.Graph.Layout;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Finds a place for everything in a drawing.</summary>
/// <param name="drawing">The drawing.</param>
internal sealed class PictureMaker(GraphDrawing drawing)
{
    private const double Margin = 16;
    private const double FramePadding = 18;
    private const double TitleRoom = 34;
    private const double PartGap = 40;
    private const double WidestLabel = 130;

    private readonly Dictionary<string, NodeText> _texts = drawing.Nodes.ToDictionary(node => node.Key, NodeText.Of, StringComparer.Ordinal);
    private readonly Dictionary<string, DrawnNode> _nodes = drawing.Nodes.ToDictionary(node => node.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, DrawnGroup> _groupOf = drawing.Groups.ToDictionary(group => group.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, Frame> _frames = new(StringComparer.Ordinal);
    private readonly List<PlacedNode> _placed = [];
    private readonly List<PlacedGroup> _groups = [];

    /// <summary>A frame and what is in it, placed relative to its upper left corner.</summary>
    /// <param name="Result">The places.</param>
    /// <param name="Index">The box of each node.</param>
    /// <param name="Exits">For a way that leaves the frame: its link within, and the box of its exit.</param>
    /// <param name="Entries">For a node that ways enter from outside: the link within, and the box of the entry.</param>
    /// <param name="Links">For a way within: its link.</param>
    private sealed record Frame(LayoutResult Result, Dictionary<string, int> Index, Dictionary<int, (int Link, int Box)> Exits, Dictionary<string, (int Link, int Box)> Entries, Dictionary<int, int> Links)
    {
        public double Width { get; init; }

        public double Height => Result.Height + TitleRoom + FramePadding;

        public double Left { get; init; }
    }

    /// <summary>A box of the whole picture: a frame, or a node outside of all.</summary>
    private sealed record Part(string Group, string Node, double Width, double Height);

    public Picture Make()
    {
        foreach (var group in drawing.Groups)
        {
            _frames[group.Key] = PlaceFrame(group);
        }

        var parts = new List<Part>();
        var partOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in drawing.Nodes)
        {
            var isFramed = _frames.TryGetValue(node.Group, out var frame);
            var key = isFramed ? $"group {node.Group}" : node.Key;
            if (!partOf.TryGetValue(key, out var part))
            {
                part = parts.Count;
                partOf[key] = part;
                parts.Add(isFramed && frame is not null ? new Part(node.Group, "", frame.Width, frame.Height) : new Part("", node.Key, _texts[node.Key].Width, _texts[node.Key].Height));
            }

            partOf[node.Key] = part;
        }

        var between = Enumerable.Range(0, drawing.Ways.Length).Where(way => IsBetween(drawing.Ways[way])).ToList();
        var links = between.ConvertAll(way => LinkBetween(way, partOf));
        var (corners, routes, width, height) = PartPacking.Place([.. parts.Select(part => new LayoutBox(part.Width, part.Height))], links, PartGap);
        for (var i = 0; i < parts.Count; i++)
        {
            Settle(parts[i], new Spot(corners[i].X + Margin, corners[i].Y + Margin));
        }

        var routeOf = between.Select((way, i) => (way, i)).ToDictionary(pair => pair.way, pair => routes[pair.i]);
        var ways = drawing.Ways.Select((way, i) => WayOf(i, way, routeOf.GetValueOrDefault(i))).ToList();
        return new Picture(_placed, _groups, ways, width + (2 * Margin), height + (2 * Margin));
    }

    private bool IsBetween(DrawnWay way) => _nodes[way.From].Group.Length == 0 || _nodes[way.From].Group != _nodes[way.To].Group;

    private static List<string> LinesOf(DrawnWay way) => SvgText.Wrap(ElementCaption.OneLine(way.Label), NodeText.SmallSize, WidestLabel, 3);

    private static LayoutLink Labelled(LayoutLink link, DrawnWay way)
    {
        var lines = LinesOf(way);
        return lines.Count == 0 ? link : link with
        {
            LabelWidth = lines.Max(line => SvgText.Width(line, NodeText.SmallSize)) + 8,
            LabelHeight = lines.Count * NodeText.SmallLine,
        };
    }

    private Frame PlaceFrame(DrawnGroup group)
    {
        var boxes = new List<LayoutBox>();
        var links = new List<LayoutLink>();
        var frame = new Frame(new LayoutResult([], [], 0, 0), new(StringComparer.Ordinal), [], new(StringComparer.Ordinal), []);
        foreach (var node in _members[group.Key])
        {
            frame.Index[node.Key] = boxes.Count;
            boxes.Add(new LayoutBox(_texts[node.Key].Width, _texts[node.Key].Height));
        }

        foreach (var i in _waysOf[group.Key])
        {
            var way = drawing.Ways[i];
            if (!IsBetween(way))
            {
                frame.Links[i] = links.Count;
                links.Add(Labelled(new LayoutLink(frame.Index[way.From], frame.Index[way.To]), way));
            }
            else if (_nodes[way.From].Group == group.Key)
            {
                frame.Exits[i] = (links.Count, boxes.Count);
                links.Add(Labelled(new LayoutLink(frame.Index[way.From], boxes.Count), way));
                boxes.Add(new LayoutBox(12, 0) { Pin = Pin.Last });
            }
            else if (!frame.Entries.ContainsKey(way.To))
            {
                frame.Entries[way.To] = (links.Count, boxes.Count);
                links.Add(new LayoutLink(boxes.Count, frame.Index[way.To]));
                boxes.Add(new LayoutBox(12, 0) { Pin = Pin.First });
            }
        }

        var result = LayeredLayout.Place(boxes, links);
        var title = SvgText.Width(group.Title, NodeText.SmallSize) + 24;
        var width = Math.Max(result.Width + (2 * FramePadding), title);
        return frame with { Result = result, Width = width, Left = (width - result.Width) / 2 };
    }

    private ILookup<string, DrawnNode> _members => field ??= drawing.Nodes.ToLookup(node => node.Group, StringComparer.Ordinal);

    /// <summary>The ways that begin or end in a frame, each once.</summary>
    private ILookup<string, int> _waysOf => field ??= drawing.Ways
        .SelectMany((way, i) => new[] { (Group: _nodes[way.From].Group, Way: i), (Group: _nodes[way.To].Group, Way: i) }.Distinct())
        .ToLookup(pair => pair.Group, pair => pair.Way, StringComparer.Ordinal);

    private LayoutLink LinkBetween(int index, Dictionary<string, int> partOf)
    {
        var way = drawing.Ways[index];
        var link = new LayoutLink(partOf[way.From], partOf[way.To]);
        if (_frames.TryGetValue(_nodes[way.From].Group, out var from))
        {
            var box = from.Exits[index].Box;
            link = link with { OutAt = from.Left + from.Result.Boxes[box].X + 6 };
        }
        else
        {
            link = Labelled(link, way);
        }

        return _frames.TryGetValue(_nodes[way.To].Group, out var to) ? link with { InAt = to.Left + to.Result.Boxes[to.Entries[way.To].Box].X + 6 } : link;
    }

    private void Settle(Part part, Spot corner)
    {
        if (part.Node.Length > 0)
        {
            _placed.Add(new PlacedNode(_nodes[part.Node], new Area(corner.X, corner.Y, part.Width, part.Height), _texts[part.Node]));
            _inside[part.Node] = corner;
            return;
        }

        var frame = _frames[part.Group];
        _groups.Add(new PlacedGroup(_groupOf[part.Group], new Area(corner.X, corner.Y, part.Width, part.Height)));
        var inside = new Spot(corner.X + frame.Left, corner.Y + TitleRoom);
        _inside[part.Group] = inside;
        foreach (var (key, box) in frame.Index)
        {
            var at = frame.Result.Boxes[box];
            _placed.Add(new PlacedNode(_nodes[key], new Area(inside.X + at.X, inside.Y + at.Y, _texts[key].Width, _texts[key].Height), _texts[key]));
        }
    }

    private readonly Dictionary<string, Spot> _inside = new(StringComparer.Ordinal);

    private PlacedWay WayOf(int index, DrawnWay way, LayoutRoute? between)
    {
        var curves = new List<Spot>();
        var (fromGroup, toGroup) = (_nodes[way.From].Group, _nodes[way.To].Group);
        var isFramed = _frames.TryGetValue(fromGroup, out var from);
        var label = default(Spot);
        var isCut = false;
        if (isFramed && from is not null)
        {
            var route = from.Result.Routes[from.Links.TryGetValue(index, out var link) ? link : from.Exits[index].Link];
            label = Append(curves, route, _inside[fromGroup]);
            isCut = route.IsCut;
        }

        if (between is not null && !isCut)
        {
            var at = Append(curves, between, new Spot(Margin, Margin));
            label = isFramed ? label : at;
            isCut = between.IsCut;
            if (!isCut && _frames.TryGetValue(toGroup, out var to))
            {
                Append(curves, to.Result.Routes[to.Entries[way.To].Link], _inside[toGroup]);
            }
        }

        return new PlacedWay(way, curves, LinesOf(way), label, isFramed, isCut ? _nodes[way.To].Shown : "");
    }

    /// <summary>Adds a piece to a curve, joined to what is there by a straight line.</summary>
    private static Spot Append(List<Spot> curves, LayoutRoute route, Spot origin)
    {
        foreach (var (spot, i) in route.Curves.Select((spot, i) => (new Spot(spot.X + origin.X, spot.Y + origin.Y), i)))
        {
            if (i == 0 && curves.Count > 0)
            {
                curves.Add(curves[^1]);
                curves.Add(spot);
            }

            curves.Add(spot);
        }

        return new Spot(route.Label.X + origin.X, route.Label.Y + origin.Y);
    }
}
