using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Finds the list or object that an item stands in, by the item's span, and cuts items out of JSON text so that commas and layout stay right. Built in one walk over the tree.</summary>
internal sealed class ItemIndex
{
    private readonly Dictionary<TextSpan, (TextSpan[] Siblings, int Index, TextSpan Inside)> _items = [];

    private ItemIndex()
    {
    }

    /// <summary>Walks a tree of JSON text; an index of any other notation is empty, as its items cannot be cut out by commas.</summary>
    public static ItemIndex Of(SyntaxTree tree)
    {
        var index = new ItemIndex();
        if (tree is { Notation: Notation.Json, Root: { } root, IsWellFormed: true })
        {
            index.Add(root);
        }

        return index;
    }

    /// <summary>The edits that take items out of the lists and objects they stand in; null when one of them is no item of this tree.</summary>
    public ImmutableArray<TextEdit>? Remove(IReadOnlyCollection<TextSpan> items)
    {
        var byParent = new Dictionary<TextSpan[], List<int>>();
        foreach (var item in items)
        {
            if (!_items.TryGetValue(item, out var found))
            {
                return null;
            }

            if (!byParent.TryGetValue(found.Siblings, out var indices))
            {
                byParent[found.Siblings] = indices = [];
            }

            indices.Add(found.Index);
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        foreach (var (siblings, indices) in byParent)
        {
            indices.Sort();
            for (var i = 0; i < indices.Count; i++)
            {
                var first = indices[i];
                while (i + 1 < indices.Count && indices[i + 1] == indices[i] + 1)
                {
                    i++;
                }

                edits.Add(new TextEdit(Cut(siblings, first, indices[i]), ""));
            }
        }

        return edits.DrainToImmutable();
    }

    /// <summary>From the end of the item before to the end of the last one cut; where nothing stands before, up to the start of the item after; where nothing is left, all between the brackets.</summary>
    private TextSpan Cut(TextSpan[] siblings, int first, int last) =>
        first > 0 ? TextSpan.FromBounds(siblings[first - 1].End, siblings[last].End)
        : last + 1 < siblings.Length ? TextSpan.FromBounds(siblings[first].Start, siblings[last + 1].Start)
        : _items[siblings[first]].Inside;

    private void Add(SyntaxNode root)
    {
        var open = new Stack<SyntaxNode>([root]);
        while (open.TryPop(out var node))
        {
            if (node is MappingNode mapping)
            {
                Register([.. mapping.Entries.Select(entry => entry.Span)], mapping.Span);
                foreach (var entry in mapping.Entries)
                {
                    open.Push(entry.Value);
                }
            }
            else if (node is SequenceNode sequence)
            {
                Register([.. sequence.Items.Select(item => item.Span)], sequence.Span);
                foreach (var item in sequence.Items)
                {
                    open.Push(item);
                }
            }
        }
    }

    private void Register(TextSpan[] siblings, TextSpan container)
    {
        for (var i = 0; i < siblings.Length; i++)
        {
            _items[siblings[i]] = (siblings, i, new TextSpan(container.Start + 1, container.Length - 2));
        }
    }
}
