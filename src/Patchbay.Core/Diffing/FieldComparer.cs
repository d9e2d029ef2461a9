using System.Globalization;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>Compares what the flow model does not account for, field by field. Key order, layout and the spelling of numbers never count; a null is the same as no field.</summary>
/// <param name="before">The flow before.</param>
/// <param name="after">The flow after.</param>
/// <param name="listsKeepOrder">Whether the order of lists counts. Within an element it does, since callers may hear a list in its order; elsewhere position means nothing.</param>
/// <param name="report">Takes a path and the values before and after, one of which may be null.</param>
internal sealed class FieldComparer(FlowSide before, FlowSide after, bool listsKeepOrder, Action<string, SyntaxNode?, SyntaxNode?> report)
{
    /// <summary>Compares two mappings, entry by entry.</summary>
    /// <param name="path">Where they are; empty for the outermost.</param>
    /// <param name="left">The mapping before.</param>
    /// <param name="right">The mapping after.</param>
    /// <param name="counts">Which fields of these two mappings count; null when all do.</param>
    public void CompareEntries(string path, MappingNode left, MappingNode right, Func<string, bool>? counts = null)
    {
        foreach (var entry in left.Entries)
        {
            if (counts?.Invoke(entry.Key) != false && ReferenceEquals(left.Find(entry.Key), entry))
            {
                Compare(Join(path, entry.Key), Visible(before, entry), Visible(after, right.Find(entry.Key)));
            }
        }

        foreach (var entry in right.Entries)
        {
            if (counts?.Invoke(entry.Key) != false && left.Find(entry.Key) is null && ReferenceEquals(right.Find(entry.Key), entry))
            {
                Compare(Join(path, entry.Key), default, Visible(after, entry));
            }
        }
    }

    /// <summary>A value with what is accounted for left out.</summary>
    /// <param name="Node">The value; null when nothing of it is left, or it never was there.</param>
    /// <param name="IsHollow">Whether it is there only to hold what is accounted for.</param>
    private readonly record struct Rest(SyntaxNode? Node, bool IsHollow);

    private static Rest Visible(FlowSide side, MappingEntry? entry) =>
        entry is null ? default : side.IsAccounted(entry) ? new Rest(null, IsHollow: true) : Visible(side, entry.Value);

    private static Rest Visible(FlowSide side, SyntaxNode node) => node switch
    {
        ScalarNode { IsNull: true } => default,
        _ when side.IsAccounted(node) => new Rest(null, IsHollow: true),
        MappingNode { Entries.IsEmpty: false } mapping => new Rest(node, mapping.Entries.All(entry => Visible(side, entry) is { IsHollow: true })),
        SequenceNode { Items.IsEmpty: false } sequence => new Rest(node, sequence.Items.All(item => Visible(side, item) is { IsHollow: true })),
        _ => new Rest(node, IsHollow: false),
    };

    private void Compare(string path, Rest left, Rest right)
    {
        switch (left, right)
        {
            case ({ IsHollow: true }, { IsHollow: true }):
            case ({ Node: null }, { Node: null }):
                return;
            case ({ IsHollow: true }, _) when IsNothing(right.Node):
            case (_, { IsHollow: true }) when IsNothing(left.Node):
                return;
            case ({ Node: MappingNode l }, { Node: MappingNode r }):
                CompareEntries(path, l, r);
                return;
            case ({ Node: SequenceNode l }, { Node: SequenceNode r }):
                CompareLists(path, l, r);
                return;
            case ({ Node: { } l }, { Node: { } r }) when CanonicalValue.Same(l, r):
                return;
            default:
                report(path, left.IsHollow ? null : left.Node, right.IsHollow ? null : right.Node);
                return;
        }
    }

    /// <summary>What the holder of ways or mappings looks like once the last of them is gone.</summary>
    private static bool IsNothing(SyntaxNode? node) => node is null or ScalarNode { Value: "" } or MappingNode { Entries.IsEmpty: true } or SequenceNode { Items.IsEmpty: true };

    private void CompareLists(string path, SequenceNode left, SequenceNode right)
    {
        var l = left.Items.Where(item => !before.IsAccounted(item)).ToArray();
        var r = right.Items.Where(item => !after.IsAccounted(item)).ToArray();
        if (ListItems.Identities(l) is { } leftIds && ListItems.Identities(r) is { } rightIds)
        {
            CompareByIdentity(path, (left, l, leftIds), (right, r, rightIds));
        }
        else if (listsKeepOrder)
        {
            CompareByPosition(path, l, r);
        }
        else
        {
            CompareAsSets(path, l, r);
        }
    }

    private void CompareByIdentity(string path, (SequenceNode List, SyntaxNode[] Items, string[] Ids) left, (SequenceNode List, SyntaxNode[] Items, string[] Ids) right)
    {
        var rightById = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        for (var i = 0; i < right.Ids.Length; i++)
        {
            rightById.Add(right.Ids[i], right.Items[i]);
        }

        var common = new List<string>();
        for (var i = 0; i < left.Ids.Length; i++)
        {
            if (rightById.Remove(left.Ids[i], out var match))
            {
                common.Add(left.Ids[i]);
                Compare($"{path}[{left.Ids[i]}]", Visible(before, left.Items[i]), Visible(after, match));
            }
            else
            {
                report($"{path}[{left.Ids[i]}]", left.Items[i], null);
            }
        }

        for (var i = 0; i < right.Ids.Length; i++)
        {
            if (rightById.ContainsKey(right.Ids[i]))
            {
                report($"{path}[{right.Ids[i]}]", null, right.Items[i]);
            }
        }

        if (listsKeepOrder && !common.SequenceEqual(right.Ids.Where(id => !rightById.ContainsKey(id)), StringComparer.Ordinal))
        {
            report(path, left.List, right.List);
        }
    }

    private void CompareByPosition(string path, SyntaxNode[] left, SyntaxNode[] right)
    {
        var start = 0;
        var shorter = Math.Min(left.Length, right.Length);
        while (start < shorter && CanonicalValue.Same(left[start], right[start]))
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && CanonicalValue.Same(left[^(end + 1)], right[^(end + 1)]))
        {
            end++;
        }

        for (var i = start; i < Math.Max(left.Length, right.Length) - end; i++)
        {
            Compare(
                $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]",
                i < left.Length - end ? Visible(before, left[i]) : default,
                i < right.Length - end ? Visible(after, right[i]) : default);
        }
    }

    private void CompareAsSets(string path, SyntaxNode[] left, SyntaxNode[] right)
    {
        var remaining = right.GroupBy(item => CanonicalValue.Of(item), StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<SyntaxNode>(group), StringComparer.Ordinal);
        foreach (var item in left)
        {
            if (!remaining.TryGetValue(CanonicalValue.Of(item), out var same) || !same.TryDequeue(out _))
            {
                report(path, item, null);
            }
        }

        foreach (var item in remaining.Values.SelectMany(queue => queue).OrderBy(item => item.Span.Start))
        {
            report(path, null, item);
        }
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
