using System.Globalization;
using System.Text;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>Values in one spelling, so that two of them mean the same when the spellings are equal: keys sorted, numbers by value, no layout.</summary>
internal static class CanonicalValue
{
    /// <summary>Whether two nodes mean the same.</summary>
    public static bool Same(SyntaxNode left, SyntaxNode right)
    {
        switch (left, right)
        {
            case (ScalarNode l, ScalarNode r):
                return l.IsQuoted == r.IsQuoted && l.Value == r.Value && l.IsNull == r.IsNull || Scalar(l) == Scalar(r);
            case (SequenceNode l, SequenceNode r):
                if (l.Items.Length != r.Items.Length)
                {
                    return false;
                }

                for (var i = 0; i < l.Items.Length; i++)
                {
                    if (!Same(l.Items[i], r.Items[i]))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return left.GetType() == right.GetType() && Of(left) == Of(right);
        }
    }

    /// <summary>The one spelling of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="skip">Which entries of mappings do not count; null when all do.</param>
    public static string Of(SyntaxNode node, Func<MappingEntry, bool>? skip = null)
    {
        var text = new StringBuilder();
        Append(text, node, skip);
        return text.ToString();
    }

    /// <summary>The one spelling of a scalar: its kind and its value.</summary>
    public static string Scalar(ScalarNode scalar) =>
        scalar.IsQuoted ? "\"" + scalar.Value
        : scalar.IsNull ? "null"
        : scalar.Value is "true" or "false" ? scalar.Value
        : Number(scalar.Value) ?? "\"" + scalar.Value;

    /// <summary>A number as its significant digits and a power of ten, exact whatever its size; null for what is no number.</summary>
    public static string? Number(string text)
    {
        var position = text.StartsWith('-') ? 1 : 0;
        var digits = new StringBuilder();
        var scale = 0L;
        var start = position;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++)
        {
            digits.Append(text[position]);
        }

        if (position == start)
        {
            return null;
        }

        if (position < text.Length && text[position] == '.')
        {
            for (position++; position < text.Length && char.IsAsciiDigit(text[position]); position++)
            {
                digits.Append(text[position]);
                scale--;
            }
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            if (!int.TryParse(text.AsSpan(position + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            {
                return null;
            }

            scale += exponent;
            position = text.Length;
        }

        if (position < text.Length)
        {
            return null;
        }

        var all = digits.ToString().TrimStart('0');
        var significant = all.TrimEnd('0');
        return significant.Length == 0 ? "0" : $"{(text[0] == '-' ? "-" : "")}{significant}e{scale + all.Length - significant.Length}";
    }

    private static void Append(StringBuilder text, SyntaxNode node, Func<MappingEntry, bool>? skip)
    {
        switch (node)
        {
            case ScalarNode scalar:
                var value = Scalar(scalar);
                text.Append(value.Length).Append(':').Append(value);
                break;
            case MappingNode mapping:
                text.Append('{');
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    // A null says the same as no field at all, in a definition as in a merge patch.
                    if (entry.Value is not ScalarNode { IsNull: true } && skip?.Invoke(entry) != true)
                    {
                        text.Append(entry.Key.Length).Append(':').Append(entry.Key);
                        Append(text, entry.Value, skip);
                    }
                }

                text.Append('}');
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Append(text, item, skip);
                }

                text.Append(']');
                break;
            case AliasNode alias:
                text.Append('*').Append(alias.Anchor).Append(' ');
                break;
        }
    }
}
