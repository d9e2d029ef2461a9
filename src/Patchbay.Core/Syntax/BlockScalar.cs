using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Decodes a block scalar, <c>|</c> or <c>&gt;</c>.</summary>
internal sealed class BlockScalar
{
    private readonly string _text;
    private readonly int _indent;
    private readonly int _longest;
    private readonly DecodedScalar _decoded;
    private readonly List<TextSpan> _emptyLines = [];
    private int _position;

    private BlockScalar(string text, int start, int indent, int longest)
    {
        _text = text;
        _indent = indent;
        _longest = longest;
        _decoded = new DecodedScalar(longest);
        _position = start;
    }

    /// <summary>Decodes a block scalar from its header on; null when no indentation makes the value of it that was read.</summary>
    public static DecodedScalar? Decode(string text, TextSpan span, string value)
    {
        var position = span.Start;
        var isFolded = text[position] == '>';
        var chomping = ' ';
        var hasIndent = false;
        for (position++; position < text.Length && LineBreak.LengthAt(text, position) == 0 && text[position] != '#'; position++)
        {
            chomping = text[position] is '+' or '-' ? text[position] : chomping;
            hasIndent |= char.IsAsciiDigit(text[position]);
        }

        while (position < text.Length && LineBreak.LengthAt(text, position) == 0)
        {
            position++;
        }

        position += LineBreak.LengthAt(text, position);
        var found = FirstIndent(text, position);

        // An indentation that the header names counts from that of the parent, which a scalar does not know: the one that gives the value is it.
        var (most, least) = hasIndent ? (found + 1, Math.Max(1, found - 9)) : (Math.Max(found, 1), Math.Max(found, 1));
        for (var indent = most; indent >= least; indent--)
        {
            var decoded = new BlockScalar(text, position, indent, value.Length).Decode(isFolded, chomping);
            if (decoded.Value == value)
            {
                return decoded;
            }
        }

        return null;
    }

    /// <summary>The blanks before the first line that has more than blanks; those of the longest line where none has.</summary>
    private static int FirstIndent(string text, int position)
    {
        var longest = 0;
        while (position < text.Length)
        {
            var lineStart = position;
            while (position < text.Length && text[position] == ' ')
            {
                position++;
            }

            var length = LineBreak.LengthAt(text, position);
            if (length == 0 && position < text.Length)
            {
                return position - lineStart;
            }

            longest = Math.Max(longest, position - lineStart);
            position += length;
        }

        return longest;
    }

    private DecodedScalar Decode(bool isFolded, char chomping)
    {
        TextSpan? lastBreak = null;
        var wasBlank = false;
        ReadEmptyLines();
        var end = _position;
        while (_decoded.Length <= _longest && HasLine())
        {
            _position += _indent;
            var isBlank = _text[_position] is ' ' or '\t';
            Join(lastBreak, isFolds: isFolded && !wasBlank && !isBlank);
            wasBlank = isBlank;
            while (_position < _text.Length && LineBreak.LengthAt(_text, _position) == 0)
            {
                _decoded.Add(_text[_position], _position, 1);
                _position++;
            }

            end = _position;
            var length = LineBreak.LengthAt(_text, _position);
            lastBreak = length > 0 ? new TextSpan(_position, length) : null;
            _position += length;
            ReadEmptyLines();
        }

        if (chomping != '-' && lastBreak is { } kept)
        {
            AddBreak(kept);
        }

        if (chomping == '+')
        {
            _emptyLines.ForEach(AddBreak);
        }

        _decoded.EndAt(end);
        return _decoded;
    }

    /// <summary>Adds the break between two lines and the empty lines after it: folded, a blank stands for a break that no empty line follows.</summary>
    private void Join(TextSpan? lastBreak, bool isFolds)
    {
        if (lastBreak is { } span)
        {
            if (!isFolds || LineBreak.ValueOf(_text[span.Start]) != '\n')
            {
                AddBreak(span);
            }
            else if (_emptyLines.Count == 0)
            {
                _decoded.Add(' ', span.Start, span.Length);
            }
        }

        _emptyLines.ForEach(AddBreak);
        _emptyLines.Clear();
    }

    private void AddBreak(TextSpan span) => _decoded.Add(LineBreak.ValueOf(_text[span.Start]), span.Start, span.Length);

    private void ReadEmptyLines()
    {
        while (true)
        {
            var at = _position;
            while (at < _text.Length && at - _position < _indent && _text[at] == ' ')
            {
                at++;
            }

            var length = LineBreak.LengthAt(_text, at);
            if (length == 0)
            {
                return;
            }

            _emptyLines.Add(new TextSpan(at, length));
            _position = at + length;
        }
    }

    private bool HasLine()
    {
        if (_position + _indent >= _text.Length)
        {
            return false;
        }

        for (var i = 0; i < _indent; i++)
        {
            if (_text[_position + i] != ' ')
            {
                return false;
            }
        }

        return true;
    }
}
