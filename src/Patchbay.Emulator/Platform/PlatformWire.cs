using System.Text.Json;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Writes what the platform says of flows. Moments of versions are milliseconds since 1970, except those of publishing, which are texts.</summary>
internal static class PlatformWire
{
    /// <summary>Writes what a notification tells of a flow: no more of its versions than their ids.</summary>
    public static void WriteFlowEvent(Utf8JsonWriter writer, PlatformFlow flow)
    {
        writer.WriteString("id", flow.Id);
        writer.WriteString("name", flow.Name);
        writer.WriteString("description", flow.Description);
        writer.WriteBoolean("deleted", flow.IsDeleted);
        foreach (var (name, id) in new[] { ("checkedInVersion", flow.CheckedIn?.Id), ("savedVersion", flow.Draft?.Id), ("publishedVersion", flow.Published?.Id) })
        {
            if (id is not null)
            {
                writer.WriteStartObject(name);
                writer.WriteString("id", id);
                writer.WriteEndObject();
            }
        }

        if (flow.Operation is { } operation)
        {
            writer.WriteStartObject("currentOperation");
            WriteOperation(writer, operation);
            writer.WriteEndObject();
        }
    }

    public static void WriteFlow(Utf8JsonWriter writer, PlatformFlow flow) => WriteFlow(writer, flow, withSchemas: false);

