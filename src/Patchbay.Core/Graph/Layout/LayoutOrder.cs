namespace Patchbay.Core.Graph.Layout;

/// <summary>Orders the slots of each row so that few links cross: every slot goes to the middle of what it is joined to in the row before, down and up again a fixed number of times; the best order met is kept.</summary>
internal static class LayoutOrder
{
    private const int Sweeps = 12;

    /// <summary>Orders all rows.</summary>
    /// <param name="rows">The rows.</param>
    public static void Arrange(LayoutRows rows)
    {
        var best = Remember(rows);
        var fewest = Crossings(rows);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var isDown = sweep % 2 == 0;
            for (var i = 1; i < rows.Rows.Count; i++)
            {
                Sort(rows, isDown ? i : rows.Rows.Count - 1 - i, isDown);
            }

            var crossings = Crossings(rows);
            if (crossings < fewest)
            {
                (fewest, best) = (crossings, Remember(rows));
            }
        }

        for (var r = 0; r < best.Length; r++)
        {
            rows.Rows[r].Clear();
            rows.Rows[r].AddRange(best[r]);
            Number(rows, r);
        }
    }

    private static int[][] Remember(LayoutRows rows) => [.. rows.Rows.Select(row => row.ToArray())];

    private static void Number(LayoutRows rows, int row)
    {
        for (var i = 0; i < rows.Rows[row].Count; i++)
        {
            rows.Slots[rows.Rows[row][i]].Place = i;
        }
    }

    private static void Sort(LayoutRows rows, int row, bool isDown)
    {
        var middles = new Dictionary<int, double>();
        foreach (var slot in rows.Rows[row])
        {
            middles[slot] = Middle(rows, slot, isDown);
        }

        foreach (var slot in rows.Rows[row])
        {
            // A link that turns here stays near its box.
            if (double.IsNaN(middles[slot]))
            {
                var beside = rows.Slots[slot].Beside;
                middles[slot] = beside >= 0 && middles.TryGetValue(beside, out var near) && !double.IsNaN(near) ? near : Scaled(rows, slot, isDown);
            }
        }

        var sorted = rows.Rows[row].OrderBy(slot => middles[slot]).ToList();
        rows.Rows[row].Clear();
        rows.Rows[row].AddRange(sorted);
        Number(rows, row);
    }

    /// <summary>Where a slot without joints would stand in the other row.</summary>
    private static double Scaled(LayoutRows rows, int slot, bool isDown)
    {
        var row = rows.Slots[slot].Row;
        return (double)rows.Slots[slot].Place / rows.Rows[row].Count * rows.Rows[isDown ? row - 1 : row + 1].Count;
    }

    private static double Middle(LayoutRows rows, int slot, bool isDown)
    {
        var joints = isDown ? rows.Slots[slot].Up : rows.Slots[slot].Down;
        if (joints.Count == 0)
        {
            return double.NaN;
        }

        var sum = 0.0;
        foreach (var joint in joints)
        {
            sum += rows.Slots[isDown ? rows.Joints[joint].Above : rows.Joints[joint].Below].Place;
        }

        return sum / joints.Count;
    }

    private static long Crossings(LayoutRows rows)
    {
        var crossings = 0L;
        for (var r = 0; r + 1 < rows.Rows.Count; r++)
        {
            // The joints of a row from left to right; each crosses those before it that end further right.
            var seen = new int[rows.Rows[r + 1].Count + 2];
            var count = 0;
            foreach (var slot in rows.Rows[r])
            {
                foreach (var end in rows.Slots[slot].Down.Select(joint => rows.Slots[rows.Joints[joint].Below].Place).Order())
                {
                    crossings += count - UpTo(seen, end + 1);
                    count++;
                    for (var i = end + 1; i < seen.Length; i += i & -i)
                    {
                        seen[i]++;
                    }
                }
            }
        }

        return crossings;
    }

    private static int UpTo(int[] seen, int end)
    {
        var sum = 0;
        for (var i = end; i > 0; i -= i & -i)
        {
            sum += seen[i];
        }

        return sum;
    }
}
