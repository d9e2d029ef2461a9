using System.Globalization;
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
        var author = body.Text("author") ?? "another.user";
        var version = org.Options.Api == EmulatorApi.Platform ? Publish(org, id, author, body) : Edit(org, id, author, body);
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", id);
            writer.WritePropertyName("version");
            writer.WriteRawValue(version);
        });
    }

    private static string Edit(EmulatorOrg org, string id, string author, JsonBody body)
    {
        var patch = body.Root["patch"] switch
        {
            null => null,
            MappingNode given => JsonPrinter.Compact(body.Source, given),
            _ => throw ServiceErrors.InvalidValue("patch", "\"patch\" must be a JSON merge patch: an object."),
        };
        return org.VersionOf(id) == 0 ? throw ServiceErrors.FlowNotFound(id) : org.EditAsSomebodyElse(id, author, patch).ToString(CultureInfo.InvariantCulture);
    }

    private static string Publish(EmulatorOrg org, string id, string author, JsonBody body)
    {
        if (body.Root["patch"] is not null)
        {
            throw ServiceErrors.InvalidValue("patch", "Flows of the platform's API are YAML: send what the flow is to say as \"yaml\".");
        }

        try
        {
            return JsonPrinter.Quote(org.PublishAsSomebodyElse(id, author, body.Text("yaml")));
        }
        catch (ArgumentException exception)
        {
            throw ServiceErrors.InvalidValue(exception.ParamName ?? "flowId", exception.Message.Split(" (Parameter")[0]);
        }
    }
}
