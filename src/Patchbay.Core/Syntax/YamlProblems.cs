using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Why a YAML text cannot be read further.</summary>
/// <param name="Span">The characters at fault.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="IsCertain">Whether the cause is known. An uncertain one gives way to a bracket that was left open.</param>
/// <param name="Repair">What makes the text readable; null where nothing would.</param>
internal sealed record YamlProblem(TextSpan Span, string Message, bool IsCertain, YamlRepair? Repair = null);

/// <summary>What makes a faulty place readable.</summary>
/// <param name="Span">The characters, line breaks excepted.</param>
/// <param name="AsText">Whether they are taken for the letters of a text; otherwise for blanks.</param>
internal readonly record struct YamlRepair(TextSpan Span, bool AsText);

/// <summary>Says in plain words, and at the place a person would look, what the scanner found wrong.</summary>
internal static class YamlProblems
{
    /// <summary>What is wrong with a line that is neither a key nor part of a value.</summary>
    private const string NoColon = "This line has no colon, so that it is neither a key nor part of the value above it. Write \"key: value\", or check its indentation and its quotes.";

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

    /// <summary>Says what is wrong with a line that should be a key and is none.</summary>
    public static string WithoutColon(string text, int lineStart)
    {
        var line = LineFrom(text, lineStart);
        var colon = text.AsSpan(line.Start, line.Length).IndexOf(':');
        return colon > 0 && colon + 1 < line.Length && text[line.Start + colon + 1] is not ('/' or ' ') && text.AsSpan(line.Start, colon).IndexOfAny(" \"'") < 0
            ? $"No blank stands behind the colon of this line, so that it is no key. Write \"{text.Substring(line.Start, colon)}: ...\"."
            : NoColon;
    }

    /// <summary>Whether a comment stands behind a value on one line, and an offset on the next line with anything on it.</summary>
    public static bool EndsValueAbove(string text, TextSpan comment, int offset) =>
        comment.End <= offset && text.AsSpan(comment.End, offset - comment.End).Trim().IsEmpty && !IsFirstOnLine(text, comment.Start) && !text.AsSpan(0, comment.Start).TrimEnd(" \t").EndsWith(":");

    /// <summary>Whether something stands before an offset on its line, and a later line is indented no deeper than it: a bracket that opens there was meant to be closed before that line.</summary>
    public static bool IsFollowedByOuterLine(string text, int offset)
    {
        if (IsFirstOnLine(text, offset))
        {
            return false;
        }

        var indent = IndentOf(text, LineStart(text, offset));
        for (var line = NextLine(text, offset); line < text.Length; line = NextLine(text, line))
        {
            if (LineFrom(text, line).Length > 0 && IndentOf(text, line) <= indent && text[line + IndentOf(text, line)] is not ('}' or ']' or ','))
            {
                return true;
            }
        }

        return false;
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
            return new YamlProblem(tab, "A tab stands in the indentation, where YAML allows only blanks. Replace it.", IsCertain: true, new YamlRepair(TabbedLines(text, tab.Start), AsText: false));
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
            return new YamlProblem(new TextSpan(start, 1), $"A value cannot start with \"{text[start]}\". Put all of it in quotes.", IsCertain: true, new YamlRepair(new TextSpan(start, 1), AsText: true));
        }

        if (Says("sequence entries are not allowed") || Says("apping keys are not allowed"))
        {
            var value = LineFrom(text, SkipBlanks(text, Math.Min(Math.Max(start, previousEnd), text.Length)));
            return new YamlProblem(
                value,
                Says("apping keys")
                    ? "A value cannot start with \"? \". Put all of it in quotes."
                    : "A dash for a list item stands behind a key on its line. Put the list on lines of its own, or all of the value in quotes.",
                IsCertain: true,
                new YamlRepair(value, AsText: true));
        }

        if (Says("anchor or alias"))
        {
            return new YamlProblem(LineFrom(text, start), $"A value that starts with \"{text[Math.Min(start, text.Length - 1)]}\" is an anchor or an alias to YAML, and this is no name for one. Put all of it in quotes.", IsCertain: true, new YamlRepair(new TextSpan(start, Math.Min(1, text.Length - start)), AsText: true));
        }

        if (Says("block scalar"))
        {
            return new YamlProblem(LineFrom(text, start), "The text of a block value starts on the line after its \"|\" or \">\", and its lines are indented alike.", IsCertain: true, new YamlRepair(new TextSpan(start, Math.Min(1, text.Length - start)), AsText: true));
        }

