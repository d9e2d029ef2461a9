using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>An item of a sequence or an entry of a mapping, as it stands in the text.</summary>
/// <param name="Start">Its first character: the dash of a block sequence, otherwise that of the key or the item, an anchor, a tag or <c>?</c> included.</param>
/// <param name="End">Just past its last character, a comment behind it not included.</param>
internal readonly record struct YamlElement(int Start, int End);

/// <summary>Where a node stands.</summary>
/// <param name="Container">The mapping or sequence.</param>
/// <param name="Index">The entry or item.</param>
/// <param name="IsKey">Whether the node is the entry's key.</param>
internal sealed record YamlPlace(SyntaxNode Container, int Index, bool IsKey);

/// <summary>The places of the parts of a YAML document that no node covers: dashes, commas, comments, lines.</summary>
internal sealed class YamlLayout
{
    private readonly SyntaxTree _tree;
    private readonly Dictionary<SyntaxNode, YamlPlace> _parents = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SyntaxNode, ImmutableArray<YamlElement>> _elements = new(ReferenceEqualityComparer.Instance);
    private readonly List<SyntaxNode> _nodes = [];

    /// <summary>Walks a tree once.</summary>
    public YamlLayout(SyntaxTree tree)
    {
        _tree = tree;
        var text = tree.Source.Text;
        var lineBreak = text.AsSpan().IndexOfAny('\r', '\n');
        NewLine = lineBreak < 0 || text[lineBreak] == '\n' ? "\n" : lineBreak + 1 < text.Length && text[lineBreak + 1] == '\n' ? "\r\n" : "\r";
        Text = text.Length > 0 && text[^1] is '\r' or '\n' ? text : text + NewLine;
        if (tree.Root is { } root)
        {
            Add(root);
        }
    }

    /// <summary>The text, with a line break behind its last line also where the source has none there.</summary>
    public string Text { get; }

    /// <summary>A line break as the document writes it.</summary>
    public string NewLine { get; }

    /// <summary>All nodes, in document order.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => _nodes;

    /// <summary>Where a node stands; null for the root.</summary>
    public YamlPlace? ParentOf(SyntaxNode node) => _parents.GetValueOrDefault(node);

    /// <summary>Whether a collection is written with lines and indentation; one without anything written is not.</summary>
    public bool IsBlock(SyntaxNode node) => node switch
    {
        MappingNode mapping => !IsBracketed(mapping) && (ParentOf(mapping) is not { Container: SequenceNode list } || !IsBracketed(list)),
        SequenceNode => !IsBracketed(node),
        _ => false,
    };

    /// <summary>Whether a collection has brackets.</summary>
    public bool IsBracketed(SyntaxNode node) => node switch
    {
        MappingNode mapping => Text[mapping.Span.Start] == '{' && (mapping.Entries.IsEmpty || mapping.Entries[0].KeyNode.Span.Start > mapping.Span.Start),
        SequenceNode => Text[node.Span.Start] == '[',
        _ => false,
    };

    /// <summary>Whether a node stands in brackets.</summary>
    public bool IsInFlow(SyntaxNode node) => ParentOf(node) is { } parent && !IsBlock(parent.Container);

    /// <summary>Whether a block mapping starts on the line of the dash whose item it is.</summary>
    public bool IsBehindDash(MappingNode mapping) => ParentOf(mapping) is { Container: SequenceNode list } parent && IsBlock(list)
        && LineStart(ElementsOf(list)[parent.Index].Start) == LineStart(mapping.Span.Start);

    /// <summary>The items or entries of a collection, in order.</summary>
    public ImmutableArray<YamlElement> ElementsOf(SyntaxNode container)
    {
        if (!_elements.TryGetValue(container, out var elements))
        {
            _elements[container] = elements = FindElements(container);
        }

        return elements;
    }

    /// <summary>The start of the line that holds an offset.</summary>
    public int LineStart(int offset) => offset == 0 ? 0 : Text.LastIndexOfAny(['\r', '\n'], offset - 1) + 1;

    /// <summary>The end of the line that holds an offset, before its line break.</summary>
    public int LineEnd(int offset)
    {
        var length = Text.AsSpan(offset).IndexOfAny('\r', '\n');
        return length < 0 ? Text.Length : offset + length;
    }

