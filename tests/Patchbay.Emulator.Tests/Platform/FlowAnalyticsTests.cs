using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class FlowAnalyticsTests
{
    private const string Aggregates = "/api/v2/analytics/flows/aggregates/query";

    [Fact]
    public async Task Contacts_are_counted_per_flow_and_published_version()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { Time = clock }, PlatformFlows.Call("Sales"));
        org.App.Org.SimulateCallers(new SimulatedCalls(30));
        clock.Advance(TimeSpan.FromMinutes(10));
        await org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));
        org.App.Org.SimulateCallers(new SimulatedCalls(12) { Seed = 2 });

        var results = (await QueryAsync(org, """{"groupBy": ["flowName", "flowVersion"], "metrics": ["nFlow", "tFlow"]}""")).GetProperty("results").EnumerateArray().ToList();

        results.Select(result => result.GetProperty("group").GetRawText()).ShouldBe(["""{"flowName":"Sales","flowVersion":"1.0"}""", """{"flowName":"Sales","flowVersion":"2.0"}"""]);
        results.Select(result => Stats(result, 0).GetProperty("count").GetInt32()).ShouldBe([30, 12]);
        var time = Stats(results[0], 1);
        time.GetProperty("count").GetInt32().ShouldBe(30);
        time.GetProperty("sum").GetInt64().ShouldBeInRange(30 * time.GetProperty("min").GetInt64(), 30 * time.GetProperty("max").GetInt64());
    }

    [Fact]
    public async Task An_interval_is_cut_by_the_granularity_and_parts_without_data_are_left_out()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { Time = clock }, PlatformFlows.Call("Sales"));
        org.App.Org.SimulateCallers(new SimulatedCalls(3));
        clock.Advance(TimeSpan.FromHours(3));
        org.App.Org.SimulateCallers(new SimulatedCalls(4));

        var data = (await QueryAsync(org, """{"granularity": "PT1H", "metrics": ["nFlow"]}""")).GetProperty("results")[0].GetProperty("data").EnumerateArray().ToList();

        data.Count.ShouldBe(2);
        data.Select(part => part.GetProperty("metrics")[0].GetProperty("stats").GetProperty("count").GetInt32()).ShouldBe([3, 4]);
        data[0].GetProperty("interval").GetString().ShouldBe("2026-01-05T08:00:00.000Z/2026-01-05T09:00:00.000Z");
        data[1].GetProperty("interval").GetString().ShouldBe("2026-01-05T11:00:00.000Z/2026-01-05T12:00:00.000Z");
    }

    [Theory]
    [InlineData("""{"type": "and", "predicates": [{"dimension": "flowName", "value": "sales"}]}""", 6)]
    [InlineData("""{"type": "or", "predicates": [{"dimension": "flowName", "value": "Sales"}, {"type": "dimension", "dimension": "flowName", "operator": "matches", "value": "Support"}]}""", 11)]
    [InlineData("""{"type": "and", "clauses": [{"type": "or", "predicates": [{"dimension": "flowName", "value": "Support"}]}], "predicates": [{"dimension": "mediaType", "value": "voice"}]}""", 5)]
    [InlineData("""{"type": "and", "predicates": [{"dimension": "flowOutcome", "operator": "exists"}]}""", 0)]
    [InlineData("""{"type": "and", "predicates": [{"dimension": "flowOutcome", "operator": "notExists"}]}""", 11)]
    [InlineData("""{"type": "and", "predicates": [{"dimension": "exitReason", "value": "TRANSFER"}]}""", 0)]
    public async Task A_filter_of_predicates_and_clauses_picks_the_contacts(string filter, int count)
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));
        org.App.Org.SimulateCallers(new SimulatedCalls(6) { Name = "Sales" });
        org.App.Org.SimulateCallers(new SimulatedCalls(5) { Name = "Support" });

        var answer = await QueryAsync(org, $$"""{"metrics": ["nFlow"], "filter": {{filter}}}""");

        (answer.TryGetProperty("results", out var results) ? Stats(results[0], 0).GetProperty("count").GetInt32() : 0).ShouldBe(count);
    }

    [Fact]
    public async Task Without_any_data_there_are_no_results_at_all()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));

        (await QueryAsync(org, """{"groupBy": ["flowId"], "metrics": ["nFlow"]}""")).GetRawText().ShouldBe("{}");
    }

    [Theory]
    [InlineData("""{"metrics": ["nFlow"]}""", "interval")]
    [InlineData("""{"interval": "PT1H", "metrics": ["nFlow"]}""", "interval")]
    [InlineData("""{"interval": "2026-01-08T00:00:00Z/2026-01-01T00:00:00Z", "metrics": ["nFlow"]}""", "interval")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z"}""", "metrics")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nHearts"]}""", "metrics")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "groupBy": ["colour"]}""", "groupBy")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "granularity": "PT0S"}""", "granularity")]
    [InlineData("""{"interval": "2020-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "granularity": "PT1M"}""", "granularity")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "filter": {"type": "maybe"}}""", "filter.type")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "filter": {"type": "and"}}""", "filter")]
    [InlineData("""{"interval": "2026-01-01T00:00:00Z/2026-01-08T00:00:00Z", "metrics": ["nFlow"], "filter": {"type": "and", "predicates": [{"dimension": "colour", "value": "red"}]}}""", "filter.predicates[0].dimension")]
    public async Task A_query_that_makes_no_sense_is_refused(string body, string field)
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));

        var answer = await org.PostAsync(Aggregates, body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("details")[0].GetProperty("fieldName").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Whoever_lacks_the_permission_is_refused_by_its_name()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn with { Permissions = ["architect:flow:view"] }] }, PlatformFlows.Call("Sales"));

        var answer = await org.PostAsync(Aggregates, "{}");

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Text.ShouldContain("analytics:flowAggregate:view");
    }

    [Fact]
    public async Task Who_is_in_a_flow_now_is_observed_until_the_call_is_over()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { Time = clock }, PlatformFlows.Call("Sales"));
        org.App.Org.SimulateCallers(new SimulatedCalls(8));
        const string observe = """{"metrics": ["oFlow"], "filter": {"type": "or", "predicates": [{"dimension": "mediaType", "value": "voice"}]}}""";

        var now = (await org.PostAsync("/api/v2/analytics/flows/observations/query", observe)).Json;
        var active = (await org.PostAsync("/api/v2/analytics/flows/activity/query", """{"metrics": [{"metric": "oFlow"}], "groupBy": ["flowType"]}""")).Json;
        clock.Advance(TimeSpan.FromHours(1));
        var later = (await org.PostAsync("/api/v2/analytics/flows/observations/query", observe)).Json;

        now.GetProperty("results")[0].GetProperty("data")[0].GetProperty("stats").GetProperty("count").GetInt32().ShouldBe(8);
        active.GetProperty("results")[0].GetRawText().ShouldBe("""{"group":{"flowType":"INBOUNDCALL"},"data":[{"metric":"oFlow","count":8}]}""");
        later.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Asks for aggregates of the week around the time that the tests begin at, or of an age around now.</summary>
    internal static async Task<JsonElement> QueryAsync(TestOrg org, string body)
    {
        var query = JsonNode.Parse(body)!.AsObject();
        var from = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        query["interval"] = $"{from:yyyy-MM-ddTHH:mm:ssZ}/{(query.ContainsKey("granularity") ? from.AddDays(1) : from.AddYears(20)):yyyy-MM-ddTHH:mm:ssZ}";
        var answer = await org.PostAsync(Aggregates, query.ToJsonString());
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static JsonElement Stats(JsonElement result, int metric) => result.GetProperty("data")[0].GetProperty("metrics")[metric].GetProperty("stats");
}
