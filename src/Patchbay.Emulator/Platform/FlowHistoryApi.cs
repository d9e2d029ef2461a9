using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What was done to a flow: a history is asked for, put together, and then read page by page.</summary>
internal static class FlowHistoryApi
{
    private const string View = "architect:flow:view";

    /// <summary>What acts are called in histories.</summary>
    private static readonly string[] Actions = ["checkin", "checkout", "create", "deactivate", "debug", "delete", "publish", "revert", "save", "update"];

    public static void MapFlowHistory(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/flows/{flowId}/history", context => PostAsync(context, org)).Named("postFlowHistory").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/{flowId}/history/{historyId}", context => GetAsync(context, org)).Named("getFlowHistoryHistoryId").NeedsPermission(View);
    }

    private static Task PostAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var history = org.Platform.TellHistory(FlowAccess.Readable(context, org, context.Route("flowId"), View), context.Token().Actor);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, history.Operation));
    });

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = FlowAccess.Readable(context, org, context.Route("flowId"), View);
        var id = context.Route("historyId");
        var history = flow.Histories.Find(history => history.Operation.Id == id) ?? throw PlatformErrors.HistoryNotFound(flow, id);
        var acts = Sorted(context, history.Acts.Where(IsMeant(context)));
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            PlatformWire.WriteOperation(writer, history.Operation);
            writer.WriteString("name", flow.Name);
            writer.WriteString("description", flow.Description);
            writer.WriteBoolean("system", false);
            writer.WriteString("started", JsonReply.Time(history.Operation.StartedAt));
            if (history.CompletedAt is { } completed)
            {
                writer.WriteString("completed", JsonReply.Time(completed));
            }

            ListQuery.WritePage(writer, context, acts, (_, act) => WriteAct(writer, flow, act));
        });
    });

    private static Func<FlowAct, bool> IsMeant(HttpContext context)
    {
        var wanted = ListQuery.Values(context, "action").Select(action => action.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var unknown = wanted.FirstOrDefault(action => !Actions.Contains(action));
        if (unknown is not null)
        {
            throw ServiceErrors.InvalidValue("action", $"\"{unknown}\" is nothing that is done to flows; it must be of {string.Join(", ", Actions)}.");
        }

        return act => Actions.Contains(act.Action.ToLowerInvariant()) && (wanted.Count == 0 || wanted.Contains(act.Action.ToLowerInvariant()));
    }

    private static List<FlowAct> Sorted(HttpContext context, IEnumerable<FlowAct> acts)
    {
        Func<FlowAct, string>? key = PlatformQuery.OneOf(context, "sortBy", "timestamp", "action", "user") switch
        {
            "action" => act => act.Action,
            "user" => act => act.Actor.Name,
            _ => null,
        };
        var sorted = key is null ? acts.ToList() : [.. acts.OrderBy(key, StringComparer.Ordinal)];
        if (PlatformQuery.OneOf(context, "sortOrder", "desc", "asc") == "desc")
        {
            sorted.Reverse();
        }

        return sorted;
    }

    private static void WriteAct(Utf8JsonWriter writer, PlatformFlow flow, FlowAct act)
    {
        writer.WriteString("action", act.Action.ToUpperInvariant());
        writer.WriteString("resource", flow.Name);
        writer.WriteString("timestamp", JsonReply.Time(act.At));
        PlatformWire.WriteActor(writer, act.Actor, "user", "client");
        if (act.Version is { } version)
        {
            writer.WriteString("version", version);
        }

        writer.WriteBoolean("secure", flow.FindVersion(act.Version ?? "") is { Body.IsSecure: true });
        writer.WriteBoolean("virtualAgentEnabled", false);
    }
}
