using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing;

/// <summary>How comparisons are spelt in JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(DiffDocument))]
internal sealed partial class FlowDiffJson : JsonSerializerContext
{
    public static string Write(FlowDiff diff)
    {
        var document = new DiffDocument([.. diff.Differences.Select(difference => new DiffEntry(
            JsonNamingPolicy.KebabCaseLower.ConvertName(difference.Group.ToString()),
            JsonNamingPolicy.KebabCaseLower.ConvertName(difference.Kind.ToString()),
            JsonNamingPolicy.KebabCaseLower.ConvertName(difference.Subject.ToString()),
            difference.Text)
        {
            Element = NullIfEmpty(difference.Element),
            Path = NullIfEmpty(difference.Path),
            Before = difference.Before,
            After = difference.After,
            BeforeAt = At(diff.Before, difference.BeforeSpan),
            AfterAt = At(diff.After, difference.AfterSpan),
        })]);

        // Read by people too, and never put into HTML: quotes and names in any script stay legible.
        var context = new FlowDiffJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null });
        return JsonSerializer.Serialize(document, context.DiffDocument) + "\n";
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string? At(Flow? flow, TextSpan? span) => flow is null || span is not { } at ? null : flow.Tree.Source.GetPosition(at.Start).ToString();
}

/// <summary>A comparison as it is written.</summary>
internal sealed record DiffDocument(DiffEntry[] Differences);

/// <summary>A difference as it is written.</summary>
internal sealed record DiffEntry(string Group, string Kind, string Subject, string Text)
{
    public string? Element { get; init; }

    public string? Path { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public string? BeforeAt { get; init; }

    public string? AfterAt { get; init; }
}
