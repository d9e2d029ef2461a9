using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Who did what in the org: asked for and fetched when it is ready, or page by page at once.</summary>
internal sealed class PlatformAuditsApi
{
    private const string Permission = "audits:audit:view";
    private const int MaxPageSize = 500;

    /// <summary>So many queries are remembered; the oldest are forgotten.</summary>
    private const int MostQueries = 1_000;

    /// <summary>How far back the queries that are answered at once reach.</summary>
    private static readonly TimeSpan Realtime = TimeSpan.FromDays(14);

    private static readonly ImmutableArray<string> FlowActions = ["Checkin", "Checkout", "Create", "Deactivate", "Delete", "Publish", "Revert", "Save", "Unlock", "Update"];

    private readonly EmulatorOrg _org;
    private readonly OrderedDictionary<string, AuditTransaction> _queries = new(StringComparer.Ordinal);
    private int _sequence;

    private PlatformAuditsApi(EmulatorOrg org) => _org = org;

    public static void Map(IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        var api = new PlatformAuditsApi(org);
        routes.MapPost("/api/v2/audits/query", api.StartAsync).Named("postAuditsQuery").NeedsPermission(Permission);
        routes.MapPost("/api/v2/audits/query/realtime", api.RealtimeAsync).Named("postAuditsQueryRealtime").NeedsPermission(Permission);
        routes.MapGet("/api/v2/audits/query/servicemapping", api.ServicesAsync).Named("getAuditsQueryServicemapping").NeedsPermission(Permission);
        routes.MapGet("/api/v2/audits/query/realtime/servicemapping", api.ServicesAsync).Named("getAuditsQueryRealtimeServicemapping").NeedsPermission(Permission);
        routes.MapGet("/api/v2/audits/query/{transactionId}", api.StateAsync).Named("getAuditsQueryTransactionId").NeedsPermission(Permission);
        routes.MapGet("/api/v2/audits/query/{transactionId}/results", api.ResultsAsync).Named("getAuditsQueryTransactionIdResults").NeedsPermission(Permission);
    }

    private async Task StartAsync(HttpContext context)
    {
        var query = AuditQuery.Read(await JsonBody.ReadAsync(context), _org.Now);
        await _org.Read(_ =>
        {
            var transaction = new AuditTransaction(EmulatorOrg.IdFrom("audit query", $"{_org.Id}\n{++_sequence}"), query, _org.Now, _org.PlatformAudits.Last);
            if (_queries.Count == MostQueries)
            {
                _queries.RemoveAt(0);
            }

            _queries.Add(transaction.Id, transaction);
            return JsonReply.ObjectAsync(context, 202, writer => WriteState(writer, transaction, "Queued"));
        });
    }

    private Task StateAsync(HttpContext context) => _org.Read(_ =>
    {
        var transaction = Find(context);
        return JsonReply.ObjectAsync(context, 200, writer => WriteState(writer, transaction, StateOf(transaction)));
    });

