namespace Patchbay.Cli.Tests.Commands;

public sealed class ApplyCommandTests : IDisposable
{
    private const string RunId = "2026-11-21-0702-validate-every-support-caller";
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Writes_a_reviewed_plan_and_says_what_can_be_done_next()
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldMatch($@"^Run {RunId}   apply on {org.Name}: done\n3 flows: 3 written\. \(\d+ requests, 0 throttled\)\n$");
        answer.Error.ShouldBe(ChangeOfThree.Drawn + $"""

            Plan: 3 flows to change.   (made from versions read 07:02:11 UTC)
            Writing on {org.Name} ... done
            Make it live with   patchbay publish --run {RunId}
            Take it back with   patchbay rollback {RunId}

            """);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Fact]
    public async Task Plans_and_publishes_a_change_file_in_one_go()
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync("apply change.yaml --yes --publish")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("3 flows: 3 written. 3 live.");
        answer.Error.ShouldNotContain("Make it live");
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Fact]
    public async Task Sets_a_time_to_go_live()
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync("apply plan.json --yes --activate-at 2036-12-01T06:00:00+01:00")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("3 flows: 3 written. 3 live from 2036-12-01 05:00:00Z.");
        (await _shell.RunAsync("flows list --name Inbound_Support_B*")).Out.ShouldContain("goes live 2036-12-01 05:00:00Z");
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("yes\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Asks_a_person_first(string typed, bool goesOn)
    {
        await using var org = await PlannedAsync();
        _shell.Variables["CI"] = "";
        _shell.Typed = typed;

        var answer = (await _shell.RunAsync("apply plan.json --publish")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain($"Write 3 flows on {org.Name} and make them live now? [y/N] ");
        answer.Error.Contains("Nothing was changed.").ShouldBe(!goesOn);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(goesOn ? ["4", "15", "10"] : ["3", "14", "9"]);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_changed()
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync("apply plan.json")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldEndWith($"error: Nobody can be asked \"Write 3 flows on {org.Name}?\", because this is not a terminal. Nothing was changed. Add --yes to go ahead without a question.\n");
        answer.Out.ShouldBeEmpty();
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Fact]
    public async Task Takes_part_of_a_plan_and_later_the_rest()
    {
        await using var org = await PlannedAsync();

        (await _shell.RunAsync("apply plan.json --yes --first 1")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 flow: 1 written.");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "14", "9"]);
        (await _shell.RunAsync("apply plan.json --yes --only Inbound_Support_Business")).ShouldEnd(ExitCode.Done);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "14", "10"]);
        var rest = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);

        rest.Out.ShouldContain("= Inbound_Support_Backup     already done: The flow has moved from version 3 to 4 since the plan was made and is as the change wants it.\n");
        rest.Out.ShouldContain("3 flows: 2 already done, 1 written.");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Theory]
    [InlineData("--first 0", "--first takes a whole number from 1.")]
    [InlineData("--first -1", "--first takes a whole number from 1.")]
    [InlineData("--first some", "--first takes a whole number, and \"some\" is none.")]
    [InlineData("--parallel 0", "--parallel takes a whole number from 1.")]
    [InlineData("--activate-at 2026-12-01T06:00", "--activate-at takes a time with its offset, such as 2026-12-01T06:00:00+01:00 or 2026-12-01T05:00:00Z, and \"2026-12-01T06:00\" is none.")]
    [InlineData("--activate-at tomorrow", "--activate-at takes a time with its offset")]
    [InlineData("--webhook ftp://x", "--webhook takes an http or https URL.")]
    [InlineData("--frist 1", "\"patchbay apply\" has no option \"--frist\". Did you mean \"--first\"?")]
    public async Task Wrong_options_are_said_before_anything_is_written(string options, string expected)
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync($"apply plan.json --yes {options}")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("error: " + expected);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Theory]
    [InlineData("--only Inbound_Support_Biling", "The plan has no flow \"Inbound_Support_Biling\". Did you mean \"Inbound_Support_Billing\"? Nothing was written.")]
    [InlineData("--folder .", "Name that store with --org or --folder, or make a plan for this one.")]
    public async Task What_does_not_fit_the_plan_is_said_before_a_question(string options, string expected)
    {
        await using var org = await PlannedAsync();

        var answer = (await _shell.RunAsync($"apply plan.json {options}")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldStartWith("error: The plan ");
        answer.Error.ShouldEndWith(expected + "\n");
    }

    [Fact]
    public async Task A_plan_changed_by_hand_is_refused()
    {
        await using var org = await PlannedAsync();
        _shell.Write("plan.json", _shell.Read("plan.json").Replace("call_common_validation_module", "call_something_else"));

        var answer = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldStartWith("error: plan.json: Flow \"Inbound_Support_Backup\"");
        answer.Error.ShouldContain("was changed by hand");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Theory]
    [InlineData("{\"format\": 9, \"flows\": []}", "The plan is written in format 9, and this version of Patchbay reads format 1. Make the plan again with \"patchbay plan\".")]
    [InlineData("{}", "This is not a plan: it has no \"format\". Give the file that \"patchbay plan\" wrote.")]
    [InlineData("{\"format\": ", "The plan is not well-formed JSON:")]
    public async Task What_is_no_plan_of_today_is_refused(string text, string expected)
    {
        await using var org = await PlannedAsync();
        _shell.Write("plan.json", text);

        var answer = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldStartWith("error: plan.json:");
        answer.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task A_flow_that_somebody_changed_so_that_the_plan_no_longer_fits_is_left_alone()
    {
        await using var org = await PlannedAsync();
        org.Org.EditAsSomebodyElse(org.IdOf("Inbound_Support_Billing"), "ann");

        (await _shell.RunAsync("apply plan.json --yes --strict")).ShouldEnd(ExitCode.Failed).Error
            .ShouldContain("error: \"Inbound_Support_Billing\" has moved since the plan was made");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "15", "9"]);
        var rebased = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);

        rebased.Out.ShouldContain("~ rebased (moved since the plan was made; the same change was planned again on the fresh text): Inbound_Support_Billing\n");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "16", "10"]);
    }

    [Fact]
    public async Task Nothing_to_change_is_said_and_asks_nothing()
    {
        await using var org = await PlannedAsync();
        (await _shell.RunAsync("apply change.yaml --yes")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("apply change.yaml")).ShouldEnd(ExitCode.Done);
        var json = (await _shell.RunAsync("apply change.yaml --json")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldEndWith("Nothing to change: 3 flows are as the change wants.\n");
        json.Json.GetProperty("toChange").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Json_has_this_shape()
    {
        await using var org = await PlannedAsync();
        org.Org.EditAsSomebodyElse(org.IdOf("Inbound_Support_Billing"), "ann");
        (await _shell.RunAsync("apply change.yaml --yes --only Inbound_Support_Backup")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("apply plan.json --yes --json --activate-at 2036-12-01T06:00:00+01:00")).ShouldEnd(ExitCode.Done);

        JsonShape.Of(answer.Json).ShouldBe(
        [
            "description", "finishedAt", "flows",
            "flows[].activateAt", "flows[].id", "flows[].live", "flows[].name", "flows[].outcome", "flows[].reason", "flows[].state", "flows[].versionBefore", "flows[].written",
            "id", "kind", "startedAt", "status", "store", "user",
        ]);
        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("outcome").GetString()).ShouldBe(["already-done", "rebased", "written"]);
    }

    [Fact]
    public async Task Ctrl_C_ends_with_130_and_the_run_can_be_taken_up()
    {
        using var stop = new CancellationTokenSource();
        await using var org = await PlannedAsync(options => options with
        {
            Log = line =>
            {
                if (line.Contains(" PUT ", StringComparison.Ordinal) || line.Contains(" PATCH ", StringComparison.Ordinal))
                {
                    stop.Cancel();
                }
            },
        });

        var answer = (await _shell.RunAsync(["apply", "plan.json", "--yes", "--parallel", "1"], stop.Token)).ShouldEnd(ExitCode.Interrupted);

        answer.Out.ShouldContain($"Run {RunId}   apply on {org.Name}: interrupted\n");
        answer.Error.ShouldContain($"Take it up again with   patchbay runs resume {RunId}\n");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "14", "9"]);
        var shown = (await _shell.RunAsync($"runs show {RunId}")).ShouldEnd(ExitCode.Done);
        shown.Out.ShouldContain("interrupted\n");
        shown.Out.ShouldContain("Inbound_Support_Billing");

        var resumed = (await _shell.RunAsync($"runs resume {RunId} --yes")).ShouldEnd(ExitCode.Done);

        resumed.Out.ShouldContain($"Run {RunId}   apply on {org.Name}: done\n");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Fact]
    public async Task The_report_tells_what_came_of_it()
    {
        await using var org = await PlannedAsync();
        _shell.Write("one.yaml", ChangeOfThree.Yaml.Replace("Inbound_Support_B*", "Inbound_Support_Billing"));

        var answer = (await _shell.RunAsync("apply one.yaml --yes --publish --report reports/applied.md")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain("Wrote reports/applied.md.\n");
        Repository.ShouldHold("corpus/cli/reports/applied.md", _shell.Read("reports/applied.md").Replace(org.Name, "ORG").Replace(Environment.UserName, "USER"));
    }

    [Fact]
    public async Task No_secret_stands_in_any_file_or_output()
    {
        const string Secret = "s3cret-of-the-client";
        await using var org = await PlannedAsync(options => options with { Clients = [Emulator.OAuthClient.BuiltIn with { Secret = Secret }] }, Secret);
        _shell.Variables["PATCHBAY_WEBHOOK_SECRET"] = Secret + "-hook";

        var answer = (await _shell.RunAsync("apply plan.json --yes --publish --report report.md --webhook http://127.0.0.1:1/hook --json")).ShouldEnd(ExitCode.Done);

        (answer.Out + answer.Error).ShouldNotContain(Secret);
        foreach (var file in Directory.EnumerateFiles(_shell.Folder, "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).ShouldNotContain(Secret, Case.Sensitive, file);
        }
    }

    private async Task<LocalOrg> PlannedAsync(Func<Emulator.EmulatorOptions, Emulator.EmulatorOptions>? adjust = null, string secret = "patchbay")
    {
        var org = await ChangeOfThree.PrepareAsync(_shell, adjust);
        _shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "patchbay";
        _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = secret;
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);
        return org;
    }
}
