namespace Patchbay.Core.Linting;

/// <summary>Finds the tasks that call their way back to themselves.</summary>
internal static class TaskCircles
{
    /// <summary>The tasks that lie on a circle of calls, each with the number of its circle. Linear in the number of calls; recursion is a stack of our own.</summary>
    /// <param name="called">The tasks that each task calls.</param>
    public static Dictionary<int, int> Of(ILookup<int, int> called)
    {
        var order = new List<int>();
        var seen = new HashSet<int>();
        foreach (var task in called)
        {
            Visit(task.Key, node => called[node], seen, order.Add);
        }

        var callers = called.SelectMany(group => group.Select(to => (From: group.Key, To: to))).ToLookup(call => call.To, call => call.From);
        var circles = new Dictionary<int, int>();
        seen.Clear();
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var group = new List<int>();
            Visit(order[i], node => callers[node], seen, group.Add);
            if (group.Count > 1 || (group.Count == 1 && called[group[0]].Contains(group[0])))
            {
                group.ForEach(node => circles[node] = i);
            }
        }

        return circles;
    }

    /// <summary>Visits what can be reached, and tells each node after those below it.</summary>
    private static void Visit(int start, Func<int, IEnumerable<int>> next, HashSet<int> seen, Action<int> done)
    {
        if (!seen.Add(start))
        {
            return;
        }

        var open = new Stack<(int Node, IEnumerator<int> Next)>();
        open.Push((start, next(start).GetEnumerator()));
        while (open.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                done(top.Node);
                open.Pop();
            }
            else if (seen.Add(top.Next.Current))
            {
                open.Push((top.Next.Current, next(top.Next.Current).GetEnumerator()));
            }
        }
    }
}
