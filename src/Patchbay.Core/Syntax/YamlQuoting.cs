using System.Buffers;
using System.Globalization;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Writes scalars on one line so that they are read back exactly as they were: neither as another value nor, where a text was meant, as a number, a boolean or a null.</summary>
internal static class YamlQuoting
{
    private const string NeverFirst = ",[]{}#&*!|>'\"%@`";
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789abcdefABCDEFxXoO_.:+-tTzZ ");
    private static readonly SearchValues<char> NeverInFlow = SearchValues.Create(",[]{}:?");
    private static readonly SearchValues<char> NeverBesideSubstitutionInFlow = SearchValues.Create(",[]:?");

    /// <summary>Writes a scalar.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="inFlow">Whether it stands in brackets, where commas and brackets mean something.</param>
    /// <param name="quotes">The quotes to use where it needs some and says nothing itself.</param>
    public static string Write(YamlScalar scalar, bool inFlow, ScalarStyle quotes)
    {
        var style = scalar.Style ?? ScalarStyle.Plain;
        ReadOnlySpan<ScalarStyle> wanted = [style, quotes, ScalarStyle.DoubleQuoted, ScalarStyle.SingleQuoted];
        foreach (var candidate in wanted)
        {
            if (WriteAs(scalar, candidate, inFlow) is { } written)
            {
                return written;
            }
        }

        // Whatever is escaped is no brace of a substitution.
        return DoubleQuoted(scalar.Value).Replace("{", "\\x7B", StringComparison.Ordinal);
    }

    /// <summary>Whether an unquoted value would be read as something else than a text, by readers of YAML 1.1 or 1.2.</summary>
    public static bool LooksLikeLiteral(string value) =>
        value.Length == 0
        || value.ToUpperInvariant() is "NULL" or "~" or "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or ".INF" or "+.INF" or "-.INF" or ".NAN" or "<<" or "="
        || ((char.IsAsciiDigit(value[0]) || (value[0] is '+' or '-' or '.' && value.AsSpan().IndexOfAnyInRange('0', '9') >= 0)) && value.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0);

    private static string? WriteAs(YamlScalar scalar, ScalarStyle style, bool inFlow)
    {
        var value = scalar.Value;
        var mayHoldSubstitution = value.Contains("{{", StringComparison.Ordinal) || value.Contains("${", StringComparison.Ordinal) || value.Contains("%{", StringComparison.Ordinal);
        string written;
        switch (style)
        {
            case ScalarStyle.Plain:
                // Whoever fills a substitution in may fill in anything: a text that holds one is quoted unless it was not before.
                if ((mayHoldSubstitution && scalar is { IsText: true, Style: not ScalarStyle.Plain }) || (scalar.IsText && LooksLikeLiteral(value)) || !CanBePlain(value, inFlow, mayHoldSubstitution))
                {
                    return null;
                }

                written = value;
                break;
            case ScalarStyle.SingleQuoted:
                if (value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Any(NeedsEscape) || (mayHoldSubstitution && value.Contains('"', StringComparison.Ordinal)))
                {
                    return null;
                }

                written = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
                break;
            case ScalarStyle.DoubleQuoted:
                written = DoubleQuoted(value);
                break;
            default:
                return null;
        }

        return !mayHoldSubstitution || ReadsBack(written, value, inFlow) ? written : null;
    }

    private static bool ReadsBack(string written, string value, bool inFlow)
    {
        var tree = YamlText.Parse(new SourceText(inFlow ? $"[{written}]" : $"- {written}"));
        return tree is { Diagnostics.IsEmpty: true, Root: SequenceNode { Items: [ScalarNode scalar] } } && scalar.Value == value;
    }

    private static bool CanBePlain(string value, bool inFlow, bool mayHoldSubstitution)
    {
        if (value.Length == 0 || value[0] == ' ' || value[^1] is ' ' or ':' || value.Any(NeedsEscape) || value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal))
        {
            return false;
        }

        var opensSubstitution = mayHoldSubstitution && value[0] == '{';
        if ((!opensSubstitution && NeverFirst.Contains(value[0], StringComparison.Ordinal)) || (value[0] is '-' or '?' or ':' && (value.Length == 1 || value[1] == ' ' || (inFlow && ",[]{}".Contains(value[1], StringComparison.Ordinal)))))
        {
            return false;
        }

        // Braces in one line with others could come to be a substitution; those of one are letters to YAML.
        return !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal)
            && (mayHoldSubstitution || !value.Contains("}}", StringComparison.Ordinal))
            && (!inFlow || value.AsSpan().IndexOfAny(mayHoldSubstitution ? NeverBesideSubstitutionInFlow : NeverInFlow) < 0);
    }

    /// <summary>Whether a character is written as an escape, which only double quotes know.</summary>
    /// <param name="c">The character.</param>
    public static bool NeedsEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    /// <summary>A text in double quotes.</summary>
    /// <param name="value">The text.</param>
    public static string DoubleQuoted(string value) => $"\"{Escaped(value)}\"";

    /// <summary>A text as it stands between double quotes.</summary>
    /// <param name="value">The text.</param>
    public static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when NeedsEscape(c) => text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
