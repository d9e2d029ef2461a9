using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>What surrounds the flows: the limits of the org, its queues, the org itself.</summary>
internal static class RoutingApi
{
    private const int MaxPageSize = 500;

    public static void MapRouting(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        if (org.Options.Api == EmulatorApi.Definitions)
        {
            routes.MapGet("/api/v2/routing/flows/settings", context => GetSettingsAsync(context, org)).Named("getRoutingFlowsSettings").Reads();
        }

        routes.MapGet("/api/v2/routing/queues", context => GetQueuesAsync(context, org)).Named("getRoutingQueues").Reads().NeedsPermission("routing:queue:view");
        routes.MapGet("/api/v2/organizations/me", context => GetOrganizationAsync(context, org)).Named("getOrganizationsMe");
    }

    private static Task GetSettingsAsync(HttpContext context, EmulatorOrg org) =>
        JsonReply.ObjectAsync(context, 200, writer => writer.WriteNumber("maxFlows", org.Options.MaxFlows));

    private static Task GetQueuesAsync(HttpContext context, EmulatorOrg org)
    {
        var size = QueryInteger(context, "pageSize", 25, MaxPageSize);
        var number = QueryInteger(context, "pageNumber", 1, int.MaxValue);
        return org.Read(_ => JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var queue in org.Queues.Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue)).Take(size))
            {
                writer.WriteStartObject();
                writer.WriteString("id", queue.Id);
                writer.WriteString("name", queue.Name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("total", org.Queues.Count);
        }));
    }

    private static Task GetOrganizationAsync(HttpContext context, EmulatorOrg org) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteString("id", org.Id);
        writer.WriteString("name", org.Name);
        writer.WriteNumber("version", 1);
    });

    private static int QueryInteger(HttpContext context, string name, int absent, int most)
    {
        var text = context.Request.Query[name].FirstOrDefault();
        if (string.IsNullOrEmpty(text))
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw ServiceErrors.InvalidValue(name, $"\"{name}\" is \"{text}\"; it must be an integer from 1{(most == int.MaxValue ? "" : $" to {most}")}.");
    }
}
