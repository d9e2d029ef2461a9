namespace Patchbay.Core.Graph.Layout;

/// <summary>A place in a row: a box, or where a link passes.</summary>
internal sealed class Slot(int row, double width, double height, bool isBox)
{
    /// <summary>Its row.</summary>
    public int Row { get; } = row;

    /// <summary>In pixels.</summary>
    public double Width { get; } = width;

    /// <summary>In pixels.</summary>
    public double Height { get; } = height;

    /// <summary>Whether it is a box.</summary>
    public bool IsBox { get; } = isBox;

    /// <summary>Its middle.</summary>
    public double X { get; set; }

    /// <summary>Its place in its row, from 0.</summary>
    public int Place { get; set; }

    /// <summary>The box beside which a link turns to go up; -1 for none.</summary>
    public int Beside { get; set; } = -1;

    /// <summary>Indices of <see cref="LayoutRows.Joints"/> to the row above.</summary>
    public List<int> Up { get; } = [];

    /// <summary>Indices of <see cref="LayoutRows.Joints"/> to the row below.</summary>
    public List<int> Down { get; } = [];
}

/// <summary>A piece of a link, between neighbouring rows.</summary>
/// <param name="Above">The slot above.</param>
/// <param name="Below">The slot below.</param>
/// <param name="Link">The link.</param>
internal sealed record Joint(int Above, int Below, int Link)
{
    /// <summary>How much it should be straight.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>The slots that a link passes, from its start to its end.</summary>
internal sealed class LinkChain
{
    /// <summary>The slots.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>The slot that has room for what is written on it; -1 for none.</summary>
    public int LabelSlot { get; set; } = -1;

    /// <summary>Whether it leads up, or back to its own box.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether only its beginning is drawn.</summary>
    public bool IsCut { get; init; }

    /// <summary>Where it leaves its box, from the left side.</summary>
    public double OutAt { get; set; }

    /// <summary>Where it enters its box, from the left side.</summary>
    public double InAt { get; set; }
}

/// <summary>The rows: boxes in the even ones, room for what is written on links in the odd ones.</summary>
internal sealed class LayoutRows
{
    private const double Passing = 10;

    private readonly IReadOnlyList<LayoutLink> _links;

    private LayoutRows(IReadOnlyList<LayoutLink> links) => _links = links;

    /// <summary>All slots; the first are the boxes.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>The slots of each row, from left to right.</summary>
    public List<List<int>> Rows { get; } = [];

    /// <summary>The pieces of links.</summary>
    public List<Joint> Joints { get; } = [];

    /// <summary>The slots of each link.</summary>
    public List<LinkChain> Chains { get; } = [];

    /// <summary>Whether a link turns above the first row.</summary>
    public bool TurnsAbove { get; private set; }

    /// <summary>Whether a link turns below the last row.</summary>
    public bool TurnsBelow { get; private set; }

    /// <summary>Lays the rows.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="links">The links.</param>
    /// <param name="rank">The rank of each box.</param>
    public static LayoutRows Of(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutLink> links, int[] rank)
    {
        var rows = new LayoutRows(links);
        var count = (2 * rank.Max()) + 1;
        for (var r = 0; r < count; r++)
        {
            rows.Rows.Add([]);
        }

        for (var box = 0; box < boxes.Count; box++)
        {
            rows.Slots.Add(new Slot(2 * rank[box], boxes[box].Width, boxes[box].Height, isBox: true));
        }

        // As many passing places as a drawing of this size can stand; the longest links beyond are cut.
        var budget = 2000 + (6L * (boxes.Count + links.Count));
        var cut = new bool[links.Count];
        foreach (var link in Enumerable.Range(0, links.Count).OrderBy(link => Math.Abs(rank[links[link].From] - rank[links[link].To])))
        {
            budget -= 2L * Math.Abs(rank[links[link].From] - rank[links[link].To]);
            cut[link] = budget < 0;
        }

        for (var link = 0; link < links.Count; link++)
        {
            rows.Chains.Add(rows.ChainOf(link, boxes, cut[link]));
        }

        rows.FillRows(boxes.Count);
        return rows;
    }

    /// <summary>Spreads the links that leave a box over its lower side, in the order of where they go.</summary>
    public void SpreadPorts()
    {
        var outs = Enumerable.Range(0, _links.Count).GroupBy(link => _links[link].From);
        foreach (var box in outs)
        {
            var slot = Slots[box.Key];
            var free = box.Where(link => _links[link].OutAt is null).OrderBy(link => SideOf(link, slot)).ThenBy(link => link).ToList();
            var step = free.Count < 2 ? 0 : Math.Min(26, slot.Width * 0.7 / (free.Count - 1));
            for (var i = 0; i < free.Count; i++)
            {
                Chains[free[i]].OutAt = (slot.Width / 2) + ((i - ((free.Count - 1) / 2.0)) * step);
            }
        }

        for (var link = 0; link < _links.Count; link++)
        {
            Chains[link].OutAt = _links[link].OutAt ?? Chains[link].OutAt;
            Chains[link].InAt = _links[link].InAt ?? (Slots[_links[link].To].Width / 2);
        }
    }

