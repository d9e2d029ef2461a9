using System.Text.Json;

namespace Patchbay.Cli.Tests.Recipes;

public sealed class CallingTests
{
    private const string Validation = "call Common_Validation_Module --input callerNumber=${caller.phoneNumber} --output isValid=callerIsValid --yes --into ";

    [Fact]
    public async Task An_invokeflow_action_is_put_between_an_action_and_the_one_that_followed_it()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync(Validation + "Inbound_Support_Devices --at after=Welcome --error \"Disconnect politely\"")).ShouldEnd(ExitCode.Done);

        var actions = here.Definition("Inbound_Support_Devices").GetProperty("actions");
        var call = actions.WithId("call_common_validation_module");
        call.Text("type").ShouldBe("invokeflow");
        call.Text("flowId").ShouldBe(here.Org.IdOf("Common_Validation_Module"));
        call.Text("inputs", "callerNumber").ShouldBe("${caller.phoneNumber}");
        call.Text("outputs", "isValid").ShouldBe("callerIsValid");
        call.Text("onSuccess").ShouldBe("main_menu");
        call.Text("onError").ShouldBe("disconnect_politely");
        actions.WithId("welcome").Text("next").ShouldBe("call_common_validation_module");
        actions.GetArrayLength().ShouldBe(6);
    }

    [Fact]
    public async Task A_callsubflow_trigger_is_put_behind_start_with_its_edges()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync("call \"Recording Consent Subflow\" --into Inbound_Support_French --error \"Disconnect politely\" --yes")).ShouldEnd(ExitCode.Done);

        var flow = here.Definition("Inbound_Support_French");
        var trigger = flow.GetProperty("triggers").WithId("call_recording_consent_subflow");
        trigger.Text("type").ShouldBe("callsubflow");
        trigger.Text("properties", "flowId").ShouldBe(here.Org.IdOf("Recording Consent Subflow"));
        var edges = Edges(flow);
        edges.ShouldContain("start -> call_recording_consent_subflow");
        edges.ShouldContain("call_recording_consent_subflow -> authenticate");
        edges.ShouldContain("call_recording_consent_subflow -> disconnect_politely (error)");
        edges.ShouldNotContain("start -> authenticate");
        (await here.HeaderAsync("Inbound_Support_French")).Text("compilation").ShouldBe("success");
    }

    [Fact]
    public async Task Arguments_and_returned_variables_are_written_in_the_direction_that_the_format_wants()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync(Validation + "Inbound_Support_French")).ShouldEnd(ExitCode.Done);

        var properties = here.Definition("Inbound_Support_French").GetProperty("triggers").WithId("call_common_validation_module").GetProperty("properties");
        properties.Text("arguments", "callerNumber").ShouldBe("${caller.phoneNumber}");
        properties.Text("returnVariables", "callerIsValid").ShouldBe("isValid");
    }

    [Fact]
    public async Task A_CallModule_node_is_linked_from_its_predecessors_and_to_its_followers()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync(Validation + "Inbound_Support_Billing --at \"before=Main menu\" --error \"Disconnect politely\"")).ShouldEnd(ExitCode.Done);

        var definition = here.Definition("Inbound_Support_Billing").GetProperty("definition");
        var node = definition.GetProperty("nodes").GetProperty("call_common_validation_module");
        node.Text("type").ShouldBe("CallModule");
        node.Text("content", "moduleId").ShouldBe(here.Org.IdOf("Common_Validation_Module"));
        node.Text("outputNodes", "success").ShouldBe("main_menu");
        node.Text("outputNodes", "error").ShouldBe("disconnect_politely");
        definition.Text("start").ShouldBe("call_common_validation_module");
        definition.GetProperty("nodes").GetProperty("opening_hours").Text("outputNodes", "success").ShouldBe("call_common_validation_module");
    }

    [Fact]
    public async Task In_a_list_of_nodes_the_call_is_linked_by_edges()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync(Validation + "Inbound_Support_Spanish")).ShouldEnd(ExitCode.Done);

        var definition = here.Definition("Inbound_Support_Spanish").GetProperty("definition");
        definition.GetProperty("nodes").WithId("call_common_validation_module").Text("content", "moduleId").ShouldBe(here.Org.IdOf("Common_Validation_Module"));
        definition.GetProperty("edges").EnumerateArray().Count(edge => edge.Text("target") == "call_common_validation_module").ShouldBeGreaterThan(0);
        definition.GetProperty("edges").EnumerateArray().Count(edge => edge.Text("source") == "call_common_validation_module").ShouldBeGreaterThan(0);
        (await here.HeaderAsync("Inbound_Support_Spanish")).Text("compilation").ShouldBe("success");
    }

    [Fact]
    public async Task A_second_time_nothing_is_written()
    {
        await using var here = await Recipe.StartAsync();
        (await here.RunAsync(Validation + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        var again = (await here.RunAsync(Validation + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        again.Error.ShouldContain("Nothing to change: 1 flow is as the change wants.");
        here.Version("Inbound_Support_Billing").ShouldBe(15);
    }

    [Fact]
    public async Task A_call_that_is_there_has_its_mapping_replaced_and_its_edges_left_alone()
    {
        await using var here = await Recipe.StartAsync();
        var before = Edges(here.Definition("Inbound_Support_French"));

        var answer = (await here.RunAsync("call \"Global Auth Subflow\" --into Inbound_Support_French --input caller_phone=${callerPhoneNumber} --output authenticationResult=auth_status --yes")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain("~ inputs   caller_phone <- ${callerPhoneNumber} (was ${caller.phoneNumber})");
        var flow = here.Definition("Inbound_Support_French");
        flow.GetProperty("triggers").EnumerateArray().Count(trigger => trigger.Text("type") == "callsubflow").ShouldBe(1);
        flow.GetProperty("triggers").WithId("authenticate").Text("properties", "arguments", "caller_phone").ShouldBe("${callerPhoneNumber}");
        Edges(flow).ShouldBe(before);
    }

    [Fact]
    public async Task A_misspelt_name_of_the_shared_flow_is_pointed_out()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("call Common_Validation_Module --into \"Main IVR\" --output isvalid=x --out plan.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("never sets \"isvalid\". Did you mean \"isValid\"? [unknown-output]");
    }

    [Theory]
    [InlineData("--at \"before=Main men\"", "The flow has no element \"Main men\"; did you mean \"Main menu\"?")]
    [InlineData("--error Nowhere", "The flow has no element \"Nowhere\"")]
    public async Task A_call_that_would_lead_nowhere_is_never_sent(string options, string reason)
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync(Validation + "\"Main IVR\" " + options)).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain(reason);
        here.Org.Org.Requests.Of("putFlow").ShouldBe(0);
        here.Org.Org.Requests.Of("patchFlow").ShouldBe(0);
    }

    [Fact]
    public async Task Many_flows_are_planned_applied_and_compiled_and_one_bad_flow_stops_no_other()
    {
        await using var here = await Recipe.StartAsync();

        var planned = (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_* --type call --input callerNumber=${caller.phoneNumber} --out plan.json")).ShouldEnd(ExitCode.Failed);
        var applied = (await here.RunAsync("apply plan.json --yes --json")).ShouldEnd(ExitCode.Done);

        planned.Out.ShouldContain("Plan: 50 flows to change, 3 already right, 1 cannot be written.");
        planned.Out.ShouldContain("! Inbound_Support_Legacy ");
        applied.Json.GetProperty("flows").EnumerateArray().Count(flow => flow.Text("outcome") == "written").ShouldBe(50);
        var list = (await here.RunAsync("flows list --name Inbound_Support_* --contains calls:Common_Validation_Module --json")).Json.GetProperty("flows").EnumerateArray().ToList();
        list.Count.ShouldBe(53);
        list.ShouldAllBe(flow => flow.Text("compilation") == "success");
    }

    private static List<string> Edges(JsonElement flow) =>
    [
        .. flow.GetProperty("edges").EnumerateArray().Select(edge =>
            $"{edge.Text("fromId")} -> {edge.Text("toId")}{(edge.GetProperty("conditions").GetArrayLength() > 0 ? $" ({edge.GetProperty("conditions")[0].Text("type")})" : "")}"),
    ];
}
