namespace Patchbay.Core.Diffing.Architect;

/// <summary>Shortens texts for a sentence: of two long ones, to the part that changed.</summary>
internal static class ChangedPart
{
    private const int Longest = 90;
    private const int Around = 24;
    private const string Cut = "...";

    /// <summary>A text on one line, its blanks single, and not too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Greatest number of characters.</param>
    public static string OneLine(string text, int longest = Longest)
    {
        var line = Line(text);
        return line.Length <= longest ? line : line[..End(line, longest - Cut.Length)] + Cut;
    }

    /// <summary>Two texts, each on one line: whole where both are short, or else what differs with a few words around it.</summary>
    public static (string Before, string After) Of(string before, string after)
    {
        var (was, isNow) = (Line(before), Line(after));
        if (was == isNow)
        {
            // What differs is blanks alone.
            return (before, after) is ({ Length: <= Longest }, { Length: <= Longest }) ? (Escaped(before), Escaped(after)) : (OneLine(was), OneLine(isNow));
        }

        if (was.Length <= Longest && isNow.Length <= Longest)
        {
            return (was, isNow);
        }

        var start = was.AsSpan().CommonPrefixLength(isNow);
        var end = 0;
        while (end < Math.Min(was.Length, isNow.Length) - start && was[^(end + 1)] == isNow[^(end + 1)])
        {
            end++;
        }

        return (Part(was, start, end), Part(isNow, start, end));
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Escaped(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    private static string Part(string text, int same, int sameAtEnd)
    {
        var start = same <= Around ? 0 : Start(text, same - Around, same);
        var end = sameAtEnd <= Around ? text.Length : End(text, text.Length - sameAtEnd + Around);
        if (end - start > Longest + (2 * Around))
        {
            end = End(text, start + Longest + (2 * Around));
        }

        return $"{(start > 0 ? Cut : "")}{text[start..end]}{(end < text.Length ? Cut : "")}";
    }

    /// <summary>The start of the first word from a place on, at most at another.</summary>
    private static int Start(string text, int from, int last)
    {
        var blank = text.IndexOf(' ', from, last - from);
        var start = blank < 0 ? from : blank + 1;
        return start < text.Length && char.IsLowSurrogate(text[start]) ? start - 1 : start;
    }

    private static int End(string text, int end)
    {
        if (end >= text.Length)
        {
            return text.Length;
        }

        return end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
