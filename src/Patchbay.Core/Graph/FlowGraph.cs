using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph;

/// <summary>The ways of a flow as a graph over its elements: node <c>i</c> is <c>flow.Elements[i]</c>, and an edge is the index of a way in <c>flow.Ways</c>. Built once, in linear time, into a handful of arrays: analyses allocate nothing per node or edge.</summary>
public sealed class FlowGraph
{
    private readonly Side _out;
    private readonly Side _in;

    private FlowGraph(Flow flow)
    {
        Flow = flow;
        var ways = flow.Ways.AsSpan();
        var from = new int[ways.Length];
        var to = new int[ways.Length];
        for (var i = 0; i < ways.Length; i++)
        {
            from[i] = ways[i].From;
            to[i] = ways[i].To;
        }

        _out = Side.Of(flow.Elements.Length, from, to);
        _in = Side.Of(flow.Elements.Length, to, from);
        Entries = FindEntries(flow, from, to);
    }

    /// <summary>The flow that the graph is a view of.</summary>
    public Flow Flow { get; }

    /// <summary>Number of nodes.</summary>
    public int Count => Flow.Elements.Length;

    /// <summary>The nodes that a caller can meet first, each once.</summary>
    public ImmutableArray<int> Entries { get; }

    /// <summary>Builds the graph of a flow.</summary>
    /// <param name="flow">The flow.</param>
    public static FlowGraph Of(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new FlowGraph(flow);
    }

    /// <summary>The ways out of a node, as indices into <c>Flow.Ways</c> in document order, those that leave the flow or lead nowhere included.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> Out(int node) => _out.EdgesOf(node);

    /// <summary>The ways into a node, as indices into <c>Flow.Ways</c> in document order, those from the start included.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> In(int node) => _in.EdgesOf(node);

    /// <summary>Where the ways of <see cref="Out"/> lead, in the same order: nodes, <see cref="FlowWay.Leaves"/> or <see cref="FlowWay.Nowhere"/>.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> Targets(int node) => _out.EndsOf(node);

    /// <summary>Where the ways of <see cref="In"/> come from, in the same order: nodes or <see cref="FlowWay.FromStart"/>.</summary>
    /// <param name="node">A node.</param>
    public ReadOnlySpan<int> Sources(int node) => _in.EndsOf(node);

    private static ImmutableArray<int> FindEntries(Flow flow, int[] from, int[] to)
    {
        var seen = new bool[flow.Elements.Length];
        var entries = ImmutableArray.CreateBuilder<int>();
        if (flow.Entry >= 0)
        {
            seen[flow.Entry] = true;
            entries.Add(flow.Entry);
        }

        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] == FlowWay.FromStart && to[i] >= 0 && !seen[to[i]])
            {
                seen[to[i]] = true;
                entries.Add(to[i]);
            }
        }

        return entries.DrainToImmutable();
    }

    /// <summary>The edges of every node in one array, bucketed by node, with the far end of each beside it.</summary>
    private readonly struct Side
    {
        private readonly int[] _starts;
        private readonly int[] _edges;
        private readonly int[] _ends;

        private Side(int[] starts, int[] edges, int[] ends)
        {
            _starts = starts;
            _edges = edges;
            _ends = ends;
        }

        public static Side Of(int count, int[] near, int[] far)
        {
            // starts[n + 1] counts, then sums, then serves as the cursor of node n while filling: afterwards it is where n ends.
            var starts = new int[count + 2];
            foreach (var node in near)
            {
                if (node >= 0)
                {
                    starts[node + 2]++;
                }
            }

            for (var i = 2; i < starts.Length; i++)
            {
                starts[i] += starts[i - 1];
            }

            var edges = new int[starts[^1]];
            var ends = new int[edges.Length];
            for (var i = 0; i < near.Length; i++)
            {
                if (near[i] >= 0)
                {
                    var slot = starts[near[i] + 1]++;
                    edges[slot] = i;
                    ends[slot] = far[i];
                }
            }

            return new Side(starts, edges, ends);
        }

        public ReadOnlySpan<int> EdgesOf(int node) => _edges.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);

        public ReadOnlySpan<int> EndsOf(int node) => _ends.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);
    }
}