    public static void WriteFlow(Utf8JsonWriter writer, PlatformFlow flow, bool withSchemas)
    {
        WriteHead(writer, flow);
        if (flow.LockedBy is { } holder)
        {
            WriteActor(writer, holder, "lockedUser", "lockedClient");
        }

        writer.WriteBoolean("active", flow.Published is not null);
        writer.WriteBoolean("system", false);
        writer.WriteBoolean("deleted", flow.IsDeleted);
        WriteVersion(writer, "publishedVersion", flow, flow.Published);
        if (flow.PublishedBy is { IsUser: true } publisher)
        {
            WriteActor(writer, publisher, "publishedBy", "");
        }

        WriteVersion(writer, "checkedInVersion", flow, flow.CheckedIn);
        if (flow.Draft is { } draft)
        {
            writer.WriteStartObject("savedVersion");
            WriteDraft(writer, flow, draft);
            writer.WriteEndObject();
        }

        WriteContent(writer, flow.NewestContent, withSchemas);
        if (flow.Operation is { } operation)
        {
            writer.WriteStartObject("currentOperation");
            WriteOperation(writer, operation);
            writer.WriteEndObject();
        }

        writer.WriteBoolean("virtualAgentEnabled", false);
        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}");
    }

    /// <summary>The lighter view: nothing of locks, drafts and operations.</summary>
    public static void WriteDivisionView(Utf8JsonWriter writer, PlatformFlow flow, bool withSchemas)
    {
        WriteHead(writer, flow);
        WriteVersion(writer, "publishedVersion", flow, flow.Published);
        if (flow.Published?.Body is { } content)
        {
            WriteLanguages(writer, content);
            if (withSchemas)
            {
                FlowSchemas.Write(writer, content.Facts);
            }
        }

        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}");
    }

    public static void WriteVersion(Utf8JsonWriter writer, PlatformFlow flow, PlatformVersion version, bool withSchemas = false)
    {
        WriteVersionHead(writer, flow, version.Id, version.PublishedAt is null ? "CHECKIN" : "PUBLISH", version.Body, version.Author);
        writer.WriteNumber("dateCreated", version.CheckedInAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("dateCheckedIn", version.CheckedInAt.ToUnixTimeMilliseconds());
        if (version.PublishedAt is { } published)
        {
            writer.WriteString("datePublished", JsonReply.Time(published));
        }

        if (version.PublishedEnd is { } end)
        {
            writer.WriteString("datePublishedEnd", JsonReply.Time(end));
        }

        WriteContent(writer, version.Body, withSchemas);
        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}/versions/{version.Id}");
    }

    public static void WriteDraft(Utf8JsonWriter writer, PlatformFlow flow, PlatformDraft draft)
    {
        WriteVersionHead(writer, flow, draft.Id, "SAVE", flow.NewestContent, draft.Author);
        writer.WriteNumber("dateCreated", draft.SavedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("dateSaved", draft.SavedAt.ToUnixTimeMilliseconds());
        WriteContent(writer, flow.NewestContent, withSchemas: false);
        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}/versions/{draft.Id}");
    }

    public static void WriteOperation(Utf8JsonWriter writer, PlatformOperation operation)
    {
        writer.WriteString("id", operation.Id);
        writer.WriteBoolean("complete", operation.IsComplete);
        WriteActor(writer, operation.Actor, "user", "client");
        writer.WriteString("actionName", operation.Action.ToUpperInvariant());
        writer.WriteString("actionStatus", operation.Status switch
        {
            OperationStatus.Started => "STARTED",
            OperationStatus.PendingGeneration => "PENDING_GENERATION",
            OperationStatus.Success => "SUCCESS",
            OperationStatus.Failure => "FAILURE",
            _ => throw new InvalidOperationException($"Unknown status {operation.Status}."),
        });
        if (operation.ErrorCode is { } code)
        {
            writer.WriteString("errorCode", code);
            writer.WriteString("errorMessage", operation.ErrorMessage);
            JsonReply.WriteDetails(writer, "errorDetails", operation.ErrorDetails);
        }
    }

    /// <summary>Writes who did something, under the name for people or the one for clients.</summary>
    public static void WriteActor(Utf8JsonWriter writer, Actor actor, string asUser, string asClient)
    {
        writer.WriteStartObject(actor.IsUser ? asUser : asClient);
        writer.WriteString("id", actor.Id);
        writer.WriteString("name", actor.Name);
        if (actor.IsUser)
        {
            writer.WriteNumber("version", 1);
            writer.WriteString("selfUri", $"/api/v2/users/{actor.Id}");
        }

        writer.WriteEndObject();
    }

    public static void WriteDivision(Utf8JsonWriter writer, OrgDivision division)
    {
        writer.WriteStartObject("division");
        writer.WriteString("id", division.Id);
        writer.WriteString("name", division.Name);
        writer.WriteString("selfUri", $"/api/v2/authorization/divisions/{division.Id}");
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, PlatformFlow flow)
    {
        writer.WriteString("id", flow.Id);
        writer.WriteString("name", flow.Name);
        WriteDivision(writer, flow.Division);
        if (flow.Description.Length > 0)
        {
            writer.WriteString("description", flow.Description);
        }

        writer.WriteString("type", flow.Type.ToUpperInvariant());
    }

    private static void WriteVersionHead(Utf8JsonWriter writer, PlatformFlow flow, string id, string type, FlowContent? content, Actor author)
    {
        writer.WriteString("id", id);
        writer.WriteString("name", id);
        writer.WriteString("commitVersion", id);
        writer.WriteString("configurationVersion", id);
        writer.WriteString("type", type);
        writer.WriteBoolean("secure", content is { IsSecure: true });
        writer.WriteBoolean("debug", flow.IsDebug);
        WriteActor(writer, author, "createdBy", "createdByClient");
        writer.WriteString("configurationUri", $"/api/v2/flows/{flow.Id}/versions/{id}/configuration");
        writer.WriteBoolean("virtualAgentEnabled", false);
    }

    private static void WriteVersion(Utf8JsonWriter writer, string name, PlatformFlow flow, PlatformVersion? version)
    {
        if (version is not null)
        {
            writer.WriteStartObject(name);
            WriteVersion(writer, flow, version);
            writer.WriteEndObject();
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, FlowContent? content, bool withSchemas)
    {
        if (content is null)
        {
            return;
        }

        WriteLanguages(writer, content);
        if (content.Facts.CompatibleTypes is { IsEmpty: false } compatible)
        {
            writer.WriteStartArray("compatibleFlowTypes");
            foreach (var type in compatible)
            {
                writer.WriteStringValue(type.ToUpperInvariant());
            }

            writer.WriteEndArray();
        }

        if (withSchemas)
        {
            FlowSchemas.Write(writer, content.Facts);
        }
    }

    private static void WriteLanguages(Utf8JsonWriter writer, FlowContent content)
    {
        writer.WriteStartArray("supportedLanguages");
        var isDefault = true;
        foreach (var language in content.Languages)
        {
            writer.WriteStartObject();
            writer.WriteString("language", language);
            writer.WriteBoolean("isDefault", isDefault);
            writer.WriteEndObject();
            isDefault = false;
        }

        writer.WriteEndArray();
    }
}
