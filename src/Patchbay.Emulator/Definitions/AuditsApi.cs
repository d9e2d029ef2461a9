using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Who did what to which flow.</summary>
internal static class AuditsApi
{
    private const int PageSize = 100;

    public static void MapAudits(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/audits/flows", context => GetAsync(context, org)).Named("getAuditsFlows").Needs(Scopes.Audit);
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var query = context.Request.Query;
        var flowId = query["flowId"].FirstOrDefault();
        var from = Moment(query, "from");
        var to = Moment(query, "to");
        var before = query["pageToken"].FirstOrDefault() is { Length: > 0 } token ? PageToken.Read(token) : int.MaxValue;
        var found = org.Audits.Reverse()
            .Where(entry => (string.IsNullOrEmpty(flowId) || entry.FlowId == flowId) && (from is null || entry.At >= from) && (to is null || entry.At < to) && context.Token().Reaches(entry.Division))
            .ToList();
        var page = found.Where(entry => entry.Sequence < before).Take(PageSize).ToList();
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var entry in page)
            {
                writer.WriteStartObject();
                Write(writer, entry);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (page.Count > 0 && found[^1].Sequence < page[^1].Sequence)
            {
                writer.WriteString("nextPage", PageToken.Write(page[^1].Sequence));
            }

            writer.WriteNumber("total", found.Count);
        });
    });

    private static void Write(Utf8JsonWriter writer, AuditEntry entry)
    {
        writer.WriteString("id", EmulatorOrg.IdFrom("audit", entry.Sequence.ToString(CultureInfo.InvariantCulture)));
        writer.WriteString("timestamp", JsonReply.Time(entry.At));
        writer.WriteString("user", entry.Actor);
        writer.WriteString("action", entry.Action);
        writer.WriteString("flowId", entry.FlowId);
        writer.WriteString("flowName", entry.FlowName);
        if (entry.Version is { } version)
        {
            writer.WriteNumber("version", version);
            writer.WriteString("revisionId", entry.RevisionId);
        }

        if (entry.ActivateAt is { } activateAt)
        {
            writer.WriteString("activateAt", JsonReply.Time(activateAt));
        }
    }

    private static DateTimeOffset? Moment(IQueryCollection query, string name) =>
        query[name].FirstOrDefault() is { Length: > 0 } text ? ApiTime.Read(name, text.Replace(' ', '+')) : null;
}
