using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Flows as the API sends them: what the server owns first, then the flow's own keys in their order.</summary>
internal static class FlowWire
{
    /// <summary>The newest version, whole.</summary>
    public static void WriteWhole(Utf8JsonWriter writer, OrgFlow flow) => WriteWhole(writer, flow, flow.Newest);

    /// <summary>A version, whole.</summary>
    public static void WriteWhole(Utf8JsonWriter writer, OrgFlow flow, FlowVersion version)
    {
        WriteServerOwned(writer, flow, version);
        var document = version.Document;
        foreach (var entry in document.Root.Entries)
        {
            writer.WritePropertyName(entry.Key);
            if (entry.Key == "division")
            {
                WriteDivision(writer, flow.Division);
            }
            else
            {
                writer.WriteRawValue(JsonPrinter.Compact(document.Tree.Source, entry.Value), skipInputValidation: true);
            }
        }

        if (document.Root["division"] is null)
        {
            writer.WritePropertyName("division");
            WriteDivision(writer, flow.Division);
        }
    }

    /// <summary>The newest version without its content.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, OrgFlow flow)
    {
        WriteServerOwned(writer, flow, flow.Newest);
        writer.WriteString("name", flow.Name);
        writer.WriteString("type", flow.Type);
        var root = flow.Newest.Document.Root;
        foreach (var key in (ReadOnlySpan<string>)["description", "enabled"])
        {
            if (root[key] is { } value)
            {
                writer.WritePropertyName(key);
                writer.WriteRawValue(JsonPrinter.Compact(flow.Newest.Document.Tree.Source, value), skipInputValidation: true);
            }
        }

        writer.WritePropertyName("division");
        WriteDivision(writer, flow.Division);
    }

    private static void WriteServerOwned(Utf8JsonWriter writer, OrgFlow flow, FlowVersion version)
    {
        writer.WriteString("id", flow.Id);
        writer.WriteNumber("version", version.Number);
        writer.WriteString("revisionId", version.RevisionId);
        writer.WriteString("compilationStatus", StatusName(version.Status));
        JsonReply.WriteProblems(writer, "compilationErrors", version.Problems);
        if (flow.Published is { } published)
        {
            writer.WriteStartObject("published");
            writer.WriteNumber("version", published.Version.Number);
            writer.WriteString("revisionId", published.Version.RevisionId);
            writer.WriteString("activatedAt", JsonReply.Time(published.At));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("published");
        }

        if (flow.Scheduled is { } scheduled)
        {
            writer.WriteStartObject("scheduled");
            writer.WriteString("revisionId", scheduled.Version.RevisionId);
            writer.WriteString("activateAt", JsonReply.Time(scheduled.At));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("scheduled");
        }
    }

    public static string StatusName(CompilationStatus status) => status switch
    {
        CompilationStatus.Success => "success",
        CompilationStatus.Failed => "failed",
        _ => "pending",
    };

    private static void WriteDivision(Utf8JsonWriter writer, OrgDivision division)
    {
        writer.WriteStartObject();
        writer.WriteString("id", division.Id);
        writer.WriteString("name", division.Name);
        writer.WriteEndObject();
    }
}