    /// <summary>Where a link leaves its box, in the picture; not a number for one that leads up, which leaves it sideways.</summary>
    public double StartX(int link) => Chains[link].IsUp ? double.NaN : LeftOf(_links[link].From) + Chains[link].OutAt;

    /// <summary>Where a link enters its box, in the picture; not a number for one that leads up, which enters it sideways.</summary>
    public double EndX(int link) => Chains[link].IsUp ? double.NaN : LeftOf(_links[link].To) + Chains[link].InAt;

    /// <summary>How far a slot's middle lies from where a joint meets it.</summary>
    public double OffsetAt(Joint joint, int slot)
    {
        if (!Slots[slot].IsBox)
        {
            return 0;
        }

        var chain = Chains[joint.Link];
        var isStart = slot == _links[joint.Link].From && (slot == joint.Above) != chain.IsUp;
        return (isStart ? chain.OutAt : chain.InAt) - (Slots[slot].Width / 2);
    }

    private double LeftOf(int box) => Slots[box].X - (Slots[box].Width / 2);

    private double SideOf(int link, Slot box)
    {
        var chain = Chains[link];
        if (chain.Slots.Count == 0)
        {
            return 0;
        }

        var next = Slots[chain.Slots[0]];
        return next.Row != box.Row ? next.Place : next.Place < box.Place ? -1 : int.MaxValue;
    }

    private LinkChain ChainOf(int link, IReadOnlyList<LayoutBox> boxes, bool isCut)
    {
        var (from, to) = (Slots[_links[link].From].Row, Slots[_links[link].To].Row);
        var chain = new LinkChain { IsUp = to <= from, IsCut = isCut };
        if (isCut)
        {
            return chain;
        }

        var labelled = _links[link].LabelWidth > 0;
        if (!chain.IsUp)
        {
            for (var row = from + 1; row < to; row++)
            {
                Pass(chain, link, row, labelled && row == from + 1);
            }
        }
        else
        {
            var labelRow = from == to ? from : from - 1;
            for (var row = from; row >= to; row--)
            {
                Pass(chain, link, row, labelled && row == labelRow);
            }

            Slots[chain.Slots[0]].Beside = _links[link].From;
            TurnsAbove |= to == 0;
            TurnsBelow |= from == Rows.Count - 1;
        }

        Join(chain, link, boxes);
        return chain;
    }

    private void Pass(LinkChain chain, int link, int row, bool isLabel)
    {
        Slots.Add(isLabel ? new Slot(row, _links[link].LabelWidth, _links[link].LabelHeight, isBox: false) : new Slot(row, Passing, 0, isBox: false));
        chain.Slots.Add(Slots.Count - 1);
        chain.LabelSlot = isLabel ? Slots.Count - 1 : chain.LabelSlot;
    }

    private void Join(LinkChain chain, int link, IReadOnlyList<LayoutBox> boxes)
    {
        if (!chain.IsUp)
        {
            var above = _links[link].From;
            foreach (var slot in chain.Slots)
            {
                AddJoint(new Joint(above, slot, link) { Weight = above == _links[link].From ? 2 : 8 });
                above = slot;
            }

            AddJoint(new Joint(above, _links[link].To, link) { Weight = boxes[_links[link].To].Pin == Pin.Last ? 6 : 2 });
            return;
        }

        for (var i = 1; i < chain.Slots.Count; i++)
        {
            AddJoint(new Joint(chain.Slots[i], chain.Slots[i - 1], link) { Weight = 8 });
        }
    }

    private void AddJoint(Joint joint)
    {
        Slots[joint.Above].Down.Add(Joints.Count);
        Slots[joint.Below].Up.Add(Joints.Count);
        Joints.Add(joint);
    }

    /// <summary>The first order: boxes as a walk along the links meets them, each with the links that leave it behind it.</summary>
    private void FillRows(int boxes)
    {
        var outs = Enumerable.Range(0, _links.Count).ToLookup(link => _links[link].From);
        var met = new bool[boxes];
        var walk = new Stack<int>();
        foreach (var root in Enumerable.Range(0, boxes).OrderBy(box => Slots[box].Row))
        {
            walk.Push(root);
            while (walk.TryPop(out var box))
            {
                if (met[box])
                {
                    continue;
                }

                met[box] = true;
                Append(box);
                foreach (var link in outs[box])
                {
                    Chains[link].Slots.ForEach(Append);
                }

                foreach (var link in outs[box].Reverse())
                {
                    walk.Push(_links[link].To);
                }
            }
        }
    }

    private void Append(int slot)
    {
        var row = Rows[Slots[slot].Row];
        Slots[slot].Place = row.Count;
        row.Add(slot);
    }
}
