using System.Collections.Immutable;
using System.Text;

namespace Patchbay.Core.Text;

/// <summary>A replacement of one run of characters by others.</summary>
/// <param name="Span">What is replaced; empty for an insertion.</param>
/// <param name="NewText">What stands there afterwards; empty for a deletion.</param>
public sealed record TextEdit(TextSpan Span, string NewText);

/// <summary>Applies and reverses lists of edits. Bytes outside an edit are never touched.</summary>
public static class TextEdits
{
    /// <summary>Applies edits, given in any order, all at once. Insertions at the same place keep the order they were given in.</summary>
    /// <param name="source">The text that the spans speak of.</param>
    /// <param name="edits">Edits that do not overlap.</param>
    /// <exception cref="ArgumentException">Two edits overlap, or one lies outside the text.</exception>
    public static SourceText Apply(SourceText source, IReadOnlyCollection<TextEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (edits.Count == 0)
        {
            return source;
        }

        var result = new StringBuilder(source.Length + edits.Sum(e => e.NewText.Length));
        var position = 0;
        foreach (var edit in Ordered(source, edits))
        {
            result.Append(source.Text, position, edit.Span.Start - position).Append(edit.NewText);
            position = edit.Span.End;
        }

        result.Append(source.Text, position, source.Length - position);
        return new SourceText(result.ToString(), source.Path);
    }

    /// <summary>The edits that take the result of <see cref="Apply"/> back to <paramref name="source"/>.</summary>
    /// <param name="source">The text that the spans speak of.</param>
    /// <param name="edits">Edits that do not overlap.</param>
    public static ImmutableArray<TextEdit> Invert(SourceText source, IReadOnlyCollection<TextEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(source);
        var shift = 0;
        var inverse = ImmutableArray.CreateBuilder<TextEdit>(edits.Count);
        foreach (var edit in Ordered(source, edits))
        {
            inverse.Add(new TextEdit(new TextSpan(edit.Span.Start + shift, edit.NewText.Length), source.GetText(edit.Span)));
            shift += edit.NewText.Length - edit.Span.Length;
        }

        return inverse.MoveToImmutable();
    }

    /// <summary>The edits that do at once what two lists do one after the other. They are the fewest and shortest for that: what both lists leave alone is in none of them.</summary>
    /// <param name="source">The text that the spans of <paramref name="first"/> speak of.</param>
    /// <param name="first">Edits of <paramref name="source"/> that do not overlap.</param>
    /// <param name="second">Edits of what <paramref name="first"/> makes of it, which do not overlap either.</param>
    /// <exception cref="ArgumentException">Edits of one list overlap, or lie outside their text.</exception>
    public static ImmutableArray<TextEdit> Compose(SourceText source, IReadOnlyCollection<TextEdit> first, IReadOnlyCollection<TextEdit> second)
    {
        ArgumentNullException.ThrowIfNull(source);
        var between = Apply(source, first);
        var pieces = new List<Piece>();
        var position = 0;
        foreach (var edit in Ordered(source, first))
        {
            AddKept(pieces, position, edit.Span.Start);
            AddNew(pieces, edit.NewText);
            position = edit.Span.End;
        }

        AddKept(pieces, position, source.Length);

        var after = new List<Piece>();
        var reader = new PieceReader(pieces);
        position = 0;
        foreach (var edit in Ordered(between, second))
        {
            reader.Take(edit.Span.Start - position, after);
            reader.Take(edit.Span.Length, into: null);
            AddNew(after, edit.NewText);
            position = edit.Span.End;
        }

        reader.Take(between.Length - position, after);
        return ToEdits(source, after);
    }

    /// <summary>A run of a text in the making: characters of the source that are kept, or new ones.</summary>
    private readonly record struct Piece(TextSpan Kept, string? New)
    {
        public int Length => New?.Length ?? Kept.Length;

        public Piece Slice(int start, int length) => New is null ? new Piece(new TextSpan(Kept.Start + start, length), null) : new Piece(default, New.Substring(start, length));
    }

    private sealed class PieceReader(List<Piece> pieces)
    {
        private int _index;
        private int _offset;

        public void Take(int count, List<Piece>? into)
        {
            while (count > 0)
            {
                var piece = pieces[_index];
                var length = Math.Min(count, piece.Length - _offset);
                into?.Add(piece.Slice(_offset, length));
                count -= length;
                _offset += length;
                if (_offset == piece.Length)
                {
                    _index++;
                    _offset = 0;
                }
            }
        }
    }

    private static void AddKept(List<Piece> pieces, int start, int end)
    {
        if (end > start)
        {
            pieces.Add(new Piece(TextSpan.FromBounds(start, end), null));
        }
    }

    private static void AddNew(List<Piece> pieces, string text)
    {
        if (text.Length > 0)
        {
            pieces.Add(new Piece(default, text));
        }
    }

    private static ImmutableArray<TextEdit> ToEdits(SourceText source, List<Piece> pieces)
    {
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        var inserted = new StringBuilder();
        var position = 0;
        foreach (var piece in pieces)
        {
            if (piece.New is { } text)
            {
                inserted.Append(text);
                continue;
            }

            AddEdit(piece.Kept.Start);
            position = piece.Kept.End;
        }

        AddEdit(source.Length);
        return edits.DrainToImmutable();

        void AddEdit(int end)
        {
            var span = TextSpan.FromBounds(position, end);
            var text = inserted.ToString();
            inserted.Clear();
            if (!source.Text.AsSpan(span.Start, span.Length).SequenceEqual(text))
            {
                edits.Add(new TextEdit(span, text));
            }
        }
    }

    private static List<TextEdit> Ordered(SourceText source, IReadOnlyCollection<TextEdit> edits)
    {
        // OrderBy is stable: insertions at one place stay in the order given, before a replacement that starts there.
        var ordered = edits.OrderBy(e => e.Span.Start).ThenBy(e => e.Span.End).ToList();
        var end = 0;
        foreach (var edit in ordered)
        {
            if (edit.Span.Start < end || edit.Span.End > source.Length || edit.Span.Length < 0)
            {
                throw new ArgumentException($"The edit at {edit.Span} overlaps another one or lies outside the text.", nameof(edits));
            }

            end = edit.Span.End;
        }

        return ordered;
    }
}
