using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Writes a new value where a node stands: behind a colon or a dash, between brackets, or as the document.</summary>
internal sealed class YamlReplacement(YamlLayout layout, YamlStyle style)
{
    private string Text => layout.Text;

    /// <summary>The edits that put a value in place of a node.</summary>
    public IEnumerable<TextEdit> Edits(SyntaxNode node, YamlValue value)
    {
        var printer = new YamlPrinter(style, node.Span.Start);
        var place = layout.ParentOf(node);
        if (place is { IsKey: true } || layout.IsInFlow(node))
        {
            return [Inline(node, place, printer.Inline(value, layout.IsInFlow(node)))];
        }

        var column = place is null ? 0 : layout.ColumnOf(layout.ElementsOf(place.Container)[place.Index].Start);
        var isOfItem = place?.Container is MappingNode mapping && layout.IsBehindDash(mapping);
        return (layout.IsBlock(node), YamlPrinter.IsInline(value)) switch
        {
            (false, true) => [Inline(node, place, InlineText(node, value, printer, column, isOfItem))],
            (false, false) => InlineByBlock(node, value, printer, place, column, isOfItem),
            (true, true) => BlockByInline(node, place, InlineText(node, value, printer, column, isOfItem)),
            _ => [BlockByBlock(node, value, printer, place, column, isOfItem)],
        };
    }

    private string InlineText(SyntaxNode node, YamlValue value, YamlPrinter printer, int column, bool isOfItem)
    {
        if (value is not YamlScalar { Style: ScalarStyle.Block } block)
        {
            return printer.Inline(value, inFlow: false);
        }

        var inner = column + (layout.ParentOf(node)?.Container is SequenceNode ? 1 + style.GapAt(node.Span.Start) : Math.Max(1, style.MappingIndentAt(node.Span.Start, isOfItem)));
        if (node is ScalarNode { Style: ScalarStyle.Block })
        {
            // The lines keep the indentation that they have.
            var line = layout.NextLine(node.Span.Start);
            while (line < node.Span.End && layout.LineEnd(line) == line)
            {
                line = layout.NextLine(line);
            }

            var first = line;
            while (first < node.Span.End && Text[first] == ' ')
            {
                first++;
            }

            inner = first < node.Span.End && first - line > (layout.ParentOf(node) is null ? -1 : column) ? first - line : inner;
        }

        // A comment behind the value, or behind the key of a block, would become part of its last line.
        var end = layout.IsBlock(node) ? layout.EndBefore(layout.ElementsOf(node)[0].Start) : node.Span.End;
        var behind = layout.IsBlock(node) && layout.LineStart(end) == layout.LineStart(node.Span.Start) ? default : TextSpan.FromBounds(end, layout.LineEnd(end));
        return Text.AsSpan(behind.Start, behind.Length).Trim().IsEmpty && printer.Literal(block.Value, inner) is { } literal ? literal : printer.Inline(value, inFlow: false);
    }

    /// <summary>A value on one line in place of one that has no lines of its own.</summary>
    private TextEdit Inline(SyntaxNode node, YamlPlace? place, string written)
    {
        if (node is not ScalarNode { Style: ScalarStyle.Missing })
        {
            return new TextEdit(node.Span, written);
        }

        return new TextEdit(node.Span, Lead(node, place) + written);
    }

    /// <summary>What must stand before a value where none was written: a blank, and the colon where even that is missing.</summary>
    private string Lead(SyntaxNode node, YamlPlace? place)
    {
        var at = node.Span.Start;
        if (place is { IsKey: false, Container: MappingNode mapping } && mapping.Entries[place.Index].KeyNode.Span.End is var keyEnd && Text.AsSpan(keyEnd, at - keyEnd).IndexOf(':') < 0)
        {
            var isExplicit = layout.IsBlock(mapping);
            return isExplicit ? style.NewLine + new string(' ', layout.ColumnOf(layout.ElementsOf(mapping)[place.Index].Start)) + ": " : ": ";
        }

        return place is { IsKey: true } || at == 0 || Text[at - 1] is ' ' or '\n' or '\r' or '\uFEFF' ? "" : " ";
    }

    private TextEdit[] InlineByBlock(SyntaxNode node, YamlValue value, YamlPrinter printer, YamlPlace? place, int column, bool isOfItem)
    {
        var end = layout.LineEnd(node.Span.End);
        var hasComment = Text.AsSpan(node.Span.End, end - node.Span.End).Trim().Length > 0;
        var isMissing = node is ScalarNode { Style: ScalarStyle.Missing };
        if (place is null && !hasComment)
        {
            var separator = isMissing && node.Span.Start > 0 && Text[node.Span.Start - 1] is not ('\n' or '\r' or '\uFEFF') ? style.NewLine : "";
            return [new TextEdit(node.Span, separator + printer.Elements(value, isMissing ? 0 : layout.ColumnOf(node.Span.Start)))];
        }

        if (place is { Container: SequenceNode } && !hasComment)
        {
            var gap = style.GapAt(node.Span.Start);
            return isMissing
                ? [new TextEdit(node.Span, new string(' ', gap) + printer.Elements(value, column + 1 + gap, isOfItem: true))]
                : [new TextEdit(node.Span, printer.Elements(value, layout.ColumnOf(node.Span.Start), isOfItem: true))];
        }

        var inner = place switch
        {
            null => 0,
            { Container: SequenceNode } => column + 1 + style.GapAt(node.Span.Start),
            _ => printer.ColumnUnder(value, column, isOfItem),
        };
        var written = style.NewLine + new string(' ', inner) + printer.Elements(value, inner);
        var before = isMissing ? node.Span.Start : layout.EndBefore(node.Span.Start);
        var lead = isMissing ? Lead(node, place).TrimEnd(' ') : "";
        return layout.LineStart(before) == layout.LineStart(node.Span.Start)
            ? [new TextEdit(TextSpan.FromBounds(before, node.Span.End), lead), new TextEdit(new TextSpan(end, 0), written)]
            : [new TextEdit(TextSpan.FromBounds(layout.LineEnd(before), end), written)];
    }

    private TextEdit[] BlockByInline(SyntaxNode node, YamlPlace? place, string written)
    {
        var start = layout.ElementsOf(node)[0].Start;
        var before = layout.EndBefore(start);
        var end = layout.LineEnd(node.Span.End);
        return place is null || layout.LineStart(before) == layout.LineStart(start)
            ? [new TextEdit(TextSpan.FromBounds(start, end), written)]
            : [new TextEdit(new TextSpan(before, 0), " " + written), new TextEdit(TextSpan.FromBounds(layout.LineEnd(before), end), "")];
    }

    private TextEdit BlockByBlock(SyntaxNode node, YamlValue value, YamlPrinter printer, YamlPlace? place, int column, bool isOfItem)
    {
        var first = layout.ElementsOf(node)[0];
        var end = layout.LineEnd(node.Span.End);
        var isSameKind = node is MappingNode == value is YamlMapping;
        if (place is null || layout.SharesLine(first.Start) || place.Container is SequenceNode)
        {
            return new TextEdit(TextSpan.FromBounds(first.Start, end), printer.Elements(value, layout.ColumnOf(first.Start), place?.Container is SequenceNode && layout.SharesLine(first.Start)));
        }

        var inner = isSameKind ? layout.ColumnOf(first.Start) : printer.ColumnUnder(value, column, isOfItem);
        return new TextEdit(TextSpan.FromBounds(layout.StartWithComments(first), end), new string(' ', inner) + printer.Elements(value, inner));
    }
}
