using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Flows of any size, the same each time.</summary>
internal static class GeneratedFlows
{
    /// <summary>A node list in which each node leads to the next and to one further on: two edges for each node, and no loop.</summary>
    public static string NodeList(int nodes)
    {
        var text = new StringBuilder("{\n  \"name\": \"Generated\",\n  \"type\": \"call\",\n  \"definition\": {\n    \"nodes\": [\n");
        for (var i = 0; i < nodes; i++)
        {
            var type = i == 0 ? "start" : i + 1 == nodes ? "disconnect" : "PlayAudio";
            text.Append($"      {{\"id\": \"node_{i}\", \"type\": \"{type}\", \"label\": \"Node {i}\", \"content\": {{\"prompt\": \"Hello ${{caller.phoneNumber}}\"}}}}{(i + 1 < nodes ? "," : "")}\n");
        }

        text.Append("    ],\n    \"edges\": [\n");
        var edges = Forward(nodes);
        for (var i = 0; i < edges.Count; i++)
        {
            var on = i % 2 == 0 ? "success" : "error";
            text.Append($"      {{\"source\": \"node_{edges[i].From}\", \"target\": \"node_{edges[i].To}\", \"on\": \"{on}\"}}{(i + 1 < edges.Count ? "," : "")}\n");
        }

        return text.Append("    ]\n  }\n}\n").ToString();
    }

    /// <summary>Two ways forward from each node.</summary>
    public static List<(int From, int To)> Forward(int nodes)
    {
        var edges = new List<(int From, int To)>(2 * nodes);
        for (var i = 0; i + 1 < nodes; i++)
        {
            edges.Add((i, i + 1));
            edges.Add((i, Math.Min(nodes - 1, i + 2 + (i % 17))));
        }

        return edges;
    }

    /// <summary>Diamonds one after the other, of which the last leads back to the first: two ways through each, and so two to the power of their number of loops.</summary>
    public static List<(int From, int To)> Diamonds(int count, bool isRing)
    {
        var edges = new List<(int From, int To)>(4 * count);
        for (var i = 0; i < count; i++)
        {
            var (top, next) = (3 * i, isRing && i + 1 == count ? 0 : 3 * (i + 1));
            edges.AddRange([(top, top + 1), (top, top + 2), (top + 1, next), (top + 2, next)]);
        }

        return edges;
    }

    /// <summary>A flow with these ways and nothing else.</summary>
    public static Flow Of(int nodes, List<(int From, int To)> edges) => new("node-list", SyntaxTree.Parse(new SourceText("{}")))
    {
        Elements = [.. Enumerable.Range(0, nodes).Select(i => new FlowElement($"n{i}", "step", default) { Node = new ScalarNode(default, "", ScalarStyle.Missing) })],
        Ways = [.. edges.Select(edge => new FlowWay(edge.From, edge.To, WayKind.Success, "", default))],
        Entry = 0,
    };

    /// <summary>All that is said of a flow by looking at its ways.</summary>
    public static ImmutableArray<Loop> Analyse(Flow flow)
    {
        var graph = FlowGraph.Of(flow);
        _ = Reachability.FromEntries(graph);
        _ = ConnectedParts.Of(graph);
        return Loops.Find(graph);
    }
}
