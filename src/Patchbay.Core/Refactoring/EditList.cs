using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>Collects edits that stand apart; the same one given twice counts once, and one that changes nothing not at all.</summary>
/// <param name="source">The text.</param>
internal sealed class EditList(SourceText source)
{
    private readonly SortedDictionary<int, TextEdit> _edits = [];

    /// <summary>Number of edits.</summary>
    public int Count => _edits.Count;

    /// <summary>Takes an edit that replaces at least one character.</summary>
    /// <param name="edit">The edit.</param>
    public void Add(TextEdit edit)
    {
        if (!source.Text.AsSpan(edit.Span.Start, edit.Span.Length).SequenceEqual(edit.NewText))
        {
            _edits.TryAdd(edit.Span.Start, edit);
        }
    }

    /// <summary>The edits in document order.</summary>
    public ImmutableArray<TextEdit> ToEdits() => [.. _edits.Values];
}
