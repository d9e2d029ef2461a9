using System.Globalization;
using System.Net;
using System.Text.Json;
using Patchbay.Client.Http;

namespace Patchbay.Client.Platform;

/// <summary>How many callers went through the flows of an org that speaks the platform's API.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class PlatformAnalyticsClient(ApiConnection connection)
{
    /// <summary>An interval that the org finds too long is halved, down to this.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>Counts the contacts of flows in a span of time, by flow and by the version that they went through. A span that is too long for the org is asked for in parts.</summary>
    /// <param name="flowIds">The flows.</param>
    /// <param name="from">Start of the span.</param>
    /// <param name="to">End of the span.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<IReadOnlyList<VersionContacts>> ContactsAsync(IReadOnlyCollection<string> flowIds, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var counts = new Dictionary<(string Flow, string? Version), long>();
        await CountAsync([.. flowIds], from, to, counts, cancellationToken);
        return [.. counts.Select(count => new VersionContacts(count.Key.Flow, count.Key.Version, count.Value))];
    }

    /// <summary>Counts the contacts that are in flows at this moment.</summary>
    /// <param name="flowIds">The flows.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<long> InFlowAsync(IReadOnlyCollection<string> flowIds, CancellationToken cancellationToken = default)
    {
        var query = new ObservationQuery(new AggregateFilter("or", [.. flowIds.Select(id => new AggregatePredicate("flowId", id))]), ["oFlow"]);
        var request = new ApiRequest(HttpMethod.Post, "/api/v2/analytics/flows/observations/query", "Counting the contacts in flows")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(query, PlatformJson.Default.ObservationQuery),
            Scope = "analytics:flowObservation:view",
        };
        var answer = await connection.SendAsync(request, PlatformJson.Default.ObservationAnswer, cancellationToken);
        return (answer.Results ?? []).SelectMany(result => result.Data ?? []).Sum(metric => (long)(metric.Stats?.Count ?? 0));
    }

    private async Task CountAsync(IReadOnlyList<string> flowIds, DateTimeOffset from, DateTimeOffset to, Dictionary<(string Flow, string? Version), long> counts, CancellationToken cancellationToken)
    {
        AggregateAnswer answer;
        try
        {
            answer = await AskAsync(flowIds, from, to, cancellationToken);
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.BadRequest && to - from > Shortest)
        {
            var middle = from + ((to - from) / 2);
            await CountAsync(flowIds, from, middle, counts, cancellationToken);
            await CountAsync(flowIds, middle, to, counts, cancellationToken);
            return;
        }

        foreach (var result in answer.Results ?? [])
        {
            if (result.Group?.GetValueOrDefault("flowId") is { } flow)
            {
                var key = (flow, result.Group.GetValueOrDefault("flowVersion"));
                counts[key] = counts.GetValueOrDefault(key) + (result.Data ?? []).SelectMany(part => part.Metrics ?? []).Sum(metric => (long)(metric.Stats?.Count ?? 0));
            }
        }
    }

    private Task<AggregateAnswer> AskAsync(IReadOnlyList<string> flowIds, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var interval = string.Create(CultureInfo.InvariantCulture, $"{from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}/{to.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        var query = new AggregateQuery(interval, ["flowId", "flowVersion"], ["nFlow"], new AggregateFilter("or", [.. flowIds.Select(id => new AggregatePredicate("flowId", id))]));
        var request = new ApiRequest(HttpMethod.Post, "/api/v2/analytics/flows/aggregates/query", "Counting contacts")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(query, PlatformJson.Default.AggregateQuery),
            Scope = "analytics:flowAggregate:view",
        };
        return connection.SendAsync(request, PlatformJson.Default.AggregateAnswer, cancellationToken);
    }
}

/// <summary>How many contacts went through a version of a flow.</summary>
/// <param name="FlowId">The flow's id.</param>
/// <param name="Version">The version, such as <c>3.0</c>; null where the org does not say.</param>
/// <param name="Contacts">How many.</param>
public sealed record VersionContacts(string FlowId, string? Version, long Contacts);

internal sealed record AggregateQuery(string Interval, IReadOnlyList<string> GroupBy, IReadOnlyList<string> Metrics, AggregateFilter Filter);

internal sealed record AggregateFilter(string Type, IReadOnlyList<AggregatePredicate> Predicates);

internal sealed record AggregatePredicate(string Dimension, string Value);

internal sealed record AggregateAnswer(IReadOnlyList<AggregateGroup>? Results);

internal sealed record AggregateGroup(IReadOnlyDictionary<string, string>? Group, IReadOnlyList<AggregatePart>? Data);

internal sealed record AggregatePart(IReadOnlyList<AggregateMetric>? Metrics);

internal sealed record AggregateMetric(string? Metric, AggregateStats? Stats);

internal sealed record AggregateStats(double? Count);

internal sealed record ObservationQuery(AggregateFilter Filter, IReadOnlyList<string> Metrics);

internal sealed record ObservationAnswer(IReadOnlyList<ObservationGroup>? Results);

internal sealed record ObservationGroup(IReadOnlyList<AggregateMetric>? Data);
