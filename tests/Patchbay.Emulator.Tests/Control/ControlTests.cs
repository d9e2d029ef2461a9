using System.Net;
using Patchbay.Emulator.Control;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Control;

public sealed class ControlTests
{
    [Fact]
    public async Task The_clock_of_a_standalone_emulator_can_be_moved_forward()
    {
        await using var org = await TestOrg.StartAsync(options => options with { CompileDelay = TimeSpan.FromMinutes(5) });
        var id = await org.CreateAsync(Flows.NodeMap("N"));
        var before = (await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("compilationStatus").GetString();
        var start = org.App.Org.Time.GetUtcNow();

        var moved = await org.PostAsync("/_emulator/clock", """{"advance": "PT1H"}""");

        before.ShouldBe("pending");
        (moved.Json.GetProperty("now").GetDateTimeOffset() - start).ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        (await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("compilationStatus").GetString().ShouldBe("success");
        (await org.PostAsync("/_emulator/clock", """{"to": "2001-01-01T00:00:00Z"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_virtual_clock_is_moved_to_a_time()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });

        var moved = await org.PostAsync("/_emulator/clock", """{"to": "2026-01-05T20:00:00+01:00"}""");

        moved.Text.ShouldBe("""{"now":"2026-01-05T19:00:00.000Z"}""");
    }

    [Fact]
    public async Task Pages_of_other_sites_cannot_use_the_control_paths()
    {
        await using var org = await TestOrg.StartAsync();
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/_emulator/clock");
        foreign.Headers.Add("Origin", "https://example.com");
        using var own = new HttpRequestMessage(HttpMethod.Get, "/_emulator/clock");
        own.Headers.Add("Origin", "http://localhost:3000");

        (await org.SendAsync(foreign)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await org.SendAsync(own)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Control_paths_need_no_token_and_are_not_counted()
    {
        await using var org = await TestOrg.StartAsync(options => options with { RateLimit = 1 });
        using var client = new HttpClient { BaseAddress = org.App.Address };

        (await client.GetAsync("/_emulator/requests")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/_emulator/requests")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Requests_are_counted_by_status_and_operation_until_cleared()
    {
        await using var org = await TestOrg.StartAsync();
        await org.DeleteAsync("/_emulator/requests");
        await org.GetAsync("/api/v2/flows/none");
        await org.PostAsync("/api/v2/flows/query", "{}");
        await org.PostAsync("/api/v2/flows/query", "{}");

        var counts = await org.GetAsync("/_emulator/requests");

        counts.Text.ShouldBe("""{"total":3,"byStatus":{"200":2,"404":1},"byOperation":{"getFlow":1,"postFlowsQuery":2}}""");
    }

    [Fact]
    public async Task Somebody_else_edits_when_told_to()
    {
        await using var org = await TestOrg.StartAsync();
        var id = org.IdOf("Main IVR");

        var edited = await org.PostAsync($"/_emulator/flows/{id}/edit", """{"author": "jonas.weber", "patch": {"description": "Edited by hand"}}""");
        var plain = await org.PostAsync($"/_emulator/flows/{id}/edit", "");
        var unknown = await org.PostAsync("/_emulator/flows/nobody/edit", "{}");

        edited.Version.ShouldBe(15);
        plain.Version.ShouldBe(16);
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Callers_walk_published_flows_and_the_shared_flows_they_call()
    {
        await using var org = await TestOrg.StartAsync();
        var (returns, module) = (org.IdOf("Inbound_Support_Returns"), org.IdOf("Common_Validation_Module"));

        var one = await org.PostAsync("/_emulator/callers", """{"count": 100, "seed": 7, "name": "Inbound_Support_Returns"}""");
        var again = await org.PostAsync("/_emulator/callers", """{"count": 100, "seed": 7, "name": "Inbound_Support_Returns"}""");

        one.Json.GetProperty("contacts").GetProperty(returns).GetInt32().ShouldBe(100);
        one.Json.GetProperty("contacts").GetProperty(module).GetInt32().ShouldBe(100);
        one.Json.GetProperty("ends").EnumerateObject().Sum(end => end.Value.GetInt32()).ShouldBe(100);
        again.Text.ShouldBe(one.Text);
    }

    [Fact]
    public async Task Nobody_can_call_what_is_not_published()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.PostAsync("/_emulator/callers", """{"count": 1, "name": "Draft_*"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await org.PostAsync("/_emulator/callers", """{"count": 0}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Every_rule_of_the_ledger_is_held_by_a_test_that_exists()
    {
        await using var org = await TestOrg.StartAsync();
        var tests = typeof(ControlTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}")).ToHashSet();

        var ledger = await org.GetAsync("/_emulator/fidelity");

        ledger.Json.GetProperty("rules").GetArrayLength().ShouldBe(FidelityLedger.Rules.Length);
        FidelityLedger.Rules.Length.ShouldBeGreaterThan(30);
        FidelityLedger.Rules.Where(rule => !tests.Contains(rule.Test)).Select(rule => rule.Test).ShouldBeEmpty();
        FidelityLedger.Rules.Select(rule => rule.Rule).Distinct().Count().ShouldBe(FidelityLedger.Rules.Length);
    }
}
