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
        Map("checkout", "postFlowsActionsCheckout", (context, id, actor) => FlowAsync(context, org.Platform.CheckOut(id, actor)), "architect:flow:edit");
        Map("revert", "postFlowsActionsRevert", (context, id, actor) => FlowAsync(context, org.Platform.Revert(id, actor)), "architect:flow:edit");
        Map("unlock", "postFlowsActionsUnlock", (context, id, actor) => FlowAsync(context, org.Platform.Unlock(id, actor)), "architect:flow:unlock");
        Map("deactivate", "postFlowsActionsDeactivate", (context, id, actor) => FlowAsync(context, org.Platform.Deactivate(id, actor)), "architect:flow:publish");
        Map("checkin", "postFlowsActionsCheckin", (context, id, actor) => OperationAsync(context, org.Platform.CheckIn(id, actor)), "architect:flow:edit", "architect:flow:unlock");
        Map("publish", "postFlowsActionsPublish", (context, id, actor) => OperationAsync(context, org.Platform.Publish(id, Query(context, "version"), actor)), "architect:flow:publish", "architect:flow:unlock");

        void Map(string action, string operation, Func<HttpContext, string, Actor, Task> act, params string[] permissions) =>
            routes.MapPost($"/api/v2/flows/actions/{action}", context => org.Read(_ => act(context, Needed(context, org, permissions[0]).Id, context.Token().Actor))).Named(operation).NeedsPermission(permissions);
    }

    private static Task FlowAsync(HttpContext context, PlatformFlow flow) => JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));

    private static Task OperationAsync(HttpContext context, PlatformOperation operation) => JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));

    private static PlatformFlow Needed(HttpContext context, EmulatorOrg org, string permission) =>
        org.Platform.Reachable(Query(context, "flow") ?? throw PlatformErrors.MissingParameter("flow"), context.Token(), permission);

    private static string? Query(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;
}
