using System.Text.Json.Nodes;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>A script that finds a shared flow by paging through all of them, puts a <c>callsubflow</c> trigger between start and end of a parent flow, and can be run twice.</summary>
public sealed class CallSubflowScriptTests
{
    private const string TriggerId = "trigger_call_global_auth";

    [Fact]
    public async Task The_shared_flow_is_found_and_the_parent_calls_it_however_often_the_script_runs()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var parent = await org.CreateAsync(Flows.TriggerGraph("Parent"));
        var shared = await FindAsync(script, "Global Auth Subflow");
        shared.ShouldBe(org.IdOf("Global Auth Subflow"));

        for (var run = 1; run <= 2; run++)
        {
            var flow = await script.OkAsync("GET", $"/api/v2/flows/{parent}");
            InsertCall(flow, shared!);
            var written = await script.OkAsync("PUT", $"/api/v2/flows/{parent}", flow);
            ((int)written["version"]!).ShouldBe(run + 1);
        }

        var result = await script.OkAsync("GET", $"/api/v2/flows/{parent}");
        result["triggers"]!.AsArray().Count.ShouldBe(2);
        result["edges"]!.AsArray().Count.ShouldBe(4);
        ((string?)result["compilationStatus"]).ShouldBe("success");
    }

    [Fact]
    public async Task A_flow_that_is_not_on_the_first_page_is_found_on_a_later_one()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);

        (await FindAsync(script, "Draft_Hold_Music")).ShouldBe(org.IdOf("Draft_Hold_Music"));
        (await FindAsync(script, "No such flow")).ShouldBeNull();
    }

    [Theory]
    [InlineData("trigger_unknown", "end")]
    [InlineData(TriggerId, "nowhere")]
    [InlineData(TriggerId, TriggerId)]
    public async Task An_edge_that_makes_no_graph_is_400(string from, string to)
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var parent = await org.CreateAsync(Flows.TriggerGraph("Parent"));
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{parent}");
        InsertCall(flow, org.IdOf("Global Auth Subflow"));
        flow["edges"]!.AsArray().Add(Edge(from, to));

        (await script.SendAsync("PUT", $"/api/v2/flows/{parent}", flow)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_conflict_is_met_by_starting_over()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var parent = await org.CreateAsync(Flows.TriggerGraph("Parent"));
        await org.PostAsync("/_emulator/faults", """{"kind": "conflict", "count": 2}""");

        List<int> statuses = [];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var flow = await script.OkAsync("GET", $"/api/v2/flows/{parent}");
            InsertCall(flow, org.IdOf("Global Auth Subflow"));
            statuses.Add((await script.SendAsync("PUT", $"/api/v2/flows/{parent}", flow)).Status);
        }

        statuses.ShouldBe([409, 409, 200]);
    }

    private static async Task<string?> FindAsync(ScriptClient script, string name)
    {
        JsonNode? token = null;
        do
        {
            var page = await script.OkAsync("POST", "/api/v2/flows/query", new JsonObject { ["pageSize"] = 100, ["pageToken"] = token });
            if (page["entities"]!.AsArray().FirstOrDefault(flow => (string?)flow!["name"] == name) is { } found)
            {
                return (string?)found["id"];
            }

            token = page["nextPage"]?.DeepClone();
        }
        while (token is not null);

        return null;
    }

    private static void InsertCall(JsonNode flow, string shared)
    {
        var trigger = new JsonObject
        {
            ["id"] = TriggerId,
            ["type"] = "callsubflow",
            ["properties"] = new JsonObject
            {
                ["type"] = "callsubflow",
                ["flowId"] = shared,
                ["arguments"] = new JsonObject { ["caller_phone"] = "${callerPhoneNumber}" },
                ["returnVariables"] = new JsonObject { ["auth_status"] = "authenticationResult" },
            },
        };
        var triggers = flow["triggers"]!.AsArray();
        if (triggers.FirstOrDefault(existing => (string?)existing!["id"] == TriggerId) is { } old)
        {
            triggers[triggers.IndexOf(old)] = trigger;
        }
        else
        {
            triggers.Add(trigger);
        }

        var kept = flow["edges"]!.AsArray().Where(edge => (string?)edge!["fromId"] != TriggerId && (string?)edge["toId"] != TriggerId).Select(edge => edge!.DeepClone());
        flow["edges"] = new JsonArray([.. kept, Edge("start", TriggerId), Edge(TriggerId, "end")]);
    }

    private static JsonObject Edge(string from, string to) => new() { ["fromId"] = from, ["toId"] = to, ["conditions"] = new JsonArray() };
}
