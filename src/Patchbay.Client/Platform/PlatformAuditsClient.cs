using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>Who did what with the flows of an org that speaks the platform's API.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class PlatformAuditsClient(ApiConnection connection)
{
    /// <summary>So far back the org answers at once; for more it runs a query of its own.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromDays(14);

    private const int PageSize = 100;
    private const string Permission = "audits:audit:view";
    private const string Attempt = "Reading the audit trail";

    /// <summary>Two clocks that differ a little must not make a question one that is answered only later.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The entries about flows, newest first, page by page.</summary>
    /// <param name="flowId">One flow's entries; null for all.</param>
    /// <param name="from">None before this moment.</param>
    /// <param name="to">None after this moment.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="ApiException">The org said no, did not answer, or did not finish its query.</exception>
    public IAsyncEnumerable<PlatformAudit> FlowsAsync(string? flowId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var filters = new List<AuditFilter> { new("EntityType", "Flow") };
        if (flowId is not null)
        {
            filters.Add(new AuditFilter("EntityId", flowId));
        }

        var query = new AuditQuery(string.Create(CultureInfo.InvariantCulture, $"{from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}/{to.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}"), "Architect", filters, [new AuditSort("Timestamp", "descending")]);
        return connection.Time.GetUtcNow() - from < AtOnce - Margin ? AtOnceAsync(query, cancellationToken) : LaterAsync(query, cancellationToken);
    }

    private IAsyncEnumerable<PlatformAudit> AtOnceAsync(AuditQuery query, CancellationToken cancellationToken) => Paging.AllAsync(
        async token =>
        {
            var number = token is null ? 1 : int.Parse(token, CultureInfo.InvariantCulture);
            var page = await connection.SendAsync(Posting("/api/v2/audits/query/realtime?expand=user", query with { PageNumber = number, PageSize = PageSize }), PlatformJson.Default.PlatformPagePlatformAudit, cancellationToken);
            return new Page<PlatformAudit>(page.Entities, number < page.PageCount ? (number + 1).ToString(CultureInfo.InvariantCulture) : null);
        },
        Attempt,
        cancellationToken);

    private async IAsyncEnumerable<PlatformAudit> LaterAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = await connection.SendAsync(Posting("/api/v2/audits/query", query), PlatformJson.Default.AuditTransaction, cancellationToken);
        await WaitAsync(started.Id, cancellationToken);
        var results = Paging.AllAsync(
            async cursor =>
            {
                var path = $"/api/v2/audits/query/{Escape(started.Id)}/results?pageSize={PlatformFlowsClient.MaxPageSize}&expand=user{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";
                var page = await connection.SendAsync(new ApiRequest(HttpMethod.Get, path, Attempt) { Scope = Permission }, PlatformJson.Default.AuditResults, cancellationToken);
                return new Page<PlatformAudit>(page.Entities, page.Cursor);
            },
            Attempt,
            cancellationToken);
        await foreach (var entry in results)
        {
            yield return entry;
        }
    }

    private async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        var start = connection.Time.GetTimestamp();
        for (var pause = FirstLook; ; pause = pause * 2 < LongestLook ? pause * 2 : LongestLook)
        {
            var query = await connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/audits/query/{Escape(id)}", Attempt) { Scope = Permission }, PlatformJson.Default.AuditTransaction, cancellationToken);
            switch (query.State)
            {
                case "Succeeded":
                    return;
                case "Failed" or "Cancelled":
                    throw new ApiException($"{Attempt} at {connection.Login.Region.Name}: the org gave the query {id} up ({query.State}). Ask for a shorter time.");
            }

            if (connection.Time.GetElapsedTime(start) > Patience)
            {
                throw new ApiException($"{Attempt} at {connection.Login.Region.Name}: the query {id} is not done after {Patience.TotalMinutes:0} minutes ({query.State}). Ask for a shorter time.");
            }

            await Task.Delay(pause, connection.Time, cancellationToken);
        }
    }

    private static ApiRequest Posting(string path, AuditQuery query) => new(HttpMethod.Post, path, Attempt)
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(query, PlatformJson.Default.AuditQuery),
        Scope = Permission,
    };
}

/// <summary>Something that somebody did.</summary>
public sealed record PlatformAudit
{
    /// <summary>When.</summary>
    public DateTimeOffset EventDate { get; init; }

    /// <summary>The person who did it; null where a client did.</summary>
    public NamedEntity? User { get; init; }

    /// <summary>The OAuth client that did it; null where a person did.</summary>
    public NamedEntity? Client { get; init; }

    /// <summary>What, such as <c>Publish</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>With what.</summary>
    public NamedEntity? Entity { get; init; }

    /// <summary><c>SUCCESS</c>, <c>FAILURE</c> or <c>WARNING</c>; null where the org does not say.</summary>
    public string? Status { get; init; }

    /// <summary>What it changed; may be null.</summary>
    public IReadOnlyList<PropertyChange>? PropertyChanges { get; init; }

    /// <summary>Who did it, by name where the org tells it, or else by id; empty where it tells neither.</summary>
    public string By => User is { } user ? user.Name ?? user.Id : Client is { } client ? client.Name ?? $"client {client.Id}" : "";

    /// <summary>The version it came to; null where the org does not say.</summary>
    public string? Version => PropertyChanges?.FirstOrDefault(change => string.Equals(change.Property, "Version", StringComparison.OrdinalIgnoreCase))?.NewValues is [var version, ..] ? version : null;
}

/// <summary>A property that an act changed.</summary>
/// <param name="Property">Its name.</param>
/// <param name="NewValues">What it is now; may be null.</param>
public sealed record PropertyChange(string? Property, IReadOnlyList<string>? NewValues);

internal sealed record AuditQuery(string Interval, string ServiceName, IReadOnlyList<AuditFilter> Filters, IReadOnlyList<AuditSort> Sort)
{
    public int? PageNumber { get; init; }

    public int? PageSize { get; init; }
}

internal sealed record AuditFilter(string Property, string Value);

internal sealed record AuditSort(string Name, string SortOrder);

internal sealed record AuditTransaction(string Id, string? State);

internal sealed record AuditResults(IReadOnlyList<PlatformAudit> Entities, string? Cursor);
