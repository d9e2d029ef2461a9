using System.Collections.Immutable;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Writes what a flow takes and gives, as JSON schemas.</summary>
internal static class FlowSchemas
{
    private const string Collection = "Collection";

    public static void Write(Utf8JsonWriter writer, ContentFacts facts)
    {
        Write(writer, "inputSchema", facts.Inputs);
        Write(writer, "outputSchema", facts.Outputs);
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<ContentVariable> variables)
    {
        writer.WriteStartObject(name);
        writer.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var variable in variables)
        {
            writer.WriteStartObject(variable.Name);
            writer.WriteString("title", variable.Name);
            WriteType(writer, variable.Type);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, string type)
    {
        if (type.EndsWith(Collection, StringComparison.Ordinal))
        {
            writer.WriteString("type", "array");
            writer.WriteStartObject("items");
            WriteType(writer, type[..^Collection.Length]);
            writer.WriteEndObject();
            return;
        }

        writer.WriteString("type", type switch
        {
            "boolean" => "boolean",
            "integer" => "integer",
            "decimal" or "currency" => "number",
            _ => "string",
        });
    }
}
