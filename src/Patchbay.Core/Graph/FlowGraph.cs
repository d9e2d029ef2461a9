using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph;

/// <summary>The ways of a flow as a graph over its elements: node <c>i</c> is <c>flow.Elements[i]</c>, and an edge is the index of a way in <c>flow.Ways</c>. Built once, in linear time.</summary>
public sealed class FlowGraph
{
    private readonly int[] _outStarts;
    private readonly int[] _outEdges;
    private readonly int[] _inStarts;
    private readonly int[] _inEdges;

    private FlowGraph(Flow flow)
    {
        Flow = flow;
        (_outStarts, _outEdges) = Bucket(flow, way => way.From);
        (_inStarts, _inEdges) = Bucket(flow, way => way.To);
        var entries = ImmutableArray.CreateBuilder<int>();
        if (flow.Entry >= 0)
        {
            entries.Add(flow.Entry);
        }

        foreach (var way in flow.Ways)
        {
            if (way is { From: FlowWay.FromStart, To: >= 0 } && !entries.Contains(way.To))
            {
                entries.Add(way.To);
            }
        }

        Entries = entries.ToImmutable();
    }

    /// <summary>The flow that the graph is a view of.</summary>
    public Flow Flow { get; }

    /// <summary>Number of nodes.</summary>
    public int Count => Flow.Elements.Length;

    /// <summary>The nodes that a caller can meet first.</summary>
    public ImmutableArray<int> Entries { get; }

    /// <summary>Builds the graph of a flow.</summary>
    /// <param name="flow">The flow.</param>
    public static FlowGraph Of(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new FlowGraph(flow);
    }

    /// <summary>The ways out of a node, as indices into <c>Flow.Ways</c>, those that leave the flow or lead nowhere included.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> Out(int node) => _outEdges.AsSpan(_outStarts[node], _outStarts[node + 1] - _outStarts[node]);

    /// <summary>The ways into a node, as indices into <c>Flow.Ways</c>, those from the start included.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> In(int node) => _inEdges.AsSpan(_inStarts[node], _inStarts[node + 1] - _inStarts[node]);

    private static (int[] Starts, int[] Edges) Bucket(Flow flow, Func<FlowWay, int> nodeOf)
    {
        var starts = new int[flow.Elements.Length + 1];
        foreach (var way in flow.Ways)
        {
            var node = nodeOf(way);
            if (node >= 0)
            {
                starts[node + 1]++;
            }
        }

        for (var i = 0; i < flow.Elements.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        var edges = new int[starts[^1]];
        var next = starts[..^1];
        for (var i = 0; i < flow.Ways.Length; i++)
        {
            var node = nodeOf(flow.Ways[i]);
            if (node >= 0)
            {
                edges[next[node]++] = i;
            }
        }

        return (starts, edges);
    }
}
