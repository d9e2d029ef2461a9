using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Flows one by one: read, write, create, delete, history.</summary>
internal static class FlowsApi
{
    public static void MapFlows(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/flows/{flowId}", context => GetAsync(context, org)).Named("getFlow").Reads();
        routes.MapPut("/api/v2/flows/{flowId}", context => PutAsync(context, org)).Named("putFlow").Needs(Scopes.Write);
        routes.MapPatch("/api/v2/flows/{flowId}", context => PatchAsync(context, org)).Named("patchFlow").Needs(Scopes.Write);
        routes.MapPost("/api/v2/flows", context => PostAsync(context, org)).Named("postFlows").Needs(Scopes.Write);
        routes.MapDelete("/api/v2/flows/{flowId}", context => DeleteAsync(context, org)).Named("deleteFlow").Needs(Scopes.Write);
        routes.MapGet("/api/v2/flows/{flowId}/versions", context => GetVersionsAsync(context, org)).Named("getFlowVersions").Reads();
        routes.MapGet("/api/v2/flows/{flowId}/versions/{versionId}", context => GetVersionAsync(context, org)).Named("getFlowVersion").Reads();
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org) =>
        ReplyLockedAsync(context, org, 200, () => Readable(context, org));

    private static async Task PutAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await ReplyLockedAsync(context, org, 200, () => org.Put(context.Route("flowId"), body, context.Token()));
    }

    private static async Task PatchAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await ReplyLockedAsync(context, org, 200, () => org.Patch(context.Route("flowId"), body, context.Token()));
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await ReplyLockedAsync(context, org, 201, () => org.Create(body, context.Token()));
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org)
    {
        org.Delete(context.Route("flowId"), context.Token());
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task GetVersionsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var version in Enumerable.Reverse(flow.Versions))
            {
                writer.WriteStartObject();
                writer.WriteNumber("version", version.Number);
                writer.WriteString("revisionId", version.RevisionId);
                writer.WriteString("author", version.Author);
                writer.WriteString("dateCreated", JsonReply.Time(version.At));
                writer.WriteString("compilationStatus", FlowWire.StatusName(version.Status));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("total", flow.Versions.Count);
        });
    });

    private static Task GetVersionAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        var asked = context.Route("versionId");
        var version = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= flow.Versions.Count
            ? flow.Versions[number - 1]
            : throw ServiceErrors.VersionNotFound(flow, asked);
        return JsonReply.ObjectAsync(context, 200, writer => FlowWire.WriteWhole(writer, flow, version));
    });

    /// <summary>A flow that the request's token may read: its division is within reach, and a token for modules alone reads modules.</summary>
    private static OrgFlow Readable(HttpContext context, EmulatorOrg org)
    {
        var token = context.Token();
        var flow = org.Reachable(context.Route("flowId"), token);
        return token.HasAny(Scopes.Read) || FlowTypes.Same(flow.Type, "module") ? flow : throw ServiceErrors.MissingScope(Scopes.Read);
    }

    /// <summary>Answers with a flow as it is at this moment: nobody can change it between the act and the answer.</summary>
    private static Task ReplyLockedAsync(HttpContext context, EmulatorOrg org, int status, Func<OrgFlow> act) =>
        org.Read(_ =>
        {
            var flow = act();
            return JsonReply.ObjectAsync(context, status, writer => FlowWire.WriteWhole(writer, flow));
        });
}
