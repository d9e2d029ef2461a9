using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Why a YAML text cannot be read further.</summary>
/// <param name="Span">The characters at fault.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="IsCertain">Whether the cause is known. An uncertain one gives way to a bracket that was left open.</param>
internal sealed record YamlProblem(TextSpan Span, string Message, bool IsCertain);

/// <summary>Says in plain words, and at the place a person would look, what the scanner found wrong.</summary>
internal static class YamlProblems
{
    /// <summary>What is wrong with a line that is neither a key nor part of a value.</summary>
    public const string NoColon = "This line has no colon, so that it is neither a key nor part of the value above it. Write \"key: value\", or check its indentation and its quotes.";

    /// <summary>Whether nothing but blanks stands before an offset on its line.</summary>
    public static bool IsFirstOnLine(string text, int offset)
    {
        var start = LineStart(text, offset);
        return text.AsSpan(start, offset - start).Trim(" \t\uFEFF").IsEmpty;
    }

    /// <summary>The characters from an offset to the end of its line, without blanks at the end.</summary>
    public static TextSpan LineFrom(string text, int start)
    {
        var rest = text.AsSpan(start);
        var length = rest.IndexOfAny('\r', '\n');
        return new TextSpan(start, (length < 0 ? rest : rest[..length]).TrimEnd(" \t").Length);
    }

