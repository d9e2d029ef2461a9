using System.Net;

namespace Patchbay.Emulator.Tests.Definitions;

/// <summary>Which faults refuse a write, and with which status.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task An_action_list_is_refused_with_422()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.ActionList("A"));

        var answer = await org.PutAsync($"/api/v2/flows/{id}", Versioned(Flows.ActionList("A", next: "gone")));

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Json.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("missing-target");
        answer.Json.GetProperty("errors")[0].GetProperty("path").GetString().ShouldBe("actions[0].next");
        answer.Json.GetProperty("details")[0].GetProperty("entityId").GetString().ShouldBe(id);
        org.App.Org.VersionOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_trigger_graph_is_refused_with_400()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.TriggerGraph("T"));

        var answer = await org.PutAsync($"/api/v2/flows/{id}", Versioned(Flows.TriggerGraph("T", to: "gone")));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
    }

    [Fact]
    public async Task A_node_map_is_refused_with_400_from_a_put_and_422_from_a_patch()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));

        var put = await org.PutAsync($"/api/v2/flows/{id}", Versioned(Flows.NodeMap("N", welcomeNext: "gone")));
        var patch = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "definition": {"nodes": {"welcome": {"outputNodes": {"success": "gone"}}}}}""");

        put.Status.ShouldBe(HttpStatusCode.BadRequest, put.Text);
        patch.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, patch.Text);
    }

    [Theory]
    [InlineData("""{"key": "x", "prompt": "P", "routingTarget": "queue_sales"}""", "invalid-menu-key")]
    [InlineData("""{"key": "1", "prompt": "P", "routingTarget": "queue_nowhere"}""", "unknown-routing-target")]
    [InlineData("""{"key": "1", "prompt": "P", "routingTarget": "queue_sales"}, {"key": "1", "prompt": "Q", "routingTarget": "queue_sales"}""", "duplicate-menu-key")]
    public async Task A_menu_is_refused_with_422(string options, string rule)
    {
        await using var org = await TestOrg.StartAsync();
        var id = org.IdOf("Main IVR");

        var answer = await org.PatchAsync($"/api/v2/flows/{id}", $$$"""{"version": 14, "definition": {"nodes": {"collect_ivr_main": {"menu": {"options": [{{{options}}}]} } } } }""");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Json.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(rule);
    }

    [Fact]
    public async Task A_loop_in_a_node_list_is_stored_and_does_not_compile()
    {
        await using var org = await TestOrg.StartAsync();
        const string edges = """{"source": "begin", "target": "bye"}, {"source": "bye", "target": "begin"}""";

        var id = await org.CreateAsync(Flows.NodeList("L", edges));

        var flow = await org.GetAsync($"/api/v2/flows/{id}");
        flow.Json.GetProperty("compilationStatus").GetString().ShouldBe("failed");
        flow.Json.GetProperty("compilationErrors").EnumerateArray().ShouldContain(error => error.GetProperty("code").GetString() == "routing-loop");
    }

    [Fact]
    public async Task A_flow_without_content_is_refused()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows", """{"name": "Empty", "type": "call"}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("unknown-format");
    }

    [Fact]
    public async Task A_flow_that_was_imported_broken_can_be_read_and_not_written()
    {
        await using var org = await TestOrg.StartAsync();
        var id = org.IdOf("Inbound_Support_Legacy");

        var read = await org.GetAsync($"/api/v2/flows/{id}");
        var write = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Touched"}""");

        read.Json.GetProperty("published").GetProperty("version").GetInt32().ShouldBe(1);
        read.Json.GetProperty("compilationStatus").GetString().ShouldBe("failed");
        write.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        write.Json.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("old_menu");
    }

    private static string Versioned(string definition) => "{\"version\": 1, " + definition.TrimStart()[1..];
}
