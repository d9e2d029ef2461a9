using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Collects edits of a JSON document that follow its own layout: items on lines of their own or on one line, its indentation and line ends. Nothing outside an edit changes.</summary>
/// <remarks>The document must be well formed. All spans are those of the document as it was; edits are made together.</remarks>
internal sealed class JsonEditor(SyntaxTree tree)
{
    private readonly JsonStyle _style = new(tree);
    private readonly ImmutableArray<TextEdit>.Builder _edits = ImmutableArray.CreateBuilder<TextEdit>();

    /// <summary>The edits so far.</summary>
    public ImmutableArray<TextEdit> ToEdits() => _edits.ToImmutable();

    /// <summary>Puts a text in place of a value or a name.</summary>
    public void ReplaceText(TextSpan span, string text) => _edits.Add(new TextEdit(span, JsonPrinter.Quote(text)));

    /// <summary>Puts another value in place of one.</summary>
    public void Replace(SyntaxNode node, JsonNode? value)
    {
        var indent = _style.IndentAt(node.Span.Start);
        _edits.Add(new TextEdit(node.Span, _style.Write(value, [node], indent, StandsAlone(node))));
    }

    /// <summary>Gives an object a member, in place of the one of that name where it has one.</summary>
    public void SetMember(MappingNode mapping, string name, JsonNode? value)
    {
        if (mapping[name] is { } old)
        {
            Replace(old, value);
        }
        else
        {
            InsertMembers(mapping, mapping.Entries.Length, [new(name, value)]);
        }
    }

    /// <summary>Inserts members into an object.</summary>
    /// <param name="mapping">The object.</param>
    /// <param name="index">Before which member; the number of members for the end.</param>
    /// <param name="members">The new members; their layout follows that of the members there are.</param>
    public void InsertMembers(MappingNode mapping, int index, IReadOnlyList<KeyValuePair<string, JsonNode?>> members)
    {
        var (indent, isMultiLine) = LayoutOf(mapping);
        ImmutableArray<SyntaxNode> samples = [.. mapping.Entries.Select(entry => entry.Value)];
        Splice(mapping, [.. mapping.Entries.Select(entry => entry.Span)], index, 0, [.. members.Select(member => _style.WriteMember(member.Key, member.Value, samples, indent, isMultiLine))]);
    }

    /// <summary>Inserts items into an array.</summary>
    /// <param name="sequence">The array.</param>
    /// <param name="index">Before which item; the number of items for the end.</param>
    /// <param name="items">The new items; their layout follows that of the items there are.</param>
    public void InsertItems(SequenceNode sequence, int index, IReadOnlyList<JsonNode?> items) =>
        ReplaceItems(sequence, index, 0, [.. items.Select(item => WriteItem(sequence, item))]);

    /// <summary>Puts written items in place of some items of an array.</summary>
    /// <param name="sequence">The array.</param>
    /// <param name="index">The first item to go.</param>
    /// <param name="count">How many go.</param>
    /// <param name="items">JSON texts of the items that come; none to remove only.</param>
    public void ReplaceItems(SequenceNode sequence, int index, int count, ImmutableArray<string> items) =>
        Splice(sequence, [.. sequence.Items.Select(item => item.Span)], index, count, items);

    /// <summary>Writes a value as an item of an array would be written.</summary>
    public string WriteItem(SequenceNode sequence, JsonNode? value)
    {
        var (indent, isMultiLine) = LayoutOf(sequence);
        return _style.Write(value, sequence.Items, indent, isMultiLine);
    }

    private void Splice(SyntaxNode container, ImmutableArray<TextSpan> spans, int index, int count, ImmutableArray<string> texts)
    {
        if (count == 0 && texts.IsEmpty)
        {
            return;
        }

        if (spans.IsEmpty || (count == spans.Length && texts.IsEmpty))
        {
            var brackets = container is MappingNode ? "{}" : "[]";
            _edits.Add(new TextEdit(container.Span, texts.IsEmpty
                ? brackets
                : _style.Enclose(brackets[0], brackets[1], texts, _style.IndentAt(container.Span.Start), StandsAlone(container))));
            return;
        }

        var separator = SeparatorOf(container, spans);
        var written = string.Join(separator, texts);
        _edits.Add(count == 0 ? Insertion(spans, index, separator, written)
            : texts.IsEmpty ? Removal(spans, index, count)
            : new TextEdit(TextSpan.FromBounds(spans[index].Start, spans[index + count - 1].End), written));
    }

    private static TextEdit Insertion(ImmutableArray<TextSpan> spans, int index, string separator, string written) => index == 0
        ? new TextEdit(new TextSpan(spans[0].Start, 0), written + separator)
        : new TextEdit(new TextSpan(spans[index - 1].End, 0), separator + written);

    /// <summary>Takes items out with the separator after them, or before them where they are the last.</summary>
    private static TextEdit Removal(ImmutableArray<TextSpan> spans, int index, int count) => index + count < spans.Length
        ? new TextEdit(TextSpan.FromBounds(spans[index].Start, spans[index + count].Start), "")
        : new TextEdit(TextSpan.FromBounds(spans[index - 1].End, spans[^1].End), "");

    private string SeparatorOf(SyntaxNode container, ImmutableArray<TextSpan> spans)
    {
        var lead = _style.LeadOf(container) ?? "";
        var lineBreak = lead.LastIndexOf('\n');
        if (lineBreak >= 0)
        {
            return "," + _style.NewLine + lead[(lineBreak + 1)..];
        }

        return spans.Length > 1 ? tree.Source.Text[spans[0].End..spans[1].Start] : _style.Comma;
    }

    /// <summary>The indentation of a container's items, and whether each stands on a line of its own.</summary>
    private (string Indent, bool IsMultiLine) LayoutOf(SyntaxNode container)
    {
        var outer = _style.IndentAt(container.Span.Start);
        if (_style.LeadOf(container) is not { } lead)
        {
            return StandsAlone(container) ? (_style.Deeper(outer), true) : (outer, false);
        }

        var lineBreak = lead.LastIndexOf('\n');
        return lineBreak >= 0 ? (lead[(lineBreak + 1)..], true) : (outer, false);
    }

    /// <summary>Whether a value is all that its line holds, but for its name: then the items of a new container get lines of their own.</summary>
    private bool StandsAlone(SyntaxNode node)
    {
        var text = tree.Source.Text;
        var line = node.Span.Start == 0 ? 0 : text.LastIndexOf('\n', node.Span.Start - 1) + 1;
        var before = text.AsSpan(line, node.Span.Start - line).Trim();
        return line > 0 && (before.IsEmpty || (before is ['"', .., ':'] && before.Count('"') == 2));
    }
}
