using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Patchbay.Emulator.Http;

/// <summary>Moments and intervals as requests write them.</summary>
internal static partial class ApiTime
{
    /// <summary>Reads a moment: ISO 8601 with an offset, since a time without one means another moment everywhere.</summary>
    /// <exception cref="ServiceException">It is anything else.</exception>
    public static DateTimeOffset Read(string field, string text) =>
        TryRead(text, out var time)
            ? time
            : throw ServiceErrors.InvalidValue(field, $"\"{field}\" is \"{text}\"; it must be a date and time in ISO 8601 with an offset, such as 2026-03-01T22:00:00+01:00.");

    /// <summary>Reads a duration in ISO 8601, such as <c>PT1H</c>.</summary>
    /// <exception cref="ServiceException">It is anything else, or not positive.</exception>
    public static TimeSpan ReadDuration(string field, string text)
    {
        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            if (duration > TimeSpan.Zero)
            {
                return duration;
            }
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // Said below, in the API's words.
        }

        throw ServiceErrors.InvalidValue(field, $"\"{field}\" is \"{text}\"; it must be a duration in ISO 8601 that is not zero, such as PT1H.");
    }

    /// <summary>Reads an interval: a duration back from now, or two moments with a slash between.</summary>
    /// <exception cref="ServiceException">It is anything else.</exception>
    public static (DateTimeOffset From, DateTimeOffset To) ReadInterval(string field, string text, DateTimeOffset now)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            var duration = ReadDuration(field, text);
            return (now - DateTimeOffset.MinValue > duration ? now - duration : DateTimeOffset.MinValue, now);
        }

        var (from, to) = (Read(field, text[..slash]), Read(field, text[(slash + 1)..]));
        return from < to ? (from, to) : throw ServiceErrors.InvalidValue(field, $"\"{field}\" is \"{text}\"; it must start before it ends.");
    }

    private static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        return Moment().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();
}
