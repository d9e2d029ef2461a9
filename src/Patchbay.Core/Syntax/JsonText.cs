using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Reads JSON text (RFC 8259) into a tree with exact spans. Broken input yields a tree as far as it goes.</summary>
public static class JsonText
{
    /// <summary>Containers may nest this deep; what lies deeper is reported and skipped.</summary>
    public const int MaxDepth = 512;

    /// <summary>So many faults are told; a text of many megabytes may hold millions, and nobody reads on.</summary>
    public const int MaxFaults = 1000;

    /// <summary>Parses a text. Never throws for what the text holds.</summary>
    /// <param name="source">The text.</param>
    public static SyntaxTree Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var parser = new Parser(source.Text);
        var root = parser.ParseDocument();
        return new SyntaxTree(source, Notation.Json, root, parser.Diagnostics.ToImmutable());
    }

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n,:{}[]\"");

    private sealed class Parser(string text)
    {
        private readonly StringTable _strings = new();
        private int _position;
        private int _depth;

        public ImmutableArray<Diagnostic>.Builder Diagnostics { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

        public SyntaxNode? ParseDocument()
        {
            if (text.StartsWith('\uFEFF'))
            {
                _position = 1;
            }

            SkipBlanks();
            if (_position == text.Length)
            {
                Report(_position, 0, "The text is empty where a JSON value was expected.");
                return null;
            }

            var root = ParseValue();
            SkipBlanks();
            if (_position < text.Length)
            {
                Report(_position, 1, $"{Shown(text[_position])} follows the end of the document.");
            }

            return root;
        }

        private SyntaxNode ParseValue()
        {
            switch (text[_position])
            {
                case '{':
                    return Nested(ParseObject);
                case '[':
                    return Nested(ParseArray);
                case '"':
                    return ParseString();
                default:
                    return ParsePlain();
            }
        }

        private SyntaxNode Nested(Func<SyntaxNode> parse)
        {
            if (_depth == MaxDepth)
            {
                var start = _position;
                Report(start, 1, $"The document nests deeper than {MaxDepth} levels.");
                SkipContainer();
                return new ScalarNode(TextSpan.FromBounds(start, _position), "", ScalarStyle.Missing);
            }

            _depth++;
            var node = parse();
            _depth--;
            return node;
        }

        private MappingNode ParseObject()
        {
            var start = _position++;
            var entries = ImmutableArray.CreateBuilder<MappingEntry>();
            while (true)
            {
                SkipBlanks();
                if (AtEnd("}", start))
                {
                    break;
                }

                if (text[_position] == '}')
                {
                    _position++;
                    break;
                }

                if (text[_position] == ',')
                {
                    Report(_position, 1, "A comma stands where a name in double quotes was expected.");
                    _position++;
                    continue;
                }

                if (text[_position] is ']')
                {
                    Report(_position, 1, "\"]\" stands where \"}\" was expected.");
                    break;
                }

                entries.Add(ParseEntry());
                ParseSeparator('}');
            }

            DuplicateKeys.Report(entries, Diagnostics);
            return new MappingNode(TextSpan.FromBounds(start, _position), entries.DrainToImmutable());
        }

        private MappingEntry ParseEntry()
        {
            SyntaxNode key;
            if (text[_position] == '"')
            {
                key = ParseString();
            }
            else
            {
                Report(_position, 1, $"{Shown(text[_position])} stands where a name in double quotes was expected.");
                key = text[_position] == ':' ? Missing() : text[_position] is '{' or '[' ? ParseValue() : ParseBareWord();
            }

            SkipBlanks();
            if (_position < text.Length && text[_position] == ':')
            {
                _position++;
                SkipBlanks();
                if (_position < text.Length && text[_position] is not ('}' or ']' or ','))
                {
                    return new MappingEntry(key, ParseValue());
                }

                Report(_position, 0, "A value is missing after the colon.");
                return new MappingEntry(key, Missing());
            }

            Report(_position, 0, "A colon and a value are missing after the name.");
            return new MappingEntry(key, Missing());
        }

        private SequenceNode ParseArray()
        {
            var start = _position++;
            var items = ImmutableArray.CreateBuilder<SyntaxNode>();
            while (true)
            {
                SkipBlanks();
                if (AtEnd("]", start))
                {
                    break;
                }

                if (text[_position] == ']')
                {
                    _position++;
                    break;
                }

                if (text[_position] == ',')
                {
                    Report(_position, 1, "A comma stands where a value was expected.");
                    _position++;
                    continue;
                }

                if (text[_position] is '}')
                {
                    Report(_position, 1, "\"}\" stands where \"]\" was expected.");
                    break;
                }

                items.Add(ParseValue());
                ParseSeparator(']');
            }

            return new SequenceNode(TextSpan.FromBounds(start, _position), items.DrainToImmutable());
        }

        /// <summary>Takes the comma between two members, and reports one that is missing or that nothing follows.</summary>
        private void ParseSeparator(char close)
        {
            SkipBlanks();
            if (_position == text.Length || text[_position] is '}' or ']')
            {
                return;
            }

            if (text[_position] != ',')
            {
                Report(_position, 1, $"{Shown(text[_position])} stands where a comma or \"{close}\" was expected.");
                return;
            }

            var comma = _position++;
            SkipBlanks();
            if (_position < text.Length && text[_position] == close)
            {
                Report(comma, 1, $"Nothing follows the comma before \"{close}\".");
            }
        }

        private ScalarNode ParseString()
        {
            var start = _position++;
            var closing = text.AsSpan(_position).IndexOfAny('"', '\\', '\n');
            if (closing >= 0 && text[_position + closing] == '"')
            {
                var content = text.AsSpan(_position, closing);
                _position += closing + 1;
                ReportControlCharacter(start, content);

                return new ScalarNode(TextSpan.FromBounds(start, _position), _strings.Get(content), ScalarStyle.DoubleQuoted);
            }

            return ParseStringWithEscapes(start);
        }

        private ScalarNode ParseStringWithEscapes(int start)
        {
            var value = new StringBuilder();
            while (true)
            {
                if (_position == text.Length || text[_position] is '\n' or '\r')
                {
                    Report(start, _position - start, "The string has no closing quote on its line.");
                    break;
                }

                var c = text[_position++];
                if (c == '"')
                {
                    break;
                }

                if (c == '\\')
                {
                    AppendEscape(value);
                }
                else
                {
                    value.Append(c);
                }
            }

            ReportControlCharacter(start, text.AsSpan(start, _position - start));
            return new ScalarNode(TextSpan.FromBounds(start, _position), value.ToString(), ScalarStyle.DoubleQuoted);
        }

        private void ReportControlCharacter(int start, ReadOnlySpan<char> written)
        {
            if (written.IndexOfAnyInRange('\0', '\u001f') >= 0)
            {
                Report(start, _position - start, "A control character stands in a string; write it as an escape such as \\t.");
            }
        }

        private void AppendEscape(StringBuilder value)
        {
            if (_position == text.Length)
            {
                return;
            }

            var start = _position - 1;
            var c = text[_position++];
            switch (c)
            {
                case '"' or '\\' or '/':
                    value.Append(c);
                    break;
                case 'b':
                    value.Append('\b');
                    break;
                case 'f':
                    value.Append('\f');
                    break;
                case 'n':
                    value.Append('\n');
                    break;
                case 'r':
                    value.Append('\r');
                    break;
                case 't':
                    value.Append('\t');
                    break;
                case 'u' when _position + 4 <= text.Length
                    && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                    value.Append((char)unit);
                    _position += 4;
                    break;
                default:
                    _position = c is '\n' or '\r' ? _position - 1 : _position;
                    Report(start, _position - start, "The escape is not one of JSON's: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX.");
                    value.Append(text, start, _position - start);
                    break;
            }
        }

        private ScalarNode ParsePlain()
        {
            var scalar = ParseBareWord();
            if (scalar.Span.Length == 0)
            {
                Report(_position, 1, $"{Shown(text[_position])} stands where a value was expected.");
                _position++;
            }
            else if (scalar.Value is not ("true" or "false" or "null") && !IsNumber(scalar.Value))
            {
                Report(scalar.Span.Start, scalar.Span.Length, $"\"{scalar.Value}\" is not a JSON value; a text needs double quotes.");
            }

            return scalar;
        }

        private ScalarNode ParseBareWord()
        {
            var start = _position;
            var length = text.AsSpan(start).IndexOfAny(WordEnds);
            _position = length < 0 ? text.Length : start + length;
            return new ScalarNode(TextSpan.FromBounds(start, _position), _strings.Get(text.AsSpan(start, _position - start)), ScalarStyle.Plain);
        }

        /// <summary>The number grammar of RFC 8259, section 6.</summary>
        private static bool IsNumber(ReadOnlySpan<char> word)
        {
            var i = word is ['-', ..] ? 1 : 0;
            var digits = Digits(word[i..]);
            if (digits == 0 || (digits > 1 && word[i] == '0'))
            {
                return false;
            }

            i += digits;
            if (i < word.Length && word[i] == '.')
            {
                digits = Digits(word[(i + 1)..]);
                if (digits == 0)
                {
                    return false;
                }

                i += 1 + digits;
            }

            if (i < word.Length && word[i] is 'e' or 'E')
            {
                i++;
                i += i < word.Length && word[i] is '+' or '-' ? 1 : 0;
                digits = Digits(word[i..]);
                if (digits == 0)
                {
                    return false;
                }

                i += digits;
            }

            return i == word.Length;
        }

        private static int Digits(ReadOnlySpan<char> word)
        {
            var length = word.IndexOfAnyExceptInRange('0', '9');
            return length < 0 ? word.Length : length;
        }

        private void SkipContainer()
        {
            var open = 0;
            do
            {
                var c = text[_position];
                if (c == '"')
                {
                    ParseString();
                    continue;
                }

                open += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
                _position++;
            }
            while (open > 0 && _position < text.Length);
        }

        private bool AtEnd(string close, int start)
        {
            if (_position < text.Length)
            {
                return false;
            }

            Report(start, 1, $"The text ends before the \"{close}\" that closes this bracket.");
            return true;
        }

        private ScalarNode Missing() => new(new TextSpan(_position, 0), "", ScalarStyle.Missing);

        private void SkipBlanks()
        {
            while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r')
            {
                _position++;
            }
        }

        private void Report(int start, int length, string message)
        {
            if (Diagnostics.Count < MaxFaults)
            {
                Diagnostics.Add(new Diagnostic("syntax", Severity.Error, new TextSpan(start, Math.Min(length, text.Length - start)), message));
            }
        }

        private static string Shown(char c) => c == '"' ? "A double quote" : $"\"{c}\"";
    }

    /// <summary>Gives equal short strings one instance: names and ids of a flow repeat many times.</summary>
    private sealed class StringTable
    {
        private const int Size = 1 << 12;
        private const int LongestKept = 40;
        private readonly string?[] _slots = new string?[Size];

        public string Get(ReadOnlySpan<char> text)
        {
            if (text.Length == 0)
            {
                return "";
            }

            if (text.Length > LongestKept)
            {
                return text.ToString();
            }

            ref var slot = ref _slots[string.GetHashCode(text) & (Size - 1)];
            if (slot is null || !text.SequenceEqual(slot))
            {
                slot = text.ToString();
            }

            return slot;
        }
    }
}
