using System.Text.Json;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Writes what the platform says of flows.</summary>
internal static class PlatformWire
{
    public static void WriteFlow(Utf8JsonWriter writer, PlatformFlow flow)
    {
        writer.WriteString("id", flow.Id);
        writer.WriteString("name", flow.Name);
        writer.WriteStartObject("division");
        writer.WriteString("id", flow.Division.Id);
        writer.WriteString("name", flow.Division.Name);
        writer.WriteString("selfUri", $"/api/v2/authorization/divisions/{flow.Division.Id}");
        writer.WriteEndObject();
        if (flow.Description.Length > 0)
        {
            writer.WriteString("description", flow.Description);
        }

        writer.WriteString("type", flow.Type.ToUpperInvariant());
        if (flow.LockedBy is { } holder)
        {
            WriteActor(writer, holder, "lockedUser", "lockedClient");
        }

        writer.WriteBoolean("active", flow.Published is not null);
        writer.WriteBoolean("system", false);
        writer.WriteBoolean("deleted", false);
        WriteVersion(writer, "publishedVersion", flow, flow.Published);
        WriteVersion(writer, "checkedInVersion", flow, flow.CheckedIn);
        if (flow.SavedVersionId is { } saved)
        {
            writer.WriteStartObject("savedVersion");
            writer.WriteString("id", saved);
            writer.WriteString("type", "SAVE");
            writer.WriteEndObject();
        }

        if (flow.Operation is { } operation)
        {
            writer.WriteStartObject("currentOperation");
            WriteOperation(writer, operation);
            writer.WriteEndObject();
        }

        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}");
    }

    public static void WriteVersion(Utf8JsonWriter writer, PlatformFlow flow, PlatformVersion version)
    {
        writer.WriteString("id", version.Id);
        writer.WriteString("name", version.Id);
        writer.WriteString("commitVersion", version.Id);
        writer.WriteString("configurationVersion", version.Id);
        writer.WriteString("type", version.PublishedAt is null ? "CHECKIN" : "PUBLISH");
        writer.WriteBoolean("secure", flow.Type == "securecall");
        writer.WriteBoolean("debug", false);
        WriteActor(writer, version.Author, "createdBy", "createdByClient");
        writer.WriteString("configurationUri", $"/api/v2/flows/{flow.Id}/versions/{version.Id}/configuration");
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

        writer.WriteString("selfUri", $"/api/v2/flows/{flow.Id}/versions/{version.Id}");
    }

    public static void WriteOperation(Utf8JsonWriter writer, PlatformOperation operation)
    {
        writer.WriteString("id", operation.Id);
        writer.WriteBoolean("complete", operation.IsComplete);
        WriteActor(writer, operation.Actor, "user", "client");
        writer.WriteString("actionName", operation.Action);
        writer.WriteString("actionStatus", operation.IsComplete ? operation.HasFailed ? "FAILURE" : "SUCCESS" : "STARTED");
        if (operation.ErrorCode is { } code)
        {
            writer.WriteString("errorCode", code);
            writer.WriteString("errorMessage", operation.ErrorMessage);
        }
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
}
