using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>How many contacts flows had.</summary>
internal static class AnalyticsApi
{
    private const string ContactCount = "contactCount";

    public static void MapAnalytics(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/analytics/flows/summary/query", context => PostAsync(context, org)).Named("postAnalyticsFlowsSummaryQuery").Needs(Scopes.Analytics);
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var flowIds = body.Texts("flowIds");
        if (flowIds.IsDefaultOrEmpty)
        {
            throw ServiceErrors.MissingField("flowIds", "Name the flows to count for.");
        }

        var groupBy = Known(body.Texts("groupBy"), "groupBy", ["flowId", "revisionId"], absent: ["flowId"]);
        var metrics = Known(body.Texts("metrics"), "metrics", [ContactCount], absent: [ContactCount]);
        var (from, to) = ApiTime.ReadInterval("interval", body.Text("interval") ?? "PT1H", org.Now);
        await org.Read(_ =>
        {
            RefuseForeign(org, flowIds, context.Token());
            var groups = org.Contacts.Between(from, to, flowIds.ToHashSet(StringComparer.Ordinal))
                .GroupBy(contact => (FlowId: groupBy.Contains("flowId") ? contact.FlowId : "", RevisionId: groupBy.Contains("revisionId") ? contact.RevisionId : ""))
                .OrderBy(group => flowIds.IndexOf(group.Key.FlowId)).ThenBy(group => group.Key.RevisionId, StringComparer.Ordinal);
            return JsonReply.ObjectAsync(context, 200, writer =>
            {
                writer.WriteStartArray("results");
                foreach (var group in groups)
                {
                    writer.WriteStartObject();
                    writer.WriteStartObject("group");
                    foreach (var key in groupBy)
                    {
                        writer.WriteString(key, key == "flowId" ? group.Key.FlowId : group.Key.RevisionId);
                    }

                    writer.WriteEndObject();
                    writer.WriteStartObject("metrics");
                    foreach (var metric in metrics)
                    {
                        writer.WriteNumber(metric, group.Count());
                    }

                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        });
    }

    private static ImmutableArray<string> Known(ImmutableArray<string> given, string field, ImmutableArray<string> known, ImmutableArray<string> absent)
    {
        if (given.IsDefault)
        {
            return absent;
        }

        var unknown = given.FirstOrDefault(name => !known.Contains(name));
        return unknown is null
            ? [.. given.Distinct(StringComparer.Ordinal)]
            : throw ServiceErrors.InvalidValue(field, $"\"{field}\" names \"{unknown}\"; known are {string.Join(" and ", known)}.");
    }

    private static void RefuseForeign(EmulatorOrg org, ImmutableArray<string> flowIds, Token token)
    {
        foreach (var flow in org.Flows)
        {
            if (flowIds.Contains(flow.Id) && !token.Reaches(flow.Division))
            {
                throw ServiceErrors.ForeignDivision(flow.Division, flow);
            }
        }
    }
}
