using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What is done to a flow as a whole: lock, check in, publish. Everything comes in the query; bodies are empty.</summary>
internal static class FlowActionsApi
{
    private const string Edit = "architect:flow:edit";
    private const string Publish = "architect:flow:publish";
    private const string Unlock = "architect:flow:unlock";

    public static void MapFlowActions(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        Map("checkout", "postFlowsActionsCheckout", org.Platform.CheckOut, Edit);
        Map("revert", "postFlowsActionsRevert", org.Platform.Revert, Edit);
        Map("unlock", "postFlowsActionsUnlock", org.Platform.Unlock, Unlock);
        Map("deactivate", "postFlowsActionsDeactivate", org.Platform.Deactivate, Publish);
        routes.MapPost("/api/v2/flows/actions/checkin", context => CheckInAsync(context, org)).Named("postFlowsActionsCheckin").NeedsPermission(Edit, Unlock);
        routes.MapPost("/api/v2/flows/actions/publish", context => PublishAsync(context, org)).Named("postFlowsActionsPublish").NeedsPermission(Publish, Unlock);

        void Map(string action, string operation, Action<PlatformFlow, Actor> act, string permission) => routes.MapPost($"/api/v2/flows/actions/{action}", context => org.Read(_ =>
        {
            var flow = Writable(context, org, permission);
            act(flow, context.Token().Actor);
            return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));
        })).Named(operation).NeedsPermission(permission);
    }

    private static Task CheckInAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var operation = org.Platform.CheckIn(Writable(context, org, Edit), context.Token().Actor, context.Token().Permits(Unlock));
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));
    });

    private static Task PublishAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Writable(context, org, Publish);
        var isIgnored = org.Faults.Strike(context.Request.Method, context.Request.Path, FaultKind.PublishIgnored) is not null;
        var operation = org.Platform.Publish(flow, PlatformQuery.Text(context, "version"), context.Token().Actor, isIgnored);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));
    });

    private static PlatformFlow Writable(HttpContext context, EmulatorOrg org, string permission) => FlowAccess.Writable(context, org, PlatformQuery.Needed(context, "flow"), permission);
}
