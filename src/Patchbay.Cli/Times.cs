using System.Globalization;
using System.Xml;

namespace Patchbay.Cli;

/// <summary>Times as users write them.</summary>
internal static class Times
{
    /// <summary>A moment: a date, a date with a time (in UTC where no offset is given), or a length of time back from now, such as <c>PT24H</c>.</summary>
    /// <param name="option">The option it was given for, for the message.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="now">The time it is.</param>
    /// <exception cref="CliException">It is neither.</exception>
    public static DateTimeOffset Parse(string option, string text, DateTimeOffset now)
    {
        if (text.StartsWith('P') && TrySpan(text) is { } back)
        {
            return now - back;
        }

        return char.IsAsciiDigit(text.FirstOrDefault()) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw CliException.Usage($"{option} takes a date, a date and time, or a length of time back from now, and \"{text}\" is none. Write it like 2026-05-04, 2026-05-04T09:30:00+02:00 or PT24H.");
    }

    /// <summary>A length of time in the notation of ISO 8601, such as <c>PT24H</c> or <c>P7D</c>.</summary>
    /// <exception cref="CliException">It is none, or not a positive one.</exception>
    public static TimeSpan ParseSpan(string option, string text) => TrySpan(text)
        ?? throw CliException.Usage($"{option} takes a length of time, and \"{text}\" is none. Write it like PT30M, PT24H or P7D.");

    /// <summary>Two moments with a slash between them.</summary>
    /// <exception cref="CliException">They are no moments, or in the wrong order.</exception>
    public static (DateTimeOffset From, DateTimeOffset To) ParseInterval(string option, string text, DateTimeOffset now)
    {
        if (text.Split('/') is not [var start, var end])
        {
            throw CliException.Usage($"{option} takes a start and an end with a slash between them, and \"{text}\" is none. Write it like 2026-05-04T09:00:00Z/2026-05-04T17:00:00Z.");
        }

        var (from, to) = (Parse(option, start, now), Parse(option, end, now));
        return from < to ? (from, to) : throw CliException.Usage($"{option} \"{text}\" ends before it starts. Swap the two times.");
    }

    /// <summary>A moment as people read it.</summary>
    public static string Show(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static TimeSpan? TrySpan(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text) is { Ticks: > 0 } span ? span : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
