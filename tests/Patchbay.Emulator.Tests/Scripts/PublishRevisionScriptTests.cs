using System.Globalization;
using System.Text.Json.Nodes;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>A script that checks the org's limit, publishes a revision with an activation time, waits once when told to, and later counts contacts.</summary>
public sealed class PublishRevisionScriptTests
{
    [Fact]
    public async Task A_revision_is_published_for_later_and_its_contacts_are_counted()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        using var script = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token");
        var id = org.IdOf("Main IVR");
        org.App.Org.EditAsSomebodyElse(id, "maria.lopez", """{"description": "The new front door"}""");
        var revision = (string)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["revisionId"]!;

        var settings = await script.OkAsync("GET", "/api/v2/routing/flows/settings");
        ((int)settings["maxFlows"]!).ShouldBeGreaterThan(12);
        var activateAt = (clock.GetUtcNow() + TimeSpan.FromMinutes(15)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        var published = await script.OkAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, revision, activateAt));
        clock.Advance(TimeSpan.FromMinutes(15));
        org.App.Org.SimulateCallers(new SimulatedCalls(25) { FlowIds = [id] });
        var contacts = await script.OkAsync("POST", "/api/v2/analytics/flows/summary/query", new JsonObject
        {
            ["flowIds"] = new JsonArray(id),
            ["interval"] = "PT1H",
            ["metrics"] = new JsonArray("contactCount"),
            ["groupBy"] = new JsonArray("flowId"),
        });

        ((string?)published["flowId"], (string?)published["revisionId"], (string?)published["status"]).ShouldBe((id, revision, "scheduled"));
        ((string?)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["published"]!["revisionId"]).ShouldBe(revision);
        ((int)contacts["results"]![0]!["metrics"]!["contactCount"]!).ShouldBe(25);
    }

    [Fact]
    public async Task An_empty_activation_time_publishes_at_once()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token");
        var id = await org.CreateAsync(Flows.NodeList("Campaign"));
        var revision = (string)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["revisionId"]!;

        var published = await script.OkAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, revision, ""));

        ((string?)published["status"]).ShouldBe("published");
    }

    [Fact]
    public async Task Told_to_wait_the_script_waits_as_long_as_the_answer_says_and_sends_the_same_again()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        using var script = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token");
        var id = await org.CreateAsync(Flows.NodeList("Campaign"));
        var revision = (string)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["revisionId"]!;
        await org.PostAsync("/_emulator/faults", """{"kind": "429", "path": "*/publish", "count": 1, "retryAfter": 5}""");

        var (first, _, headers) = await script.SendAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, revision, ""));
        clock.Advance(headers.RetryAfter!.Delta!.Value);
        var (second, _, _) = await script.SendAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, revision, ""));

        (first, second).ShouldBe((429, 200));
        headers.RetryAfter.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("""{"source": "begin", "target": "bye"}, {"source": "bye", "target": "begin"}""", "routing-loop")]
    [InlineData("", "disconnected-parts")]
    public async Task Loops_and_disconnected_parts_are_400_at_the_publish(string edges, string rule)
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token");
        var id = await org.CreateAsync(Flows.NodeList("Campaign", edges));
        var revision = (string)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["revisionId"]!;

        var (status, body, _) = await script.SendAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, revision, ""));

        status.ShouldBe(400);
        body["errors"]!.AsArray().Select(error => (string?)error!["code"]).ShouldContain(rule);
    }

    [Fact]
    public async Task An_unknown_revision_is_400_and_a_missing_scope_403()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn, new OAuthClient("viewer", "secret") { Scopes = ["routing:flow:view"] }] });
        using var script = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token");
        using var viewer = await ScriptClient.SignInAsync(org, "/login/oauth2/v1/token", "viewer", "secret");
        var id = org.IdOf("Main IVR");

        (await script.SendAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, "your_revision_hash", ""))).Status.ShouldBe(400);
        (await viewer.SendAsync("POST", $"/api/v2/routing/flows/{id}/publish", Publish(id, "your_revision_hash", ""))).Status.ShouldBe(403);
    }

    private static JsonObject Publish(string id, string revision, string activateAt) => new() { ["flowId"] = id, ["revisionId"] = revision, ["activateAt"] = activateAt };
}
