using System.Globalization;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Writes a JSON tree out again in a chosen layout. Numbers and escapes keep their spelling, names their order, except where canonical form is asked for.</summary>
public static class JsonPrinter
{
    /// <summary>Indented by two blanks, a line per entry, without a line break at the end: how definitions are laid out that came over HTTP.</summary>
    /// <param name="tree">A JSON document.</param>
    public static string Indented(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var text = new StringBuilder(tree.Source.Length + (tree.Source.Length / 2));
        AppendIndented(text, tree.Source, tree.Root, 0);
        return text.ToString();
    }

    /// <summary>Without any blanks.</summary>
    /// <param name="source">The text that the node is part of.</param>
    /// <param name="node">A node of a JSON document; null prints as <c>null</c>.</param>
    public static string Compact(SourceText source, SyntaxNode? node)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new StringBuilder(node?.Span.Length ?? 4);
        AppendCompact(text, source, node);
        return text.ToString();
    }

    /// <summary>Without blanks, names sorted by code unit and strings escaped in one way, so that texts which say the same print the same. Numbers keep their spelling.</summary>
    /// <param name="source">The text that the node is part of.</param>
    /// <param name="node">A node of a JSON document; null prints as <c>null</c>.</param>
    public static string Canonical(SourceText source, SyntaxNode? node)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new StringBuilder(node?.Span.Length ?? 4);
        AppendCanonical(text, source, node);
        return text.ToString();
    }

    /// <summary>A text as a JSON string, quotes included.</summary>
    /// <param name="value">The text.</param>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length + 2);
        AppendQuoted(text, value);
        return text.ToString();
    }

    private static void AppendIndented(StringBuilder text, SourceText source, SyntaxNode? node, int depth)
    {
        switch (node)
        {
            case MappingNode { Entries.Length: > 0 } mapping:
                text.Append('{');
                for (var i = 0; i < mapping.Entries.Length; i++)
                {
                    NewLine(text, i, depth + 1);
                    AppendScalar(text, source, mapping.Entries[i].KeyNode);
                    text.Append(": ");
                    AppendIndented(text, source, mapping.Entries[i].Value, depth + 1);
                }

                text.Append('\n').Append(' ', 2 * depth).Append('}');
                break;
            case SequenceNode { Items.Length: > 0 } sequence:
                text.Append('[');
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    NewLine(text, i, depth + 1);
                    AppendIndented(text, source, sequence.Items[i], depth + 1);
                }

                text.Append('\n').Append(' ', 2 * depth).Append(']');
                break;
            default:
                AppendCompact(text, source, node);
                break;
        }
    }

    private static void NewLine(StringBuilder text, int index, int depth)
    {
        if (index > 0)
        {
            text.Append(',');
        }

        text.Append('\n').Append(' ', 2 * depth);
    }

    private static void AppendCompact(StringBuilder text, SourceText source, SyntaxNode? node)
    {
        switch (node)
        {
            case MappingNode mapping:
                text.Append('{');
                for (var i = 0; i < mapping.Entries.Length; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    AppendScalar(text, source, mapping.Entries[i].KeyNode);
                    text.Append(':');
                    AppendCompact(text, source, mapping.Entries[i].Value);
                }

                text.Append('}');
                break;
            case SequenceNode sequence:
                text.Append('[');
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    AppendCompact(text, source, sequence.Items[i]);
                }

                text.Append(']');
                break;
            default:
                AppendScalar(text, source, node);
                break;
        }
    }

    private static void AppendCanonical(StringBuilder text, SourceText source, SyntaxNode? node)
    {
        switch (node)
        {
            case MappingNode mapping:
                text.Append('{');
                var first = true;
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    text.Append(first ? "" : ",");
                    first = false;
                    AppendQuoted(text, entry.Key);
                    text.Append(':');
                    AppendCanonical(text, source, entry.Value);
                }

                text.Append('}');
                break;
            case SequenceNode sequence:
                text.Append('[');
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    AppendCanonical(text, source, sequence.Items[i]);
                }

                text.Append(']');
                break;
            case ScalarNode { IsQuoted: true } scalar:
                AppendQuoted(text, scalar.Value);
                break;
            default:
                AppendScalar(text, source, node);
                break;
        }
    }

    private static void AppendScalar(StringBuilder text, SourceText source, SyntaxNode? node)
    {
        if (node is null or ScalarNode { Style: ScalarStyle.Missing })
        {
            text.Append("null");
        }
        else
        {
            text.Append(source.Text, node.Span.Start, node.Span.Length);
        }
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]):
                    text.Append(c).Append(value[++i]);
                    break;
                case < ' ' or '\u007f' or (>= '\ud800' and <= '\udfff'):
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