    /// <summary>Reports the markers that an unfinished merge left behind.</summary>
    public static ImmutableArray<Diagnostic> FindConflictMarkers(string text)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var marker in (ReadOnlySpan<string>)["<<<<<<<", ">>>>>>>"])
        {
            for (var at = text.IndexOf(marker, StringComparison.Ordinal); at >= 0; at = text.IndexOf(marker, at + marker.Length, StringComparison.Ordinal))
            {
                if (at == 0 || text[at - 1] is '\n' or '\r' or '\uFEFF')
                {
                    found.Add(new Diagnostic("syntax", Severity.Error, LineFrom(text, at), "A merge left this conflict marker behind. Settle the conflict: keep the lines that are right and delete the markers."));
                }
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>Explains an error of the scanner.</summary>
    /// <param name="text">The text.</param>
    /// <param name="message">What the scanner says; empty when it does not say.</param>
    /// <param name="start">Where the scanner says that it began, or 0.</param>
    /// <param name="cursor">Where the scanner stands.</param>
    /// <param name="previousEnd">Where the last good token ended.</param>
    public static YamlProblem Explain(string text, string message, int start, int cursor, int previousEnd)
    {
        cursor = Math.Clamp(cursor, 0, text.Length);
        start = Math.Clamp(start, 0, text.Length);
        bool Says(string words) => message.Contains(words, StringComparison.Ordinal);

        if (Says("quoted scalar"))
        {
            return ExplainQuoted(text, message, start, cursor, previousEnd);
        }

        if (FindTab(text, cursor) is { } tab)
        {
            return new YamlProblem(tab, "A tab stands in the indentation, where YAML allows only blanks. Replace it.", IsCertain: true);
        }

        if (Says("invalid mapping"))
        {
            return ExplainSecondColon(text, cursor);
        }

        if (Says("expected ':'"))
        {
            return ExplainMissingColon(text, cursor, previousEnd);
        }

        if (Says("cannot start any token") && start < text.Length)
        {
            return new YamlProblem(new TextSpan(start, 1), $"A value cannot start with \"{text[start]}\". Put all of it in quotes.", IsCertain: true);
        }

        if (Says("anchor or alias"))
        {
            return new YamlProblem(LineFrom(text, start), $"A value that starts with \"{text[Math.Min(start, text.Length - 1)]}\" is an anchor or an alias to YAML, and this is no name for one. Put all of it in quotes.", IsCertain: true);
        }

        if (Says("block scalar"))
        {
            return new YamlProblem(LineFrom(text, start), "The text of a block value starts on the line after its \"|\" or \">\", and its lines are indented alike.", IsCertain: true);
        }

        var place = Math.Min(Math.Max(start, previousEnd), text.Length);
        return message.Length == 0
            ? new YamlProblem(LineFrom(text, SkipBlanks(text, place)), "YAML cannot be read from here on: a bracket too many or too few, or a value with special characters that is not in quotes.", IsCertain: false)
            : new YamlProblem(LineFrom(text, SkipBlanks(text, place)), $"YAML cannot be read from here on: {char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.', ' ')}.", IsCertain: false);
    }

    private static YamlProblem ExplainQuoted(string text, string message, int start, int cursor, int previousEnd)
    {
        if (start == text.Length || text[start] is not ('"' or '\''))
        {
            start = SkipBlanks(text, previousEnd);
        }

        if (message.Contains("end of stream", StringComparison.Ordinal) || message.Contains("document indicator", StringComparison.Ordinal))
        {
            return new YamlProblem(LineFrom(text, start), "The quote that opens here is never closed.", IsCertain: true);
        }

        if (message.Contains("escape", StringComparison.Ordinal) || message.Contains("hexadecimal", StringComparison.Ordinal))
        {
            var backslash = cursor > 0 ? text.LastIndexOf('\\', Math.Min(cursor, text.Length - 1)) : -1;
            var span = backslash >= start ? TextSpan.FromBounds(backslash, Math.Min(backslash + 2, text.Length)) : LineFrom(text, start);
            return new YamlProblem(span, "This escape is not one of YAML's. Write \"\\\\\" for a backslash, or use single quotes.", IsCertain: true);
        }

        return new YamlProblem(LineFrom(text, start), "The quote that opens here is not closed before a line that is not indented deeper than its key. Close it, or indent the lines of the value.", IsCertain: true);
    }

    private static YamlProblem ExplainSecondColon(string text, int cursor)
    {
        var lineStart = LineStart(text, cursor);
        var line = LineFrom(text, SkipBlanks(text, lineStart));
        var before = text.AsSpan(line.Start, Math.Max(0, cursor - line.Start));
        return before.IndexOf(": ") >= 0
            ? new YamlProblem(new TextSpan(cursor, Math.Min(1, text.Length - cursor)), "A second \": \" stands in a value that is not in quotes. Put all of the value in quotes.", IsCertain: false)
            : new YamlProblem(line, "This line is indented deeper than the key above it, which has a value already. Check the indentation of both lines.", IsCertain: false);
    }

    /// <summary>The scanner notices a line without a colon only on a later one: the culprit is the last line that was read.</summary>
    private static YamlProblem ExplainMissingColon(string text, int cursor, int previousEnd)
    {
        var place = previousEnd < cursor && text.AsSpan(previousEnd, cursor - previousEnd).Trim().Length > 0 ? SkipBlanks(text, previousEnd) : LineStart(text, Math.Max(0, previousEnd - 1));
        var line = LineFrom(text, SkipBlanks(text, place));
        return new YamlProblem(line, NoColon, IsCertain: false);
    }

    /// <summary>The tab in the indentation of the line that the scanner stands on, or of the line before it.</summary>
    private static TextSpan? FindTab(string text, int cursor)
    {
        var start = LineStart(text, cursor);
        for (var i = 0; i < 2; i++)
        {
            var end = start;
            while (end < text.Length && text[end] is ' ' or '\t')
            {
                end++;
            }

            var tab = text.AsSpan(start, end - start).IndexOf('\t');
            if (tab >= 0 && end < text.Length && text[end] is not ('\r' or '\n' or '#'))
            {
                return new TextSpan(start + tab, 1);
            }

            if (start == 0)
            {
                break;
            }

            start = LineStart(text, start - 1);
        }

        return null;
    }

    private static int LineStart(string text, int offset) => offset == 0 ? 0 : text.LastIndexOfAny(['\r', '\n'], offset - 1) + 1;

    private static int SkipBlanks(string text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
