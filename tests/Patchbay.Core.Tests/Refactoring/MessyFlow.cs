using System.Text;

namespace Patchbay.Core.Tests.Refactoring;

/// <summary>A flow as people write it: keys in any order, brackets here and blocks there, any quotes, indents and comments.</summary>
internal sealed class MessyFlow
{
    private static readonly string[] Keys = ["name", "refId", "actions", "outputs", "audio", "exp", "lit", "inboundCall", "tasks", "task", "decision", "callData", "yes", "no", "odd key", "'quoted: key'", "{{key}}", "condition", "default", "Ünit"];
    private static readonly string[] Scalars = ["plain", "two words", "5", "'5'", "true", "\"true\"", "no", "''", "\"\\u0041\\n\"", "'it''s'", "'a: b'", "\"{{x}}\"", "{{x}}", "a{{x}}b", "~", "\"#\"", "0x1F", "'1e3'", "-", "'- a'", "\"tab\\t\"", "Ärger", "1.5", "'  '"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly int _indent;
    private int _comments;

    public MessyFlow(int seed)
    {
        _random = new Random(seed);
        _indent = _random.Next(1, 5);
        Comments(0);
        _text.Append("inboundCall:");
        Mapping(_indent, 5);
        Comments(0);
    }

    public string Text => _text.ToString();

    private bool Chance(int percent) => _random.Next(100) < percent;

    private void Comments(int column)
    {
        while (Chance(20))
        {
            _text.Append(Chance(50) ? "\n" : "").Append(' ', _random.Next(column + 3)).Append($"# comment {++_comments}\n");
        }
    }

    private void EndLine() => _text.Append(Chance(10) ? $"  # behind {++_comments}\n" : "\n");

    private void Mapping(int column, int depth)
    {
        EndLine();
        foreach (var key in Some(Keys))
        {
            Comments(column);
            _text.Append(' ', column).Append(key).Append(':');
            Value(column, depth - 1);
        }
    }

    private void Value(int column, int depth)
    {
        switch (depth <= 0 ? 9 : _random.Next(10))
        {
            case < 3:
                Mapping(column + _indent, depth);
                break;
            case < 6:
                Sequence(column + (Chance(50) ? 0 : _indent), depth);
                break;
            case 6:
                _text.Append(' ').Append(Flow(depth));
                EndLine();
                break;
            case 7:
                _text.Append(' ').Append(Several(column + _indent));
                break;
            default:
                _text.Append(' ').Append(Scalar());
                EndLine();
                break;
        }
    }

    private void Sequence(int column, int depth)
    {
        EndLine();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            Comments(column);
            _text.Append(' ', column).Append('-').Append(' ', _random.Next(1, 3));
            if (Chance(60))
            {
                _text.Append(Scalar());
                EndLine();
            }
            else
            {
                var inner = _text.Length;
                while (_text[inner - 1] != '\n')
                {
                    inner--;
                }

                inner = _text.Length - inner;
                _text.Append(Keys[_random.Next(6)]).Append(':');
                Value(inner, depth - 1);
            }
        }
    }

    private string Flow(int depth)
    {
        if (depth <= 0 || Chance(30))
        {
            return Scalar(inFlow: true);
        }

        return Chance(50)
            ? $"{{{string.Join(", ", Some(Keys[..8]).Select(key => $"{key}: {Flow(depth - 1)}"))}}}"
            : $"[{string.Join(", ", Enumerable.Range(0, _random.Next(3)).Select(_ => Flow(depth - 1)))}]";
    }

    private string Several(int column)
    {
        var blanks = new string(' ', column + 1);
        return _random.Next(4) switch
        {
            0 => $"|\n{blanks}first\n{blanks}  second\n\n{blanks}third\n",
            1 => $">-\n{blanks}folded\n{blanks}text\n",
            2 => $"\"first\n{blanks}  second \\\"x\\\"\n\n{blanks}third\"\n",
            _ => $"first\n{blanks}second\n{blanks}    third\n",
        };
    }

    private string Scalar(bool inFlow = false)
    {
        var scalar = Scalars[_random.Next(Scalars.Length)];
        return scalar == "-" || (inFlow && scalar.Contains("{{", StringComparison.Ordinal)) ? "x" : scalar;
    }

    private IEnumerable<string> Some(string[] from)
    {
        var all = from.ToArray();
        _random.Shuffle(all);
        return all.Take(_random.Next(1, 5));
    }
}
