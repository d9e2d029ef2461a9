using System.Text;

namespace Patchbay.Core.Tests.Syntax;

/// <summary>Writes YAML documents of every layout that people and exporters use; the same seed gives the same document.</summary>
internal sealed class GeneratedYaml
{
    private static readonly string[] Words = ["a", "name", "two words", "Größe", "x-1", "http://x/y?z#w", "it's", "{{key}}", "{{p}}-x", "b{{k}}c", "5", "true", "yes", "-1.5", "null", "~", "\U0001F600"];
    private static readonly string[] Quoted = ["'it''s'", "\"a\\n\\\"b\\\"\"", "'a: b'", "\"# no\"", "''", "\"{{key}} x\"", "'yes'", "\"\\u00e9\""];
    private static readonly string[] Keys = ["name", "audio", "lit", "exp", "'quoted key'", "\"k\\t\"", "{{category}}", "Key", "yes", "12"];
    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly int _indent;
    private readonly bool _indentsSequences;
    private readonly int _gap;
    private readonly string _newLine;
    private readonly int _comments;

    private GeneratedYaml(int seed)
    {
        _random = new Random(seed);
        _indent = new[] { 1, 2, 2, 4 }[_random.Next(4)];
        _indentsSequences = _random.Next(2) == 0;
        _gap = _random.Next(4) == 0 ? 3 : 1;
        _newLine = _random.Next(3) == 0 ? "\r\n" : "\n";
        _comments = _random.Next(3) * 10;
    }

    public static string Document(int seed)
    {
        var writer = new GeneratedYaml(seed);
        if (writer.Chance(6))
        {
            writer._text.Append('\uFEFF');
        }

        writer.Lines(0);
        writer.Collection(0, 0, isOfItem: false);
        var text = writer._text.ToString();

        // A literal block at the end of a text without a last line break has none either, and gets one when something is put behind it.
        return writer.Chance(3) && !text.TrimEnd().EndsWith("last", StringComparison.Ordinal) ? text.TrimEnd('\r', '\n') : text;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Any(string[] words) => words[_random.Next(words.Length)];

    /// <summary>Comments and blank lines before an element.</summary>
    private void Lines(int column)
    {
        while (_random.Next(100) < _comments)
        {
            _text.Append(Chance(3) ? "" : new string(' ', column) + "# note " + _random.Next(1000)).Append(_newLine);
        }
    }

    private void End()
    {
        _text.Append(_random.Next(100) < _comments / 2 ? " # behind " + _random.Next(1000) : "").Append(_newLine);
    }

    private void Collection(int depth, int column, bool isOfItem)
    {
        if (Chance(2))
        {
            Mapping(depth, column, isOfItem);
        }
        else
        {
            Sequence(depth, column);
        }
    }

    private void Mapping(int depth, int column, bool isOfItem)
    {
        var count = _random.Next(1, 5);
        var keys = Keys.OrderBy(_ => _random.Next()).Take(count).ToList();
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                Lines(column);
                _text.Append(' ', column);
            }

            _text.Append(keys[i]).Append(':');
            Value(depth, column, isOfItem);
        }
    }

    private void Value(int depth, int column, bool isOfItem)
    {
        switch (depth < 4 ? _random.Next(8) : _random.Next(5))
        {
            case 0 when Chance(2):
                End();
                break;
            case 0 or 1:
                _text.Append(' ').Append(Flow(2));
                End();
                break;
            case 2 or 3:
                _text.Append(' ').Append(Any(Words));
                End();
                break;
            case 4 when Chance(3):
                var blanks = new string(' ', column + _indent);
                _text.Append(Chance(2) ? " |" : " >-").Append(_newLine).Append(blanks).Append("line {{x}}").Append(_newLine).Append(_newLine).Append(blanks).Append("  # no comment").Append(_newLine).Append(blanks).Append("last").Append(_newLine);
                break;
            case 4:
                _text.Append(' ').Append(Any(Quoted));
                End();
                break;
            case 5 or 6:
                End();
                var inner = column + (isOfItem && _indent == 4 ? 2 : _indent);
                Lines(inner);
                _text.Append(' ', inner);
                Mapping(depth + 1, inner, isOfItem: false);
                break;
            default:
                End();
                var list = column + (_indentsSequences ? _indent : 0);
                Lines(list);
                _text.Append(' ', list);
                Sequence(depth + 1, list);
                break;
        }
    }

    private void Sequence(int depth, int column)
    {
        var count = _random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                Lines(column);
                _text.Append(' ', column);
            }

            _text.Append('-');
            switch (depth < 4 ? _random.Next(6) : _random.Next(3))
            {
                case 0 when Chance(3):
                    End();
                    break;
                case 0:
                    _text.Append(' ', _gap).Append(Flow(2));
                    End();
                    break;
                case 1:
                    _text.Append(' ', _gap).Append(Any(Words));
                    End();
                    break;
                case 2:
                    _text.Append(' ', _gap).Append(Any(Quoted));
                    End();
                    break;
                case 3:
                    End();
                    _text.Append(' ', column + 2);
                    Collection(depth + 1, column + 2, isOfItem: false);
                    break;
                default:
                    _text.Append(' ', _gap);
                    Collection(depth + 1, column + 1 + _gap, isOfItem: true);
                    break;
            }
        }
    }

    private string Flow(int depth) => _random.Next(depth > 0 ? 6 : 3) switch
    {
        0 => Any(["a", "b c", "{{x}}", "7"]),
        1 => "\"q, {\"",
        2 => Chance(2) ? "[]" : "{}",
        3 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Flow(depth - 1)))}]",
        4 => $"[ {Flow(depth - 1)},{Flow(depth - 1)}, ]",
        _ => $"{{{string.Join(", ", Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"k{i}: {Flow(depth - 1)}"))}}}",
    };
}
