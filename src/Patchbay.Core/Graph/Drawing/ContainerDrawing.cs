using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Lays out a flow with tasks, menus, states or bots, so that people can read it: each is a frame, and what only stands between two things that matter (the container itself, a choice that leads somewhere) is told on the way.</summary>
/// <param name="graph">The flow's graph.</param>
/// <param name="highlighted">The ids of elements to stand out.</param>
/// <param name="detail">How much is drawn.</param>
internal sealed class ContainerDrawing(FlowGraph graph, IReadOnlySet<string> highlighted, DrawingDetail detail)
{
    /// <summary>A place that is not drawn.</summary>
    private const int Nothing = -1;

    private readonly Flow _flow = graph.Flow;
    private readonly ContainerPlaces _places = new(graph, detail);
    private readonly ElementCaption _caption = new(graph.Flow);
    private readonly Reachability _reached = Reachability.FromEntries(graph);
    private readonly ImmutableArray<DrawnNode>.Builder _nodes = ImmutableArray.CreateBuilder<DrawnNode>();
    private readonly Dictionary<string, DrawnNode> _others = new(StringComparer.Ordinal);
    private readonly List<DrawnWay> _ways = [];
    private readonly ILookup<int, string> _keys = graph.Flow.Ways.Where(way => way is { From: >= 0, To: >= 0 } && graph.Flow.Elements[way.To].Kind == ElementKind.Choice).ToLookup(way => way.To, way => way.Label);

    /// <summary>The drawing.</summary>
    public GraphDrawing Draw()
    {
        if (_flow.Entry >= 0)
        {
            _ways.Add(new DrawnWay(GraphDrawing.StartKey, KeyOf(_flow.Entry), WayKind.Always, ""));
        }

        DrawWays();
        DrawUses();
        var ways = MergedWays.Of(_ways);
        var near = detail.Only < 0 ? null : NearKeys(ways);
        _nodes.Add(new DrawnNode(GraphDrawing.StartKey, NodeShape.Start, "start"));
        for (var element = 0; element < graph.Count; element++)
        {
            if (_places.Drawn(element) == element)
            {
                _nodes.Add(NodeOf(element));
            }
        }

        _nodes.AddRange(_others.Values);
        ImmutableArray<DrawnNode> nodes = [.. _nodes.Where(node => near is null ? node.Shape != NodeShape.Start || _flow.Entry >= 0 : near.Contains(node.Key))];
        return new GraphDrawing(_flow.Name, nodes, [.. ways.Where(way => near is null || (near.Contains(way.From) && near.Contains(way.To) && !BothAround(way)))])
        {
            Groups = GroupsOf(nodes),
        };
    }

    private static string Key(int element) => $"n{element}";

    private string KeyOf(int element) => _places.Follow(element) is var drawn and >= 0 ? Key(drawn) : "";

    private void DrawWays()
    {
        // What a final element leaves for stands in its own words.
        var leaves = new HashSet<int>();
        foreach (var way in _flow.Ways)
        {
            var from = way.From >= 0 ? _places.Drawn(way.From) : Nothing;
            if (from < 0 || (_places.IsPassedThrough(way.From) && detail.Opens(_places.Container(way.From))))
            {
                continue;
            }

            if (way.To >= 0)
            {
                var to = _places.Follow(way.To);
                if (to >= 0 && (from != to || detail.Opens(_places.Container(way.From))))
                {
                    _ways.Add(new DrawnWay(Key(from), Key(to), way.Kind, LabelOf(way)) { IsFaded = !_reached[way.From] });
                }
            }
            else if (detail.Opens(_places.Container(way.From)) && _flow.Elements[way.From].Role != ElementRole.Final && (leaves.Add(way.From) || way.Target.Length > 0))
            {
                _ways.Add(new DrawnWay(Key(from), Other(way), way.Kind, LabelOf(way)) { IsFaded = !_reached[way.From] });
            }
        }
    }

