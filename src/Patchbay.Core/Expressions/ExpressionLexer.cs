using System.Buffers;
using System.Globalization;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Cuts the text of an expression into tokens, in one pass. Never throws for what the text holds.</summary>
internal sealed class ExpressionLexer(string text, ExpressionFaults faults)
{
    private const string TypographicQuotes = "\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB";
    private readonly List<ExpressionToken> _tokens = [];
    private int _position;

    /// <summary>The tokens, the last of which is <see cref="TokenKind.End"/>.</summary>
    public IReadOnlyList<ExpressionToken> ReadAll()
    {
        while (_position < text.Length)
        {
            var c = text[_position];
            if (char.IsWhiteSpace(c))
            {
                _position++;
            }
            else
            {
                ReadToken(c);
            }
        }

        _tokens.Add(new ExpressionToken(TokenKind.End, new TextSpan(text.Length, 0)));
        return _tokens;
    }

    private TokenKind Previous => _tokens.Count == 0 ? TokenKind.End : _tokens[^1].Kind;

    /// <summary>Whether a value ends right here, so that a dot leads to a property and not to the fraction of a number.</summary>
    private bool FollowsOperand => Previous is TokenKind.Word or TokenKind.Text or TokenKind.Close or TokenKind.CloseBracket && _tokens[^1].Span.End == _position;

