using System.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Prints new values in the style that a document has near a place.</summary>
/// <param name="style">The document's style.</param>
/// <param name="near">The place.</param>
internal sealed class YamlPrinter(YamlStyle style, int near)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether a value has no lines of its own: scalars, aliases and what is empty.</summary>
    public static bool IsInline(YamlValue value) => value switch
    {
        YamlMapping mapping => mapping.Entries.IsEmpty,
        YamlSequence sequence => sequence.Items.IsEmpty,
        _ => true,
    };

    /// <summary>Prints a value on one line, with brackets.</summary>
    /// <param name="value">The value.</param>
    /// <param name="inFlow">Whether it stands in brackets itself.</param>
    public string Inline(YamlValue value, bool inFlow) => value switch
    {
        YamlScalar scalar => YamlQuoting.Write(scalar, inFlow, style.Quotes),
        YamlAlias alias => "*" + alias.Anchor,
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => InlineEntry(entry.Key, entry.Value)))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(item => Inline(item, inFlow: true)))}]",
        _ => throw new ArgumentException("Lines of a block cannot stand between brackets.", nameof(value)),
    };

    /// <summary>Prints an entry on one line.</summary>
    public string InlineEntry(YamlValue key, YamlValue value) => $"{Key(key, inFlow: true)}: {Inline(value, inFlow: true)}";

    /// <summary>Prints what follows a key's colon: blank and value, or line breaks and lines.</summary>
    /// <param name="value">The value.</param>
    /// <param name="column">The key's column.</param>
    /// <param name="isOfItem">Whether the key stands in the mapping behind a dash.</param>
    public string AfterColon(YamlValue value, int column, bool isOfItem)
    {
        _text.Clear();
        AppendAfterColon(value, column, isOfItem);
        return _text.ToString();
    }

    /// <summary>Prints the entries or items of a collection that is not empty. The first one goes where the caller stands, the others to lines of their own.</summary>
    /// <param name="value">The collection.</param>
    /// <param name="column">The column of the first one.</param>
    /// <param name="isOfItem">Whether it is a mapping behind a dash.</param>
    public string Elements(YamlValue value, int column, bool isOfItem = false)
    {
        _text.Clear();
        AppendElements(value, column, isOfItem);
        return _text.ToString();
    }

    /// <summary>Prints a text as a literal block: header, and lines; null where it cannot be one.</summary>
    /// <param name="value">The text.</param>
    /// <param name="column">The column of its lines.</param>
    public string? Literal(string value, int column)
    {
        // What ends in line breaks needs one behind it, which the last line of the text may not have.
        // Several line breaks at the end would run together with blank lines behind.
        var isLiteral = !value.EndsWith("\n\n", StringComparison.Ordinal) && (style.EndsInLineBreak || !value.EndsWith('\n')) && value.TrimEnd('\n').Length > 0 && value[0] is not (' ' or '\n') && !value.Any(c => (char.IsControl(c) && c != '\n') || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');
        if (!isLiteral)
        {
            return null;
        }

        var header = value.EndsWith('\n') ? "|" : "|-";
        var lines = (value.EndsWith('\n') ? value[..^1] : value).Split('\n').Select(line => line.Length == 0 ? "" : new string(' ', column) + line);
        return header + style.NewLine + string.Join(style.NewLine, lines);
    }

    /// <summary>The column of a collection under a key.</summary>
    public int ColumnUnder(YamlValue value, int column, bool isOfItem) =>
        column + (value is YamlSequence ? style.SequenceIndentAt(near, isOfItem) : style.MappingIndentAt(near, isOfItem));

    private void AppendAfterColon(YamlValue value, int column, bool isOfItem)
    {
        if (!IsInline(value))
        {
            var inner = ColumnUnder(value, column, isOfItem);
            _text.Append(style.NewLine).Append(' ', inner);
            AppendElements(value, inner, isOfItem: false);
            return;
        }

        _text.Append(' ');
        AppendInline(value, column + Math.Max(1, style.MappingIndentAt(near, isOfItem)));
    }

    private void AppendInline(YamlValue value, int blockColumn) =>
        _text.Append(value is YamlScalar { Style: ScalarStyle.Block } block && Literal(block.Value, blockColumn) is { } literal ? literal : Inline(value, inFlow: false));

    private void AppendElements(YamlValue value, int column, bool isOfItem)
    {
        if (value is YamlMapping mapping)
        {
            for (var i = 0; i < mapping.Entries.Length; i++)
            {
                Separate(i, column);
                _text.Append(Key(mapping.Entries[i].Key, inFlow: false)).Append(':');
                AppendAfterColon(mapping.Entries[i].Value, column, isOfItem);
            }
        }
        else if (value is YamlSequence sequence)
        {
            for (var i = 0; i < sequence.Items.Length; i++)
            {
                Separate(i, column);
                AppendItem(sequence.Items[i], column);
            }
        }
    }

    private void AppendItem(YamlValue item, int column)
    {
        if (item is YamlLines lines)
        {
            AppendLines(lines, column);
            return;
        }

        var gap = style.GapAt(near);
        var inner = column + 1 + gap;
        _text.Append('-').Append(' ', gap);
        if (IsInline(item))
        {
            AppendInline(item, inner);
        }
        else
        {
            AppendElements(item, inner, isOfItem: true);
        }
    }

    private void AppendLines(YamlLines lines, int column)
    {
        var isFirst = true;
        foreach (var line in lines.Lines.AsSpan().EnumerateLines())
        {
            _text.Append(isFirst ? "" : style.NewLine);
            var blanks = isFirst ? lines.Column : line.Length - line.TrimStart(' ').Length;
            var content = isFirst ? line : line[Math.Min(blanks, lines.Column)..];
            if (content.Length > 0)
            {
                _text.Append(' ', isFirst ? 0 : column + (blanks < lines.Column && content[0] != '#' ? 1 : 0)).Append(content);
            }

            isFirst = false;
        }
    }

    private void Separate(int index, int column)
    {
        if (index > 0)
        {
            _text.Append(style.NewLine).Append(' ', column);
        }
    }

    private string Key(YamlValue key, bool inFlow) => Inline(key, inFlow) + (key is YamlAlias ? " " : "");
}
