using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>How a JSON document is laid out: its line ends, indentation, and blanks. New values are written the same way.</summary>
internal sealed class JsonStyle
{
    private const int LooksAt = 64;
    private readonly SourceText _source;
    private readonly string _unit;
    private readonly string _colon;

    /// <summary>Takes the style of a document.</summary>
    public JsonStyle(SyntaxTree tree)
    {
        _source = tree.Source;
        var firstBreak = _source.Text.IndexOf('\n');
        NewLine = firstBreak > 0 && _source.Text[firstBreak - 1] == '\r' ? "\r\n" : "\n";
        _unit = FindUnit(tree.Root) ?? "  ";
        _colon = FindColon(tree.Root) ?? ": ";
        Comma = _colon.EndsWith(' ') ? ", " : ",";
    }

    /// <summary>A line break as the document writes it.</summary>
    public string NewLine { get; }

    /// <summary>What stands between two items on one line.</summary>
    public string Comma { get; }

    /// <summary>Writes a member of an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="samples">Values whose layout is followed.</param>
    /// <param name="indent">The indentation of the line on which it starts.</param>
    /// <param name="isMultiLine">Whether a container without a sample gets a line for each of its items.</param>
    public string WriteMember(string name, JsonNode? value, IReadOnlyList<SyntaxNode> samples, string indent, bool isMultiLine) =>
        JsonPrinter.Quote(name) + _colon + Write(value, samples, indent, isMultiLine);

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="samples">Values whose layout is followed.</param>
    /// <param name="indent">The indentation of the line on which it starts.</param>
    /// <param name="isMultiLine">Whether a container without a sample gets a line for each of its items.</param>
    public string Write(JsonNode? value, IReadOnlyList<SyntaxNode> samples, string indent, bool isMultiLine) => value switch
    {
        null => "null",
        JsonObject mapping => WriteObject(mapping, samples, indent, isMultiLine),
        JsonArray sequence => WriteArray(sequence, samples, indent, isMultiLine),
        _ => value.GetValueKind() == JsonValueKind.String ? JsonPrinter.Quote(value.GetValue<string>()) : value.ToJsonString(),
    };

    /// <summary>Encloses written items: one a line, or all on one line.</summary>
    public string Enclose(char open, char close, IEnumerable<string> items, string indent, bool isMultiLine, string padding = "")
    {
        var inner = NewLine + indent + _unit;
        return isMultiLine
            ? $"{open}{inner}{string.Join("," + inner, items)}{NewLine}{indent}{close}"
            : $"{open}{padding}{string.Join(Comma, items)}{padding}{close}";
    }

    /// <summary>The indentation one level further in.</summary>
    public string Deeper(string indent) => indent + _unit;

    /// <summary>The blanks at the start of the line that holds an offset.</summary>
    public string IndentAt(int offset)
    {
        var start = offset == 0 ? 0 : _source.Text.LastIndexOf('\n', offset - 1) + 1;
        var end = start;
        while (end < offset && _source.Text[end] is ' ' or '\t')
        {
            end++;
        }

        return _source.Text[start..end];
    }

    /// <summary>What stands between the opening bracket of a container and its first item; null when it is empty.</summary>
    public string? LeadOf(SyntaxNode container)
    {
        var first = container switch
        {
            MappingNode { Entries: [var entry, ..] } => entry.Span.Start,
            SequenceNode { Items: [var item, ..] } => item.Span.Start,
            _ => -1,
        };
        return first < 0 ? null : _source.Text[(container.Span.Start + 1)..first];
    }

    private string WriteObject(JsonObject mapping, IReadOnlyList<SyntaxNode> samples, string indent, bool isMultiLine)
    {
        if (mapping.Count == 0)
        {
            return "{}";
        }

        var like = samples.Take(LooksAt).OfType<MappingNode>().Where(sample => !sample.Entries.IsEmpty).ToList();
        var (multi, padding) = LayoutLike(like, isMultiLine);
        var inner = multi ? Deeper(indent) : indent;
        var members = mapping.Select(member =>
            WriteMember(member.Key, member.Value, [.. like.Select(sample => sample[member.Key]).OfType<SyntaxNode>()], inner, multi));
        return Enclose('{', '}', members, indent, multi, padding);
    }

    private string WriteArray(JsonArray sequence, IReadOnlyList<SyntaxNode> samples, string indent, bool isMultiLine)
    {
        if (sequence.Count == 0)
        {
            return "[]";
        }

        var like = samples.Take(LooksAt).OfType<SequenceNode>().Where(sample => !sample.Items.IsEmpty).ToList();
        var (multi, padding) = LayoutLike(like, isMultiLine);
        var inner = multi ? Deeper(indent) : indent;
        var items = sequence.Select(item => Write(item, [.. like.SelectMany(sample => sample.Items.Take(LooksAt))], inner, multi));
        return Enclose('[', ']', items, indent, multi, padding);
    }

    private (bool IsMultiLine, string Padding) LayoutLike(IReadOnlyCollection<SyntaxNode> samples, bool isMultiLine)
    {
        if (samples.Count == 0)
        {
            return (isMultiLine, "");
        }

        var leads = samples.Select(sample => LeadOf(sample) ?? "").ToList();
        return leads.Exists(lead => lead.Contains('\n', StringComparison.Ordinal)) ? (true, "") : (false, leads[0]);
    }

    private string? FindUnit(SyntaxNode? node)
    {
        for (var depth = 0; depth < LooksAt && node is not null; depth++)
        {
            if (LeadOf(node) is { } lead && lead.LastIndexOf('\n') is >= 0 and var lineBreak)
            {
                var outer = IndentAt(node.Span.Start);
                var inner = lead[(lineBreak + 1)..];
                return inner.StartsWith(outer, StringComparison.Ordinal) && inner.Length > outer.Length ? inner[outer.Length..] : null;
            }

            node = node switch
            {
                MappingNode mapping => mapping.Entries.Select(entry => entry.Value).FirstOrDefault(value => value is MappingNode or SequenceNode),
                SequenceNode sequence => sequence.Items.FirstOrDefault(item => item is MappingNode or SequenceNode),
                _ => null,
            };
        }

        return null;
    }

    private string? FindColon(SyntaxNode? root) => root is MappingNode { Entries: [var entry, ..] } && entry.Value.Span.Start > entry.KeyNode.Span.End
        && _source.Text[entry.KeyNode.Span.End..entry.Value.Span.Start] is var colon && !colon.Contains('\n', StringComparison.Ordinal)
        ? colon
        : null;
}
