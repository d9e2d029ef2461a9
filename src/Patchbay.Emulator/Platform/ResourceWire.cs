using System.Text.Json;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Writes what the platform says of a resource.</summary>
internal static class ResourceWire
{
    public static void Write(Utf8JsonWriter writer, EmulatorOrg org, OrgResource resource)
    {
        WriteHead(writer, resource);
        foreach (var field in resource.Kind.Fields)
        {
            // A table's schema is long, and told by those requests alone that ask for it.
            if (resource.Fields.TryGetValue(field.Name, out var value) && field.Name != "schema")
            {
                writer.WritePropertyName(field.Name);
                WriteValue(writer, org, field, value);
            }
        }

        foreach (var stamp in resource.Kind.Stamps)
        {
            WriteStamp(writer, resource, stamp);
        }

        WriteSelf(writer, resource);
    }

    /// <summary>The little that division views tell.</summary>
    public static void WriteView(Utf8JsonWriter writer, OrgResource resource)
    {
        WriteHead(writer, resource);
        WriteSelf(writer, resource);
    }

    public static void WriteDivision(Utf8JsonWriter writer, OrgDivision division)
    {
        writer.WriteStartObject("division");
        writer.WriteString("id", division.Id);
        writer.WriteString("name", division.Name);
        writer.WriteString("selfUri", $"/api/v2/authorization/divisions/{division.Id}");
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, OrgResource resource)
    {
        writer.WriteString("id", resource.Id);
        writer.WriteString("name", resource.Name);
        if (resource.Kind.HasDivision)
        {
            WriteDivision(writer, resource.Division);
        }
    }

    private static void WriteSelf(Utf8JsonWriter writer, OrgResource resource) => writer.WriteString("selfUri", resource.Kind.Uri(resource.Id));

    private static void WriteValue(Utf8JsonWriter writer, EmulatorOrg org, ResourceField field, JsonElement value)
    {
        switch (field.Shape)
        {
            case ResourceShape.Reference:
                WriteReference(writer, org, field, value.GetString() ?? "");
                break;
            case ResourceShape.References:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteReference(writer, org, field, item.GetString() ?? "");
                }

                writer.WriteEndArray();
                break;
            case ResourceShape.Parts:
                writer.WriteStartArray();
                foreach (var part in value.EnumerateArray())
                {
                    WritePart(writer, org, field, part);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WritePart(Utf8JsonWriter writer, EmulatorOrg org, ResourceField field, JsonElement part)
    {
        writer.WriteStartObject();
        foreach (var inner in field.Parts)
        {
            if (part.TryGetProperty(inner.Name, out var held))
            {
                writer.WritePropertyName(inner.Name);
                WriteValue(writer, org, inner, held);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter writer, EmulatorOrg org, ResourceField field, string id)
    {
        var (name, uri) = field.Target == ResourceKinds.Flow
            ? (org.Platform.FindById(id)?.Name, $"/api/v2/flows/{id}")
            : (org.Resources.FindAny(ResourceKinds.Of(field.Target), id)?.Name, ResourceKinds.Of(field.Target).Uri(id));
        writer.WriteStartObject();
        writer.WriteString("id", id);
        if (name is not null)
        {
            writer.WriteString("name", name);
        }

        writer.WriteString("selfUri", uri);
        writer.WriteEndObject();
    }

    private static void WriteStamp(Utf8JsonWriter writer, OrgResource resource, string stamp)
    {
        switch (stamp)
        {
            case "state":
                writer.WriteString(stamp, "active");
                break;
            case "version":
                writer.WriteNumber(stamp, resource.Version);
                break;
            case "memberCount":
                writer.WriteNumber(stamp, 0);
                break;
            case "dateCreated":
                writer.WriteString(stamp, JsonReply.Time(resource.CreatedAt));
                break;
            case "dateModified":
                writer.WriteString(stamp, JsonReply.Time(resource.ModifiedAt));
                break;
            default:
                WriteActor(writer, stamp, stamp.StartsWith("created", StringComparison.Ordinal) ? resource.CreatedBy : resource.ModifiedBy);
                break;
        }
    }

    /// <summary>People and clients are told in different fields.</summary>
    private static void WriteActor(Utf8JsonWriter writer, string stamp, Actor actor)
    {
        if (actor.IsUser != stamp.EndsWith("App", StringComparison.Ordinal))
        {
            writer.WriteString(stamp, actor.Id);
        }
    }
}
