using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>What becomes of a collection that loses its last entry or item.</summary>
internal enum WhenEmpty
{
    /// <summary><c>{}</c> or <c>[]</c> stays.</summary>
    LeaveEmpty,

    /// <summary>The entry or the item goes whose value it was; and so on outwards. Of the root <c>{}</c> or <c>[]</c> stays.</summary>
    RemoveToo,
}

/// <summary>Collects edits of a YAML document that follow its own layout: line ends, indentation, quotes. Comments, blank lines and the layout of neighbours stay.</summary>
/// <remarks>The document must be well formed. All nodes and indices are those of the document as it was; edits are made together, in any order.
/// What is done inside of something that is removed or replaced comes to nothing; what is done inside of an item that is moved goes with it.</remarks>
internal sealed class YamlEditor
{
    private readonly SyntaxTree _tree;
    private readonly YamlLayout _layout;
    private readonly YamlStyle _style;
    private readonly Dictionary<SyntaxNode, YamlChanges> _changes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Starts without an edit.</summary>
    /// <param name="tree">A YAML document.</param>
    /// <exception cref="ArgumentException">The document is not YAML, or is not well formed.</exception>
    public YamlEditor(SyntaxTree tree)
    {
        if (tree is not { Notation: Notation.Yaml, IsWellFormed: true })
        {
            throw new ArgumentException("Only YAML documents without errors can be edited.", nameof(tree));
        }

        _tree = tree;
        _layout = new YamlLayout(tree);
        _style = new YamlStyle(tree, _layout);
    }

    /// <summary>Inserts items into a sequence.</summary>
    /// <param name="sequence">The sequence, or a value that is not written or null, which becomes one.</param>
    /// <param name="index">Before which item; the number of items for the end.</param>
    /// <param name="items">The new items.</param>
    public void InsertItems(SyntaxNode sequence, int index, params IReadOnlyList<YamlValue> items)
    {
        foreach (var item in items)
        {
            ChangesOf(sequence, isMapping: false).Insert(index, null, item);
        }
    }

    /// <summary>Inserts an entry into a mapping.</summary>
    /// <param name="mapping">The mapping, or a value that is not written or null, which becomes one.</param>
    /// <param name="index">Before which entry; the number of entries for the end.</param>
    /// <param name="key">The new key.</param>
    /// <param name="value">The new value.</param>
    public void InsertEntry(SyntaxNode mapping, int index, string key, YamlValue value) => ChangesOf(mapping, isMapping: true).Insert(index, YamlValue.Text(key), value);

    /// <summary>Gives a mapping an entry, in place of the value of that key where it has one.</summary>
    public void SetEntry(MappingNode mapping, string key, YamlValue value)
    {
        if (mapping[key] is { } old)
        {
            Replace(old, value);
        }
        else
        {
            InsertEntry(mapping, mapping.Entries.Length, key, value);
        }
    }

    /// <summary>Puts another text into a scalar, in the same quotes where that is possible. A number or a boolean stays one where the new text is one too.</summary>
    public void ReplaceText(ScalarNode scalar, string text)
    {
        var isLiteral = scalar.Style is ScalarStyle.Plain && YamlQuoting.LooksLikeLiteral(scalar.Value) && YamlQuoting.LooksLikeLiteral(text) && text.Length > 0;
        Replace(scalar, new YamlScalar(text, !isLiteral, scalar.Style == ScalarStyle.Missing ? null : scalar.Style));
    }

    /// <summary>Puts another key in place of one, in the same quotes where that is possible.</summary>
    public void ReplaceKey(MappingEntry entry, string key) => Replace(entry.KeyNode, new YamlScalar(key, IsText: true, (entry.KeyNode as ScalarNode)?.Style));

    /// <summary>Puts another value in place of a node: a value, an item, or the root.</summary>
    public void Replace(SyntaxNode node, YamlValue value) => ChangesOf(node, isMapping: false).Replacement = value;

    /// <summary>Removes items of a sequence or entries of a mapping, each with the comment lines right above it and the comment behind it.</summary>
    /// <param name="container">The sequence or mapping.</param>
    /// <param name="index">The first one.</param>
    /// <param name="count">How many.</param>
    /// <param name="whenEmpty">What happens where nothing is left.</param>
    public void Remove(SyntaxNode container, int index, int count = 1, WhenEmpty whenEmpty = WhenEmpty.LeaveEmpty)
    {
        var changes = ChangesOf(container, container is MappingNode);
        changes.WhenEmpty = whenEmpty;
        for (var i = index; i < index + count; i++)
        {
            changes.Removed.Add(i);
        }
    }

