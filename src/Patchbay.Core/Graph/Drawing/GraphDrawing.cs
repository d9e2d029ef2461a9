using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>What a person sees a node of a drawing as.</summary>
public enum NodeShape
{
    /// <summary>Where callers come in.</summary>
    Start,

    /// <summary>An element that does something and goes on.</summary>
    Step,

    /// <summary>An element that waits for the caller: a menu, a question.</summary>
    Waits,

    /// <summary>An element that calls a shared flow.</summary>
    Call,

    /// <summary>An element that ends the call or hands it on.</summary>
    Final,

    /// <summary>The end of the flow.</summary>
    End,

    /// <summary>A queue or a flow to which callers are routed.</summary>
    Outside,

    /// <summary>A name that something leads to, or comes from, and that does not exist.</summary>
    Missing,
}

/// <summary>A node of a drawing.</summary>
/// <param name="Key">Its name within the drawing: made of its kind and its place in the flow, so that the same flow gives the same drawing.</param>
/// <param name="Shape">What it is seen as.</param>
/// <param name="Label">What it is called.</param>
public sealed record DrawnNode(string Key, NodeShape Shape, string Label)
{
    /// <summary>The element's id; empty for what is no element.</summary>
    public string Id { get; init; } = "";

    /// <summary>The element's type; empty for what is no element.</summary>
    public string Type { get; init; } = "";

    /// <summary>The shared flow that it calls, by name where the name is known; empty for other elements.</summary>
    public string Calls { get; init; } = "";

    /// <summary>Whether it is to stand out.</summary>
    public bool IsHighlighted { get; init; }
}

/// <summary>A way of a drawing.</summary>
/// <param name="From">The key of the node it leaves.</param>
/// <param name="To">The key of the node it leads to.</param>
/// <param name="Kind">When it is taken.</param>
/// <param name="Label">What it is called; may be empty.</param>
public sealed record DrawnWay(string From, string To, WayKind Kind, string Label);

/// <summary>A flow laid out for drawing, before a notation is chosen: its elements, and the start, the end, the queues and the missing names that its ways mention.</summary>
/// <param name="Name">The flow's name; may be empty.</param>
/// <param name="Nodes">The nodes: the start, the elements in document order, then what ways lead out to.</param>
/// <param name="Ways">The ways: those from the start, then those of the flow in document order.</param>
public sealed record GraphDrawing(string Name, ImmutableArray<DrawnNode> Nodes, ImmutableArray<DrawnWay> Ways)
{
    private const string StartKey = "start";
    // Not "end", which is a word of Mermaid's.
    private const string EndKey = "finish";

    /// <summary>Lays a flow out.</summary>
    /// <param name="graph">The flow's graph.</param>
    /// <param name="catalogue">The org, for the names of shared flows and queues; null when it is not known.</param>
    /// <param name="highlighted">The ids of elements to stand out, such as those that a change adds; null for none.</param>
    public static GraphDrawing Of(FlowGraph graph, OrgCatalogue? catalogue = null, IReadOnlySet<string>? highlighted = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Layout(graph, catalogue ?? OrgCatalogue.Unknown, highlighted ?? ImmutableHashSet<string>.Empty).Draw();
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
            if (graph.Count > 0)
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
