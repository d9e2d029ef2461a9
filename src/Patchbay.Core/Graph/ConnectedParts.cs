using System.Collections.Immutable;

namespace Patchbay.Core.Graph;

/// <summary>The parts into which a flow falls when the direction of its ways is disregarded. The entries belong together: the start connects them.</summary>
public sealed class ConnectedParts
{
    private readonly int[] _partOf;

    private ConnectedParts(int[] partOf, ImmutableArray<ImmutableArray<int>> parts, int edgesVisited)
    {
        _partOf = partOf;
        Parts = parts;
        EdgesVisited = edgesVisited;
    }

    /// <summary>The elements of each part in document order. The part with the entry comes first; the others follow in document order.</summary>
    public ImmutableArray<ImmutableArray<int>> Parts { get; }

    /// <summary>How many ends of ways the search looked at; at most twice the number of ways.</summary>
    internal int EdgesVisited { get; }

    /// <summary>The part that an element belongs to, as an index into <see cref="Parts"/>; -1 for one that was left out.</summary>
    /// <param name="node">The element.</param>
    public int this[int node] => _partOf[node];

    /// <summary>Finds the parts of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaveOut">Elements to treat as if they and their ways were not there; null for none.</param>
    public static ConnectedParts Of(FlowGraph graph, Predicate<int>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        const int none = -1;
        var partOf = new int[graph.Count];
        Array.Fill(partOf, none);
        var queue = new int[graph.Count];
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var edges = 0;
        ImmutableArray<int> entries = leaveOut is null ? graph.Entries : graph.Entries.RemoveAll(leaveOut);
        foreach (var entry in entries)
        {
            partOf[entry] = 0;
        }

        Spread(entries.AsSpan());
        for (var node = 0; node < graph.Count; node++)
        {
            if (partOf[node] == none && !IsLeftOut(node))
            {
                partOf[node] = parts.Count;
                Spread([node]);
            }
        }

        return new ConnectedParts(partOf, parts.DrainToImmutable(), edges);

        bool IsLeftOut(int node) => leaveOut is not null && leaveOut(node);

        void Spread(ReadOnlySpan<int> from)
        {
            from.CopyTo(queue);
            var met = from.Length;
            for (var next = 0; next < met; next++)
            {
                met = Meet(graph.Targets(queue[next]), met);
                met = Meet(graph.Sources(queue[next]), met);
            }

            if (met > 0)
            {
                Array.Sort(queue, 0, met);
                parts.Add([.. queue.AsSpan(0, met)]);
            }
        }

        int Meet(ReadOnlySpan<int> neighbours, int met)
        {
            edges += neighbours.Length;
            foreach (var neighbour in neighbours)
            {
                if (neighbour >= 0 && partOf[neighbour] == none && !IsLeftOut(neighbour))
                {
                    partOf[neighbour] = parts.Count;
                    queue[met++] = neighbour;
                }
            }

            return met;
        }
    }
}
