using Patchbay.Emulator;
using Patchbay.Emulator.Org;
using static Patchbay.Cli.Tests.Commands.ModulesCommandTests;

namespace Patchbay.Cli.Tests;

/// <summary>What a run does about flows that somebody else has checked out, by <c>--on-lock</c>.</summary>
[Collection<JumpingClock>]
public sealed class OnLockTests : IAsyncLifetime
{
    private const string Held = @"maria\.lopez holds the flow's lock since 2026-01-05 \d\d:\d\d:\d\dZ";

    private readonly CommandLine _shell = new();
    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();
    private LocalOrg _org = null!;
    private string _line = "";

    public async ValueTask InitializeAsync()
    {
        _shell.Clock = _clock;
        _shell.Write("ivr/module.yaml", Module("Hello."));
        _shell.Write("ivr/one.yaml", Caller("Line 1"));
        _shell.Write("ivr/two.yaml", Caller("Line 2"));
        _shell.Write("change.yaml", "flows: {name: Line*}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = EmulatorApi.Platform, Time = _clock, Folder = Path.Combine(_shell.Folder, "ivr") });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
        var flows = (await _shell.RunAsync("flows list --json")).Json.GetProperty("flows").EnumerateArray();
        _line = flows.Single(flow => flow.GetProperty("name").GetString() == "Line 1").GetProperty("id").GetString()!;
        _org.Org.LockAsSomebodyElse(_line, "maria.lopez");
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
        _clock.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--on-lock skip")]
    public async Task Skip_leaves_the_flow_alone_and_writes_the_others(string option)
    {
        var answer = (await ApplyAsync(option)).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("2 flows: 1 held, 1 written. 1 live.");
        answer.Screen.ShouldMatch(Held);
        (await LiveAsync()).ShouldBe("1.0 2.0");
    }

    [Fact]
    public async Task Fail_begins_no_other_flow()
    {
        var answer = (await ApplyAsync("--on-lock fail --parallel 1")).ShouldEnd(ExitCode.Failed);

        answer.Screen.ShouldMatch(Held);
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    [Fact]
    public async Task Wait_goes_on_when_the_flow_is_let_go_of()
    {
        var letGo = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), _clock);
            await _org.SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/unlock?flow={_line}");
        });

        var answer = (await ApplyAsync("--on-lock wait")).ShouldEnd(ExitCode.Done);

        await letGo;
        answer.Error.ShouldMatch($"\"Line 1\": {Held}\\. Waiting for up to 10 minutes\\.");
        answer.Error.ShouldContain("\"Line 1\" was let go of.");
        (await LiveAsync()).ShouldBe("2.0 2.0");
    }

    [Fact]
    public async Task Wait_ends_with_the_flow_left_alone_where_it_is_not_let_go_of()
    {
        var start = _clock.GetUtcNow();

        var answer = (await ApplyAsync("--on-lock wait")).ShouldEnd(ExitCode.Failed);

        answer.Screen.ShouldMatch(Held);
        (_clock.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
        (await LiveAsync()).ShouldBe("1.0 2.0");
    }

    [Fact]
    public async Task Take_over_keeps_the_draft_as_a_file_and_names_it()
    {
        var answer = (await ApplyAsync("--on-lock take-over")).ShouldEnd(ExitCode.Done);

        var draft = Directory.GetFiles(Path.Combine(_shell.Folder, ".patchbay", "drafts")).ShouldHaveSingleItem();
        Path.GetFileName(draft).ShouldMatch(@"^Line 1-20260105T\d{6}Z\.json$");
        File.ReadAllText(draft).ShouldContain("\"name\":\"Line 1\"");
        answer.Screen.ShouldContain($"The lock of maria.lopez on \"Line 1\" was taken off; the draft is kept in {draft}.");
        (await LiveAsync()).ShouldBe("2.0 2.0");
    }

    [Fact]
    public async Task Before_a_lock_is_taken_from_somebody_the_question_says_so()
    {
        _shell.Typed = "n\n";

        var answer = (await _shell.RunAsync("apply change.yaml --publish --on-lock take-over")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain("Locks of others are taken off, and their drafts kept as files.");
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    private Task<Answer> ApplyAsync(string options) => _shell.RunAsync($"apply change.yaml --publish --yes {options}");

    private async Task<string> LiveAsync() => string.Join(' ', (await _shell.RunAsync("flows list --name \"Line *\" --json")).Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("published").GetProperty("version").GetString()));
}
