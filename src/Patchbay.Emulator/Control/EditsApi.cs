using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>Editing a flow as somebody else, whatever version it is at.</summary>
internal static class EditsApi
{
    public static void MapEdits(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/_emulator/flows/{flowId}/edit", context => PostAsync(context, org)).Named("postEmulatorFlowEdit");
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context, isOptional: true);
        var id = context.Route("flowId");
        var patch = body.Root["patch"] switch
        {
            null => null,
            MappingNode given => JsonPrinter.Compact(body.Source, given),
            _ => throw ServiceErrors.InvalidValue("patch", "\"patch\" must be a JSON merge patch: an object."),
        };
        if (org.VersionOf(id) == 0)
        {
            throw ServiceErrors.FlowNotFound(id);
        }

        var version = org.EditAsSomebodyElse(id, body.Text("author") ?? "another.user", patch);
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", id);
            writer.WriteNumber("version", version);
        });
    }
}
