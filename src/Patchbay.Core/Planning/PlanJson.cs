using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>How plans are spelt in JSON. Every property is written and demanded back, so that a plan file that lost one is noticed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions Indented = MakeOptions(indented: true);
    private static readonly JsonSerializerOptions Compact = MakeOptions(indented: false);

    public static JsonTypeInfo<T> TypeInfo<T>(bool indented) => (JsonTypeInfo<T>)(indented ? Indented : Compact).GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MakeOptions(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        NewLine = "\n",
        // A plan is read by people and never put into HTML: "<-" and names in any script stay legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = 32,
        Converters =
        {
            new RevisionConverter(),
            new SpanConverter(),
            new PositionConverter(),
            new MappingsConverter(),
            new JsonStringEnumConverter<Severity>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<Moment>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<PlannedAction>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<StepOutcome>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<PlaceKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<MenuTarget>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<RenameTarget>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
        },
        TypeInfoResolver = new PlanJson().WithAddedModifier(DemandEverything),
    };

    private static void DemandEverything(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            // What a plan computes, such as the hashes, is written and compared, not taken over; what is left out where nobody chose it need not be there.
            property.IsRequired = property.ShouldSerialize is null && (property.Set is not null || property.AssociatedParameter is not null);
        }
    }

    private sealed class RevisionConverter : JsonConverter<Revision>
    {
        public override Revision Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(ReadString(ref reader));

        public override void Write(Utf8JsonWriter writer, Revision value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    /// <summary>A span as <c>start+length</c>.</summary>
    private sealed class SpanConverter : JsonConverter<TextSpan>
    {
        public override TextSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (start, length) = ReadPair(ref reader, '+');
            return new TextSpan(start, length);
        }

        public override void Write(Utf8JsonWriter writer, TextSpan value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Start}+{value.Length}");
    }

    /// <summary>A position as <c>line:column</c>.</summary>
    private sealed class PositionConverter : JsonConverter<LinePosition>
    {
        public override LinePosition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (line, column) = ReadPair(ref reader, ':');
            return new LinePosition(line, column);
        }

        public override void Write(Utf8JsonWriter writer, LinePosition value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    /// <summary>Mappings as an object, in their order.</summary>
    private sealed class MappingsConverter : JsonConverter<ImmutableArray<KeyValuePair<string, string>>>
    {
        public override ImmutableArray<KeyValuePair<string, string>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An object of names and values was expected.");
            }

            var mappings = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString() ?? "";
                reader.Read();
                mappings.Add(new(name, ReadString(ref reader)));
            }

            return mappings.DrainToImmutable();
        }

        public override void Write(Utf8JsonWriter writer, ImmutableArray<KeyValuePair<string, string>> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value)
            {
                writer.WriteString(name, text);
            }

            writer.WriteEndObject();
        }
    }

    private static string ReadString(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : throw new JsonException("A text was expected.");

    private static (int First, int Second) ReadPair(ref Utf8JsonReader reader, char separator)
    {
        var text = ReadString(ref reader);
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        if (at > 0
            && int.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            return (first, second);
        }

        throw new JsonException($"\"{text}\" stands where two numbers with \"{separator}\" between them were expected.");
    }
}