    private void ReadToken(char c)
    {
        if (c == '"')
        {
            ReadText();
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(1)) && !FollowsOperand))
        {
            ReadNumber();
        }
        else if (WordPartAt(_position) > 0 || SubstitutionText.LengthAt(text, _position) > 0)
        {
            ReadWord(_position);
        }
        else if (c == '\'' || TypographicQuotes.Contains(c, StringComparison.Ordinal))
        {
            ReadForeignText(c);
        }
        else
        {
            ReadSign(c);
        }
    }

    private char At(int offset) => _position + offset < text.Length ? text[_position + offset] : '\0';

    /// <summary>Whether a text is a word that can stand in a name without quotation marks.</summary>
    public static bool IsWord(string word)
    {
        var lexer = new ExpressionLexer(word, new ExpressionFaults());
        return word.Length > 0 && lexer.WordEndAt(0) == word.Length;
    }

    /// <summary>Length of the character at a place that may stand in a name: 0 for none, 2 outside the basic plane.</summary>
    private int WordPartAt(int at)
    {
        if (at == text.Length)
        {
            return 0;
        }

        return Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == OperationStatus.Done
            && (Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '$' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            ? length
            : 0;
    }

    private void Add(TokenKind kind, int length, string value = "", BinaryOperator op = default)
    {
        _tokens.Add(new ExpressionToken(kind, new TextSpan(_position, length), value, op));
        _position += length;
    }

    /// <summary>Where the letters, digits, underscores, dollar signs and placeholders end that start at a place.</summary>
    private int WordEndAt(int start)
    {
        var end = start;
        while (end < text.Length)
        {
            var length = Math.Max(SubstitutionText.LengthAt(text, end), WordPartAt(end));
            if (length == 0)
            {
                break;
            }

            end += length;
        }

        return end;
    }

    private void ReadWord(int start)
    {
        var end = WordEndAt(start);
        Add(TokenKind.Word, end - start, text[start..end]);
    }

    private void ReadNumber()
    {
        var end = _position;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var isWord = WordPartAt(end) > 0 || (end < text.Length && SubstitutionText.LengthAt(text, end) > 0);
        if (isWord || Previous == TokenKind.Dot)
        {
            ReadWord(_position);
            if (_tokens is not [.., { Kind: TokenKind.Dot }, _] && !SubstitutionText.IsIn(_tokens[^1].Value))
            {
                faults.Add(_tokens[^1].Span, $"\"{_tokens[^1].Value}\" is neither a number nor a name. Put it in double quotes where a text was meant.");
            }

            return;
        }

        var kind = TokenKind.Integer;
        if (end < text.Length && text[end] == '.' && WordPartAt(end + 1) == (end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]) ? 1 : 0))
        {
            kind = TokenKind.Decimal;
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }
        }

        Add(kind, end - _position, text[_position..end]);
    }

    private void ReadText()
    {
        var start = _position;
        var value = new StringBuilder();
        var end = start + 1;
        while (end < text.Length && text[end] != '"')
        {
            end = text[end] == '\\' ? ReadEscape(end, value) : ReadPlain(end, value);
        }

        if (end == text.Length)
        {
            faults.Add(TextSpan.FromBounds(start, start + 1), "The text that starts at this quotation mark never ends. Close it with \", and write a quotation mark within a text as \\\".");
        }
        else
        {
            end++;
        }

        Add(TokenKind.Text, end - start, value.ToString());
    }

    private int ReadPlain(int at, StringBuilder value)
    {
        value.Append(text[at]);
        return at + 1;
    }

    private int ReadEscape(int at, StringBuilder value)
    {
        if (at + 1 == text.Length)
        {
            value.Append('\\');
            return at + 1;
        }

        value.Append(text[at + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var c => c });
        return at + 2;
    }

    /// <summary>Reads a text in quotation marks of another kind as the text that was meant.</summary>
    private void ReadForeignText(char open)
    {
        var length = text.AsSpan(_position + 1).IndexOfAny(open == '\'' ? "'" : TypographicQuotes);
        faults.Add(new TextSpan(_position, 1), $"\"{open}\" does not open a text in an expression. Put the text in straight double quotes.");
        if (length < 0)
        {
            Add(TokenKind.Bad, 1);
        }
        else
        {
            Add(TokenKind.Text, length + 2, text.Substring(_position + 1, length));
        }
    }

    private void ReadSign(char c)
    {
        switch (c)
        {
            case '(':
                Add(TokenKind.Open, 1);
                break;
            case ')':
                Add(TokenKind.Close, 1);
                break;
            case '[':
                Add(TokenKind.OpenBracket, 1);
                break;
            case ']':
                Add(TokenKind.CloseBracket, 1);
                break;
            case ',':
                Add(TokenKind.Comma, 1);
                break;
            case '.':
                Add(TokenKind.Dot, 1);
                break;
            case '?':
                Add(TokenKind.Question, 1);
                break;
            case ':':
                Add(TokenKind.Colon, 1);
                break;
            case '~':
                Add(TokenKind.Complement, 1);
                break;
            case '!' when At(1) != '=':
                Add(TokenKind.Not, 1);
                break;
            default:
                ReadOperator(c);
                break;
        }
    }

    private void ReadOperator(char c)
    {
        switch (c, At(1))
        {
            case ('=', '='):
                Add(TokenKind.Operator, 2, op: BinaryOperator.Equal);
                break;
            case ('!', '='):
                Add(TokenKind.Operator, 2, op: BinaryOperator.NotEqual);
                break;
            case ('<', '='):
                Add(TokenKind.Operator, 2, op: BinaryOperator.LessOrEqual);
                break;
            case ('>', '='):
                Add(TokenKind.Operator, 2, op: BinaryOperator.GreaterOrEqual);
                break;
            case ('<', '>'):
                AddMistaken("<>", "!=", BinaryOperator.NotEqual);
                break;
            case ('&', '&'):
                AddMistaken("&&", "and", BinaryOperator.And);
                break;
            case ('|', '|'):
                AddMistaken("||", "or", BinaryOperator.Or);
                break;
            case ('=', _):
                AddMistaken("=", "==", BinaryOperator.Equal);
                break;
            default:
                ReadSingleOperator(c);
                break;
        }
    }

    private void ReadSingleOperator(char c)
    {
        BinaryOperator? op = c switch
        {
            '|' => BinaryOperator.BitOr,
            '&' => BinaryOperator.BitAnd,
            '<' => BinaryOperator.Less,
            '>' => BinaryOperator.Greater,
            '+' => BinaryOperator.Add,
            '-' => BinaryOperator.Subtract,
            '*' => BinaryOperator.Multiply,
            '/' => BinaryOperator.Divide,
            '%' => BinaryOperator.Modulo,
            '^' => BinaryOperator.Power,
            _ => null,
        };
        if (op is { } known)
        {
            Add(TokenKind.Operator, 1, op: known);
            return;
        }

        var isWhole = Rune.DecodeFromUtf16(text.AsSpan(_position), out var rune, out var length) == OperationStatus.Done;
        var isVisible = isWhole && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
        var shown = isVisible ? $"\"{rune}\"" : $"The invisible character U+{(isWhole ? rune.Value : c):X4}";
        faults.Add(new TextSpan(_position, length), $"{shown} has no meaning in an expression. Delete it, or put it in double quotes where a text was meant.");
        Add(TokenKind.Bad, length);
    }

    private void AddMistaken(string written, string meant, BinaryOperator op)
    {
        faults.Add(new TextSpan(_position, written.Length), $"\"{written}\" is not an operator of the language. Write \"{meant}\".");
        Add(TokenKind.Operator, written.Length, op: op);
    }
}
