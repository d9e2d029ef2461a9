namespace Patchbay.Core.Text;

/// <summary>A run of characters in a source text: where it starts and how long it is, both in UTF-16 code units.</summary>
/// <param name="Start">Offset of the first character, from 0.</param>
/// <param name="Length">Number of characters; 0 for a place between two characters.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset just past the last character.</summary>
    public int End => Start + Length;

    /// <summary>Makes a span from a start and an end offset.</summary>
    /// <param name="start">Offset of the first character.</param>
    /// <param name="end">Offset just past the last character; not below <paramref name="start"/>.</param>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>Whether <paramref name="other"/> lies wholly within this span.</summary>
    /// <param name="other">The span to look for.</param>
    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}..{End})";
}
