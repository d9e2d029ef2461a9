using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>A value in the making, each character with the characters it comes from.</summary>
internal sealed class DecodedScalar(int capacity)
{
    private readonly List<char> _value = new(capacity);
    private readonly List<TextSpan> _origins = new(capacity);
    private int _end;

    /// <summary>The value.</summary>
    public string Value => new([.. _value]);

    /// <summary>Number of characters so far.</summary>
    public int Length => _value.Count;

    /// <summary>Adds a character.</summary>
    public void Add(char c, int start, int length)
    {
        _value.Add(c);
        _origins.Add(new TextSpan(start, length));
    }

    /// <summary>Says where the value ends in the text.</summary>
    public void EndAt(int end) => _end = end;

    /// <summary>Where the characters start that make the one at an index of the value; at its end, where the scalar's content ends.</summary>
    public int StartOf(int index) => index < _origins.Count ? _origins[index].Start : _end;

    /// <summary>Where the characters end that make the one at an index of the value.</summary>
    public int EndOf(int index) => _origins[index].End;
}

/// <summary>Line breaks as YAML counts them.</summary>
internal static class LineBreak
{
    /// <summary>Length of the line break at a place, 0 when there is none.</summary>
    public static int LengthAt(string text, int at) => at < text.Length
        ? text[at] switch
        {
            '\r' when at + 1 < text.Length && text[at + 1] == '\n' => 2,
            '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' => 1,
            _ => 0,
        }
        : 0;

    /// <summary>What a line break becomes in a value.</summary>
    public static char ValueOf(char c) => c is '\u2028' or '\u2029' ? c : '\n';
}
