using System.Globalization;
using System.Text.Json;
using Patchbay.Client.Http;

namespace Patchbay.Client.Definitions;

/// <summary>How many callers went through flows.</summary>
public sealed class AnalyticsClient
{
    private readonly ApiConnection _connection;

    internal AnalyticsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Counts the contacts of flows in a span of time.</summary>
    /// <param name="flowIds">The flows.</param>
    /// <param name="from">Start of the span.</param>
    /// <param name="to">End of the span.</param>
    /// <param name="byRevision">Whether to count each revision by itself.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<IReadOnlyList<FlowContacts>> ContactsAsync(
        IReadOnlyCollection<string> flowIds, DateTimeOffset from, DateTimeOffset to, bool byRevision = false, CancellationToken cancellationToken = default)
    {
        var interval = string.Create(CultureInfo.InvariantCulture, $"{from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}/{to.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        var query = new WireSummaryQuery([.. flowIds], interval, ["contactCount"], byRevision ? ["flowId", "revisionId"] : ["flowId"]);
        var request = new ApiRequest(HttpMethod.Post, "/api/v2/analytics/flows/summary/query", "Counting contacts")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(query, DefinitionsJson.Default.WireSummaryQuery),
            Scope = "analytics:flows:view",
        };
        var summary = await _connection.SendAsync(request, DefinitionsJson.Default.WireSummary, cancellationToken);
        return [.. summary.Results.Select(result => new FlowContacts(result.Group.GetValueOrDefault("flowId", ""), result.Group.GetValueOrDefault("revisionId"), result.Metrics.GetValueOrDefault("contactCount")))];
    }
}

/// <summary>How many contacts a flow, or a revision of it, had.</summary>
/// <param name="FlowId">The flow's id.</param>
/// <param name="RevisionId">The revision; null where all were counted together.</param>
/// <param name="Contacts">How many.</param>
public sealed record FlowContacts(string FlowId, string? RevisionId, long Contacts);

internal sealed record WireSummaryQuery(IReadOnlyList<string> FlowIds, string Interval, IReadOnlyList<string> Metrics, IReadOnlyList<string> GroupBy);

internal sealed record WireSummary(IReadOnlyList<WireSummaryResult> Results);

internal sealed record WireSummaryResult(Dictionary<string, string> Group, Dictionary<string, long> Metrics);
