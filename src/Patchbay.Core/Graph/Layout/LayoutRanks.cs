namespace Patchbay.Core.Graph.Layout;

/// <summary>Gives each box a rank: below everything that leads to it, cycles apart.</summary>
internal static class LayoutRanks
{
    /// <summary>A row wider than this is broken, unless the drawing is large anyway.</summary>
    private const double WidestRow = 1500;

    /// <summary>The rank of each box, from 0 without holes.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="links">The links.</param>
    public static int[] Of(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links)
    {
        var outs = Bucket(boxes.Count, links);
        var isBack = FindBack(boxes.Count, links, outs);
        var rank = LongestPaths(boxes, links, outs, isBack);
        PullDown(boxes, links, outs, isBack, rank);
        Pinned(boxes, rank);
        return BreakWide(boxes, rank);
    }

    private static List<int>[] Bucket(int count, IReadOnlyList<LayoutLink> links)
    {
        var outs = new List<int>[count];
        for (var i = 0; i < count; i++)
        {
            outs[i] = [];
        }

        for (var i = 0; i < links.Count; i++)
        {
            outs[links[i].From].Add(i);
        }

        return outs;
    }

    /// <summary>The links that lead back to where a walk in order came through.</summary>
    private static bool[] FindBack(int count, IReadOnlyList<LayoutLink> links, List<int>[] outs)
    {
        var isBack = new bool[links.Count];
        var hasIn = new bool[count];
        foreach (var link in links)
        {
            hasIn[link.To] |= link.From != link.To;
        }

        // 0: not met, 1: on the walk, 2: done.
        var state = new byte[count];
        var next = new int[count];
        var walk = new Stack<int>();
        foreach (var root in Enumerable.Range(0, count).OrderBy(box => hasIn[box]))
        {
            if (state[root] == 0)
            {
                state[root] = 1;
                walk.Push(root);
            }

            while (walk.Count > 0)
            {
                var box = walk.Peek();
                if (next[box] == outs[box].Count)
                {
                    state[box] = 2;
                    walk.Pop();
                    continue;
                }

                var link = outs[box][next[box]++];
                var to = links[link].To;
                if (state[to] == 1)
                {
                    isBack[link] = true;
                }
                else if (state[to] == 0)
                {
                    state[to] = 1;
                    walk.Push(to);
                }
            }
        }

        return isBack;
    }

    private static int[] LongestPaths(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links, List<int>[] outs, bool[] isBack)
    {
        var rank = new int[boxes.Count];
        var open = new int[boxes.Count];
        for (var i = 0; i < links.Count; i++)
        {
            open[links[i].To] += isBack[i] ? 0 : 1;
        }

        var hasFirst = boxes.Any(box => box.Pin == Pin.First) ? 1 : 0;
        var ready = new Queue<int>(Enumerable.Range(0, boxes.Count).Where(box => open[box] == 0));
        foreach (var box in ready)
        {
            rank[box] = boxes[box].Pin == Pin.First ? 0 : hasFirst;
        }

        while (ready.TryDequeue(out var box))
        {
            foreach (var link in outs[box].Where(link => !isBack[link]))
            {
                var to = links[link].To;
                rank[to] = Math.Max(rank[to], rank[box] + 1);
                if (--open[to] == 0)
                {
                    ready.Enqueue(to);
                }
            }
        }

        return rank;
    }

    /// <summary>What nothing leads to stands right above what it leads to.</summary>
    private static void PullDown(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links, List<int>[] outs, bool[] isBack, int[] rank)
    {
        var hasIn = new bool[boxes.Count];
        for (var i = 0; i < links.Count; i++)
        {
            hasIn[links[i].To] |= !isBack[i];
        }

        for (var box = 0; box < boxes.Count; box++)
        {
            if (!hasIn[box] && boxes[box].Pin == Pin.Free && outs[box].Exists(link => !isBack[link]))
            {
                rank[box] = outs[box].Where(link => !isBack[link]).Min(link => rank[links[link].To]) - 1;
            }
        }
    }

    private static void Pinned(IReadOnlyList<LayoutBox> boxes, int[] rank)
    {
        if (!boxes.Any(box => box.Pin == Pin.Last))
        {
            return;
        }

        var last = 0;
        for (var box = 0; box < boxes.Count; box++)
        {
            last = Math.Max(last, boxes[box].Pin == Pin.Last ? rank[box] : rank[box] + 1);
        }

        for (var box = 0; box < boxes.Count; box++)
        {
            rank[box] = boxes[box].Pin == Pin.Last ? last : rank[box];
        }
    }

    /// <summary>Ranks that are much wider than the drawing is otherwise become several, one below the other.</summary>
    private static int[] BreakWide(IReadOnlyList<LayoutBox> boxes, int[] rank)
    {
        const double gap = 30;
        var area = boxes.Sum(box => (box.Width + gap) * (box.Height + 60));
        var widest = Math.Max(WidestRow, Math.Sqrt(area * 2));
        var result = new int[rank.Length];
        var next = 0;
        foreach (var row in Enumerable.Range(0, boxes.Count).GroupBy(box => rank[box]).OrderBy(row => row.Key))
        {
            var width = 0.0;
            foreach (var box in row)
            {
                if (width > 0 && width + boxes[box].Width > widest && boxes[box].Pin == Pin.Free)
                {
                    next++;
                    width = 0;
                }

                width += boxes[box].Width + gap;
                result[box] = next;
            }

            next++;
        }

        return result;
    }
}
