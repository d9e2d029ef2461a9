using System.Text.Json.Nodes;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>A script that finds a module by name and many flows by prefix, adds a <c>CallModule</c> node to each, and then asks whether they compiled.</summary>
public sealed class CallModuleBulkScriptTests
{
    [Fact]
    public async Task Every_flow_found_gets_the_node_and_compiles()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, CompileDelay = TimeSpan.FromSeconds(2) });
        using var script = await ScriptClient.SignInAsync(org);
        var modules = await script.OkAsync("POST", "/api/v2/flows/flow", new JsonObject { ["type"] = "module", ["name"] = "Common_Validation_Module" });
        var module = (string)modules["entities"]![0]!["id"]!;
        var targets = await script.OkAsync("POST", "/api/v2/flows/flow", new JsonObject { ["type"] = "call", ["name"] = "Inbound_Support*" });
        targets["entities"]!.AsArray().Count.ShouldBe(54);

        List<string> updated = [];
        List<string> failed = [];
        foreach (var target in targets["entities"]!.AsArray())
        {
            var flow = await script.OkAsync("GET", $"/api/v2/flows/{target!["id"]}");
            if (flow["definition"]?["nodes"] is not JsonObject nodes)
            {
                continue;
            }

            var nodeId = $"node_shared_{updated.Count:x8}";
            nodes[nodeId] = CallNode(module, nodeId);
            var (status, _, _) = await script.SendAsync("PUT", $"/api/v2/flows/{flow["id"]}", flow);
            (status == 200 ? updated : failed).Add((string)flow["id"]!);
        }

        failed.ShouldBe([org.IdOf("Inbound_Support_Legacy")]);
        updated.Count.ShouldBeGreaterThan(20);
        ((string?)(await script.OkAsync("GET", $"/api/v2/flows/{updated[0]}"))["compilationStatus"]).ShouldBe("pending");
        clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var id in updated)
        {
            ((string?)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["compilationStatus"]).ShouldBe("success");
        }
    }

    [Fact]
    public async Task A_node_without_its_module_is_400()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{org.IdOf("Main IVR")}");
        var node = CallNode("", "node_shared");
        node["content"]!.AsObject().Remove("module_id");
        flow["definition"]!["nodes"]!["node_shared"] = node;

        var (status, body, _) = await script.SendAsync("PUT", $"/api/v2/flows/{flow["id"]}", flow);

        status.ShouldBe(400);
        ((string?)body["errors"]![0]!["code"]).ShouldBe("missing-shared-flow");
    }

    [Fact]
    public async Task An_output_to_a_node_that_is_not_there_is_400()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{org.IdOf("Main IVR")}");
        var node = CallNode(org.IdOf("Common_Validation_Module"), "node_shared");
        node["output_nodes"]!["success"] = "next_node_id";
        flow["definition"]!["nodes"]!["node_shared"] = node;

        (await script.SendAsync("PUT", $"/api/v2/flows/{flow["id"]}", flow)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_conflict_is_met_by_reading_and_changing_again()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var id = org.IdOf("Main IVR");
        org.App.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Count = 1 });

        List<int> statuses = [];
        for (var attempt = 0; attempt < 3 && !statuses.Contains(200); attempt++)
        {
            var flow = await script.OkAsync("GET", $"/api/v2/flows/{id}");
            flow["definition"]!["nodes"]!["new_node_id"] = CallNode(org.IdOf("Common_Validation_Module"), "new_node_id");
            statuses.Add((await script.SendAsync("PUT", $"/api/v2/flows/{id}", flow)).Status);
        }

        statuses.ShouldBe([409, 200]);
    }

    /// <summary>The node in the spelling of a Python client's models, which is snake_case.</summary>
    private static JsonObject CallNode(string module, string id) => new()
    {
        ["id"] = id,
        ["type"] = "CallModule",
        ["label"] = "Call Common Validation",
        ["content"] = new JsonObject { ["module_id"] = module },
        ["output_nodes"] = new JsonObject { ["success"] = "", ["error"] = "" },
    };
}
