using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What is asked of the audits.</summary>
/// <param name="Interval">The interval as written.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last moment, included.</param>
/// <param name="Service">The service; null for all.</param>
/// <param name="Filters">Properties with the value that each must have.</param>
/// <param name="IsAscending">Whether the oldest come first.</param>
internal sealed record AuditQuery(string Interval, DateTimeOffset From, DateTimeOffset To, string? Service, ImmutableArray<(string Property, string Value)> Filters, bool IsAscending)
{
    private static readonly ImmutableArray<string> Properties = ["UserId", "TrusteeOrganizationId", "ClientId", "Action", "EntityType", "EntityId"];

    /// <summary>Reads a query from a request.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="now">The time.</param>
    public static AuditQuery Read(JsonBody body, DateTimeOffset now)
    {
        var interval = body.Text("interval") ?? throw ServiceErrors.MissingField("interval", "Say from when to when.");
        var (from, to) = interval.Contains('/', StringComparison.Ordinal)
            ? ApiTime.ReadInterval("interval", interval, now)
            : throw ServiceErrors.InvalidValue("interval", $"\"interval\" is \"{interval}\"; it must be two moments with a slash between.");
        var filters = (body.Root.GetSequence("filters")?.Mappings ?? []).Select(filter => (Known(filter, "filters", "property", Properties), Known(filter, "filters", "value"))).ToImmutableArray();
        var order = (body.Root.GetSequence("sort")?.Mappings ?? []).Select(sort => (Name: Known(sort, "sort", "name", ["Timestamp"]), Order: Known(sort, "sort", "sortOrder", ["ascending", "descending"]))).FirstOrDefault().Order;
        return new AuditQuery(interval, from, to, body.Text("serviceName"), filters, order == "ascending");
    }

    /// <summary>The entries that fit, in the order asked for: the newest first unless the query says otherwise.</summary>
    /// <param name="entries">Entries, oldest first.</param>
    public IEnumerable<PlatformAudit> Select(IEnumerable<PlatformAudit> entries)
    {
        var found = entries.Where(entry => entry.At >= From && entry.At <= To && (Service is null || entry.Service == Service) && Filters.All(filter => Fits(entry, filter.Property, filter.Value)));
        return IsAscending ? found : found.Reverse();
    }

    private static bool Fits(PlatformAudit entry, string property, string value) => property switch
    {
        "UserId" => entry.Actor.IsUser && entry.Actor.Id == value,
        "ClientId" => !entry.Actor.IsUser && entry.Actor.Id == value,
        "Action" => entry.Action == value,
        "EntityType" => entry.EntityType == value,
        "EntityId" => entry.EntityId == value,
        _ => false,
    };

    private static string Known(MappingNode item, string list, string key, ImmutableArray<string> known = default)
    {
        var text = item.GetString(key) ?? throw ServiceErrors.MissingField($"{list}.{key}", "Every entry needs one.");
        return known.IsDefault || known.Contains(text) ? text : throw ServiceErrors.InvalidValue($"{list}.{key}", $"\"{list}.{key}\" is \"{text}\"; it must be {string.Join(", ", known)}.");
    }
}

/// <summary>A query of the audits whose answer is fetched later.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Query">What is asked.</param>
/// <param name="StartedAt">When it was asked.</param>
/// <param name="Last">The place of the newest entry then; later ones do not show.</param>
internal sealed record AuditTransaction(string Id, AuditQuery Query, DateTimeOffset StartedAt, int Last);
