using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Making revisions live, now or at a set time.</summary>
internal static class PublishApi
{
    public static void MapPublish(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/routing/flows/{flowId}/publish", context => PostAsync(context, org)).Named("postRoutingFlowPublish").Needs(Scopes.Publish);
        routes.MapDelete("/api/v2/routing/flows/{flowId}/publish", context => DeleteAsync(context, org)).Named("deleteRoutingFlowPublish").Needs(Scopes.Publish);
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var id = context.Route("flowId");
        var flowId = body.Text("flowId", "flow_id") ?? throw ServiceErrors.MissingField("flowId", "It must be the id in the path.");
        if (flowId != id)
        {
            throw ServiceErrors.FlowIdMismatch(id, flowId);
        }

        var revisionId = body.Text("revisionId", "revision_id") ?? throw ServiceErrors.MissingField("revisionId", "Read the flow for it.");
        var activateAt = body.Text("activateAt", "activate_at");
        var outcome = org.Publish(id, revisionId, string.IsNullOrEmpty(activateAt) ? null : ApiTime.Read("activateAt", activateAt), context.Token());
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("flowId", id);
            writer.WriteString("revisionId", outcome.Version.RevisionId);
            writer.WriteNumber("version", outcome.Version.Number);
            writer.WriteString("status", outcome.IsLive ? "published" : "scheduled");
            writer.WriteString("activateAt", JsonReply.Time(outcome.At));
        });
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org)
    {
        org.CancelSchedule(context.Route("flowId"), context.Token());
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
