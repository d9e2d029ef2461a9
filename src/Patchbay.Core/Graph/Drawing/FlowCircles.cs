using System.Collections.Immutable;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Which flows lead to themselves, through others or at once (Kosaraju, without recursion).</summary>
internal sealed class FlowCircles
{
    private readonly int[] _component;
    private readonly bool[] _isCircle;

    private FlowCircles(int[] component, bool[] isCircle)
    {
        _component = component;
        _isCircle = isCircle;
    }

    /// <summary>Whether a flow is part of a circle.</summary>
    public bool Holds(int flow) => _isCircle[_component[flow]];

    /// <summary>Whether a way between two flows is part of a circle.</summary>
    public bool Joins(int from, int to) => _component[from] == _component[to] && _isCircle[_component[from]];

    /// <summary>Finds the circles.</summary>
    /// <param name="count">How many flows there are.</param>
    /// <param name="edges">Which leads to which.</param>
    public static FlowCircles Of(int count, ImmutableArray<(int From, int To)> edges)
    {
        var outs = edges.ToLookup(edge => edge.From, edge => edge.To);
        var ins = edges.ToLookup(edge => edge.To, edge => edge.From);
        var component = Enumerable.Repeat(-1, count).ToArray();
        var sizes = new List<int>();
        foreach (var root in FinishOrder(count, outs))
        {
            if (component[root] >= 0)
            {
                continue;
            }

            var open = new Stack<int>([root]);
            component[root] = sizes.Count;
            sizes.Add(0);
            while (open.TryPop(out var flow))
            {
                sizes[^1]++;
                foreach (var from in ins[flow].Where(from => component[from] < 0))
                {
                    component[from] = sizes.Count - 1;
                    open.Push(from);
                }
            }
        }

        var isCircle = sizes.Select(size => size > 1).ToArray();
        foreach (var (from, to) in edges)
        {
            isCircle[component[from]] |= from == to;
        }

        return new FlowCircles(component, isCircle);
    }

    /// <summary>The flows, those last from which all that they lead to was seen first.</summary>
    private static IEnumerable<int> FinishOrder(int count, ILookup<int, int> outs)
    {
        var seen = new bool[count];
        var finished = new List<int>(count);
        var walk = new Stack<(int Flow, IEnumerator<int> Next)>();
        for (var root = 0; root < count; root++)
        {
            Enter(root);
            while (walk.TryPeek(out var top))
            {
                if (top.Next.MoveNext())
                {
                    Enter(top.Next.Current);
                }
                else
                {
                    finished.Add(walk.Pop().Flow);
                }
            }
        }

        return Enumerable.Reverse(finished);

        void Enter(int flow)
        {
            if (!seen[flow])
            {
                seen[flow] = true;
                walk.Push((flow, outs[flow].GetEnumerator()));
            }
        }
    }
}
