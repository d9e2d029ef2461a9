using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Asking what is wrong with a definition without storing it.</summary>
internal static class ValidateApi
{
    public static void MapValidate(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/flows/validate", context => PostAsync(context, org)).Named("postFlowsValidate").Reads();
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var verdict = org.Validate(body, context.Token());
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            JsonReply.WriteProblems(writer, "errors", verdict.Errors);
            JsonReply.WriteProblems(writer, "warnings", verdict.Warnings);
        });
    }
}
