using System.Text.Json.Nodes;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>A script that finds a flow by name and division, patches the options of one menu, meets conflicts and throttling, and puts the old definition back when it fails.</summary>
public sealed class MenuUpdateScriptTests
{
    private const string Menu = "collect_ivr_main";

    [Fact]
    public async Task The_menu_is_found_checked_and_patched()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, scope: "flow:read flow:write");
        var found = await FindAsync(script, "Main IVR", "division_home");
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{found!["id"]}");
        ((int)flow["version"]!).ShouldBe(14);
        var patch = Patch(flow, ("1", "For sales, press 1", "queue_sales"), ("2", "For support, press 2", "queue_support"));

        var verdict = await script.OkAsync("POST", "/api/v2/flows/validate", new JsonObject { ["definition"] = patch["definition"]!.DeepClone() });
        var updated = await script.OkAsync("PATCH", $"/api/v2/flows/{flow["id"]}", patch);

        verdict["errors"]!.AsArray().ShouldBeEmpty();
        ((int)updated["version"]!).ShouldBe(15);
        var node = updated["definition"]!["nodes"]![Menu]!;
        node["menu"]!["options"]!.AsArray().Count.ShouldBe(2);
        ((string?)node["label"]).ShouldBe("Main menu");
        node["menu"]!["timeoutSeconds"]!.ToJsonString().ShouldBe("8.0");
        updated["definition"]!["nodes"]!.AsObject().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_flow_on_a_later_page_is_found_by_the_continuation_token()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, scope: "flow:read flow:write");

        var found = await FindAsync(script, "Inbound_Support_*", "division_support", wanted: "Inbound_Support_Spanish");

        ((string?)found!["id"]).ShouldBe(org.IdOf("Inbound_Support_Spanish"));
    }

    [Fact]
    public async Task After_a_conflict_the_patch_is_built_on_the_fresh_definition()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, scope: "flow:read flow:write");
        var id = org.IdOf("Main IVR");
        var original = await script.OkAsync("GET", $"/api/v2/flows/{id}");
        org.App.Org.EditAsSomebodyElse(id, "maria.lopez", """{"definition": {"nodes": {"collect_ivr_main": {"label": "Front menu"}}}}""");

        var (first, _, _) = await script.SendAsync("PATCH", $"/api/v2/flows/{id}", Patch(original, ("1", "For sales, press 1", "queue_sales")));
        var fresh = await script.OkAsync("GET", $"/api/v2/flows/{id}");
        var (second, updated, _) = await script.SendAsync("PATCH", $"/api/v2/flows/{id}", Patch(fresh, ("1", "For sales, press 1", "queue_sales")));

        (first, second).ShouldBe((409, 200));
        ((string?)updated["definition"]!["nodes"]![Menu]!["label"]).ShouldBe("Front menu");
    }

    [Theory]
    [InlineData("x", "queue_sales")]
    [InlineData("1", "queue_that_is_gone")]
    public async Task A_refused_patch_is_422_and_the_old_definition_can_be_put_back(string key, string target)
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, scope: "flow:read flow:write");
        var id = org.IdOf("Main IVR");
        var original = await script.OkAsync("GET", $"/api/v2/flows/{id}");

        var (status, _, _) = await script.SendAsync("PATCH", $"/api/v2/flows/{id}", Patch(original, (key, "Press it", target)));
        var restored = await script.OkAsync("PUT", $"/api/v2/flows/{id}", new JsonObject { ["version"] = (int)original["version"]!, ["definition"] = original["definition"]!.DeepClone() });

        status.ShouldBe(422);
        restored["definition"]!.ToJsonString().ShouldBe(original["definition"]!.ToJsonString());
        ((string?)restored["name"]).ShouldBe("Main IVR");
    }

    [Fact]
    public async Task Throttled_the_script_reads_how_long_to_wait()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org, scope: "flow:read flow:write");
        var id = org.IdOf("Main IVR");
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{id}");
        await org.PostAsync("/_emulator/faults", """{"kind": "429", "method": "PATCH", "count": 1, "retryAfter": 2}""");

        var (first, _, headers) = await script.SendAsync("PATCH", $"/api/v2/flows/{id}", Patch(flow, ("1", "For sales, press 1", "queue_sales")));
        var (second, _, _) = await script.SendAsync("PATCH", $"/api/v2/flows/{id}", Patch(flow, ("1", "For sales, press 1", "queue_sales")));

        (first, second).ShouldBe((429, 200));
        headers.GetValues("Retry-After").ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_client_of_another_division_gets_403()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn, new OAuthClient("sales", "secret") { Divisions = ["Sales"] }] });
        using var script = await ScriptClient.SignInAsync(org, clientId: "sales", secret: "secret");

        (await script.SendAsync("PATCH", $"/api/v2/flows/{org.IdOf("Main IVR")}", new JsonObject { ["version"] = 14 })).Status.ShouldBe(403);
    }

    private static async Task<JsonNode?> FindAsync(ScriptClient script, string name, string divisionId, string? wanted = null)
    {
        string? token = null;
        do
        {
            var query = new JsonObject { ["query"] = $"name:{name}", ["divisionIds"] = new JsonArray(divisionId), ["pageSize"] = 25 };
            var page = await script.OkAsync("POST", $"/api/v2/flows/query{(token is null ? "" : $"?continuation_token={Uri.EscapeDataString(token)}")}", query);
            if (page["entities"]!.AsArray().FirstOrDefault(flow => (string?)flow!["name"] == (wanted ?? name)) is { } found)
            {
                return found;
            }

            token = (string?)page["nextPage"];
        }
        while (token is not null);

        return null;
    }

    /// <summary>A patch that gives one node, as it is but for its options.</summary>
    private static JsonObject Patch(JsonNode flow, params (string Key, string Prompt, string Target)[] options)
    {
        var node = flow["definition"]!["nodes"]![Menu]!.DeepClone();
        node["menu"] = new JsonObject
        {
            ["options"] = new JsonArray([.. options.Select(option => new JsonObject { ["key"] = option.Key, ["prompt"] = option.Prompt, ["routingTarget"] = option.Target })]),
        };
        return new JsonObject { ["version"] = (int)flow["version"]!, ["definition"] = new JsonObject { ["nodes"] = new JsonObject { [Menu] = node } } };
    }
}
