using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Which flow uses which common module, bot or other flow. The emulator's index is always up to date.</summary>
internal static class DependencyTrackingApi
{
    public static void MapDependencyTracking(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/architect/dependencytracking/build", context => JsonReply.ObjectAsync(context, 200, writer => writer.WriteString("status", "OPERATIONAL"))).Named("getArchitectDependencytrackingBuild").NeedsPermission("architect:dependencyTracking:view");
        routes.MapGet("/api/v2/architect/dependencytracking/consumingresources", context => ConsumingAsync(context, org)).Named("getArchitectDependencytrackingConsumingresources").NeedsPermission("architect:dependencyTracking:view");
        routes.MapGet("/api/v2/architect/dependencytracking/consumedresources", context => ConsumedAsync(context, org)).Named("getArchitectDependencytrackingConsumedresources").NeedsPermission("architect:dependencyTracking:view");
    }

    private static Task ConsumingAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var used = Find(context, org);
        var wanted = ListQuery.Values(context, "resourceType").ToHashSet(StringComparer.Ordinal);
        var isPublished = context.Request.Query["flowFilter"] != "checkedIn";
        var consumers = org.Platform.All
            .Select(flow => (Flow: flow, Version: isPublished ? flow.Published : flow.CheckedIn))
            .Where(consumer => consumer.Version is { } version && PlatformFlows.Calls(version.Content, used) && (wanted.Count == 0 || wanted.Contains(TypeOf(consumer.Flow))))
            .ToList();
        return ListQuery.PageAsync(context, consumers, (writer, consumer) => Write(writer, consumer.Flow, consumer.Version?.Id));
    });

    private static Task ConsumedAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Find(context, org);
        var asked = context.Request.Query["version"].FirstOrDefault() is { Length: > 0 } id ? id : throw PlatformErrors.MissingParameter("version");
        var version = flow.FindVersion(asked) ?? throw PlatformErrors.VersionNotFound(flow, asked);
        var used = org.Platform.All.Where(other => PlatformFlows.Calls(version.Content, other)).ToList();
        return ListQuery.PageAsync(context, used, (writer, other) => Write(writer, other, version.Modules.GetValueOrDefault(other.Name) ?? other.Published?.Id));
    });

    private static PlatformFlow Find(HttpContext context, EmulatorOrg org)
    {
        var id = context.Request.Query["id"].FirstOrDefault() is { Length: > 0 } value ? value : throw PlatformErrors.MissingParameter("id");
        var type = context.Request.Query["objectType"].FirstOrDefault() is { Length: > 0 } written ? written : throw PlatformErrors.MissingParameter("objectType");
        var flow = org.Platform.All.FirstOrDefault(flow => flow.Id == id);
        return flow is not null && TypeOf(flow) == type ? flow : throw PlatformErrors.DependencyNotFound(id, type);
    }

    /// <summary>The type of a flow as the index spells it: a workflow is a WORKFLOW, every other is its type with FLOW behind it.</summary>
    private static string TypeOf(PlatformFlow flow) => flow.Type == "workflow" ? "WORKFLOW" : $"{flow.Type.ToUpperInvariant()}FLOW";

    private static void Write(Utf8JsonWriter writer, PlatformFlow flow, string? version)
    {
        writer.WriteString("id", flow.Id);
        writer.WriteString("name", flow.Name);
        if (version is not null)
        {
            writer.WriteString("version", version);
        }

        writer.WriteString("type", TypeOf(flow));
        writer.WriteBoolean("deleted", false);
        writer.WriteBoolean("updated", false);
        writer.WriteBoolean("stateUnknown", false);
    }
}