    /// <summary>The start of the next line; the end of the text where there is none.</summary>
    public int NextLine(int offset)
    {
        var end = LineEnd(offset);
        return end == Text.Length ? end : end + (Text[end] == '\r' && end + 1 < Text.Length && Text[end + 1] == '\n' ? 2 : 1);
    }

    /// <summary>The column of an offset, from 0; a byte order mark takes none.</summary>
    public int ColumnOf(int offset)
    {
        var start = LineStart(offset);
        return offset - start - (start == 0 && Text.StartsWith('\uFEFF') ? 1 : 0);
    }

    /// <summary>Whether something else than blanks stands before an offset on its line.</summary>
    public bool SharesLine(int offset)
    {
        var start = LineStart(offset);
        return !Text.AsSpan(start, offset - start).Trim(" \t\uFEFF").IsEmpty;
    }

    /// <summary>Just past the last character before an offset that belongs neither to a comment nor to the blanks.</summary>
    public int EndBefore(int offset)
    {
        while (true)
        {
            while (offset > 0 && Text[offset - 1] is ' ' or '\t' or '\r' or '\n')
            {
                offset--;
            }

            if (CommentAt(offset - 1) is not { } comment)
            {
                return offset;
            }

            offset = comment.Start;
        }
    }

    /// <summary>The start of the comment lines right above an element that starts a line, no deeper indented than it; otherwise the start of its line.</summary>
    public int StartWithComments(YamlElement element)
    {
        var (start, column) = (LineStart(element.Start), ColumnOf(element.Start));
        while (start > 0)
        {
            var above = LineStart(start - (start > 1 && Text[start - 1] == '\n' && Text[start - 2] == '\r' ? 2 : 1));
            var first = above;
            while (first < start && Text[first] is ' ' or '\t' or '\uFEFF')
            {
                first++;
            }

            if (CommentAt(first) is not { } comment || comment.Start != first || ColumnOf(first) > column)
            {
                break;
            }

            start = above;
        }

        return start;
    }

    private TextSpan? CommentAt(int offset)
    {
        var (low, high) = (0, _tree.Comments.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _tree.Comments[middle].Span.End <= offset ? (middle + 1, high) : (low, middle);
        }

        return low < _tree.Comments.Length && _tree.Comments[low].Span.Start <= offset ? _tree.Comments[low].Span : null;
    }

    private ImmutableArray<YamlElement> FindElements(SyntaxNode container)
    {
        var isBracketed = IsBracketed(container);
        var position = container.Span.Start + (isBracketed ? 1 : 0);
        ImmutableArray<int> ends = container switch
        {
            MappingNode mapping => [.. mapping.Entries.Select(entry => entry.Span.End)],
            SequenceNode sequence => [.. sequence.Items.Select(item => item.Span.End)],
            _ => [],
        };
        var elements = ImmutableArray.CreateBuilder<YamlElement>(ends.Length);
        foreach (var end in ends)
        {
            position = SkipToElement(position, isBracketed);
            elements.Add(new YamlElement(position, Math.Max(position, end)));
            position = elements[^1].End;
        }

        return elements.MoveToImmutable();
    }

    private int SkipToElement(int position, bool isBracketed)
    {
        while (position < Text.Length)
        {
            if (Text[position] is ' ' or '\t' or '\r' or '\n' || (isBracketed && Text[position] == ','))
            {
                position++;
            }
            else if (Text[position] == '#' && CommentAt(position) is { } comment)
            {
                position = comment.End;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private void Add(SyntaxNode node)
    {
        _nodes.Add(node);
        switch (node)
        {
            case MappingNode mapping:
                for (var i = 0; i < mapping.Entries.Length; i++)
                {
                    _parents[mapping.Entries[i].KeyNode] = new YamlPlace(mapping, i, IsKey: true);
                    _parents[mapping.Entries[i].Value] = new YamlPlace(mapping, i, IsKey: false);
                    Add(mapping.Entries[i].KeyNode);
                    Add(mapping.Entries[i].Value);
                }

                break;
            case SequenceNode sequence:
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    _parents[sequence.Items[i]] = new YamlPlace(sequence, i, IsKey: false);
                    Add(sequence.Items[i]);
                }

                break;
        }
    }
}
