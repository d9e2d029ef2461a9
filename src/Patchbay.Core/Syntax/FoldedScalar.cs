using System.Globalization;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Decodes a scalar whose lines are folded: plain, or in quotes.</summary>
internal sealed class FoldedScalar(string text, TextSpan content, char quote)
{
    private readonly DecodedScalar _decoded = new(content.Length);
    private int _position = content.Start;

    /// <summary>Decodes what stands between the quotes.</summary>
    public static DecodedScalar Decode(string text, TextSpan content, char quote) => new FoldedScalar(text, content, quote).Decode();

    private DecodedScalar Decode()
    {
        while (_position < content.End)
        {
            var c = text[_position];
            if (c is ' ' or '\t' || LineBreak.LengthAt(text, _position) > 0)
            {
                ReadBlanks(isJoined: false);
            }
            else if (c == '\\' && quote == '"')
            {
                ReadEscape();
            }
            else
            {
                var length = c == '\'' && quote == '\'' && _position + 1 < content.End ? 2 : 1;
                _decoded.Add(c, _position, length);
                _position += length;
            }
        }

        _decoded.EndAt(content.End);
        return _decoded;
    }

    /// <summary>Blanks within a line stay; those around a line break go, and the break becomes a blank, or as many breaks as empty lines follow.</summary>
    /// <param name="isJoined">Whether a break has been taken away already that leaves no blank behind.</param>
    private void ReadBlanks(bool isJoined)
    {
        var start = _position;
        var breaks = new List<TextSpan>();
        while (_position < content.End)
        {
            var length = LineBreak.LengthAt(text, _position);
            if (length > 0)
            {
                breaks.Add(new TextSpan(_position, length));
            }
            else if (text[_position] is not (' ' or '\t'))
            {
                break;
            }

            _position += Math.Max(length, 1);
        }

        if (isJoined)
        {
            AddBreaks(breaks, 0);
        }
        else if (breaks.Count == 0)
        {
            for (var i = start; i < _position; i++)
            {
                _decoded.Add(text[i], i, 1);
            }
        }
        else if (LineBreak.ValueOf(text[breaks[0].Start]) != '\n')
        {
            AddBreaks(breaks, 0);
        }
        else if (breaks.Count == 1)
        {
            _decoded.Add(' ', breaks[0].Start, breaks[0].Length);
        }
        else
        {
            AddBreaks(breaks, 1);
        }
    }

    private void AddBreaks(List<TextSpan> breaks, int first)
    {
        foreach (var span in breaks.Skip(first))
        {
            _decoded.Add(LineBreak.ValueOf(text[span.Start]), span.Start, span.Length);
        }
    }

    private void ReadEscape()
    {
        var start = _position;
        if (start + 1 >= content.End)
        {
            _decoded.Add('\\', start, 1);
            _position++;
            return;
        }

        if (LineBreak.LengthAt(text, start + 1) is var breakLength && breakLength > 0)
        {
            _position += 1 + breakLength;
            ReadBlanks(isJoined: true);
            return;
        }

        var code = text[start + 1];
        var digits = code switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        var length = Math.Min(2 + digits, content.End - start);
        _position += length;
        foreach (var c in digits == 0 ? Simple(code).ToString() : Numeric(text.AsSpan(start + 2, length - 2)))
        {
            _decoded.Add(c, start, length);
        }
    }

    private static char Simple(char code) => code switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\u001B',
        'N' => '\u0085',
        '_' => '\u00A0',
        'L' => '\u2028',
        'P' => '\u2029',
        _ => code,
    };

    private static string Numeric(ReadOnlySpan<char> digits) =>
        !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? ""
        : code is >= 0 and <= char.MaxValue ? ((char)code).ToString()
        : code is > 0 and <= 0x10FFFF ? char.ConvertFromUtf32(code)
        : "";
}