    /// <summary>What a way is called: an output, a condition, a digit with the name of its choice.</summary>
    private string LabelOf(FlowWay way)
    {
        if (_places.ChoiceOf(way.From) is >= 0 and var chosen && !detail.Opens(_places.Container(way.From)))
        {
            return ChosenBy(chosen);
        }

        var label = way.When is { Length: > 0 } when && way.Label.StartsWith("case", StringComparison.Ordinal) ? ElementCaption.Condition(when) : way.Label;
        if (way.To >= 0 && _flow.Elements[way.To] is { Kind: ElementKind.Choice } choice && _places.Drawn(way.To) != way.To)
        {
            label = $"{label} {ElementCaption.Cut(choice.Label, DrawnNode.LongestLabel)}".Trim();
        }

        return label.Length > 0 ? ElementCaption.OneLine(label) : way.Kind switch
        {
            WayKind.Call => "calls",
            WayKind.Repeat => "again",
            _ => "",
        };
    }

    /// <summary>What a caller does to get a choice: its digit and its name.</summary>
    private string ChosenBy(int choice) => $"{_keys[choice].FirstOrDefault() ?? ""} {ElementCaption.Cut(_flow.Elements[choice].Label, DrawnNode.LongestLabel)}".Trim();

    /// <summary>The node for what is no element: an end for each frame, a queue, a name that leads nowhere.</summary>
    private string Other(FlowWay way)
    {
        var group = _places.GroupOf(way.From);
        var (key, shape, label) = way switch
        {
            { To: FlowWay.Leaves, Target.Length: 0 } => ($"{GraphDrawing.EndKey}{(group < 0 ? "" : group)}", NodeShape.End, "end"),
            { To: FlowWay.Leaves } => ($"out {way.Target}", NodeShape.Outside, way.Target),
            _ => ($"missing {way.Target}", NodeShape.Missing, way.Target.Length > 0 ? way.Target : "(no name)"),
        };
        if (!_others.TryGetValue(key, out var node))
        {
            var safe = shape == NodeShape.End ? key : $"{(shape == NodeShape.Missing ? "missing" : "out")}{_others.Count}";
            node = new DrawnNode(safe, shape, label) { Id = shape == NodeShape.End ? "" : way.Target, Detail = "", Group = shape == NodeShape.End && group >= 0 ? GroupKey(group) : "", IsFaded = true };
        }

        _others[key] = node with { IsFaded = node.IsFaded && !_reached[way.From] };
        return node.Key;
    }

    /// <summary>The queues and flows that closed containers lead to.</summary>
    private void DrawUses()
    {
        if (!detail.IsOverview)
        {
            return;
        }

        foreach (var use in _flow.Dependencies)
        {
            if (use.Element < 0 || _places.Drawn(use.Element) is not (>= 0 and var from) || use.Kind is not (DependencyKind.Queue or DependencyKind.Flow or DependencyKind.CommonModule or DependencyKind.BotFlow or DependencyKind.DigitalBotFlow))
            {
                continue;
            }

            var key = $"{use.Kind} {use.Name}";
            var isCall = use.Kind is DependencyKind.CommonModule or DependencyKind.BotFlow or DependencyKind.DigitalBotFlow;
            if (!_others.TryGetValue(key, out var node))
            {
                node = new DrawnNode($"out{_others.Count}", isCall ? NodeShape.Call : NodeShape.Outside, use.Name) { Id = use.Name, Detail = ElementCaption.Word(use.Kind), Calls = isCall ? use.Name : "", IsFaded = true };
            }

            _others[key] = node with { IsFaded = node.IsFaded && !_reached[use.Element] };
            _ways.Add(new DrawnWay(Key(from), node.Key, isCall ? WayKind.Call : WayKind.Always, _places.ChoiceOf(use.Element) is >= 0 and var chosen ? ChosenBy(chosen) : isCall ? "calls" : "") { IsFaded = !_reached[use.Element] });
        }
    }

