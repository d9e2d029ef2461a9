using System.Text.Json.Nodes;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>A script that reads a flow of actions, puts an <c>invokeflow</c> action behind the first one, and writes the flow back.</summary>
public sealed class InvokeSharedFlowScriptTests
{
    private static readonly string[] ScriptFields = ["id", "version", "name", "type", "description", "outcomes", "settings", "actions", "outcomesMap", "outcomesArray"];

    [Fact]
    public async Task The_flow_is_read_changed_and_written_back()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var (id, shared) = (org.IdOf("Inbound_Support_Orders"), org.IdOf("Common_Validation_Module"));

        var flow = await ReadAsync(script, id);
        var version = (int)flow["version"]!;
        var actions = flow["actions"]!.AsArray();
        actions.Add(Invoke("2f1c0de4-9a53-4c55-8d3e-0f6f3a6f7a11", shared, "main_menu", "disconnect_politely"));
        actions[0]!["next"] = "2f1c0de4-9a53-4c55-8d3e-0f6f3a6f7a11";
        var updated = await script.OkAsync("PUT", $"/api/v2/flows/{id}", flow);

        ((int)updated["version"]!).ShouldBe(version + 1);
        var again = await script.OkAsync("GET", $"/api/v2/flows/{id}");
        ((string?)again["compilationStatus"]).ShouldBe("success");
        again["actions"]!.AsArray().Count.ShouldBe(6);
        again["settings"]!.ToJsonString().ShouldBe("""{"language":"en-us","speechTimeout":2.0}""");
        again.AsObject().ContainsKey("outcomesMap").ShouldBeFalse();
    }

    [Fact]
    public async Task Appending_to_the_last_action_works_where_that_leads_on()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var id = await org.CreateAsync("""
            {"name": "Appended", "type": "call", "actions": [
              {"id": "welcome", "type": "playprompt", "next": "ask"},
              {"id": "bye", "type": "disconnect"},
              {"id": "ask", "type": "collect", "next": "bye"}]}
            """);

        var flow = await ReadAsync(script, id);
        var actions = flow["actions"]!.AsArray();
        actions[^1]!["next"] = "new-action";
        actions.Add(Invoke("new-action", org.IdOf("Common_Validation_Module"), "bye", "bye"));

        await script.OkAsync("PUT", $"/api/v2/flows/{id}", flow);
    }

    [Fact]
    public async Task A_conflict_is_met_by_reading_again_and_sending_the_fresh_version()
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var id = org.IdOf("Inbound_Support_Orders");
        var flow = await ReadAsync(script, id);
        org.App.Org.EditAsSomebodyElse(id, "maria.lopez");

        var (first, _, _) = await script.SendAsync("PUT", $"/api/v2/flows/{id}", flow.DeepClone());
        flow["version"] = (int)(await script.OkAsync("GET", $"/api/v2/flows/{id}"))["version"]!;
        var (second, _, _) = await script.SendAsync("PUT", $"/api/v2/flows/{id}", flow);

        (first, second).ShouldBe((409, 200));
    }

    [Theory]
    [InlineData("nowhere", "disconnect_politely", "SHARED")]
    [InlineData("main_menu", "disconnect_politely", "")]
    [InlineData("welcome", "disconnect_politely", "SHARED")]
    public async Task A_wrong_definition_is_422(string onSuccess, string onError, string flowId)
    {
        await using var org = await TestOrg.StartAsync();
        using var script = await ScriptClient.SignInAsync(org);
        var id = org.IdOf("Inbound_Support_Orders");
        var flow = await ReadAsync(script, id);
        flow["actions"]!.AsArray().Add(Invoke("new-action", flowId.Replace("SHARED", org.IdOf("Common_Validation_Module"), StringComparison.Ordinal), onSuccess, onError));
        flow["actions"]![0]!["next"] = "new-action";

        (await script.SendAsync("PUT", $"/api/v2/flows/{id}", flow)).Status.ShouldBe(422);
    }

    [Fact]
    public async Task Without_the_write_scope_it_is_403()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn, new OAuthClient("reader", "secret") { Scopes = ["flow:flow:read"] }] });
        using var script = await ScriptClient.SignInAsync(org, clientId: "reader", secret: "secret");
        var id = org.IdOf("Inbound_Support_Orders");

        (await script.SendAsync("PUT", $"/api/v2/flows/{id}", await ReadAsync(script, id))).Status.ShouldBe(403);
    }

    /// <summary>The flow as such a script keeps it: ten fields, null where the flow has none.</summary>
    private static async Task<JsonObject> ReadAsync(ScriptClient script, string id)
    {
        var flow = await script.OkAsync("GET", $"/api/v2/flows/{id}");
        return new JsonObject(ScriptFields.Select(field => KeyValuePair.Create(field, flow[field]?.DeepClone())));
    }

    private static JsonObject Invoke(string id, string shared, string onSuccess, string onError) => new()
    {
        ["id"] = id,
        ["type"] = "invokeflow",
        ["name"] = "InvokeSharedLogic",
        ["description"] = "Hands over to the shared flow",
        ["inputs"] = new JsonObject { ["callerNumber"] = "${caller.phoneNumber}", ["language"] = "${caller.language}" },
        ["outputs"] = new JsonObject { ["isValid"] = "sharedFlowResult" },
        ["flowId"] = shared,
        ["onSuccess"] = onSuccess,
        ["onError"] = onError,
    };
}
