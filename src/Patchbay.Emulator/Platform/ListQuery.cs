using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Platform;

/// <summary>How the platform's listings are asked for and answered.</summary>
internal static class ListQuery
{
    private const int MaxPageSize = 500;

    /// <summary>The values of a list parameter, in any of the spellings that official SDKs send: <c>type=a&amp;type=b</c>, <c>type=a,b</c>, <c>type=a%2Cb</c>.</summary>
    public static IEnumerable<string> Values(HttpContext context, string name) =>
        context.Request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Whether a parameter says true or false; null where it is absent.</summary>
    public static bool? Truth(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() switch
    {
        null or "" => null,
        { } text when bool.TryParse(text, out var value) => value,
        { } text => throw ServiceErrors.InvalidValue(name, $"\"{name}\" is \"{text}\"; it must be true or false."),
    };

    /// <summary>Whether <c>sortOrder</c> asks for the last first.</summary>
    public static bool IsDescending(HttpContext context) => context.Request.Query["sortOrder"].FirstOrDefault() switch
    {
        null or "" => false,
        { } order when order.Equals("asc", StringComparison.OrdinalIgnoreCase) || order.Equals("ascending", StringComparison.OrdinalIgnoreCase) => false,
        { } order when order.Equals("desc", StringComparison.OrdinalIgnoreCase) || order.Equals("descending", StringComparison.OrdinalIgnoreCase) => true,
        { } order => throw ServiceErrors.InvalidValue("sortOrder", $"\"sortOrder\" is \"{order}\"; it must be asc or desc."),
    };

    /// <summary>Answers with one page of a listing; past the last page an empty one.</summary>
    public static Task PageAsync<T>(HttpContext context, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> writeMembers, int status = 200)
    {
        return JsonReply.ObjectAsync(context, status, writer =>
        {
            var (size, number, pages) = WritePage(writer, context, all, writeMembers);
            writer.WriteString("firstUri", Uri(context, size, 1));
            writer.WriteString("selfUri", Uri(context, size, number));
            if (number < pages)
            {
                writer.WriteString("nextUri", Uri(context, size, number + 1));
            }

            if (number > 1)
            {
                writer.WriteString("previousUri", Uri(context, size, number - 1));
            }

            writer.WriteString("lastUri", Uri(context, size, Math.Max(pages, 1)));
        });
    }

    /// <summary>Writes one page, and how it stands among the others.</summary>
    public static (int Size, int Number, int Pages) WritePage<T>(Utf8JsonWriter writer, HttpContext context, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> writeMembers)
    {
        var size = Integer(context, "pageSize", 25, MaxPageSize);
        var number = Integer(context, "pageNumber", 1, int.MaxValue);
        var pages = (all.Count + size - 1) / size;
        writer.WriteStartArray("entities");
        foreach (var entity in all.Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue)).Take(size))
        {
            writer.WriteStartObject();
            writeMembers(writer, entity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("pageSize", size);
        writer.WriteNumber("pageNumber", number);
        writer.WriteNumber("total", all.Count);
        writer.WriteNumber("pageCount", pages);
        return (size, number, pages);
    }

    private static string Uri(HttpContext context, int size, int number) =>
        $"{context.Request.Path}?pageSize={size.ToString(CultureInfo.InvariantCulture)}&pageNumber={number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A positive integer of the query.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="absent">Its value where it is not given.</param>
    /// <param name="most">The largest that is taken.</param>
    public static int Integer(HttpContext context, string name, int absent, int most)
    {
        var text = context.Request.Query[name].FirstOrDefault();

        // Some SDKs send the number 0 where nobody gave one.
        if (string.IsNullOrEmpty(text) || (name == "pageNumber" && text == "0"))
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw ServiceErrors.InvalidValue(name, $"\"{name}\" is \"{text}\"; it must be an integer from 1{(most == int.MaxValue ? "" : $" to {most}")}.");
    }
}
