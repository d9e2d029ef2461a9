using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Finding flows, and reading what the org says of them.</summary>
internal static class PlatformFlowsApi
{
    private const string View = "architect:flow:view";
    private const string Delete = "architect:flow:delete";

    public static void MapPlatformFlows(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/flows", context => ListAsync(context, org)).Named("getFlows").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/{flowId}", context => GetAsync(context, org)).Named("getFlow").NeedsPermission(View);
        routes.MapDelete("/api/v2/flows/{flowId}", context => DeleteAsync(context, org)).Named("deleteFlow").NeedsPermission(Delete);
        routes.MapGet("/api/v2/flows/{flowId}/versions", context => VersionsAsync(context, org)).Named("getFlowVersions").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/{flowId}/versions/{versionId}", context => VersionAsync(context, org)).Named("getFlowVersion").NeedsPermission(View);
    }

    private static Task ListAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var types = ListQuery.Values(context, "type").Select(type => type.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var unknown = types.FirstOrDefault(type => ArchitectFlowTypes.FromApiType(type) is null);
        if (unknown is not null)
        {
            throw ServiceErrors.InvalidValue("type", $"\"{unknown}\" is no flow type.");
        }

        var ids = ListQuery.Values(context, "id").ToHashSet(StringComparer.Ordinal);
        var divisions = ListQuery.Values(context, "divisionId").ToHashSet(StringComparer.Ordinal);
        var name = context.Request.Query["name"].FirstOrDefault();
        var lockedBy = context.Request.Query["lockedByClientId"].FirstOrDefault();
        var token = context.Token();
        var found = org.Platform.All.Where(flow => token.Reaches(flow.Division)).Where(flow => ids.Count > 0
            ? ids.Contains(flow.Id)
            : (types.Count == 0 || types.Contains(flow.Type))
                && (divisions.Count == 0 || divisions.Contains(flow.Division.Id))
                && (string.IsNullOrEmpty(lockedBy) || flow.LockedBy is { IsUser: false } holder && holder.Id == lockedBy)
                && (string.IsNullOrEmpty(name) || NamePattern.Matches(name, flow.Name))).ToList();
        return ListQuery.PageAsync(context, found, PlatformWire.WriteFlow);
    });

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = org.Platform.Reachable(context.Route("flowId"), context.Token(), View);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));
    });

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        org.Platform.Delete(org.Platform.Reachable(context.Route("flowId"), context.Token(), Delete).Id, context.Token().Actor);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    });

    private static Task VersionsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = org.Platform.Reachable(context.Route("flowId"), context.Token(), View);
        return ListQuery.PageAsync(context, Enumerable.Reverse(flow.Versions).ToList(), (writer, version) => PlatformWire.WriteVersion(writer, flow, version));
    });

    private static Task VersionAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = org.Platform.Reachable(context.Route("flowId"), context.Token(), View);
        var version = flow.FindVersion(context.Route("versionId")) ?? throw PlatformErrors.VersionNotFound(flow, context.Route("versionId"));
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteVersion(writer, flow, version));
    });
}