    private DrawnNode NodeOf(int element)
    {
        var known = _flow.Elements[element];
        var isClosed = known.IsContainer && !detail.Opens(element);
        var label = ElementCaption.OneLine(known.Label.Length > 0 ? known.Label : isClosed || known.IsContainer ? known.DisplayName : ElementCaption.TitleOf(known.Type));
        return new DrawnNode(Key(element), isClosed && known.Kind != ElementKind.Menu ? NodeShape.Closed : ShapeOf(known), label.Length > 0 ? label : "(no name)")
        {
            Id = known.Id,
            Type = known.Type,
            Calls = known.Call is { FlowId.Length: > 0 } call ? call.FlowId : "",
            Detail = isClosed ? known.Kind.ToString().ToLowerInvariant() : known.IsContainer && known.Kind != ElementKind.Menu ? $"empty {KindOf(known)}" : known is { Kind: ElementKind.Choice, Type: "menuTask" } ? "empty menu task" : _caption.Of(element),
            Group = !isClosed && _places.GroupOf(element) is >= 0 and var group ? GroupKey(group) : "",
            IsHighlighted = highlighted.Contains(known.Id),
            IsFaded = !_reached[element],
        };
    }

    private static NodeShape ShapeOf(FlowElement element) => element switch
    {
        { Role: ElementRole.Call } => NodeShape.Call,
        { Role: ElementRole.Waits } => NodeShape.Waits,
        { Role: ElementRole.Final } => NodeShape.Final,
        { Kind: ElementKind.Action } when ActionKinds.Find(element.Type) is { Category: ActionCategory.Logical } => NodeShape.Decision,
        _ => NodeShape.Step,
    };

    private static string GroupKey(int element) => $"g{element}";

    private static string KindOf(FlowElement element) => element.Kind switch
    {
        ElementKind.Choice => "menu task",
        ElementKind.ErrorHandling => "error handling",
        _ => element.Kind.ToString().ToLowerInvariant(),
    };

    private ImmutableArray<DrawnGroup> GroupsOf(ImmutableArray<DrawnNode> nodes)
    {
        var used = nodes.Select(node => node.Group).ToHashSet(StringComparer.Ordinal);
        var groups = ImmutableArray.CreateBuilder<DrawnGroup>();
        for (var i = 0; i < graph.Count; i++)
        {
            if (used.Contains(GroupKey(i)))
            {
                var element = _flow.Elements[i];
                var label = element.Kind == ElementKind.ErrorHandling ? "" : ElementCaption.OneLine(element.DisplayName);
                groups.Add(new DrawnGroup(GroupKey(i), KindOf(element), label == element.Type ? "start" : label) { IsFaded = !_reached[i] });
            }
        }

        return groups.DrainToImmutable();
    }

    /// <summary>The keys of the container that is drawn in full, and of what stands around it.</summary>
    private HashSet<string> NearKeys(ImmutableArray<DrawnWay> ways)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Count; i++)
        {
            if (_places.Container(i) == detail.Only && _places.Drawn(i) >= 0)
            {
                own.Add(Key(_places.Drawn(i)));
            }
        }

        own.UnionWith(_others.Values.Where(node => node.Shape == NodeShape.End && ways.Any(way => way.To == node.Key)).Select(node => node.Key));
        var near = new HashSet<string>(own, StringComparer.Ordinal);
        foreach (var way in ways)
        {
            if (own.Contains(way.From) || own.Contains(way.To))
            {
                near.Add(way.From);
                near.Add(way.To);
            }
        }

        return near;
    }

    /// <summary>Whether a way joins two things that only stand around the one that is drawn.</summary>
    private bool BothAround(DrawnWay way) => Around(way.From) && Around(way.To);

    private bool Around(string key) => key == GraphDrawing.StartKey || (key[0] == 'n' && _places.Container(int.Parse(key[1..], System.Globalization.CultureInfo.InvariantCulture)) != detail.Only);
}