    private Task ResultsAsync(HttpContext context) => _org.Read(_ =>
    {
        var transaction = Find(context);
        if (StateOf(transaction) is not "Succeeded" and var state)
        {
            throw ServiceErrors.BadBody($"The query {transaction.Id} is {state}, and has no results yet.");
        }

        var size = ListQuery.Integer(context, "pageSize", 25, MaxPageSize);
        var skip = context.Request.Query["cursor"].FirstOrDefault() is { Length: > 0 } cursor ? PageToken.Read(cursor) : 0;
        var found = transaction.Query.Select(_org.PlatformAudits.Entries.Where(entry => entry.Sequence <= transaction.Last)).Skip(skip).Take(size + 1).ToList();
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", transaction.Id);
            writer.WriteNumber("pageSize", size);
            if (found.Count > size)
            {
                writer.WriteString("cursor", PageToken.Write(skip + size));
            }

            WriteEntries(context, writer, found.Take(size));
        });
    });

    private async Task RealtimeAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context);
        var query = AuditQuery.Read(body, _org.Now);
        if (query.From < _org.Now - Realtime)
        {
            throw ServiceErrors.InvalidValue("interval", $"\"interval\" begins more than {Realtime.Days} days ago, which only POST /api/v2/audits/query answers.");
        }

        var size = Within(body, "pageSize", 25, MaxPageSize);
        var number = Within(body, "pageNumber", 1, int.MaxValue);
        await _org.Read(_ =>
        {
            var found = query.Select(_org.PlatformAudits.Entries).ToList();
            return JsonReply.ObjectAsync(context, 200, writer =>
            {
                WriteEntries(context, writer, found.Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue)).Take(size));
                writer.WriteNumber("pageSize", size);
                writer.WriteNumber("pageNumber", number);
                writer.WriteNumber("total", found.Count);
                writer.WriteNumber("pageCount", (found.Count + size - 1) / size);
            });
        });
    }

    private static int Within(JsonBody body, string field, int absent, int most) =>
        (body.Integer(field) ?? absent) is >= 1 and var number && number <= most ? number : throw ServiceErrors.InvalidValue(field, $"\"{field}\" must be an integer from 1{(most == int.MaxValue ? "" : $" to {most}")}.");

    private AuditTransaction Find(HttpContext context) =>
        _queries.TryGetValue(context.Route("transactionId"), out var transaction) ? transaction : throw PlatformErrors.AuditQueryNotFound(context.Route("transactionId"));

    /// <summary>A query takes as long as everything else that the org does by itself.</summary>
    private string StateOf(AuditTransaction transaction)
    {
        var since = _org.Now - transaction.StartedAt;
        return since >= _org.Options.CompileDelay ? "Succeeded" : since >= _org.Options.CompileDelay / 2 ? "Running" : "Queued";
    }

    private static void WriteState(Utf8JsonWriter writer, AuditTransaction transaction, string state)
    {
        writer.WriteString("id", transaction.Id);
        writer.WriteString("state", state);
        writer.WriteString("startDate", JsonReply.Time(transaction.StartedAt));
        writer.WriteString("interval", transaction.Query.Interval);
        if (transaction.Query.Service is { } service)
        {
            writer.WriteString("serviceName", service);
        }

        writer.WriteStartArray("filters");
        foreach (var (property, value) in transaction.Query.Filters)
        {
            writer.WriteStartObject();
            writer.WriteString("property", property);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("sort");
        writer.WriteStartObject();
        writer.WriteString("name", "Timestamp");
        writer.WriteString("sortOrder", transaction.Query.IsAscending ? "ascending" : "descending");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>The names of users are given to those who ask for them.</summary>
    private void WriteEntries(HttpContext context, Utf8JsonWriter writer, IEnumerable<PlatformAudit> entries)
    {
        var withNames = ListQuery.Values(context, "expand").Contains("user", StringComparer.Ordinal);
        writer.WriteStartArray("entities");
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            WriteEntry(writer, entry, withNames);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteEntry(Utf8JsonWriter writer, PlatformAudit entry, bool withNames)
    {
        writer.WriteString("id", EmulatorOrg.IdFrom("platform audit", $"{_org.Id}\n{entry.Sequence.ToString(CultureInfo.InvariantCulture)}"));
        writer.WriteString("userHomeOrgId", _org.Id);
        writer.WriteStartObject(entry.Actor.IsUser ? "user" : "client");
        writer.WriteString("id", entry.Actor.Id);
        if (entry.Actor.IsUser && withNames)
        {
            writer.WriteString("name", entry.Actor.Name);
        }

        writer.WriteString("selfUri", $"/api/v2/{(entry.Actor.IsUser ? "users" : "oauth/clients")}/{entry.Actor.Id}");
        writer.WriteEndObject();
        writer.WriteString("serviceName", entry.Service);
        writer.WriteString("level", "USER");
        writer.WriteString("eventDate", JsonReply.Time(entry.At));
        writer.WriteStartObject("message");
        writer.WriteString("message", $"{entry.Action} of {entry.EntityType} \"{entry.EntityName}\"{(entry.Version is { } version ? $", version {version}" : "")}");
        writer.WriteEndObject();
        writer.WriteString("action", entry.Action);
        writer.WriteStartObject("entity");
        writer.WriteString("id", entry.EntityId);
        writer.WriteString("name", entry.EntityName);
        if (entry.EntityType == "Flow")
        {
            writer.WriteString("selfUri", $"/api/v2/flows/{entry.EntityId}");
        }

        writer.WriteEndObject();
        writer.WriteString("entityType", entry.EntityType);
        writer.WriteString("status", entry.IsSuccess ? "SUCCESS" : "FAILURE");
        WriteChanges(writer, entry);
    }

    private static void WriteChanges(Utf8JsonWriter writer, PlatformAudit entry)
    {
        writer.WriteStartArray("propertyChanges");
        if (entry.Version is { } version)
        {
            writer.WriteStartObject();
            writer.WriteString("property", "Version");
            writer.WriteStartArray("oldValues");
            writer.WriteEndArray();
            writer.WriteStartArray("newValues");
            writer.WriteStringValue(version);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What can be asked for: what flows can be done to, and everything else that was done to anything.</summary>
    private Task ServicesAsync(HttpContext context) => _org.Read(_ =>
    {
        var known = FlowActions.Select(action => (Service: PlatformAudits.Architect, EntityType: "Flow", Action: action))
            .Concat(_org.PlatformAudits.Entries.Select(entry => (entry.Service, entry.EntityType, entry.Action)))
            .Distinct().OrderBy(known => known, Comparer<(string Service, string EntityType, string Action)>.Create((x, y) => string.CompareOrdinal($"{x}", $"{y}"))).ToList();
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("services");
            foreach (var service in known.GroupBy(entry => entry.Service, StringComparer.Ordinal))
            {
                writer.WriteStartObject();
                writer.WriteString("name", service.Key);
                writer.WriteStartArray("entities");
                foreach (var entity in service.GroupBy(entry => entry.EntityType, StringComparer.Ordinal))
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", entity.Key);
                    writer.WriteStartArray("actions");
                    foreach (var (_, _, action) in entity)
                    {
                        writer.WriteStringValue(action);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    });
}
