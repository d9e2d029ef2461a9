using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>Finds the variables of a definition: those it declares, those its <c>${...}</c> expressions read, and those its elements write.</summary>
internal sealed class VariableScan
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "and", "or", "not" };

    private readonly List<Mention> _mentions = [];
    private readonly HashSet<int> _writeStarts = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private enum MentionKind
    {
        Declared,
        Read,
        Written,
    }

    private readonly record struct Mention(string Name, MentionKind Kind, TextSpan Span);

    /// <summary>Takes the names of a list of variables: texts, or objects with a <c>name</c>.</summary>
    public void Declare(SyntaxNode? variables)
    {
        foreach (var item in (variables as SequenceNode)?.Items ?? [])
        {
            if ((item as MappingNode)?["name"] is ScalarNode { IsNull: false } named)
            {
                Add(named.Value, MentionKind.Declared, Inner(named));
            }
            else if (item is ScalarNode { IsNull: false } bare)
            {
                Add(bare.Value, MentionKind.Declared, Inner(bare));
            }
        }
    }

    /// <summary>Takes a variable that an element writes, named plainly or as <c>${name}</c>.</summary>
    public void Write(SyntaxNode? name)
    {
        if (name is ScalarNode { IsNull: false, Value.Length: > 0 } scalar)
        {
            var plain = scalar.Value.StartsWith("${", StringComparison.Ordinal) && scalar.Value.EndsWith('}') ? scalar.Value[2..^1].Trim() : scalar.Value;
            _writeStarts.Add(scalar.Span.Start);
            Add(plain, MentionKind.Written, Inner(scalar));
        }
    }

    /// <summary>Takes what the texts below a node read. Writes must be told first.</summary>
    public void Read(SyntaxNode? node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                if (scalar.IsQuoted && scalar.Value.Contains("${", StringComparison.Ordinal) && !_writeStarts.Contains(scalar.Span.Start))
                {
                    ReadExpressions(scalar);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Read(entry.Value);
                }

                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                {
                    Read(item);
                }

                break;
        }
    }

    /// <summary>The variables, in order of first mention.</summary>
    public ImmutableArray<FlowVariable> ToVariables()
    {
        if (_mentions.Count == 0)
        {
            return [];
        }

        var order = new List<string>();
        var byName = new Dictionary<string, List<Mention>>(StringComparer.Ordinal);
        foreach (var mention in _mentions.OrderBy(m => m.Span.Start))
        {
            var name = Owner(mention.Name);
            if (!byName.TryGetValue(name, out var mentions))
            {
                byName[name] = mentions = [];
                order.Add(name);
            }

            mentions.Add(mention);
        }

        return [.. order.Select(name => new FlowVariable(
            name,
            byName[name].Exists(m => m.Kind == MentionKind.Declared),
            [.. byName[name].Where(m => m.Kind == MentionKind.Read).Select(m => m.Span)],
            [.. byName[name].Where(m => m.Kind == MentionKind.Written).Select(m => m.Span)]))];
    }

    /// <summary>The characters of a scalar without its quotes.</summary>
    public static TextSpan Inner(ScalarNode scalar) =>
        scalar.IsQuoted && scalar.Span.Length >= 2 ? new TextSpan(scalar.Span.Start + 1, scalar.Span.Length - 2) : scalar.Span;

    /// <summary>A field of a known variable belongs to it: <c>customer.name</c> reads <c>customer</c>, where the flow has one.</summary>
    private string Owner(string name)
    {
        for (var end = _known.Count == 0 ? 0 : name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            if (_known.Contains(name[..end]))
            {
                return name[..end];
            }
        }

        return name;
    }

    private void Add(string name, MentionKind kind, TextSpan span)
    {
        _mentions.Add(new Mention(name, kind, span));
        if (kind != MentionKind.Read)
        {
            _known.Add(name);
        }
    }

    private void ReadExpressions(ScalarNode scalar)
    {
        var value = scalar.Value;
        var hasEscapes = scalar.Span.Length != value.Length + 2;
        for (var open = value.IndexOf("${", StringComparison.Ordinal); open >= 0; open = value.IndexOf("${", open + 2, StringComparison.Ordinal))
        {
            var close = value.IndexOf('}', open);
            foreach (var (start, length) in Names(value, open + 2, close < 0 ? value.Length : close))
            {
                Add(value.Substring(start, length), MentionKind.Read, hasEscapes ? Inner(scalar) : new TextSpan(scalar.Span.Start + 1 + start, length));
            }
        }
    }

    /// <summary>The names in an expression: not its texts, numbers, words of the language and functions.</summary>
    private static IEnumerable<(int Start, int Length)> Names(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is '"' or '\'')
            {
                var close = text.IndexOf(text[i], i + 1, end - i - 1);
                i = close < 0 ? end : close;
            }
            else if (char.IsLetterOrDigit(text[i]) || text[i] == '_')
            {
                var nameEnd = i;
                while (nameEnd < end && (char.IsLetterOrDigit(text[nameEnd]) || text[nameEnd] is '_' or '.'))
                {
                    nameEnd++;
                }

                var after = nameEnd;
                while (after < end && text[after] == ' ')
                {
                    after++;
                }

                var name = text.AsSpan(i, nameEnd - i).TrimEnd('.');
                var isCall = after < end && text[after] == '(';
                if (!char.IsDigit(text[i]) && !isCall && !Words.Contains(name.ToString()))
                {
                    yield return (i, name.Length);
                }

                i = nameEnd - 1;
            }
        }
    }
}
