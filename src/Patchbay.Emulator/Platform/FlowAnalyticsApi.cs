using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>How many callers flows had, what became of them, and who is in a flow now. Flows of divisions that the token does not reach are not counted.</summary>
internal static class FlowAnalyticsApi
{
    private const string InFlow = "oFlow";

    /// <summary>So many intervals may a query ask for.</summary>
    private const int MostBuckets = 10_000;

    private static readonly ImmutableArray<string> ObservedDimensions = ["flowId", "mediaType"];
    private static readonly ImmutableArray<string> ActivityDimensions = ["flowId", "flowType", "mediaType"];

    public static void MapFlowAnalytics(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/analytics/flows/aggregates/query", context => AggregatesAsync(context, org)).Named("postAnalyticsFlowsAggregatesQuery").NeedsPermission("analytics:flowAggregate:view");
        routes.MapPost("/api/v2/analytics/flows/observations/query", context => ObservationsAsync(context, org)).Named("postAnalyticsFlowsObservationsQuery").NeedsPermission("analytics:flowObservation:view");
        routes.MapPost("/api/v2/analytics/flows/activity/query", context => ActivityAsync(context, org)).Named("postAnalyticsFlowsActivityQuery").NeedsPermission("analytics:flowObservation:view");
    }

    private static async Task AggregatesAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var interval = body.Text("interval") ?? throw ServiceErrors.MissingField("interval", "Say from when to when.");
        var (from, to) = interval.Contains('/', StringComparison.Ordinal)
            ? ApiTime.ReadInterval("interval", interval, org.Now)
            : throw ServiceErrors.InvalidValue("interval", $"\"interval\" is \"{interval}\"; it must be two moments with a slash between.");
        var granularity = body.Text("granularity") is { } text ? ApiTime.ReadDuration("granularity", text) : to - from;
        if ((to - from) / granularity > MostBuckets)
        {
            throw ServiceErrors.InvalidValue("granularity", $"\"granularity\" cuts the interval into more than {MostBuckets} parts.");
        }

