namespace Patchbay.Cli.Tests.Commands;

public sealed class PlanCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Shows_each_flow_and_its_steps_and_what_to_do_next()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        var answer = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe(ChangeOfThree.Drawn + """

            Plan: 3 flows to change.   plan.json   (made from versions read 07:02:11 UTC)
            Apply it with   patchbay apply plan.json

            """);
        answer.Error.ShouldBe($"Reading flows from {org.Name} ... done (3 flows selected, 7 requests, 0 throttled)\n");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Fact]
    public async Task Makes_the_same_file_twice()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync("plan change.yaml --out first.json")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("plan change.yaml --out plans/second.json")).ShouldEnd(ExitCode.Done);

        _shell.Read("plans/second.json").ShouldBe(_shell.Read("first.json"));
    }

    [Fact]
    public async Task Json_has_this_shape()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Write("all.yaml", ChangeOfThree.Yaml.Replace("Inbound_Support_B*", "Inbound_Support_*"));

        var answer = (await _shell.RunAsync("plan all.yaml --json")).ShouldEnd(ExitCode.Failed);

        JsonShape.Of(answer.Json).ShouldBe(
        [
            "alreadyRight", "blocked", "description", "file", "flows",
            "flows[].action", "flows[].division", "flows[].id", "flows[].name",
            "flows[].problems", "flows[].problems[].blocks", "flows[].problems[].column", "flows[].problems[].isNew", "flows[].problems[].line", "flows[].problems[].message", "flows[].problems[].moment", "flows[].problems[].rule", "flows[].problems[].severity",
            "flows[].reason",
            "flows[].steps", "flows[].steps[].details", "flows[].steps[].details[].name", "flows[].steps[].details[].text", "flows[].steps[].outcome", "flows[].steps[].summary",
            "flows[].type", "flows[].version",
            "readAt", "store", "toChange",
        ]);
        (answer.Json.GetProperty("toChange").GetInt32(), answer.Json.GetProperty("alreadyRight").GetInt32(), answer.Json.GetProperty("blocked").GetInt32()).ShouldBe((50, 3, 1));
        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("action").GetString()).Distinct().Order().ShouldBe(["blocked", "change", "none"]);
    }

    [Fact]
    public async Task Says_why_a_flow_cannot_be_written_and_ends_with_1()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Write("legacy.yaml", ChangeOfThree.Yaml.Replace("Inbound_Support_B*", "Inbound_Support_Legacy"));

        var answer = (await _shell.RunAsync("plan legacy.yaml")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldStartWith("! Inbound_Support_Legacy   cannot be written: ");
        answer.Out.ShouldContain("\"old_menu\"");
        answer.Out.ShouldContain("already there before this change");
        answer.Out.ShouldContain("Plan: 0 flows to change, 1 cannot be written.");
        answer.Out.ShouldNotContain("Apply it with");
    }

    [Fact]
    public async Task Ends_with_3_where_changes_are_pending_and_that_was_asked()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync("plan change.yaml --exit-code")).ShouldEnd(ExitCode.Pending);
        (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);
        var second = (await _shell.RunAsync("plan change.yaml --exit-code")).ShouldEnd(ExitCode.Done);

        second.Out.ShouldBe("Nothing to change: 3 flows are as the change wants.\n");
    }

    [Fact]
    public async Task Plans_for_the_files_of_a_folder()
    {
        _shell.Write("flows/billing.json", Samples.Billing);
        _shell.Write("flows/greeting.json", Samples.Billing.Replace("\"Billing\"", "\"Greeting\"").Replace("\"call\"", "\"module\""));
        _shell.Write("change.yaml", ChangeOfThree.Yaml.Replace("Inbound_Support_B*", "Bill*").Replace("Common_Validation_Module", "Greeting"));

        var answer = (await _shell.RunAsync("plan change.yaml --folder flows")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("~ Billing   call\n    + call \"Greeting\" at start, before \"Greeting\"\n");
        answer.Error.ShouldContain("... done (1 flow selected)\n");
    }

    [Fact]
    public async Task Takes_the_change_from_standard_input()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Typed = ChangeOfThree.Yaml;

        var answer = (await _shell.RunAsync("plan - --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("toChange").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_report_is_fit_for_a_pull_request()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Write("one.yaml", ChangeOfThree.Yaml.Replace("Inbound_Support_B*", "Inbound_Support_Billing"));

        (await _shell.RunAsync("plan one.yaml --report plan.md")).ShouldEnd(ExitCode.Done);

        Repository.ShouldHold("corpus/cli/reports/plan.md", _shell.Read("plan.md").Replace(org.Name, "ORG"));
    }
}
