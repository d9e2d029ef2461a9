using System.Globalization;
using System.Text;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Text in SVG: how wide it is, how it is broken into lines, and how it is written. No font is at hand, so widths are those of common ones without serifs, rounded up.</summary>
internal static class SvgText
{
    /// <summary>About how wide a text is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size of the font, in pixels.</param>
    public static double Width(string text, double size)
    {
        var ems = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            ems += Ems(rune);
        }

        return ems * size;
    }

    /// <summary>Breaks a text into lines: at blanks where there are some, within words that are too long; what does not fit is cut with an ellipsis.</summary>
    /// <param name="text">The text, on one line.</param>
    /// <param name="size">The size of the font, in pixels.</param>
    /// <param name="widest">The widest that a line may be, in pixels.</param>
    /// <param name="most">Most lines.</param>
    public static List<string> Wrap(string text, double size, double widest, int most)
    {
        var lines = new List<string>();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty && lines.Count < most)
        {
            var fits = Fit(rest, size, widest);
            if (fits == rest.Length)
            {
                lines.Add(rest.ToString());
                return lines;
            }

            if (lines.Count == most - 1)
            {
                lines.Add(rest[..Fit(rest, size, widest - size)].TrimEnd().ToString() + "…");
                return lines;
            }

            var blank = rest[..(fits + 1)].LastIndexOf(' ');
            var end = blank > fits / 3 ? blank : fits;
            lines.Add(rest[..end].TrimEnd().ToString());
            rest = rest[end..].TrimStart();
        }

        return lines;
    }

    /// <summary>A text as XML holds it; characters that XML has no place for become blanks.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                < 0x20 or 0x7F or 0xFFFE or 0xFFFF => escaped.Append(' '),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A number with at most one digit behind the point.</summary>
    /// <param name="number">The number.</param>
    public static string Number(double number) => (Math.Round(number, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    /// <summary>How many characters from the start fit, at least one.</summary>
    private static int Fit(ReadOnlySpan<char> text, double size, double widest)
    {
        var used = 0.0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Ems(rune) * size;
            if (used > widest && end > 0)
            {
                return end;
            }

            end += rune.Utf16SequenceLength;
        }

        return Math.Min(end, text.Length);
    }

    private static double Ems(Rune rune) => rune.Value switch
    {
        'i' or 'l' or 'j' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or '(' or ')' or '[' or ']' or '{' or '}' or ' ' or '"' => 0.36,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' => 0.92,
        >= 'A' and <= 'Z' => 0.7,
        < 0x250 => 0.58,
        >= 0x1100 => 1.1,
        _ => 0.68,
    };
}
