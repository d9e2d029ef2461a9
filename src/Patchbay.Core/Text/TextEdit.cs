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
