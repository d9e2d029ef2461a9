using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Where the characters of a scalar's value stand in the text, so that a part of the value can be replaced and the rest keeps its quotes, escapes and line breaks.</summary>
internal static class ScalarCharacters
{
    /// <summary>The edit that replaces a part of a scalar's value; null where the scalar is written in a way in which its characters cannot be told one from another, or the new ones cannot be written.</summary>
    /// <param name="source">The text.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="within">The part of the value.</param>
    /// <param name="replacement">What stands there afterwards.</param>
    public static TextEdit? Replace(SourceText source, ScalarNode scalar, TextSpan within, string replacement)
    {
        if (within.Start == 0 && within.Length == scalar.Value.Length)
        {
            return ReplaceAll(source, scalar, replacement);
        }

        var places = ScalarPositions.Of(source, scalar);
        return places.IsExact && Written(scalar, replacement) is { } written ? new TextEdit(places.ToSource(within), written) : null;
    }

    /// <summary>The edit that gives a scalar another value: in the same quotes, or in double quotes where it cannot do without.</summary>
    /// <param name="source">The text.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="value">The value to have.</param>
    public static TextEdit ReplaceAll(SourceText source, ScalarNode scalar, string value)
    {
        var written = scalar.Style switch
        {
            ScalarStyle.Plain or ScalarStyle.Missing when IsPlain(value) => value,
            ScalarStyle.SingleQuoted when value.AsSpan().IndexOfAny('\n', '\r') < 0 && !value.Any(char.IsControl) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => YamlQuoting.DoubleQuoted(value),
        };
        var end = scalar.Span.End;
        while (scalar.Style == ScalarStyle.Block && end > scalar.Span.Start && source.Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return new TextEdit(TextSpan.FromBounds(scalar.Span.Start, end), scalar.Style == ScalarStyle.Missing ? " " + written : written);
    }

    /// <summary>Whether a text says the same without quotes, in a block and between brackets.</summary>
    /// <param name="value">The text.</param>
    public static bool IsPlain(string value)
    {
        if (value.Length == 0 || value[0] is ' ' or '\t' || value[^1] is ' ' or '\t' or ':' || value.Any(YamlQuoting.NeedsEscape))
        {
            return false;
        }

        var startsWell = char.IsLetterOrDigit(value[0]) || value[0] is '_' or '/' or '(' or '+' or '$' or '^' or ';' or '.' or '<' or '=' or '~' or '\\' || (value[0] == '-' && value.Length > 1 && value[1] is not (' ' or '-'));
        return startsWell
            && value.AsSpan().IndexOfAny("[]{},") < 0
            && !value.Contains(": ", StringComparison.Ordinal)
            && !value.Contains(" #", StringComparison.Ordinal)
            && value != "..."
            && !YamlQuoting.LooksLikeLiteral(value);
    }

    private static string? Written(ScalarNode scalar, string replacement)
    {
        var isSimple = replacement.All(c => char.IsLetterOrDigit(c) || c is '_' or '.');
        return scalar.Style switch
        {
            _ when isSimple => replacement,
            ScalarStyle.DoubleQuoted => YamlQuoting.Escaped(replacement),
            ScalarStyle.SingleQuoted when !replacement.Any(char.IsControl) => replacement.Replace("'", "''", StringComparison.Ordinal),
            ScalarStyle.Plain when IsPlain($"a{replacement}a") => replacement,
            _ => null,
        };
    }
}
