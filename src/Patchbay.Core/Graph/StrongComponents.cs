namespace Patchbay.Core.Graph;

/// <summary>Groups of elements of which each can be reached from each other one (Tarjan, without recursion). Every loop of a flow lies within one group, so linear time finds all there are, however many loops run through them.</summary>
public sealed class StrongComponents
{
    /// <summary>The component of an element that was left out.</summary>
    public const int LeftOut = -1;

    private readonly int[] _componentOf;

    private StrongComponents(int[] componentOf, int count, int edgesVisited)
    {
        _componentOf = componentOf;
        Count = count;
        EdgesVisited = edgesVisited;
    }

    /// <summary>Number of components; an element on no loop is one by itself.</summary>
    public int Count { get; }

    /// <summary>How many ways the search looked at; at most the number of ways.</summary>
    internal int EdgesVisited { get; }

    /// <summary>The component of an element, from 0, or <see cref="LeftOut"/>. A way between two components leads from the higher number to the lower.</summary>
    /// <param name="node">The element.</param>
    public int this[int node] => _componentOf[node];

    /// <summary>Finds the components of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaveOut">Elements to treat as if they and their ways were not there; null for none.</param>
    public static StrongComponents Of(FlowGraph graph, Predicate<int>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Search(graph, leaveOut).Run();
    }

    private sealed class Search(FlowGraph graph, Predicate<int>? leaveOut)
    {
        // Order of discovery from 1; 0 is not discovered yet.
        private readonly int[] _order = new int[graph.Count];
        private readonly int[] _lowest = new int[graph.Count];
        private readonly int[] _componentOf = new int[graph.Count];
        private readonly int[] _nextEdge = new int[graph.Count];
        private readonly int[] _open = new int[graph.Count];
        private readonly int[] _path = new int[graph.Count];
        private int _discovered;
        private int _openCount;
        private int _pathCount;
        private int _components;
        private int _edges;

        public StrongComponents Run()
        {
            Array.Fill(_componentOf, LeftOut);
            for (var node = 0; node < graph.Count; node++)
            {
                if (_order[node] == 0 && !IsLeftOut(node))
                {
                    Explore(node);
                }
            }

            return new StrongComponents(_componentOf, _components, _edges);
        }

        private bool IsLeftOut(int node) => leaveOut is not null && leaveOut(node);

        private void Explore(int root)
        {
            Enter(root);
            while (_pathCount > 0)
            {
                var node = _path[_pathCount - 1];
                var targets = graph.Targets(node);
                if (_nextEdge[node] == targets.Length)
                {
                    Leave(node);
                    continue;
                }

                var target = targets[_nextEdge[node]++];
                _edges++;
                if (target < 0)
                {
                    continue;
                }

                if (_order[target] != 0)
                {
                    // A closed component is behind us; only what is still open can lead back.
                    if (_componentOf[target] == LeftOut)
                    {
                        _lowest[node] = Math.Min(_lowest[node], _order[target]);
                    }
                }
                else if (!IsLeftOut(target))
                {
                    Enter(target);
                }
            }
        }

        private void Enter(int node)
        {
            _order[node] = _lowest[node] = ++_discovered;
            _open[_openCount++] = node;
            _path[_pathCount++] = node;
        }

        private void Leave(int node)
        {
            _pathCount--;
            if (_pathCount > 0)
            {
                var parent = _path[_pathCount - 1];
                _lowest[parent] = Math.Min(_lowest[parent], _lowest[node]);
            }

            if (_lowest[node] != _order[node])
            {
                return;
            }

            int member;
            do
            {
                member = _open[--_openCount];
                _componentOf[member] = _components;
            }
            while (member != node);
            _components++;
        }
    }
}
