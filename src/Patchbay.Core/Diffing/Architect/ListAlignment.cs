namespace Patchbay.Core.Diffing.Architect;

/// <summary>Finds which item of one list is which of another, in order: the two lists say the same with some items put in, taken out or changed. Linear in the length of the lists.</summary>
/// <remarks>Equal ends are set aside. A short middle is aligned as a whole, for the greatest weight; a long one is first cut where an item occurs once on both sides, then where it occurs the same number of times.</remarks>
internal sealed class ListAlignment
{
    private const int MaxCells = 2_500;

    private readonly long[][] _left;
    private readonly long[][] _right;
    private readonly Func<int, int, int> _weight;
    private readonly List<(int Left, int Right)> _pairs = [];
    private readonly Stack<Gap> _open = new();

    private ListAlignment(long[][] left, long[][] right, Func<int, int, int> weight)
    {
        (_left, _right, _weight) = (left, right, weight);
    }

    private readonly record struct Gap(int LeftStart, int LeftEnd, int RightStart, int RightEnd, int Level);

    /// <summary>Aligns two lists.</summary>
    /// <param name="left">For each level of likeness, from the closest on, the keys of the items of the one list: items are alike when they have the same key.</param>
    /// <param name="right">The keys of the other list, level by level.</param>
    /// <param name="weight">How well two items go together, from their positions; zero or less where they do not.</param>
    /// <returns>Pairs of positions, in order.</returns>
    public static List<(int Left, int Right)> Align(long[][] left, long[][] right, Func<int, int, int> weight)
    {
        var alignment = new ListAlignment(left, right, weight);
        alignment._open.Push(new Gap(0, left[0].Length, 0, right[0].Length, 0));
        while (alignment._open.TryPop(out var gap))
        {
            alignment.Close(gap);
        }

        alignment._pairs.Sort();
        return alignment._pairs;
    }

    private void Close(Gap gap)
    {
        gap = SetEndsAside(gap);
        var (n, m) = (gap.LeftEnd - gap.LeftStart, gap.RightEnd - gap.RightStart);
        if (n == 0 || m == 0)
        {
            return;
        }

        if ((long)n * m <= MaxCells)
        {
            Weigh(gap);
        }
        else if (gap.Level < 2 * _left.Length)
        {
            Cut(gap);
        }
    }

    private Gap SetEndsAside(Gap gap)
    {
        var (left, right) = (_left[0], _right[0]);
        var (l, le, r, re) = (gap.LeftStart, gap.LeftEnd, gap.RightStart, gap.RightEnd);
        while (l < le && r < re && left[l] == right[r])
        {
            _pairs.Add((l++, r++));
        }

        while (l < le && r < re && left[le - 1] == right[re - 1])
        {
            _pairs.Add((--le, --re));
        }

        return new Gap(l, le, r, re, gap.Level);
    }

    /// <summary>Cuts a gap at the longest run of items, in order on both sides, that are alike by a key; each key is first asked for items that occur once, then for the second, third and so on of those that occur more often.</summary>
    private void Cut(Gap gap)
    {
        var level = gap.Level / 2;
        var isOnce = gap.Level % 2 == 0;
        var anchors = Anchors(_left[level].AsSpan(gap.LeftStart..gap.LeftEnd), _right[level].AsSpan(gap.RightStart..gap.RightEnd), isOnce);
        var (l, r) = (gap.LeftStart, gap.RightStart);
        foreach (var (left, right) in LongestRun(anchors))
        {
            var (atLeft, atRight) = (gap.LeftStart + left, gap.RightStart + right);
            _pairs.Add((atLeft, atRight));
            _open.Push(new Gap(l, atLeft, r, atRight, gap.Level + 1));
            (l, r) = (atLeft + 1, atRight + 1);
        }

        _open.Push(new Gap(l, gap.LeftEnd, r, gap.RightEnd, gap.Level + 1));
    }

    private static List<(int Left, int Right)> Anchors(ReadOnlySpan<long> left, ReadOnlySpan<long> right, bool isOnce)
    {
        var places = new Dictionary<long, Queue<int>>();
        for (var i = 0; i < right.Length; i++)
        {
            if (!places.TryGetValue(right[i], out var queue))
            {
                places.Add(right[i], queue = new Queue<int>(1));
            }

            queue.Enqueue(i);
        }

        var counts = new Dictionary<long, int>();
        foreach (var key in left)
        {
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        var anchors = new List<(int, int)>();
        for (var i = 0; i < left.Length; i++)
        {
            if (places.TryGetValue(left[i], out var queue) && queue.Count > 0 && (!isOnce || (queue.Count == 1 && counts[left[i]] == 1)))
            {
                anchors.Add((i, queue.Dequeue()));
            }
        }

        return anchors;
    }

    /// <summary>The most pairs, whose left positions rise already, of which the right positions rise as well.</summary>
    private static List<(int Left, int Right)> LongestRun(List<(int Left, int Right)> pairs)
    {
        var ends = new List<int>();
        var previous = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[ends[middle]].Right < pairs[i].Right ? (middle + 1, high) : (low, middle);
            }

            previous[i] = low > 0 ? ends[low - 1] : -1;
            if (low == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[low] = i;
            }
        }

        var run = new List<(int, int)>(ends.Count);
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i])
        {
            run.Add(pairs[i]);
        }

        run.Reverse();
        return run;
    }

    /// <summary>Of all ways to pair the items of a short gap in order, the one of the greatest weight.</summary>
    private void Weigh(Gap gap)
    {
        var (n, m) = (gap.LeftEnd - gap.LeftStart, gap.RightEnd - gap.RightStart);
        var best = new int[n + 1, m + 1];
        var weights = new int[n, m];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--)
            {
                weights[i, j] = _weight(gap.LeftStart + i, gap.RightStart + j);
                var skipped = Math.Max(best[i + 1, j], best[i, j + 1]);
                best[i, j] = weights[i, j] > 0 ? Math.Max(skipped, weights[i, j] + best[i + 1, j + 1]) : skipped;
            }
        }

        for (var (i, j) = (0, 0); i < n && j < m;)
        {
            if (weights[i, j] > 0 && best[i, j] == weights[i, j] + best[i + 1, j + 1])
            {
                _pairs.Add((gap.LeftStart + i++, gap.RightStart + j++));
            }
            else if (best[i, j] == best[i + 1, j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