    /// <summary>Moves items, with their comments and layout, within a sequence or to another one.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="index">The first one.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">Where they go; not into one of them.</param>
    /// <param name="toIndex">Before which item there.</param>
    /// <param name="whenEmpty">What happens where nothing is left.</param>
    public void MoveItems(SequenceNode from, int index, int count, SyntaxNode to, int toIndex, WhenEmpty whenEmpty = WhenEmpty.LeaveEmpty)
    {
        for (var i = index; i < index + count; i++)
        {
            var goesIntoItself = IsWithin(to, from.Items[i]);
            ChangesOf(to, isMapping: false).Insert(toIndex, null, goesIntoItself ? throw new ArgumentException("An item cannot be moved into itself.", nameof(to)) : new YamlMoved(from, i));
        }

        Remove(from, index, count, whenEmpty);
    }

    /// <summary>The edits, in document order; none overlaps another.</summary>
    public ImmutableArray<TextEdit> ToEdits()
    {
        foreach (var container in _changes.Keys.ToList())
        {
            RemoveEmptied(container);
        }

        return new YamlEditWriter(_tree, _layout, _style, _changes).ToEdits();
    }

    private void RemoveEmptied(SyntaxNode container)
    {
        var count = YamlChanges.CountOf(container);
        if (count > 0 && _changes[container] is { WhenEmpty: WhenEmpty.RemoveToo, HasInsertions: false } changes && changes.Removed.Count == count && _layout.ParentOf(container) is { IsKey: false } parent)
        {
            var outer = ChangesOf(parent.Container, parent.Container is MappingNode);
            outer.WhenEmpty = WhenEmpty.RemoveToo;
            outer.Removed.Add(parent.Index);
            RemoveEmptied(parent.Container);
        }
    }

    private bool IsWithin(SyntaxNode node, SyntaxNode outer)
    {
        for (var current = node; current is not null; current = _layout.ParentOf(current)?.Container)
        {
            if (ReferenceEquals(current, outer))
            {
                return true;
            }
        }

        return false;
    }

    private YamlChanges ChangesOf(SyntaxNode node, bool isMapping)
    {
        if (!_changes.TryGetValue(node, out var changes))
        {
            _changes[node] = changes = new YamlChanges(isMapping);
        }

        return changes;
    }
}

/// <summary>An item of a block sequence that goes elsewhere.</summary>
/// <param name="From">Its sequence.</param>
/// <param name="Index">Its index.</param>
internal sealed record YamlMoved(SequenceNode From, int Index) : YamlValue;

/// <summary>What is to be done with one node.</summary>
/// <param name="isMapping">Whether insertions are entries.</param>
internal sealed class YamlChanges(bool isMapping)
{
    private readonly SortedDictionary<int, List<(YamlValue? Key, YamlValue Value)>> _insertions = [];

    /// <summary>What comes in its place.</summary>
    public YamlValue? Replacement { get; set; }

    /// <summary>Its entries or items that go.</summary>
    public SortedSet<int> Removed { get; } = [];

    /// <summary>What happens where nothing is left.</summary>
    public WhenEmpty WhenEmpty { get; set; }

    /// <summary>Whether something is inserted.</summary>
    public bool HasInsertions => _insertions.Count > 0;

    /// <summary>What is inserted, by the index before which it goes.</summary>
    public IEnumerable<KeyValuePair<int, List<(YamlValue? Key, YamlValue Value)>>> Insertions => _insertions;

    /// <summary>The number of entries or items of a node.</summary>
    public static int CountOf(SyntaxNode node) => node switch
    {
        MappingNode mapping => mapping.Entries.Length,
        SequenceNode sequence => sequence.Items.Length,
        _ => 0,
    };

    /// <summary>Adds an insertion behind those of the same index.</summary>
    public void Insert(int index, YamlValue? key, YamlValue value)
    {
        if (!_insertions.TryGetValue(index, out var list))
        {
            _insertions[index] = list = [];
        }

        list.Add((key, value));
    }

    /// <summary>A collection of values that are inserted together.</summary>
    public YamlValue Collect(IEnumerable<(YamlValue? Key, YamlValue Value)> inserted) => isMapping
        ? new YamlMapping([.. inserted.Select(pair => (pair.Key ?? YamlValue.Literal("null"), pair.Value))])
        : new YamlSequence([.. inserted.Select(pair => pair.Value)]);
}
