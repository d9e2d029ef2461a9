using System.Net;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class PublishTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_compiled_revision_goes_live_at_once_and_a_second_time_changes_nothing()
    {
        using var clock = new VirtualClock(Start);
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var (id, revision) = await CreateAsync(org, "Hours");

        var first = await PublishAsync(org, id, revision);
        clock.Advance(TimeSpan.FromMinutes(5));
        var second = await PublishAsync(org, id, revision);

        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        first.Text.ShouldBe($$"""{"flowId":"{{id}}","revisionId":"{{revision}}","version":1,"status":"published","activateAt":"2026-01-05T08:00:00.000Z"}""");
        second.Text.ShouldBe(first.Text);
        var audits = await org.GetAsync($"/api/v2/audits/flows?flowId={id}");
        audits.Json.GetProperty("entities").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["Publish", "Create"]);
    }

    [Fact]
    public async Task A_time_to_come_schedules_and_the_version_is_live_from_then_on()
    {
        using var clock = new VirtualClock(Start);
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var (id, revision) = await CreateAsync(org, "Hours");

        var answer = await PublishAsync(org, id, revision, "2026-01-05T10:15:00+01:00");
        clock.Advance(TimeSpan.FromMinutes(74));
        var before = await org.GetAsync($"/api/v2/flows/{id}");
        clock.Advance(TimeSpan.FromMinutes(1));
        var after = await org.GetAsync($"/api/v2/flows/{id}");

        answer.Json.GetProperty("status").GetString().ShouldBe("scheduled");
        before.Json.GetProperty("published").ValueKind.ShouldBe(JsonValueKind.Null);
        before.Json.GetProperty("scheduled").GetRawText().ShouldBe($$"""{"revisionId":"{{revision}}","activateAt":"2026-01-05T09:15:00.000Z"}""");
        after.Json.GetProperty("published").GetRawText().ShouldBe($$"""{"version":1,"revisionId":"{{revision}}","activatedAt":"2026-01-05T09:15:00.000Z"}""");
        after.Json.GetProperty("scheduled").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_time_that_has_passed_is_now()
    {
        await using var org = await TestOrg.StartAsync();
        var (id, revision) = await CreateAsync(org, "Hours");

        var answer = await PublishAsync(org, id, revision, "2001-01-01T00:00:00Z");

        answer.Json.GetProperty("status").GetString().ShouldBe("published");
    }

    [Fact]
    public async Task The_same_schedule_twice_changes_nothing_and_another_takes_its_place()
    {
        using var clock = new VirtualClock(Start);
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var (id, revision) = await CreateAsync(org, "Hours");

        await PublishAsync(org, id, revision, "2026-01-05T09:00:00Z");
        await PublishAsync(org, id, revision, "2026-01-05T09:00:00Z");
        await PublishAsync(org, id, revision, "2026-01-05T11:00:00Z");
        clock.Advance(TimeSpan.FromHours(2));

        var flow = await org.GetAsync($"/api/v2/flows/{id}");
        flow.Json.GetProperty("published").ValueKind.ShouldBe(JsonValueKind.Null);
        flow.Json.GetProperty("scheduled").GetProperty("activateAt").GetString().ShouldBe("2026-01-05T11:00:00.000Z");
        var audits = await org.GetAsync($"/api/v2/audits/flows?flowId={id}");
        audits.Json.GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_schedule_can_be_cancelled_once()
    {
        using var clock = new VirtualClock(Start);
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var (id, revision) = await CreateAsync(org, "Hours");
        await PublishAsync(org, id, revision, "2026-01-05T09:00:00Z");

        var first = await org.DeleteAsync($"/api/v2/routing/flows/{id}/publish");
        var second = await org.DeleteAsync($"/api/v2/routing/flows/{id}/publish");
        clock.Advance(TimeSpan.FromHours(2));

        first.Status.ShouldBe(HttpStatusCode.NoContent);
        second.Status.ShouldBe(HttpStatusCode.NotFound);
        (await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("published").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_older_revision_may_be_published_which_is_how_to_go_back()
    {
        await using var org = await TestOrg.StartAsync();
        var (id, first) = await CreateAsync(org, "Hours");
        await PublishAsync(org, id, first);
        var second = (await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "New"}""")).Json.GetProperty("revisionId").GetString()!;
        await PublishAsync(org, id, second);

        await PublishAsync(org, id, first);

        var published = (await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("published");
        published.GetProperty("version").GetInt32().ShouldBe(1);
        published.GetProperty("revisionId").GetString().ShouldBe(first);
    }

    [Fact]
    public async Task While_compilation_is_pending_a_publish_is_refused_with_409()
    {
        using var clock = new VirtualClock(Start);
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, CompileDelay = TimeSpan.FromSeconds(3) });
        var (id, revision) = await CreateAsync(org, "Hours");

        var early = await PublishAsync(org, id, revision);
        clock.Advance(TimeSpan.FromSeconds(3));
        var late = await PublishAsync(org, id, revision);

        early.Status.ShouldBe(HttpStatusCode.Conflict);
        early.Code.ShouldBe("flow.compilation.pending");
        late.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_did_not_compile_is_refused_with_the_reasons()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMapCalling("Hours", "nobody"));
        var flow = await org.GetAsync($"/api/v2/flows/{id}");

        var answer = await PublishAsync(org, id, flow.Json.GetProperty("revisionId").GetString()!);

        flow.Json.GetProperty("compilationStatus").GetString().ShouldBe("failed");
        flow.Json.GetProperty("compilationErrors")[0].GetProperty("code").GetString().ShouldBe("unknown-shared-flow");
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("flow.compilation.failed");
        answer.Json.GetProperty("errors")[0].GetProperty("path").GetString().ShouldBe("definition.nodes.call.content.moduleId");
    }

    [Theory]
    [InlineData("""{"flowId": "ID", "revisionId": "unknown", "activateAt": ""}""", "flow.revision.unknown")]
    [InlineData("""{"flowId": "another", "revisionId": "REVISION", "activateAt": ""}""", "flow.id.mismatch")]
    [InlineData("""{"flowId": "ID", "revisionId": "REVISION", "activateAt": "2030-01-01T10:00:00"}""", "invalid.value")]
    [InlineData("""{"flowId": "ID", "revisionId": "REVISION", "activateAt": "tomorrow"}""", "invalid.value")]
    [InlineData("""{"flowId": "ID"}""", "missing.field")]
    public async Task A_request_that_makes_no_sense_is_refused_with_400(string body, string code)
    {
        await using var org = await TestOrg.StartAsync();
        var (id, revision) = await CreateAsync(org, "Hours");

        var answer = await org.PostAsync($"/api/v2/routing/flows/{id}/publish", body.Replace("ID", id, StringComparison.Ordinal).Replace($"flow{id}", "flowId").Replace($"revision{id}", "revisionId").Replace("REVISION", revision, StringComparison.Ordinal));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task One_flow_more_than_the_org_may_have_published_is_refused()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Sample = false, MaxFlows = 1 });
        var (first, firstRevision) = await CreateAsync(org, "First");
        var (second, secondRevision) = await CreateAsync(org, "Second");

        await PublishAsync(org, first, firstRevision);
        var answer = await PublishAsync(org, second, secondRevision);

        (await org.GetAsync("/api/v2/routing/flows/settings")).Text.ShouldBe("{\"maxFlows\":1}");
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("flow.limit.exceeded");
    }

    private static async Task<(string Id, string Revision)> CreateAsync(TestOrg org, string name)
    {
        var answer = await org.PostAsync("/api/v2/flows", Flows.NodeMap(name));
        return (answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("revisionId").GetString()!);
    }

    private static Task<Answer> PublishAsync(TestOrg org, string id, string revision, string activateAt = "") =>
        org.PostAsync($"/api/v2/routing/flows/{id}/publish", JsonSerializer.Serialize(new { flowId = id, revisionId = revision, activateAt }));
}
