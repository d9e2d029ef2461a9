namespace Patchbay.Core.Graph.Layout;

/// <summary>Moves the slots of each row to where their links are straightest, without changing their order: for a row whose neighbours stand still that is isotonic regression, which pooling adjacent violators solves exactly and in linear time.</summary>
internal static class LayoutPlaces
{
    private const int Sweeps = 32;
    private const double BoxGap = 30;
    private const double PassingGap = 12;
    private const double Unlinked = 0.01;

    /// <summary>Which neighbours count in a sweep.</summary>
    [Flags]
    private enum Sides
    {
        Above = 1,
        Below = 2,
        Both = Above | Below,
    }

    /// <summary>Moves all rows.</summary>
    /// <param name="rows">The rows.</param>
    public static void Move(LayoutRows rows)
    {
        for (var r = 0; r < rows.Rows.Count; r++)
        {
            var x = 0.0;
            for (var i = 0; i < rows.Rows[r].Count; i++)
            {
                x += i == 0 ? 0 : Apart(rows, r, i);
                rows.Slots[rows.Rows[r][i]].X = x;
            }

            foreach (var slot in rows.Rows[r])
            {
                rows.Slots[slot].X -= x / 2;
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var sides = sweep >= 8 ? Sides.Both : sweep % 2 == 0 ? Sides.Above : Sides.Below;
            for (var i = 0; i < rows.Rows.Count; i++)
            {
                MoveRow(rows, sweep % 2 == 0 ? i : rows.Rows.Count - 1 - i, sides);
            }
        }

        for (var link = 0; link < rows.Chains.Count; link++)
        {
            Straighten(rows, link);
        }
    }

    /// <summary>Puts the slots that a link passes below each other, as far as their neighbours leave room: below the start or above the end where one of these will do.</summary>
    private static void Straighten(LayoutRows rows, int link)
    {
        var slots = rows.Chains[link].Slots;
        for (var start = 0; start < slots.Count;)
        {
            var (low, high, sum) = (double.MinValue, double.MaxValue, 0.0);
            var end = start;
            for (; end < slots.Count; end++)
            {
                var (left, right) = Room(rows, rows.Slots[slots[end]]);
                if (Math.Max(low, left) > Math.Min(high, right))
                {
                    break;
                }

                (low, high, sum) = (Math.Max(low, left), Math.Min(high, right), sum + rows.Slots[slots[end]].X);
            }

            if (end == start)
            {
                // A slot without any room to move stays.
                start++;
                continue;
            }

            var at = end == slots.Count && Within(rows.EndX(link), low, high) ? rows.EndX(link)
                : start == 0 && Within(rows.StartX(link), low, high) ? rows.StartX(link)
                : Math.Clamp(sum / (end - start), low, high);
            for (var i = start; i < end; i++)
            {
                rows.Slots[slots[i]].X = at;
            }

            start = end;
        }
    }

    private static bool Within(double x, double low, double high) => x >= low && x <= high;

    /// <summary>How far a slot may move to the left and to the right.</summary>
    private static (double Left, double Right) Room(LayoutRows rows, Slot slot)
    {
        var row = rows.Rows[slot.Row];
        return (
            slot.Place == 0 ? double.MinValue : rows.Slots[row[slot.Place - 1]].X + Apart(rows, slot.Row, slot.Place),
            slot.Place == row.Count - 1 ? double.MaxValue : rows.Slots[row[slot.Place + 1]].X - Apart(rows, slot.Row, slot.Place + 1));
    }

    /// <summary>How far apart the middles of a slot and the one before it must be.</summary>
    private static double Apart(LayoutRows rows, int row, int i)
    {
        var (left, right) = (rows.Slots[rows.Rows[row][i - 1]], rows.Slots[rows.Rows[row][i]]);
        return ((left.Width + right.Width) / 2) + (left.IsBox && right.IsBox ? BoxGap : PassingGap);
    }

    private static void MoveRow(LayoutRows rows, int row, Sides sides)
    {
        var slots = rows.Rows[row];
        if (slots.Count == 0)
        {
            return;
        }

        // What each slot wants, less the room that all before it need: then only the order has to be kept.
        var room = new double[slots.Count];
        var wanted = new double[slots.Count];
        var weight = new double[slots.Count];
        for (var i = 0; i < slots.Count; i++)
        {
            room[i] = i == 0 ? 0 : room[i - 1] + Apart(rows, row, i);
            (wanted[i], weight[i]) = Wish(rows, slots[i], sides);
            wanted[i] -= room[i];
        }

        // Pools of slots that stand as close as they can: the sum of wishes, of weights, and where the pool begins.
        var pools = new Stack<(double Sum, double Weight, int Start)>();
        for (var i = 0; i < slots.Count; i++)
        {
            var pool = (Sum: wanted[i] * weight[i], Weight: weight[i], Start: i);
            while (pools.TryPeek(out var before) && before.Sum / before.Weight >= pool.Sum / pool.Weight)
            {
                pools.Pop();
                pool = (before.Sum + pool.Sum, before.Weight + pool.Weight, before.Start);
            }

            pools.Push(pool);
        }

        var end = slots.Count;
        while (pools.TryPop(out var pool))
        {
            for (var i = pool.Start; i < end; i++)
            {
                rows.Slots[slots[i]].X = (pool.Sum / pool.Weight) + room[i];
            }

            end = pool.Start;
        }
    }

    private static (double At, double Weight) Wish(LayoutRows rows, int index, Sides sides)
    {
        var slot = rows.Slots[index];
        var (sum, weight) = (slot.X * Unlinked, Unlinked);
        if (sides.HasFlag(Sides.Above))
        {
            foreach (var joint in slot.Up)
            {
                Add(rows, rows.Joints[joint], rows.Joints[joint].Above, index, ref sum, ref weight);
            }
        }

        if (sides.HasFlag(Sides.Below))
        {
            foreach (var joint in slot.Down)
            {
                Add(rows, rows.Joints[joint], rows.Joints[joint].Below, index, ref sum, ref weight);
            }
        }

        if (slot.Beside >= 0)
        {
            var box = rows.Slots[slot.Beside];
            var side = slot.Place < box.Place ? -1 : 1;
            sum += (box.X + (side * ((box.Width / 2) + PassingGap))) * 2;
            weight += 2;
        }

        return (sum / weight, weight);
    }

    private static void Add(LayoutRows rows, Joint joint, int other, int self, ref double sum, ref double weight)
    {
        sum += (rows.Slots[other].X + rows.OffsetAt(joint, other) - rows.OffsetAt(joint, self)) * joint.Weight;
        weight += joint.Weight;
    }
}
