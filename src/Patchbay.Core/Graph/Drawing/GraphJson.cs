using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Writes a drawing as JSON for scripts and other drawing tools: <c>{name, nodes: [{key, shape, label, id, type, calls, detail, group, highlighted, unreachable}], ways: [{from, to, kind, label, unreachable}], groups: [{key, kind, label, unreachable}]}</c>.</summary>
public static class GraphJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, with a line break at its end. What a node has none of is left out.</summary>
    /// <param name="drawing">The drawing.</param>
    public static string Write(GraphDrawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("name", drawing.Name);
            json.WriteStartArray("nodes");
            foreach (var node in drawing.Nodes)
            {
                Write(json, node);
            }

            json.WriteEndArray();
            json.WriteStartArray("ways");
            foreach (var way in drawing.Ways)
            {
                json.WriteStartObject();
                json.WriteString("from", way.From);
                json.WriteString("to", way.To);
                json.WriteString("kind", way.Kind.ToString().ToLowerInvariant());
                json.WriteString("label", way.Label);
                WriteFaded(json, way.IsFaded);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteGroups(json, drawing);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, DrawnNode node)
    {
        json.WriteStartObject();
        json.WriteString("key", node.Key);
        json.WriteString("shape", node.Shape.ToString().ToLowerInvariant());
        json.WriteString("label", node.Label);
        foreach (var (name, value) in ((string, string)[])[("id", node.Id), ("type", node.Type), ("calls", node.Calls), ("detail", node.Detail ?? ""), ("group", node.Group)])
        {
            if (value.Length > 0)
            {
                json.WriteString(name, value);
            }
        }

        if (node.IsHighlighted)
        {
            json.WriteBoolean("highlighted", true);
        }

        WriteFaded(json, node.IsFaded);
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, GraphDrawing drawing)
    {
        if (drawing.Groups.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("groups");
        foreach (var group in drawing.Groups)
        {
            json.WriteStartObject();
            json.WriteString("key", group.Key);
            json.WriteString("kind", group.Kind);
            json.WriteString("label", group.Label);
            WriteFaded(json, group.IsFaded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFaded(Utf8JsonWriter json, bool isFaded)
    {
        if (isFaded)
        {
            json.WriteBoolean("unreachable", true);
        }
    }
}
