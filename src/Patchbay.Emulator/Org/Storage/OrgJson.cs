using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Patchbay.Emulator.Org.Storage;

/// <summary>How an org's state is spelt in its records. What refers to something that has a record of its own, such as a division or a text, is its id or hash there.</summary>
/// <param name="org">The org.</param>
internal sealed class OrgJson(EmulatorOrg org)
{
    private readonly Dictionary<string, PackedText> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackedText> _newTexts = new(StringComparer.Ordinal);
    private JsonSerializerOptions? _options;

    /// <summary>Texts that records were written with since the last <see cref="TextsWritten"/>, and that the file lacks.</summary>
    public IReadOnlyCollection<PackedText> NewTexts => _newTexts.Values;

    private JsonSerializerOptions Options => _options ??= new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new DivisionConverter(org), new TextConverter(this), new ContentConverter(), new ResourceKindConverter(), new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatFollows } },
    };

    /// <summary>What is worked out from the rest, and cannot be set, is not written.</summary>
    private static void LeaveOutWhatFollows(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var parameters = type.Type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.Properties.Where(property => property.Set is null && !parameters.Contains(property.Name)).ToList())
        {
            type.Properties.Remove(property);
        }
    }

    /// <summary>Takes in the texts that the file has.</summary>
    public void TextsRead(IEnumerable<PackedText> texts)
    {
        foreach (var text in texts)
        {
            _texts.Add(text.Hash, text);
        }
    }

    /// <summary>The file has the new texts now.</summary>
    public void TextsWritten()
    {
        foreach (var (hash, text) in _newTexts)
        {
            _texts.Add(hash, text);
        }

        _newTexts.Clear();
    }

    public byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options);

    public T Read<T>(byte[] value) => JsonSerializer.Deserialize<T>(value, Options) ?? throw new JsonException("A record is empty.");

    private sealed class DivisionConverter(EmulatorOrg org) : JsonConverter<OrgDivision>
    {
        public override OrgDivision Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var id = reader.GetString();
            return org.Divisions.FirstOrDefault(division => division.Id == id) ?? throw new JsonException($"There is no division \"{id}\".");
        }

        public override void Write(Utf8JsonWriter writer, OrgDivision value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }

    private sealed class ContentConverter : JsonConverter<FlowContent>
    {
        public override FlowContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<StoredContent>(ref reader, options) is { } stored ? FlowContent.Kept(stored.Text, stored.Facts) : throw new JsonException("The content of a version is missing.");

        public override void Write(Utf8JsonWriter writer, FlowContent value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, new StoredContent(value.Packed, value.Facts), options);

        private sealed record StoredContent(PackedText Text, ContentFacts Facts);
    }

    private sealed class ResourceKindConverter : JsonConverter<ResourceKind>
    {
        public override ResourceKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var noun = reader.GetString();
            return ResourceKinds.All.FirstOrDefault(kind => kind.Noun == noun) ?? throw new JsonException($"There is no kind \"{noun}\".");
        }

        public override void Write(Utf8JsonWriter writer, ResourceKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.Noun);
    }

    private sealed class TextConverter(OrgJson json) : JsonConverter<PackedText>
    {
        public override PackedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            json._texts.GetValueOrDefault(reader.GetString() ?? "") ?? throw new JsonException("The text of a version is missing.");

        public override void Write(Utf8JsonWriter writer, PackedText value, JsonSerializerOptions options)
        {
            if (!json._texts.ContainsKey(value.Hash))
            {
                json._newTexts.TryAdd(value.Hash, value);
            }

            writer.WriteStringValue(value.Hash);
        }
    }
}
