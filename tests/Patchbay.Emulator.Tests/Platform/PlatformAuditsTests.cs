using System.Net;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PlatformAuditsTests : IAsyncLifetime
{
    private const string Always = "\"interval\": \"2026-01-05T00:00:00Z/2026-01-06T00:00:00Z\"";
    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;
    private string? _id;

    public async ValueTask InitializeAsync()
    {
        _org = await PlatformFlows.StartAsync(options => options with { Time = _clock, CompileDelay = TimeSpan.FromSeconds(1) }, PlatformFlows.Call("Sales"));
        _id = (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("entities")[0].GetProperty("id").GetString();
        await _org.PostAsync($"/api/v2/flows/actions/checkout?flow={_id}", "");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _org.PostAsync($"/api/v2/flows/actions/publish?flow={_id}", "");
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task A_query_is_queued_and_its_results_come_when_it_has_succeeded()
    {
        var asked = await _org.PostAsync("/api/v2/audits/query", $$"""{ {{Always}}, "serviceName": "Architect", "filters": [{"property": "EntityId", "value": "{{_id}}"}] }""");
        var id = asked.Field("id");
        var early = await _org.GetAsync($"/api/v2/audits/query/{id}/results");
        _clock.Advance(TimeSpan.FromSeconds(1));

        var state = await _org.GetAsync($"/api/v2/audits/query/{id}");
        var results = (await _org.GetAsync($"/api/v2/audits/query/{id}/results")).Json;

        asked.Field("state").ShouldBe("Queued");
        early.Status.ShouldBe(HttpStatusCode.BadRequest);
        state.Field("state").ShouldBe("Succeeded");
        Actions(results).ShouldBe(["Publish", "Checkin", "Checkout", "Create"]);
        results.TryGetProperty("cursor", out _).ShouldBeFalse();
        var publish = results.GetProperty("entities")[0];
        publish.GetProperty("client").GetProperty("id").GetString().ShouldBe("patchbay");
        publish.GetProperty("serviceName").GetString().ShouldBe("Architect");
        publish.GetProperty("entityType").GetString().ShouldBe("Flow");
        publish.GetProperty("entity").GetProperty("name").GetString().ShouldBe("Sales");
        publish.GetProperty("eventDate").GetString().ShouldBe("2026-01-05T08:01:01.000Z");
        publish.GetProperty("propertyChanges")[0].GetProperty("newValues")[0].GetString().ShouldBe("2.0");
    }

    [Fact]
    public async Task Results_come_page_by_page_with_a_cursor_until_there_is_none()
    {
        var id = (await _org.PostAsync("/api/v2/audits/query", $$"""{ {{Always}}, "sort": [{"name": "Timestamp", "sortOrder": "ascending"}] }""")).Field("id");
        _clock.Advance(TimeSpan.FromSeconds(1));

        var first = (await _org.GetAsync($"/api/v2/audits/query/{id}/results?pageSize=2")).Json;
        var second = (await _org.GetAsync($"/api/v2/audits/query/{id}/results?pageSize=2&cursor={Uri.EscapeDataString(first.GetProperty("cursor").GetString()!)}")).Json;

        Actions(first).ShouldBe(["Create", "Checkout"]);
        Actions(second).ShouldBe(["Checkin", "Publish"]);
        second.TryGetProperty("cursor", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_happens_after_a_query_was_asked_does_not_show_in_its_results()
    {
        var id = (await _org.PostAsync("/api/v2/audits/query", $$"""{ {{Always}} }""")).Field("id");
        await _org.PostAsync($"/api/v2/flows/actions/deactivate?flow={_id}", "");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Actions((await _org.GetAsync($"/api/v2/audits/query/{id}/results")).Json).ShouldNotContain("Deactivate");
    }

    [Fact]
    public async Task A_query_in_real_time_is_answered_with_a_page_at_once()
    {
        var page = (await _org.PostAsync("/api/v2/audits/query/realtime", $$"""{ {{Always}}, "pageSize": 2, "pageNumber": 2 }""")).Json;

        Actions(page).ShouldBe(["Checkout", "Create"]);
        page.GetProperty("total").GetInt32().ShouldBe(4);
        page.GetProperty("pageCount").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"property": "Action", "value": "Publish"}""", 1)]
    [InlineData("""{"property": "ClientId", "value": "patchbay"}""", 3)]
    [InlineData("""{"property": "UserId", "value": "patchbay"}""", 0)]
    [InlineData("""{"property": "EntityType", "value": "Prompt"}""", 0)]
    [InlineData("""{"property": "EntityType", "value": "Flow"}, {"property": "Action", "value": "Checkin"}""", 1)]
    public async Task Filters_all_have_to_fit(string filters, int count)
    {
        var page = (await _org.PostAsync("/api/v2/audits/query/realtime", $$"""{ {{Always}}, "filters": [{{filters}}] }""")).Json;

        page.GetProperty("total").GetInt32().ShouldBe(count);
    }

    [Theory]
    [InlineData("/api/v2/audits/query", "{}", "interval")]
    [InlineData("/api/v2/audits/query", """{"interval": "yesterday"}""", "interval")]
    [InlineData("/api/v2/audits/query", """{"interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "filters": [{"property": "Colour", "value": "red"}]}""", "filters.property")]
    [InlineData("/api/v2/audits/query", """{"interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "sort": [{"name": "Timestamp", "sortOrder": "random"}]}""", "sort.sortOrder")]
    [InlineData("/api/v2/audits/query/realtime", """{"interval": "2025-12-01T00:00:00Z/2026-01-06T00:00:00Z"}""", "interval")]
    [InlineData("/api/v2/audits/query/realtime", """{"interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "pageSize": 501}""", "pageSize")]
    public async Task A_query_that_makes_no_sense_is_refused(string path, string body, string field)
    {
        var answer = await _org.PostAsync(path, body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("details")[0].GetProperty("fieldName").GetString().ShouldBe(field);
    }

    [Fact]
    public void The_oldest_entries_are_forgotten()
    {
        var forgotten = new List<int>();
        var audits = new PlatformAudits((place, entry) =>
        {
            if (entry is null)
            {
                forgotten.Add(place);
            }
        });

        for (var i = 0; i < PlatformAudits.Most + 2; i++)
        {
            audits.Add(DateTimeOffset.UnixEpoch, Actor.Importer, PlatformAudits.Architect, "Flow", "id", "Name", "Update");
        }

        forgotten.ShouldBe([1, 2]);
        audits.Entries.Count.ShouldBe(PlatformAudits.Most);
        audits.Entries.First().Sequence.ShouldBe(3);
        audits.Last.ShouldBe(PlatformAudits.Most + 2);
    }

    [Fact]
    public async Task The_mapping_lists_what_can_be_asked_for()
    {
        var services = (await _org.GetAsync("/api/v2/audits/query/servicemapping")).Json.GetProperty("services");

        var architect = services.EnumerateArray().Single(service => service.GetProperty("name").GetString() == "Architect");
        architect.GetProperty("entities").EnumerateArray().Single(entity => entity.GetProperty("name").GetString() == "Flow").GetProperty("actions").EnumerateArray()
            .Select(action => action.GetString()).ShouldBeSubsetOf(["Checkin", "Checkout", "Create", "Deactivate", "Delete", "Publish", "Revert", "Save", "Unlock", "Update"]);
    }

    private static IEnumerable<string?> Actions(JsonElement page) => page.GetProperty("entities").EnumerateArray().Select(entry => entry.GetProperty("action").GetString());
}