        RefuseWhatIsLacking(body);
        var metrics = Metrics(body, FlowFact.Metrics);
        var groupBy = AnalyticsQuery.Names(body, "groupBy", FlowFact.Dimensions);
        var filter = AnalyticsQuery.Filter(body, FlowFact.Dimensions);
        await org.Read(_ =>
        {
            var facts = Facts(context, org, org.PlatformContacts.Between(from, to)).Where(fact => filter?.Fits(fact.ValueOf) != false);
            return JsonReply.ObjectAsync(context, 200, writer => new FlowAggregates(from, to, granularity, metrics).Write(writer, Group(facts, groupBy)));
        });
    }

    /// <summary>Views and time by event are refused rather than left out in silence.</summary>
    private static void RefuseWhatIsLacking(JsonBody body)
    {
        if (body.Root.GetSequence("views") is { Items.IsEmpty: false } || body.Text("alternateTimeDimension") is not null)
        {
            throw ServiceErrors.NotImplemented("postAnalyticsFlowsAggregatesQuery with views or alternateTimeDimension");
        }
    }

    private static ImmutableArray<string> Metrics(JsonBody body, ImmutableArray<string> known) =>
        AnalyticsQuery.Names(body, "metrics", known) is { IsEmpty: false } metrics ? metrics : throw ServiceErrors.MissingField("metrics", "Say what to count.");

    private static IEnumerable<FlowFact> Facts(HttpContext context, EmulatorOrg org, IEnumerable<PlatformContact> contacts)
    {
        var flows = org.Platform.All.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var token = context.Token();
        return contacts.Select(contact => (Flow: flows.GetValueOrDefault(contact.FlowId), contact))
            .Where(known => known.Flow is null ? token.Client.Divisions.IsEmpty : token.Reaches(known.Flow.Division))
            .SelectMany(known => FlowFact.Of(known.Flow, known.contact, org.Resources));
    }

    /// <summary>The facts by their values of some dimensions, in the order of those values; a dimension that a fact lacks is left out of its group.</summary>
    private static IEnumerable<(ImmutableArray<(string Dimension, string Value)> Key, List<FlowFact> Facts)> Group(IEnumerable<FlowFact> facts, ImmutableArray<string> groupBy) => facts
        .GroupBy(fact => string.Join('\n', groupBy.Select(fact.ValueOf)), StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (groupBy.Select(dimension => (dimension, group.First().ValueOf(dimension) ?? "")).Where(value => value.Item2.Length > 0).ToImmutableArray(), group.ToList()));

    private static void WriteGroup(Utf8JsonWriter writer, ImmutableArray<(string Dimension, string Value)> group)
    {
        writer.WriteStartObject("group");
        foreach (var (dimension, value) in group)
        {
            writer.WriteString(dimension, value);
        }

        writer.WriteEndObject();
    }

    private static async Task ObservationsAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        Metrics(body, [InFlow]);
        AnalyticsQuery.Names(body, "detailMetrics", [InFlow]);
        var filter = AnalyticsQuery.Filter(body, ObservedDimensions, isNeeded: true);
        await org.Read(_ =>
        {
            var facts = Facts(context, org, org.PlatformContacts.During(org.Now)).Where(fact => fact.Mark is null && filter?.Fits(fact.ValueOf) != false);
            return WriteInFlowAsync(context, Group(facts, ObservedDimensions), (writer, group) =>
            {
                writer.WriteString("metric", InFlow);
                writer.WriteStartObject("stats");
                writer.WriteNumber("count", group.Count);
                writer.WriteEndObject();
                writer.WriteBoolean("truncated", false);
            });
        });
    }

    private static async Task ActivityAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var metrics = body.Root.GetSequence("metrics")?.Mappings.Select(metric => metric.GetString("metric")).ToList() ?? [];
        if (metrics.Count == 0 || metrics.Exists(metric => metric != InFlow))
        {
            throw ServiceErrors.InvalidValue("metrics", $"\"metrics\" must list objects whose \"metric\" is \"{InFlow}\".");
        }

        var groupBy = AnalyticsQuery.Names(body, "groupBy", ActivityDimensions);
        var filter = AnalyticsQuery.Filter(body, ActivityDimensions);
        await org.Read(_ =>
        {
            var facts = Facts(context, org, org.PlatformContacts.During(org.Now)).Where(fact => fact.Mark is null && filter?.Fits(fact.ValueOf) != false);
            return WriteInFlowAsync(context, Group(facts, groupBy), (writer, group) =>
            {
                writer.WriteString("metric", InFlow);
                writer.WriteNumber("count", group.Count);
            });
        });
    }

    private static Task WriteInFlowAsync(HttpContext context, IEnumerable<(ImmutableArray<(string Dimension, string Value)> Key, List<FlowFact> Facts)> groups, Action<Utf8JsonWriter, List<FlowFact>> writeMetric) =>
        JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("results");
            foreach (var (key, facts) in groups)
            {
                writer.WriteStartObject();
                WriteGroup(writer, key);
                writer.WriteStartArray("data");
                writer.WriteStartObject();
                writeMetric(writer, facts);
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    /// <summary>Writes the results of an aggregates query. Without any data there is no <c>results</c> at all, and a part of the interval without any is left out.</summary>
    private sealed class FlowAggregates(DateTimeOffset from, DateTimeOffset to, TimeSpan granularity, ImmutableArray<string> metrics)
    {
        public void Write(Utf8JsonWriter writer, IEnumerable<(ImmutableArray<(string Dimension, string Value)> Key, List<FlowFact> Facts)> groups)
        {
            var counted = groups.Where(group => group.Facts.Exists(fact => metrics.Any(metric => fact.AddsTo(metric) is not null))).ToList();
            if (counted.Count == 0)
            {
                return;
            }

            writer.WriteStartArray("results");
            foreach (var (key, facts) in counted)
            {
                writer.WriteStartObject();
                WriteGroup(writer, key);
                writer.WriteStartArray("data");
                foreach (var part in facts.GroupBy(PartOf).OrderBy(part => part.Key))
                {
                    WritePart(writer, part.Key, [.. part]);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        private long PartOf(FlowFact fact)
        {
            var last = (long)Math.Ceiling((to - from) / granularity) - 1;
            return Math.Min((fact.Contact.At - from).Ticks / granularity.Ticks, last);
        }

        private void WritePart(Utf8JsonWriter writer, long part, List<FlowFact> facts)
        {
            var start = from + TimeSpan.FromTicks(part * granularity.Ticks);
            var end = start + granularity < to ? start + granularity : to;
            var values = metrics.Select(metric => (Metric: metric, Values: facts.Select(fact => fact.AddsTo(metric)).OfType<long>().ToList())).Where(known => known.Values.Count > 0).ToList();
            if (values.Count == 0)
            {
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("interval", $"{JsonReply.Time(start)}/{JsonReply.Time(end)}");
            writer.WriteStartArray("metrics");
            foreach (var (metric, numbers) in values)
            {
                writer.WriteStartObject();
                writer.WriteString("metric", metric);
                writer.WriteStartObject("stats");
                writer.WriteNumber("count", numbers.Count);
                if (metric[0] == 't')
                {
                    writer.WriteNumber("sum", numbers.Sum());
                    writer.WriteNumber("min", numbers.Min());
                    writer.WriteNumber("max", numbers.Max());
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
