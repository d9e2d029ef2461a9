using System.Net;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class AnalyticsTests
{
    [Fact]
    public async Task Contacts_are_counted_per_flow_and_per_revision()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var id = org.IdOf("Main IVR");
        org.App.Org.SimulateCallers(new SimulatedCalls(30) { FlowIds = [id] });
        clock.Advance(TimeSpan.FromMinutes(10));
        var written = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 14, "description": "New"}""");
        var revision = written.Json.GetProperty("revisionId").GetString();
        await org.PostAsync($"/api/v2/routing/flows/{id}/publish", JsonSerializer.Serialize(new { flowId = id, revisionId = revision, activateAt = "" }));
        org.App.Org.SimulateCallers(new SimulatedCalls(12) { FlowIds = [id], Seed = 2 });

        var byFlow = await QueryAsync(org, id, "PT1H", "flowId");
        var byRevision = await QueryAsync(org, id, "PT1H", "revisionId");
        var recent = await QueryAsync(org, id, "PT5M", "flowId");
        var exact = await QueryAsync(org, id, "2026-01-05T08:00:00Z/2026-01-05T08:01:00Z", "flowId");

        byFlow.Text.ShouldBe($$$"""{"results":[{"group":{"flowId":"{{{id}}}"},"metrics":{"contactCount":42}}]}""");
        byRevision.Json.GetProperty("results").EnumerateArray()
            .Single(result => result.GetProperty("group").GetProperty("revisionId").GetString() == revision)
            .GetProperty("metrics").GetProperty("contactCount").GetInt32().ShouldBe(12);
        recent.Text.ShouldContain("\"contactCount\":12");
        exact.Text.ShouldContain("\"contactCount\":30");
    }

    [Fact]
    public async Task A_flow_without_contacts_has_no_result()
    {
        await using var org = await TestOrg.StartAsync();

        (await QueryAsync(org, org.IdOf("Main IVR"), "PT1H", "flowId")).Text.ShouldBe("""{"results":[]}""");
    }

    [Theory]
    [InlineData("""{"flowIds": ["x"], "interval": "yesterday"}""", "interval")]
    [InlineData("""{"flowIds": ["x"], "interval": "2026-01-05T08:00:00Z/2026-01-04T08:00:00Z"}""", "interval")]
    [InlineData("""{"flowIds": ["x"], "metrics": ["tSecret"]}""", "metrics")]
    [InlineData("""{"flowIds": ["x"], "groupBy": ["queueId"]}""", "groupBy")]
    [InlineData("""{"interval": "PT1H"}""", "flowIds")]
    public async Task A_query_that_makes_no_sense_is_refused(string body, string field)
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/analytics/flows/summary/query", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("details")[0].GetProperty("fieldName").GetString().ShouldBe(field);
    }

    private static Task<Answer> QueryAsync(TestOrg org, string id, string interval, string groupBy) =>
        org.PostAsync("/api/v2/analytics/flows/summary/query", JsonSerializer.Serialize(new { flowIds = new[] { id }, interval, metrics = new[] { "contactCount" }, groupBy = new[] { groupBy } }));
}
