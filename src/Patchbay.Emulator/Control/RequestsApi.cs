using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>How many requests were answered, and how.</summary>
internal static class RequestsApi
{
    public static void MapRequests(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/_emulator/requests", context => GetAsync(context, org)).Named("getEmulatorRequests");
        routes.MapDelete("/_emulator/requests", context => DeleteAsync(context, org)).Named("deleteEmulatorRequests");
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        var (total, byStatus, byOperation) = org.Requests.Counts();
        writer.WriteNumber("total", total);
        writer.WriteStartObject("byStatus");
        foreach (var (status, count) in byStatus)
        {
            writer.WriteNumber(status == 0 ? "cut" : status.ToString(CultureInfo.InvariantCulture), count);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("byOperation");
        foreach (var (operation, count) in byOperation)
        {
            writer.WriteNumber(operation, count);
        }

        writer.WriteEndObject();
    });

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org)
    {
        org.Requests.Clear();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
