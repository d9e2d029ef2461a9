using System.Buffers;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>An entry or item of a block of YAML.</summary>
/// <param name="Start">Its first character: that of the key, or the dash.</param>
/// <param name="Column">The column of that.</param>
/// <param name="Container">The mapping or sequence that holds it.</param>
/// <param name="Parent">The element that holds the container; null for the root's.</param>
internal sealed record BlockElement(int Start, int Column, SyntaxNode Container, BlockElement? Parent)
{
    /// <summary>The lines before it: comments, and empty strings for blank lines.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The comment behind its first line or behind its value, with the blanks before it; empty for none.</summary>
    public string Behind { get; set; } = "";
}

/// <summary>The elements of a document with the comments and blank lines that belong to each.</summary>
internal sealed class ExportTrivia
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(" \t\r\n-:,[]{}\uFEFF");

    private readonly SyntaxTree _tree;
    private readonly string _text;
    private readonly List<BlockElement> _elements = [];
    private readonly List<TextSpan> _solid = [];
    private readonly Dictionary<(SyntaxNode Container, int Index), BlockElement> _byPlace = [];
    private readonly Dictionary<SyntaxNode, List<string>> _ends = new(ReferenceEqualityComparer.Instance);
    private int _comment;

    public ExportTrivia(SyntaxTree tree)
    {
        _tree = tree;
        _text = tree.Source.Text;
        if (tree.Root is { } root)
        {
            Collect(root, null);
        }

        Distribute();
    }

    /// <summary>Whether a document holds something beside scalars, comments and the marks of blocks and brackets.</summary>
    public static bool HasMore(SyntaxTree tree)
    {
        var trivia = new ExportTrivia(tree);
        var at = 0;
        foreach (var span in trivia._solid.Concat(tree.Comments.Select(comment => comment.Span)).OrderBy(span => span.Start).Append(new TextSpan(tree.Source.Length, 0)))
        {
            if (span.Start > at && HasMark(trivia._text.AsSpan(at, span.Start - at)))
            {
                return true;
            }

            at = Math.Max(at, span.End);
        }

        return false;
    }

    /// <summary>The element at a place; null within brackets.</summary>
    public BlockElement? At(SyntaxNode container, int index) => _byPlace.GetValueOrDefault((container, index));

    /// <summary>The comments at the end of a block.</summary>
    public IReadOnlyList<string> EndOf(SyntaxNode container) => _ends.GetValueOrDefault(container) ?? [];

    /// <summary>Whether a collection is written in brackets.</summary>
    public bool IsFlow(SyntaxNode node) => node.Span.Length > 0 && node switch
    {
        // The first key of a block may be an unquoted substitution, which starts with a brace too.
        MappingNode mapping => _text[node.Span.Start] == '{' && (mapping.Entries.IsEmpty || mapping.Entries[0].KeyNode.Span.Start > node.Span.Start),
        SequenceNode => _text[node.Span.Start] == '[',
        _ => false,
    };

    /// <summary>Whether a comment stands within a node.</summary>
    public bool HasComment(SyntaxNode node) => _tree.Comments.AsSpan().BinarySearch(new CommentAt(node.Span.Start)) is var index && (index < 0 ? ~index : index) is var first
        && first < _tree.Comments.Length && _tree.Comments[first].Span.Start < node.Span.End;

    private static bool HasMark(ReadOnlySpan<char> gap)
    {
        if (gap.IndexOfAnyExcept(Marks) >= 0)
        {
            return true;
        }

        foreach (var line in gap.EnumerateLines())
        {
            if (line.StartsWith("---"))
            {
                return true;
            }
        }

        return false;
    }

    private void Collect(SyntaxNode node, BlockElement? parent)
    {
        switch (node)
        {
            case MappingNode mapping:
                for (var i = 0; i < mapping.Entries.Length; i++)
                {
                    var entry = mapping.Entries[i];
                    _solid.Add(entry.KeyNode.Span);
                    Collect(entry.Value, Add(mapping, i, entry.KeyNode.Span.Start, parent));
                }

                break;
            case SequenceNode sequence:
                var at = sequence.Span.Start;
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    at = IsFlow(sequence) ? sequence.Items[i].Span.Start : DashFrom(at);
                    Collect(sequence.Items[i], Add(sequence, i, at, parent));
                    at = Math.Max(at + 1, sequence.Items[i].Span.End);
                }

                break;
            default:
                _solid.Add(node.Span);
                break;
        }
    }

    private BlockElement? Add(SyntaxNode container, int index, int start, BlockElement? parent)
    {
        // What stands in brackets has no lines of its own.
        if (IsFlow(container))
        {
            return parent;
        }

        var element = new BlockElement(start, _tree.Source.GetPosition(start).Column, container, parent);
        _elements.Add(element);
        _byPlace[(container, index)] = element;
        return element;
    }

    /// <summary>The next dash, past blanks and comments.</summary>
    private int DashFrom(int at)
    {
        while (at < _text.Length && _text[at] != '-')
        {
            at = _text[at] == '#' && _text.IndexOf('\n', at) is >= 0 and var end ? end : at + 1;
        }

        return Math.Min(at, Math.Max(0, _text.Length - 1));
    }

    private void Distribute()
    {
        var blanks = 0;
        var solid = _solid.Where(span => span.Length > 0).OrderBy(span => span.Start).ToList();
        var (next, inside) = (0, 0);
        for (var line = 1; line <= _tree.Source.LineCount; line++)
        {
            var span = _tree.Source.GetLine(line);
            while (next < _elements.Count && _elements[next].Start < span.Start)
            {
                next++;
            }

            while (inside < solid.Count && solid[inside].End <= span.Start)
            {
                inside++;
            }

            var isInside = inside < solid.Count && solid[inside].Start < span.Start;
            blanks = isInside ? 0 : DistributeLine(span, blanks, next);
        }
    }

    /// <summary>Gives a line's comment to an element; the number of blank lines so far comes back.</summary>
    private int DistributeLine(TextSpan line, int blanks, int next)
    {
        var text = _text.AsSpan(line.Start, line.Length);
        if (text.IsWhiteSpace())
        {
            return blanks + 1;
        }

        while (_comment < _tree.Comments.Length && _tree.Comments[_comment].Span.Start < line.Start)
        {
            _comment++;
        }

        var comment = _comment < _tree.Comments.Length && _tree.Comments[_comment].Span.Start < line.End ? _tree.Comments[_comment].Span : (TextSpan?)null;
        if (comment is { } alone && _text.AsSpan(line.Start, alone.Start - line.Start).IsWhiteSpace())
        {
            AddLine(alone, blanks, next);
            return 0;
        }

        // A line with an element keeps its blank lines; a comment behind it belongs to the last element that starts on it, or goes on there.
        var first = next < _elements.Count && _elements[next].Start < line.End ? _elements[next] : null;
        if (blanks > 0 && first is not null)
        {
            first.Before.Add("");
        }

        if (comment is { } behind)
        {
            AddBehind(behind, next, line);
        }

        return 0;
    }

    private void AddLine(TextSpan comment, int blanks, int next)
    {
        var column = _tree.Source.GetPosition(comment.Start).Column;
        var following = next < _elements.Count ? _elements[next] : null;
        var lines = following is not null && column <= following.Column ? following.Before : EndFor(column, next, following) ?? following?.Before ?? End(_tree.Root);
        if (blanks > 0)
        {
            lines.Add("");
        }

        lines.Add(TextOf(comment));
    }

    /// <summary>The end of the deepest block that ends here and is no deeper than the comment.</summary>
    private List<string>? EndFor(int column, int next, BlockElement? following)
    {
        var last = next > 0 ? _elements[next - 1] : null;
        if (following is not null && ReferenceEquals(following.Parent, last))
        {
            return null;
        }

        for (var element = last; element is not null && !ReferenceEquals(element.Container, following?.Container); element = element.Parent)
        {
            if (element.Column <= column)
            {
                return End(element.Container);
            }
        }

        return null;
    }

    private List<string> End(SyntaxNode? container) =>
        container is null ? [] : _ends.TryGetValue(container, out var lines) ? lines : _ends[container] = [];

    private void AddBehind(TextSpan comment, int next, TextSpan line)
    {
        var last = next;
        while (last < _elements.Count && _elements[last].Start < comment.Start)
        {
            last++;
        }

        if (last == 0)
        {
            return;
        }

        var blank = comment.Start;
        while (blank > line.Start && _text[blank - 1] is ' ' or '\t')
        {
            blank--;
        }

        var element = _elements[last - 1];
        if (element.Behind.Length > 0 || (element.Container is SequenceNode sequence && _elements.Count > last && ReferenceEquals(_elements[last].Parent, element) && sequence.Items.Length > 0))
        {
            element.Before.Add(TextOf(comment));
            return;
        }

        element.Behind = _text[blank..comment.Start] + TextOf(comment);
    }

    private string TextOf(TextSpan comment) => _text.AsSpan(comment.Start, comment.Length).TrimEnd().ToString();

    /// <summary>Finds the first comment at or behind a place.</summary>
    private readonly record struct CommentAt(int Offset) : IComparable<CommentTrivia>
    {
        public int CompareTo(CommentTrivia other) => Offset.CompareTo(other.Span.Start);
    }
}
