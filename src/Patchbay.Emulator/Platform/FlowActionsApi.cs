using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What is done to a flow as a whole: lock, check in, publish. Everything comes in the query; bodies are empty.</summary>
internal static class FlowActionsApi
{
    public static void MapFlowActions(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/flows/actions/checkout", context => FlowAsync(context, org, (flows, id, client) => flows.CheckOut(id, client))).Named("postFlowsActionsCheckout");
        routes.MapPost("/api/v2/flows/actions/revert", context => FlowAsync(context, org, (flows, id, client) => flows.Revert(id, client))).Named("postFlowsActionsRevert");
        routes.MapPost("/api/v2/flows/actions/unlock", context => FlowAsync(context, org, (flows, id, _) => flows.Unlock(id))).Named("postFlowsActionsUnlock");
        routes.MapPost("/api/v2/flows/actions/deactivate", context => FlowAsync(context, org, (flows, id, _) => flows.Deactivate(id))).Named("postFlowsActionsDeactivate");
        routes.MapPost("/api/v2/flows/actions/checkin", context => OperationAsync(context, org, (flows, id, client) => flows.CheckIn(id, client))).Named("postFlowsActionsCheckin");
        routes.MapPost("/api/v2/flows/actions/publish", context => OperationAsync(context, org, (flows, id, client) => flows.Publish(id, Query(context, "version"), client))).Named("postFlowsActionsPublish");
        routes.MapDelete("/api/v2/flows/{flowId}", context => DeleteAsync(context, org)).Named("deleteFlow");
    }

    private static Task FlowAsync(HttpContext context, EmulatorOrg org, Func<PlatformFlows, string, string, PlatformFlow> act) => org.Read(_ =>
    {
        var flow = act(org.Platform, Needed(context), context.Token().Client.Id);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));
    });

    private static Task OperationAsync(HttpContext context, EmulatorOrg org, Func<PlatformFlows, string, string, PlatformOperation> act) => org.Read(_ =>
    {
        var operation = act(org.Platform, Needed(context), context.Token().Client.Id);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));
    });

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        org.Platform.Delete(context.Route("flowId"), context.Token().Client.Id);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    });

    private static string Needed(HttpContext context) => Query(context, "flow") ?? throw PlatformErrors.MissingParameter("flow");

    private static string? Query(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;
}
