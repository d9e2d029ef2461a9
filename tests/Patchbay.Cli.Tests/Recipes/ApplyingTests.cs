using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Recipes;

public sealed class ApplyingTests
{
    private const string Call = "call Common_Validation_Module --at \"before=Main menu\" --yes --into ";
    private const string Rename = """{"definition": {"nodes": {"main_menu": {"label": "Front menu"}}}}""";

    [Fact]
    public async Task A_flow_is_written_as_a_draft_and_nobody_hears_it_yet()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync(Call + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 flow: 1 written.");
        here.Version("Inbound_Support_Billing").ShouldBe(15);
        (await here.LiveAsync("Inbound_Support_Billing")).ShouldBe("14");
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_changed()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("Nothing was changed. Add --yes");
        here.Version("Inbound_Support_Billing").ShouldBe(14);
    }

    [Fact]
    public async Task A_flow_that_somebody_else_wrote_meanwhile_gets_the_same_change_on_top()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Count = 1, Author = "maria.lopez", Edit = """{"description": "Edited by hand"}""" });

        var answer = (await here.RunAsync(Call + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 flow: 1 rebased.");
        here.Org.Org.Requests.WithStatus(409).ShouldBe(1);
        here.Version("Inbound_Support_Billing").ShouldBe(16);
        here.Definition("Inbound_Support_Billing").Text("description").ShouldBe("Edited by hand");
        here.Definition("Inbound_Support_Billing").Text("definition", "start").ShouldBe("call_common_validation_module");
    }

    [Fact]
    public async Task Where_the_same_change_no_longer_fits_the_flow_is_left_alone()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Count = 1, Author = "maria.lopez", Edit = Rename });

        var answer = (await here.RunAsync(Call + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("! Inbound_Support_Billing   conflict: The flow has moved from version 14 to 15 since the plan was made.");
        here.Version("Inbound_Support_Billing").ShouldBe(15);
        here.Definition("Inbound_Support_Billing").GetRawText().ShouldNotContain("call_common_validation_module");
    }

    [Fact]
    public async Task Strict_refuses_a_plan_that_a_flow_has_moved_from()
    {
        await using var here = await Recipe.StartAsync();
        (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing --out plan.json")).ShouldEnd(ExitCode.Done);
        here.Org.Org.EditAsSomebodyElse(here.Org.IdOf("Inbound_Support_Billing"), "maria.lopez");

        (await here.RunAsync("apply plan.json --strict --yes")).ShouldEnd(ExitCode.Failed);

        here.Version("Inbound_Support_Billing").ShouldBe(15);
    }

    [Fact]
    public async Task Throttled_it_waits_as_long_as_it_is_told()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Count = 1, RetryAfter = 1, Path = "/api/v2/flows/*" });

        var answer = (await here.RunAsync(Call + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 throttled)");
        here.Org.Org.Requests.WithStatus(429).ShouldBe(1);
        here.Version("Inbound_Support_Billing").ShouldBe(15);
    }

    [Fact]
    public async Task A_version_that_does_not_compile_is_reported_with_the_compiler_s_words()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("call Common_Validation_Module --into Draft_Support_Callback --publish --yes")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("It is written as version 2 but does not compile: definition.nodes.");
        answer.Out.ShouldContain("which does not exist.");
        (await here.HeaderAsync("Draft_Support_Callback")).Text("compilation").ShouldBe("failed");
    }

    [Fact]
    public async Task One_flow_first_then_the_rest()
    {
        await using var here = await Recipe.StartAsync();
        (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_A* --out plan.json")).ShouldEnd(ExitCode.Done);

        (await here.RunAsync("apply plan.json --first 1 --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 flow: 1 written.");
        var rest = (await here.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);

        rest.Out.ShouldContain("1 already done");
        (here.Version("Inbound_Support_Accessibility"), here.Version("Inbound_Support_Accounts")).ShouldBe((7, 11));
    }

    [Fact]
    public async Task All_or_nothing_takes_back_what_it_wrote_when_a_flow_fails()
    {
        await using var here = await Recipe.StartAsync();
        var before = here.Definition("Inbound_Support_Accessibility").GetProperty("definition").GetRawText();
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Skip = 1, Count = 1, Edit = Rename });

        var answer = (await here.RunAsync(Call + "Inbound_Support_A* --all-or-nothing --parallel 1")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("What was written was taken back: \"Inbound_Support_Accounts\" failed");
        answer.Out.ShouldContain("1 conflict, 1 rolled back");
        here.Definition("Inbound_Support_Accessibility").GetProperty("definition").GetRawText().ShouldBe(before);
        here.Version("Inbound_Support_Accessibility").ShouldBe(8);
    }

    [Fact]
    public async Task A_run_is_taken_back_as_a_new_version()
    {
        await using var here = await Recipe.StartAsync();
        var before = here.Definition("Inbound_Support_Billing").GetProperty("definition").GetRawText();
        (await here.RunAsync(Call + "Inbound_Support_Billing --publish")).ShouldEnd(ExitCode.Done);

        var answer = (await here.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 flow: 1 rolled back.");
        here.Definition("Inbound_Support_Billing").GetProperty("definition").GetRawText().ShouldBe(before);
        here.Version("Inbound_Support_Billing").ShouldBe(16);
        (await here.LiveAsync("Inbound_Support_Billing")).ShouldBe("14");
    }

    [Fact]
    public async Task What_somebody_else_wrote_since_is_not_taken_back()
    {
        await using var here = await Recipe.StartAsync();
        (await here.RunAsync(Call + "Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);
        here.Org.Org.EditAsSomebodyElse(here.Org.IdOf("Inbound_Support_Billing"), "maria.lopez");

        (await here.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed);

        here.Version("Inbound_Support_Billing").ShouldBe(16);
    }

    [Fact]
    public async Task A_pipeline_reads_the_outcome_from_the_exit_code()
    {
        await using var here = await Recipe.StartAsync();
        here.Shell.Write("change.yaml", "flows: {name: Inbound_Support_Billing}\nsteps:\n  - call: Common_Validation_Module\n    at: start\n");
        here.Shell.Write("typo.yaml", "flows: {nmae: Inbound_Support_Billing}\nsteps:\n  - call: Common_Validation_Module\n    at: start\n");

        (await here.RunAsync("plan change.yaml --exit-code")).ShouldEnd(ExitCode.Pending);
        (await here.RunAsync("apply plan.json --yes --publish")).ShouldEnd(ExitCode.Done);
        (await here.RunAsync("plan change.yaml --exit-code")).ShouldEnd(ExitCode.Done);
        (await here.RunAsync("plan typo.yaml")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("\"name\"");
        (await here.RunAsync("validate")).ShouldEnd(ExitCode.Failed);
    }
}
