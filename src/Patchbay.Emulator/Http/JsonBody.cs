using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Http;

/// <summary>A request body: a JSON object, read by the same parser as flow files, so that numbers and names keep their spelling and a mistake has a position.</summary>
internal sealed record JsonBody(SourceText Source, MappingNode Root)
{
    /// <summary>Reads the body of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isOptional">Whether no body at all stands for an empty object.</param>
    /// <exception cref="ServiceException">The body is not a JSON object, or is too large.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext context, bool isOptional = false)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0 && isOptional)
        {
            return Parse("{}");
        }

        CheckContentType(context.Request.ContentType);
        try
        {
            return Parse(SourceText.FromUtf8(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).Text);
        }
        catch (DecoderFallbackException exception)
        {
            throw ServiceErrors.BadJson($"Byte {exception.Index} is not UTF-8.");
        }
    }

    /// <summary>The text under a key; null when it is absent or null.</summary>
    public string? Text(string key) => Root[key] switch
    {
        null or ScalarNode { IsNull: true } => null,
        ScalarNode { IsQuoted: true } scalar => scalar.Value,
        _ => throw ServiceErrors.InvalidValue(key, $"\"{key}\" must be a text."),
    };

    /// <summary>The text under the first of several keys that has one.</summary>
    public string? Text(string key, string otherSpelling) => Text(key) ?? Text(otherSpelling);

    /// <summary>The integer under a key; null when it is absent or null.</summary>
    public int? Integer(string key) => Root[key] switch
    {
        null or ScalarNode { IsNull: true } => null,
        ScalarNode { Style: ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ServiceErrors.InvalidValue(key, $"\"{key}\" must be an integer."),
    };

    /// <summary>The number under a key; null when it is absent or null.</summary>
    public double? Number(string key) => Root[key] switch
    {
        null or ScalarNode { IsNull: true } => null,
        ScalarNode { Style: ScalarStyle.Plain } scalar when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ServiceErrors.InvalidValue(key, $"\"{key}\" must be a number."),
    };

    /// <summary>The truth value under a key; null when it is absent or null.</summary>
    public bool? Truth(string key) => Root[key] switch
    {
        null or ScalarNode { IsNull: true } => null,
        ScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
        ScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
        _ => throw ServiceErrors.InvalidValue(key, $"\"{key}\" must be true or false."),
    };

    /// <summary>The texts under a key; default when it is absent or null. A single text counts as a list of one.</summary>
    public ImmutableArray<string> Texts(string key) => Root[key] switch
    {
        null or ScalarNode { IsNull: true } => default,
        ScalarNode { IsQuoted: true } scalar => [scalar.Value],
        SequenceNode sequence when sequence.Items.All(item => item is ScalarNode { IsQuoted: true }) => [.. sequence.Items.Cast<ScalarNode>().Select(item => item.Value)],
        _ => throw ServiceErrors.InvalidValue(key, $"\"{key}\" must be a list of texts."),
    };

    private static JsonBody Parse(string text)
    {
        var tree = JsonText.Parse(new SourceText(text));
        if (tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } problem)
        {
            var position = tree.Source.GetPosition(problem.Span.Start);
            throw ServiceErrors.BadJson($"Line {position.Line}, column {position.Column}: {problem.Message}");
        }

        return tree.Root is MappingNode root ? new JsonBody(tree.Source, root) : throw ServiceErrors.BadBody("The request body must be a JSON object.");
    }

    private static void CheckContentType(string? contentType)
    {
        var mediaType = contentType?.Split(';')[0].Trim();
        if (mediaType is { Length: > 0 }
            && !string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            && !mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            throw ServiceErrors.WrongContentType(contentType);
        }
    }
}
