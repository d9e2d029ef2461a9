using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>How much of a flow is drawn.</summary>
/// <param name="Only">The task, menu, state or bot (an index) of which alone everything is drawn, and around it the others that it leads to or that lead to it, each as one; -1 for none.</param>
/// <param name="IsOverview">Whether every task, menu, state and bot is drawn as one, with the queues and flows that it leads to.</param>
public sealed record DrawingDetail(int Only, bool IsOverview)
{
    /// <summary>Everything.</summary>
    public static DrawingDetail Full { get; } = new(-1, IsOverview: false);

    /// <summary>Tasks, menus, states and bots alone.</summary>
    public static DrawingDetail Overview { get; } = new(-1, IsOverview: true);

    /// <summary>One task, menu, state or bot and what stands around it.</summary>
    /// <param name="container">Its index.</param>
    public static DrawingDetail Of(int container) => new(container, IsOverview: false);

    /// <summary>Whether what is in a container is drawn.</summary>
    /// <param name="container">Its index; -1 for what stands in none.</param>
    internal bool Opens(int container) => container < 0 || (!IsOverview && (Only < 0 || Only == container));
}

/// <summary>A flow laid out for drawing, before a notation is chosen: its elements, and the start, the end, the queues and the missing names that its ways mention.</summary>
/// <param name="Name">The flow's name; may be empty.</param>
/// <param name="Nodes">The nodes: the start, the elements in document order, then what ways lead out to.</param>
/// <param name="Ways">The ways: those from the start, then those of the flow in document order.</param>
public sealed record GraphDrawing(string Name, ImmutableArray<DrawnNode> Nodes, ImmutableArray<DrawnWay> Ways)
{
    internal const string StartKey = "start";

    // Not "end", which is a word of Mermaid's.
    internal const string EndKey = "finish";

    /// <summary>The frames, in the order of the flow; empty for a flow without tasks, menus, states and bots.</summary>
    public ImmutableArray<DrawnGroup> Groups { get; init; } = [];

    /// <summary>Lays a flow out.</summary>
    /// <param name="graph">The flow's graph.</param>
    /// <param name="catalogue">The org, for the names of shared flows and queues; null when it is not known.</param>
    /// <param name="highlighted">The ids of elements to stand out, such as those that a change adds; null for none.</param>
    /// <param name="detail">How much of a flow with tasks, menus, states or bots is drawn; null for all of it. A flow without any is always drawn in full.</param>
    public static GraphDrawing Of(FlowGraph graph, OrgCatalogue? catalogue = null, IReadOnlySet<string>? highlighted = null, DrawingDetail? detail = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Flow.Elements.Any(element => element.IsContainer)
            ? new ContainerDrawing(graph, highlighted ?? ImmutableHashSet<string>.Empty, detail ?? DrawingDetail.Full).Draw()
            : new Layout(graph, catalogue ?? OrgCatalogue.Unknown, highlighted ?? ImmutableHashSet<string>.Empty).Draw();
    }

    private sealed class Layout(FlowGraph graph, OrgCatalogue catalogue, IReadOnlySet<string> highlighted)
    {
        private readonly ImmutableArray<DrawnNode>.Builder _nodes = ImmutableArray.CreateBuilder<DrawnNode>();
        private readonly ImmutableArray<DrawnWay>.Builder _ways = ImmutableArray.CreateBuilder<DrawnWay>();
        private readonly List<DrawnNode> _others = [];
        private readonly Dictionary<(NodeShape Shape, string Name), string> _keys = [];
        private readonly Lazy<Dictionary<string, string>> _queues = new(() =>
            catalogue.KnowsAllQueues ? catalogue.Queues.DistinctBy(queue => queue.Id).ToDictionary(queue => queue.Id, queue => queue.Name, StringComparer.Ordinal) : []);

        public GraphDrawing Draw()
        {
            if (graph.Count > 0 || graph.Flow.Ways.Any(way => way.From == FlowWay.FromStart))
            {
                _nodes.Add(new DrawnNode(StartKey, NodeShape.Start, "start"));
            }

            for (var node = 0; node < graph.Count; node++)
            {
                _nodes.Add(Draw(node));
            }

            if (graph.Flow.Entry >= 0)
            {
                _ways.Add(new DrawnWay(StartKey, Key(graph.Flow.Entry), WayKind.Always, ""));
            }

            foreach (var way in graph.Flow.Ways)
            {
                _ways.Add(new DrawnWay(Source(way), Target(way), way.Kind, way.Label));
            }

            _nodes.AddRange(_others);
            return new GraphDrawing(graph.Flow.Name, _nodes.DrainToImmutable(), _ways.DrainToImmutable());
        }

        private static string Key(int node) => $"n{node}";

        private DrawnNode Draw(int node)
        {
            var element = graph.Flow.Elements[node];
            var shape = element.Role switch
            {
                ElementRole.Waits => NodeShape.Waits,
                ElementRole.Call => NodeShape.Call,
                ElementRole.Final => NodeShape.Final,
                _ => NodeShape.Step,
            };
            return new DrawnNode(Key(node), shape, element.DisplayName.Length > 0 ? element.DisplayName : "(no id)")
            {
                Id = element.Id,
                Type = element.Type,
                Calls = element.Call is { FlowId.Length: > 0 } call ? NameOf(call.FlowId) : "",
                IsHighlighted = highlighted.Contains(element.Id),
            };
        }

        private string Source(FlowWay way) => way.From switch
        {
            >= 0 => Key(way.From),
            FlowWay.FromStart => StartKey,
            _ => Other(NodeShape.Missing, way.Source),
        };

        private string Target(FlowWay way) => way switch
        {
            { To: >= 0 } => Key(way.To),
            { IsRouting: true, Target.Length: > 0 } => Other(NodeShape.Outside, way.Target),
            { To: FlowWay.Leaves, Target.Length: > 0 } => Other(NodeShape.Outside, way.Target),
            { To: FlowWay.Leaves, IsRouting: false } => Other(NodeShape.End, ""),
            _ => Other(NodeShape.Missing, way.Target),
        };

        /// <summary>The node for something that is no element: one for each thing, however many ways lead to it.</summary>
        private string Other(NodeShape shape, string name)
        {
            if (_keys.TryGetValue((shape, name), out var known))
            {
                return known;
            }

            var key = shape == NodeShape.End ? EndKey : $"{(shape == NodeShape.Missing ? "missing" : "out")}{_others.Count}";
            var label = shape switch
            {
                NodeShape.End => "end",
                NodeShape.Missing => name.Length > 0 ? name : "(no name)",
                _ => NameOf(name),
            };
            _others.Add(new DrawnNode(key, shape, label) { Id = name });
            return _keys[(shape, name)] = key;
        }

        private string NameOf(string id) => catalogue.FindFlow(id)?.Name ?? _queues.Value.GetValueOrDefault(id, id);
    }
}
