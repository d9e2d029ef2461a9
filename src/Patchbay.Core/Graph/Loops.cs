using System.Collections.Immutable;

namespace Patchbay.Core.Graph;

/// <summary>Elements that lead to each other in a circle, and one circle through them as proof.</summary>
/// <param name="Elements">Everything that lies on a loop together, in document order.</param>
/// <param name="Witness">The shortest circle through the first of <paramref name="Elements"/>, as indices into <c>Flow.Ways</c>: the first way leaves that element, the last one leads back to it.</param>
public sealed record Loop(ImmutableArray<int> Elements, ImmutableArray<int> Witness);

/// <summary>Finds the loops of a flow: one for each group of elements that lead to each other, in linear time. Circles are never enumerated, as there can be exponentially many.</summary>
public static class Loops
{
    /// <summary>The loops of a graph, in the order of their first elements.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaveOut">Elements that break a loop, such as those that wait for the caller; null for none.</param>
    public static ImmutableArray<Loop> Find(FlowGraph graph, Predicate<int>? leaveOut = null) => Find(graph, leaveOut, out _);

    /// <summary>As <see cref="Find(FlowGraph, Predicate{int}?)"/>, and says how many ways were looked at.</summary>
    internal static ImmutableArray<Loop> Find(FlowGraph graph, Predicate<int>? leaveOut, out int edgesVisited)
    {
        var components = StrongComponents.Of(graph, leaveOut);
        edgesVisited = components.EdgesVisited;
        var sizes = new int[components.Count];
        for (var node = 0; node < graph.Count; node++)
        {
            if (components[node] >= 0)
            {
                sizes[components[node]]++;
            }
        }

        var members = new ImmutableArray<int>.Builder?[components.Count];
        var found = new List<ImmutableArray<int>.Builder>();
        for (var node = 0; node < graph.Count; node++)
        {
            var component = components[node];
            if (component < 0 || (sizes[component] == 1 && !graph.Targets(node).Contains(node)))
            {
                continue;
            }

            if (members[component] is not { } elements)
            {
                elements = members[component] = ImmutableArray.CreateBuilder<int>(sizes[component]);
                found.Add(elements);
            }

            elements.Add(node);
        }

        if (found.Count == 0)
        {
            return [];
        }

        var search = new WitnessSearch(graph, components);
        var loops = ImmutableArray.CreateBuilder<Loop>(found.Count);
        foreach (var elements in found)
        {
            loops.Add(new Loop(elements.ToImmutable(), search.Shortest(elements[0])));
        }

        edgesVisited += search.EdgesVisited;
        return loops.MoveToImmutable();
    }

    /// <summary>Breadth-first searches, each inside one component: over all components no way is looked at twice.</summary>
    private sealed class WitnessSearch
    {
        private const int NotMet = -1;
        private readonly FlowGraph _graph;
        private readonly StrongComponents _components;
        private readonly int[] _cameBy;
        private readonly int[] _queue;

        public WitnessSearch(FlowGraph graph, StrongComponents components)
        {
            _graph = graph;
            _components = components;
            _queue = new int[graph.Count];
            _cameBy = new int[graph.Count];
            Array.Fill(_cameBy, NotMet);
        }

        public int EdgesVisited { get; private set; }

        public ImmutableArray<int> Shortest(int first)
        {
            _queue[0] = first;
            var met = 1;
            for (var next = 0; next < met; next++)
            {
                var targets = _graph.Targets(_queue[next]);
                for (var i = 0; i < targets.Length; i++)
                {
                    EdgesVisited++;
                    var target = targets[i];
                    if (target == first)
                    {
                        return WayBack(first, _graph.Out(_queue[next])[i]);
                    }

                    if (target >= 0 && _components[target] == _components[first] && _cameBy[target] == NotMet)
                    {
                        _cameBy[target] = _graph.Out(_queue[next])[i];
                        _queue[met++] = target;
                    }
                }
            }

            throw new InvalidOperationException($"Element {first} was said to lie on a loop and does not.");
        }

        private ImmutableArray<int> WayBack(int first, int last)
        {
            var ways = ImmutableArray.CreateBuilder<int>();
            for (var way = last; ; way = _cameBy[From(way)])
            {
                ways.Add(way);
                if (From(way) == first)
                {
                    break;
                }
            }

            ways.Reverse();
            return ways.DrainToImmutable();
        }

        private int From(int way) => _graph.Flow.Ways.ItemRef(way).From;
    }
}
