namespace Patchbay.Cli.Tests;

public sealed class FailureTests : IAsyncLifetime
{
    private const string Change = """
        flows:
          name: Inbound_Support_B*
        steps:
          - call: Common_Validation_Module
            at: start

        """;

    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(_shell);
        _shell.Write("change.yaml", Change);
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Theory]
    [InlineData("flows list --org mars-north-1", "mars-north-1")]
    [InlineData("flows list --org lcal", "Did you mean \"local\"?")]
    [InlineData("flows list --org local --folder .", "--org and --folder both say where the flows are. Give one of them.")]
    [InlineData("flows list --folder nowhere", "There is no folder \"nowhere\" here")]
    [InlineData("plan nothing.yaml", "There is no file \"nothing.yaml\" here")]
    [InlineData("apply change.yaml", "Add --yes to go ahead without a question.")]
    public async Task Wrong_usage_says_what_to_do(string line, string expected)
    {
        _shell.Write("patchbay.yaml", $"profiles:\n  local:\n    api: definitions\n    region: {_org.Url}\n");

        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain(expected);
        answer.Out.ShouldNotContain("error");
    }

    [Theory]
    [InlineData("{\"format\": 99}", "format 99")]
    [InlineData("{\"format\": 1", "not well-formed JSON")]
    [InlineData("{\"flows\": []}", "This is not a plan")]
    public async Task A_plan_that_cannot_be_read_is_not_applied(string text, string expected)
    {
        _shell.Write("plan.json", text);

        var answer = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldStartWith("error: plan.json");
        answer.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task A_plan_that_was_changed_by_hand_is_not_applied()
    {
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);
        _shell.Write("plan.json", _shell.Read("plan.json").Replace("Greeting", "Greetings", StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("was changed by hand");
        _org.Org.VersionOf(_org.IdOf("Inbound_Support_Backup")).ShouldBe(3);
    }

    [Fact]
    public async Task A_plan_for_another_store_is_not_applied()
    {
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("apply plan.json --yes --folder .")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldEndWith($"error: The plan was made from {_org.Name}, and this is this folder. Name that store with --org or --folder, or make a plan for this one.\n");
    }

    [Fact]
    public async Task A_strict_run_of_a_plan_from_older_versions_writes_nothing()
    {
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);
        _org.Org.EditAsSomebodyElse(_org.IdOf("Inbound_Support_Billing"), "ann");

        var answer = (await _shell.RunAsync("apply plan.json --yes --strict")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("Inbound_Support_Billing");
        answer.Error.ShouldContain("Nothing was written. Make the plan again.");
        _org.Org.VersionOf(_org.IdOf("Inbound_Support_Backup")).ShouldBe(3);
    }

    [Fact]
    public async Task A_file_that_is_not_text_is_named()
    {
        await File.WriteAllBytesAsync(Path.Combine(_shell.Folder, "picture.json"), [0xff, 0xfe, 0x00, 0xd8]);

        var answer = (await _shell.RunAsync("graph picture.json")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe("error: \"picture.json\" is not UTF-8 text (first at byte 0). Save it as UTF-8 and try again.\n");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_and_what_is_there_stays()
    {
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "plan.json"));

        var answer = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("error: \"plan.json\" cannot be written, because it is a folder.");
        Directory.Exists(Path.Combine(_shell.Folder, "plan.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_local_org_that_is_not_running_is_missed_at_once()
    {
        var url = _org.Url;
        await _org.DisposeAsync();

        var answer = (await _shell.RunAsync($"flows list --org {url} --json")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe($"error: Nothing listens on {url} on this machine. Start a local org there with \"patchbay emulator --port {new Uri(url).Port}\", or name another org.\n");
        answer.Json.GetProperty("error").GetProperty("exitCode").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Interrupted_in_the_middle_of_an_apply_it_says_what_is_known_and_can_be_taken_back()
    {
        using var stop = new CancellationTokenSource();
        await using var slow = await LocalOrg.StartAsync(_shell, options => options with { Log = line => StopAtFirstWrite(line, stop) });
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);

        var cut = (await _shell.RunAsync("apply plan.json --yes --parallel 1", stop.Token)).ShouldEnd(ExitCode.Interrupted);
        var run = (await _shell.RunAsync("runs list --json")).ShouldEnd(ExitCode.Done);
        var back = (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);

        cut.Screen.ShouldContain("patchbay runs resume ");
        run.Out.ShouldContain("interrupted");
        back.Out.ShouldContain("1 rolled back");
        slow.Org.VersionOf(slow.IdOf("Inbound_Support_Business")).ShouldBe(9);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    public async Task Without_a_yes_nothing_is_changed(string typed)
    {
        _shell.Typed = typed;

        var answer = (await _shell.RunAsync("apply change.yaml")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain($"Write 3 flows on {_org.Name}? [y/N] ");
        answer.Error.ShouldEndWith("Nothing was changed.\n");
        _org.Org.VersionOf(_org.IdOf("Inbound_Support_Backup")).ShouldBe(3);
    }

    [Fact]
    public async Task With_a_yes_it_goes_ahead()
    {
        _shell.Typed = "y\n";

        (await _shell.RunAsync("apply change.yaml")).ShouldEnd(ExitCode.Done);

        _org.Org.VersionOf(_org.IdOf("Inbound_Support_Backup")).ShouldBe(4);
    }

    [Fact]
    public async Task A_build_server_is_not_asked()
    {
        _shell.Typed = "y\n";
        _shell.Connect = traits => traits with { IsBuildServer = true };

        var answer = (await _shell.RunAsync("apply change.yaml")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("Add --yes");
    }

    [Fact]
    public async Task A_bar_and_colours_are_for_terminals_and_never_in_the_result()
    {
        _shell.Connect = traits => traits with { ErrorIsTerminal = true, AllowsColour = true };

        var answer = (await _shell.RunAsync("validate --json")).ShouldEnd(ExitCode.Failed);

        answer.Json.GetProperty("summary").GetProperty("files").GetInt32().ShouldBeGreaterThan(100);
        answer.Out.ShouldNotContain('\e');
    }

    [Fact]
    public async Task Colours_and_symbols_are_for_terminals_that_have_them()
    {
        _shell.Write("old.json", Samples.Billing);
        _shell.Write("new.json", Samples.Billing.Replace("\"Greeting\"", "\"Welcome\"", StringComparison.Ordinal));

        _shell.Connect = traits => traits with { OutputIsTerminal = true, AllowsColour = true, ShowsUnicode = true };
        var colour = (await _shell.RunAsync("diff old.json new.json")).ShouldEnd(ExitCode.Done);
        _shell.Connect = traits => traits with { OutputIsTerminal = true, AllowsColour = false };
        var plain = (await _shell.RunAsync("diff old.json new.json")).ShouldEnd(ExitCode.Done);

        colour.Out.ShouldStartWith("\e[33m~ \e[0m");
        plain.Out.ShouldStartWith("~ Element");
    }

    [Fact]
    public async Task A_mistake_of_ours_is_shown_as_a_bug_without_a_stack_trace()
    {
        _shell.Clock = new BrokenClock();

        var answer = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("error: Patchbay made a mistake: InvalidOperationException: The clock stands still. This is a bug. Report it");
        answer.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Where_it_happened_is_shown_on_request()
    {
        _shell.Clock = new BrokenClock();
        _shell.Variables["PATCHBAY_DEBUG"] = "1";

        var answer = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("   at Patchbay.");
    }

    private static void StopAtFirstWrite(string line, CancellationTokenSource stop)
    {
        if (line.Contains(" PATCH ", StringComparison.Ordinal) || line.Contains(" PUT ", StringComparison.Ordinal))
        {
            stop.Cancel();
        }
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("The clock stands still.");
    }
}
