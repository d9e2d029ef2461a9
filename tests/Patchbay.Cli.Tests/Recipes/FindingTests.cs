namespace Patchbay.Cli.Tests.Recipes;

public sealed class FindingTests
{
    [Fact]
    public async Task A_flow_is_shown_and_its_definition_fetched()
    {
        await using var here = await Recipe.StartAsync();

        var shown = (await here.RunAsync("flows show \"Main IVR\"")).ShouldEnd(ExitCode.Done);
        var definition = (await here.RunAsync($"flows show {here.Org.IdOf("Main IVR")} --definition")).ShouldEnd(ExitCode.Done);

        shown.Out.ShouldContain("version  14 (success)");
        shown.Out.ShouldContain("collect_ivr_main     collect     Main menu");
        definition.Json.Text("name").ShouldBe("Main IVR");
        definition.Json.TryGetProperty("version", out _).ShouldBeFalse();
        here.Definition("Main IVR").GetProperty("definition").GetRawText().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_older_version_is_fetched()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.EditAsSomebodyElse(here.Org.IdOf("Main IVR"), "maria.lopez", """{"description": "Edited by hand"}""");

        var old = (await here.RunAsync("flows show \"Main IVR\" --definition --at-version 14")).ShouldEnd(ExitCode.Done);

        old.Out.ShouldNotContain("Edited by hand");
        (await here.RunAsync("flows show \"Main IVR\" --definition")).Out.ShouldContain("Edited by hand");
    }

    [Fact]
    public async Task A_name_is_looked_for_on_every_page()
    {
        await using var here = await Recipe.StartAsync();

        var all = (await here.RunAsync("flows list --json")).ShouldEnd(ExitCode.Done);
        var last = (await here.RunAsync("flows show \"Recording Consent Subflow\"")).ShouldEnd(ExitCode.Done);

        all.Json.GetProperty("count").GetInt32().ShouldBe(141);
        here.Org.Org.Requests.Of("postFlowsQuery").ShouldBeGreaterThanOrEqualTo(2);
        last.Out.ShouldContain(here.Org.IdOf("Recording Consent Subflow"));
    }

    [Fact]
    public async Task A_name_that_nothing_has_ends_with_the_nearest_one()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("flows show \"Main IVRR\"")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe($"error: There is no flow \"Main IVRR\" in {here.Org.Name}. Did you mean \"Main IVR\"? \"patchbay flows list\" shows all 141.\n");
    }

    [Fact]
    public async Task A_module_is_found_by_type_and_name()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("flows list --type module --name Common_Validation_Module --json")).ShouldEnd(ExitCode.Done);

        var module = answer.Json.GetProperty("flows").EnumerateArray().Single();
        module.Text("id").ShouldBe(here.Org.IdOf("Common_Validation_Module"));
        module.Text("type").ShouldBe("module");
    }

    [Fact]
    public async Task Targets_are_found_by_type_and_prefix()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("flows list --type call --name Inbound_Support_*")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldEndWith($"54 flows in {here.Org.Name}\n");
        answer.Out.ShouldNotContain("Inbound_Sales");
    }

    [Theory]
    [InlineData("Home", 1)]
    [InlineData("division_home", 1)]
    [InlineData("Sales", 0)]
    public async Task A_name_is_looked_for_in_one_division(string division, int count)
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync($"flows list --name \"Main IVR\" --division {division} --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("count").GetInt32().ShouldBe(count);
    }

    [Fact]
    public async Task Flows_are_found_by_what_they_call()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("flows list --contains calls:Common_Validation_Module --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.Text("name"))
            .ShouldBe(["Inbound_Sales_Renewals", "Inbound_Support_Refunds", "Inbound_Support_Returns", "Inbound_Support_Warranty"]);
    }
}