        var line = LineFrom(text, SkipBlanks(text, Math.Min(Math.Max(start, previousEnd), text.Length)));
        var reason = message.Length == 0 ? "a bracket too many or too few, or a value with special characters that is not in quotes." : $"{char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.', ' ')}.";
        return new YamlProblem(line, "YAML cannot be read from here on: " + reason, IsCertain: false, new YamlRepair(line, AsText: false));
    }

    private static YamlProblem ExplainQuoted(string text, string message, int start, int cursor, int previousEnd)
    {
        if (start == text.Length || text[start] is not ('"' or '\''))
        {
            start = SkipBlanks(text, previousEnd);
        }

        if (message.Contains("end of stream", StringComparison.Ordinal) || message.Contains("document indicator", StringComparison.Ordinal))
        {
            return new YamlProblem(LineFrom(text, start), "The quote that opens here is never closed.", IsCertain: true, new YamlRepair(LineFrom(text, start), AsText: true));
        }

        if (message.Contains("escape", StringComparison.Ordinal) || message.Contains("hexadecimal", StringComparison.Ordinal))
        {
            var backslash = cursor > 0 ? text.LastIndexOf('\\', Math.Min(cursor, text.Length - 1)) : -1;
            var span = backslash >= start ? TextSpan.FromBounds(backslash, Math.Min(backslash + 2, text.Length)) : LineFrom(text, start);
            return new YamlProblem(span, "This escape is not one of YAML's. Write \"\\\\\" for a backslash, or use single quotes.", IsCertain: true, new YamlRepair(span with { Length = Math.Min(1, span.Length) }, AsText: true));
        }

        return new YamlProblem(LineFrom(text, start), "The quote that opens here is not closed before a line that is not indented deeper than its key. Close it, or indent the lines of the value.", IsCertain: true, new YamlRepair(LineFrom(text, start), AsText: true));
    }

    private static YamlProblem ExplainSecondColon(string text, int cursor)
    {
        var lineStart = LineStart(text, cursor);
        var line = LineFrom(text, SkipBlanks(text, lineStart));
        var before = text.AsSpan(line.Start, Math.Max(0, cursor - line.Start));
        var colon = before.IndexOf(": ");
        if (colon >= 0)
        {
            var value = LineFrom(text, SkipBlanks(text, line.Start + colon + 1));
            return new YamlProblem(
                new TextSpan(cursor, Math.Min(1, text.Length - cursor)), "A second \": \" stands in a value that is not in quotes. Put all of the value in quotes.", IsCertain: false, new YamlRepair(value, AsText: true));
        }

        if (LineAbove(text, lineStart) is { } above && text.AsSpan(above.Start, above.Length).TrimStart("- ") is var content && content.IndexOf(": ") < 0 && !content.EndsWith(":"))
        {
            return new YamlProblem(above, WithoutColon(text, above.Start), IsCertain: false, new YamlRepair(Deeper(text, above, IndentOf(text, LineStart(text, above.Start)) + 1), AsText: false));
        }

        return new YamlProblem(
            line, "This line is indented deeper than the key above it, which has a value already. Check the indentation of both lines.", IsCertain: false, new YamlRepair(Deeper(text, line, IndentOf(text, lineStart)), AsText: false));
    }

    /// <summary>The scanner notices a line without a colon only on a later one: the culprit is the last line that was read.</summary>
    private static YamlProblem ExplainMissingColon(string text, int cursor, int previousEnd)
    {
        var last = LineStart(text, Math.Max(0, previousEnd - 1));
        var lastLine = LineFrom(text, last + IndentOf(text, last));
        var isLast = lastLine.Length > 0 && text.AsSpan(lastLine.Start, lastLine.Length) is var content && content.IndexOf(": ") < 0 && !content.EndsWith(":") && !content.StartsWith("- ");
        var place = isLast ? last : previousEnd < cursor && text.AsSpan(previousEnd, cursor - previousEnd).Trim().Length > 0 ? SkipBlanks(text, previousEnd) : LineStart(text, Math.Max(0, previousEnd - 1));
        var line = LineFrom(text, SkipBlanks(text, place));
        return new YamlProblem(line, WithoutColon(text, line.Start), IsCertain: false, new YamlRepair(line, AsText: false));
    }

    /// <summary>A line and those below it that are indented at least so deep.</summary>
    private static TextSpan Deeper(string text, TextSpan line, int indent)
    {
        var end = line.End;
        for (var next = NextLine(text, line.Start); next < text.Length; next = NextLine(text, next))
        {
            var below = LineFrom(text, next);
            if (below.Length > 0 && IndentOf(text, next) < indent)
            {
                break;
            }

            end = below.End;
        }

        return TextSpan.FromBounds(line.Start, end);
    }

    /// <summary>The line above without its indentation, where it holds something.</summary>
    private static TextSpan? LineAbove(string text, int lineStart)
    {
        if (lineStart == 0)
        {
            return null;
        }

        var end = lineStart - (lineStart > 1 && text[lineStart - 1] == '\n' && text[lineStart - 2] == '\r' ? 2 : 1);
        var line = LineStart(text, end);
        var content = LineFrom(text, line + IndentOf(text, line));
        return content.Length == 0 || text[content.Start] == '#' ? null : content;
    }

    /// <summary>The lines from the one that holds an offset on whose indentation holds a tab.</summary>
    private static TextSpan TabbedLines(string text, int offset)
    {
        var start = LineStart(text, offset);
        var end = LineFrom(text, start).End;
        for (var next = NextLine(text, start); next < text.Length; next = NextLine(text, next))
        {
            var line = LineFrom(text, next);
            if (next + IndentOf(text, next) is var content && (content >= text.Length || text[content] != '\t'))
            {
                break;
            }

            end = line.End;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static int IndentOf(string text, int lineStart)
    {
        var end = lineStart;
        while (end < text.Length && text[end] == ' ')
        {
            end++;
        }

        return end - lineStart;
    }

    /// <summary>The start of the next line; the end of the text where there is none.</summary>
    private static int NextLine(string text, int offset)
    {
        var length = text.AsSpan(offset).IndexOfAny('\r', '\n');
        var end = length < 0 ? text.Length : offset + length;
        return end == text.Length ? end : end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
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
