using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Patchbay.Core.Text;

/// <summary>An immutable text with the name it is reported under and its line starts. The text is the truth: trees are views of it, changes are edits to it.</summary>
/// <remarks>A byte order mark stays in the text as its first character, so that what nobody edited is written back as it was.</remarks>
public sealed class SourceText
{
    private ImmutableArray<int> _lineStarts;

    /// <summary>Wraps a text.</summary>
    /// <param name="text">The text, with its line ends as they are.</param>
    /// <param name="path">The name under which diagnostics report it: a file path, a flow's name, or empty.</param>
    public SourceText(string text, string path = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        Text = text;
        Path = path;
    }

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>The name under which diagnostics report the text.</summary>
    public string Path { get; }

    /// <summary>Number of UTF-16 code units.</summary>
    public int Length => Text.Length;

    /// <summary>Number of lines; a text that ends in a line break has an empty last line.</summary>
    public int LineCount => LineStarts.Length;

    private ImmutableArray<int> LineStarts
    {
        get
        {
            if (_lineStarts.IsDefault)
            {
                _lineStarts = FindLineStarts(Text);
            }

            return _lineStarts;
        }
    }

    /// <summary>Reads UTF-8 bytes.</summary>
    /// <param name="bytes">The bytes, with or without a byte order mark.</param>
    /// <param name="path">The name under which diagnostics report the text.</param>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static SourceText FromUtf8(ReadOnlySpan<byte> bytes, string path = "") => new(StrictUtf8.GetString(bytes), path);

    /// <summary>Reads bytes of which some may be no UTF-8: what cannot be read stands as U+FFFD.</summary>
    /// <param name="bytes">The bytes, with or without a byte order mark.</param>
    /// <param name="path">The name under which diagnostics report the text.</param>
    /// <param name="invalid">The first place that cannot be read; null where all can.</param>
    public static SourceText FromUtf8(ReadOnlySpan<byte> bytes, string path, out InvalidByte? invalid)
    {
        if (Utf8.IsValid(bytes))
        {
            invalid = null;
            return FromUtf8(bytes, path);
        }

        Utf8.ToUtf16(bytes, new char[bytes.Length], out var offset, out var character, replaceInvalidSequences: false);
        invalid = new InvalidByte(offset, new TextSpan(character, 1));
        return new SourceText(Encoding.UTF8.GetString(bytes), path);
    }

    /// <summary>The text as UTF-8 bytes: exactly those it was read from, where it was read from bytes.</summary>
    public byte[] ToUtf8() => StrictUtf8.GetBytes(Text);

    /// <summary>Line and column of an offset.</summary>
    /// <param name="offset">An offset from 0 to <see cref="Length"/>.</param>
    public LinePosition GetPosition(int offset)
    {
        var line = LineStarts.BinarySearch(offset);
        if (line < 0)
        {
            line = ~line - 1;
        }

        return new LinePosition(line + 1, offset - LineStarts[line] + 1);
    }

    /// <summary>The span of a line without its line break.</summary>
    /// <param name="line">Line number, from 1.</param>
    public TextSpan GetLine(int line)
    {
        var start = LineStarts[line - 1];
        var end = line < LineStarts.Length ? LineStarts[line] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    /// <summary>The characters of a span.</summary>
    /// <param name="span">A span within the text.</param>
    public string GetText(TextSpan span) => Text.Substring(span.Start, span.Length);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ImmutableArray<int> FindLineStarts(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n' || (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return starts.ToImmutable();
    }
}

/// <summary>The first place of a file that is not UTF-8.</summary>
/// <param name="Offset">How many bytes are before it.</param>
/// <param name="Span">The character that stands for it in the text.</param>
public readonly record struct InvalidByte(int Offset, TextSpan Span);
