using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Client.Http;

/// <summary>One thing that the service finds wrong: an object with code, message and path, or just a text.</summary>
/// <param name="Code">Its code; empty where it is just a text.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Path">Where in the definition; empty where the service does not say.</param>
[JsonConverter(typeof(WireFaultConverter))]
public sealed record WireFault(string Code, string Message, string Path)
{
    /// <summary>What is wrong and where, as one sentence.</summary>
    [JsonIgnore]
    public string Sentence => Path.Length == 0 || Message.Contains(Path, StringComparison.Ordinal) ? Message : $"{Path}: {Message}";
}

internal sealed class WireFaultConverter : JsonConverter<WireFault>
{
    public override WireFault Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => new WireFault("", root.GetString() ?? "", ""),
            JsonValueKind.Object => new WireFault(Text(root, "code"), Text(root, "message"), Text(root, "path")),
            _ => new WireFault("", root.GetRawText(), ""),
        };
    }

    public override void Write(Utf8JsonWriter writer, WireFault value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code);
        writer.WriteString("message", value.Message);
        writer.WriteString("path", value.Path);
        writer.WriteEndObject();
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
