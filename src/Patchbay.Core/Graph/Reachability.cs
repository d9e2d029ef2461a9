namespace Patchbay.Core.Graph;

/// <summary>Which elements a caller can get to. One search, each way looked at once.</summary>
public sealed class Reachability
{
    private readonly bool[] _reached;

    private Reachability(bool[] reached, int count, int edgesVisited)
    {
        _reached = reached;
        Count = count;
        EdgesVisited = edgesVisited;
    }

    /// <summary>Number of elements reached.</summary>
    public int Count { get; }

    /// <summary>How many ways the search looked at; at most the number of ways.</summary>
    internal int EdgesVisited { get; }

    /// <summary>Whether an element is reached.</summary>
    /// <param name="node">The element.</param>
    public bool this[int node] => _reached[node];

    /// <summary>What can be reached from the entries of a graph, the entries included.</summary>
    /// <param name="graph">The graph.</param>
    public static Reachability FromEntries(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return From(graph, graph.Entries.AsSpan());
    }

    /// <summary>What can be reached from some elements, those included.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="starts">The elements to begin at.</param>
    public static Reachability From(FlowGraph graph, ReadOnlySpan<int> starts)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var reached = new bool[graph.Count];
        var found = new int[graph.Count];
        var count = 0;
        var edges = 0;
        foreach (var start in starts)
        {
            if (!reached[start])
            {
                reached[start] = true;
                found[count++] = start;
            }
        }

        for (var next = 0; next < count; next++)
        {
            foreach (var target in graph.Targets(found[next]))
            {
                edges++;
                if (target >= 0 && !reached[target])
                {
                    reached[target] = true;
                    found[count++] = target;
                }
            }
        }

        return new Reachability(reached, count, edges);
    }
}
