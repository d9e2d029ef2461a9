using System.Net;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class ValidateTests
{
    [Fact]
    public async Task A_bare_part_is_not_blamed_for_names_it_lacks()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows/validate", """
            {"definition": {"nodes": {"menu": {"type": "menu", "menu": {"options": [
              {"key": "1", "prompt": "P", "routingTarget": "elsewhere"}]}, "outputNodes": {"noInput": "far_away"}}}}}
            """);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBe("""{"errors":[],"warnings":[]}""");
    }

    [Fact]
    public async Task A_bare_part_is_blamed_for_what_is_wrong_within()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows/validate", """
            {"definition": {"nodes": {"menu": {"type": "menu", "menu": {"options": [
              {"key": "1", "prompt": "P", "routingTarget": "a"}, {"key": "1", "prompt": "Q", "routingTarget": "b"}]}}}}}
            """);

        var error = answer.Json.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("code").GetString().ShouldBe("duplicate-menu-key");
        error.GetProperty("path").GetString().ShouldBe("definition.nodes.menu.menu.options[1].key");
    }

    [Fact]
    public async Task With_an_id_the_part_is_merged_into_that_flow_first_and_nothing_is_stored()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));

        var good = await org.PostAsync("/api/v2/flows/validate", $$$"""{"id": "{{{id}}}", "definition": {"nodes": {"welcome": {"outputNodes": {"error": "bye"} } } } }""");
        var bad = await org.PostAsync("/api/v2/flows/validate", $$$"""{"id": "{{{id}}}", "definition": {"nodes": {"welcome": {"outputNodes": {"error": "gone"} } } } }""");

        good.Json.GetProperty("errors").GetArrayLength().ShouldBe(0, good.Text);
        bad.Json.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("missing-target");
        org.App.Org.VersionOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_whole_flow_is_looked_at_as_writing_and_compiling_would()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows/validate", Flows.NodeMapCalling("N", "nobody"));

        answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()).ShouldBe(["unknown-shared-flow"]);
        org.App.Org.FindFlowId("N").ShouldBeNull();
    }

    [Fact]
    public async Task Advice_comes_as_warnings()
    {
        await using var org = await TestOrg.StartAsync();
        var text = org.App.Org.DefinitionOf(org.IdOf("Inbound_Support_Weekends"))!;

        var answer = await org.PostAsync("/api/v2/flows/validate", text);

        answer.Json.GetProperty("errors").GetArrayLength().ShouldBe(0);
        answer.Json.GetProperty("warnings").EnumerateArray().ShouldContain(warning => warning.GetProperty("code").GetString() == "unreachable-element");
    }

    [Fact]
    public async Task An_unknown_id_is_404()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.PostAsync("/api/v2/flows/validate", """{"id": "nobody", "definition": {}}""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
