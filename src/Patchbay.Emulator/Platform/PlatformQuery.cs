using Microsoft.AspNetCore.Http;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Platform;

/// <summary>Reads single query parameters. They are never split: a name may hold a comma.</summary>
internal static class PlatformQuery
{
    /// <summary>A text; null when it is absent or empty.</summary>
    public static string? Text(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ServiceException">It is not.</exception>
    public static string Needed(HttpContext context, string name) => Text(context, name) ?? throw PlatformErrors.MissingParameter(name);

    /// <summary>A moment; null when it is absent or empty.</summary>
    /// <exception cref="ServiceException">It is anything else.</exception>
    public static DateTimeOffset? Moment(HttpContext context, string name) => Text(context, name) is { } text ? ApiTime.Read(name, text) : null;

    /// <summary>One of several words, in any case, as it is listed; the first when it is absent or empty.</summary>
    /// <exception cref="ServiceException">It is none of them.</exception>
    public static string OneOf(HttpContext context, string name, params string[] words)
    {
        var text = Text(context, name);
        return text is null
            ? words[0]
            : Array.Find(words, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) ?? throw ServiceErrors.InvalidValue(name, $"\"{name}\" is \"{text}\"; it must be one of {string.Join(", ", words)}.");
    }
}
