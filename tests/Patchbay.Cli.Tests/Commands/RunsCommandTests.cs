namespace Patchbay.Cli.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private const string RunId = "2026-11-21-0702-validate-every-support-caller";
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Lists_runs_newest_first()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("runs list")).ShouldEnd(ExitCode.Done).Out.ShouldBe("No run has been made here. \"patchbay apply\" makes one.\n");
        (await _shell.RunAsync("apply change.yaml --yes")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("runs list")).ShouldEnd(ExitCode.Done);
        var json = (await _shell.RunAsync("runs list --json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe($"""
            RUN                                            KIND   STATUS  FLOWS      STORE
            {RunId}  apply  done    3 written  {org.Name}

            """);
        JsonShape.Of(json.Json).ShouldBe(
        [
            "runs", "runs[].description", "runs[].finishedAt", "runs[].flows",
            "runs[].flows[].id", "runs[].flows[].name", "runs[].flows[].outcome", "runs[].flows[].state", "runs[].flows[].versionBefore", "runs[].flows[].written",
            "runs[].id", "runs[].kind", "runs[].startedAt", "runs[].status", "runs[].store", "runs[].user",
        ]);
    }

    [Fact]
    public async Task Shows_each_flow_of_a_run_without_asking_the_org()
    {
        await using (var org = await ChangeOfThree.PrepareAsync(_shell))
        {
            (await _shell.RunAsync("apply change.yaml --yes")).ShouldEnd(ExitCode.Done);
        }

        var answer = (await _shell.RunAsync($"runs show {RunId}")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("""
            ~ Inbound_Support_Backup     written  v3 -> v4
            ~ Inbound_Support_Billing    written  v14 -> v15
            ~ Inbound_Support_Business   written  v9 -> v10
            3 flows: 3 written.

            """);
    }

    [Fact]
    public async Task A_run_cut_short_is_shown_and_resumed()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("apply change.yaml --yes --parallel 1")).ShouldEnd(ExitCode.Done);
        CutShortAfter("\"outcome\"");

        var listed = (await _shell.RunAsync("runs list")).ShouldEnd(ExitCode.Done);
        var shown = (await _shell.RunAsync($"runs show {RunId}")).ShouldEnd(ExitCode.Done);

        listed.Out.ShouldContain("cut short");
        shown.Out.ShouldStartWith($"Run {RunId}   apply on {org.Name}: cut short\n");
        shown.Error.ShouldStartWith($"Take it up again with   patchbay runs resume {RunId}\n");

        (await _shell.RunAsync($"runs resume {RunId}")).ShouldEnd(ExitCode.Usage);
        (await _shell.RunAsync($"runs resume {RunId} --yes")).ShouldEnd(ExitCode.Done);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
        (await _shell.RunAsync($"runs resume {RunId} --yes")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("there is nothing to resume");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_listed_as_such()
    {
        _shell.Write(".patchbay/runs/broken.jsonl", "this is no journal\n");

        (await _shell.RunAsync("runs list")).ShouldEnd(ExitCode.Done).Out.ShouldContain("broken");
        (await _shell.RunAsync("runs show broken")).Error.ShouldNotContain("   at ");
        (await _shell.RunAsync("runs show nothing")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("List the runs with \"patchbay runs list\".");
    }

    /// <summary>Leaves of the journal what a process that was killed would have written: all up to the first line of a kind.</summary>
    private void CutShortAfter(string kind)
    {
        var journal = $".patchbay/runs/{RunId}.jsonl";
        var lines = _shell.Read(journal).Split('\n');
        var last = Array.FindIndex(lines, line => line.Contains($"\"kind\":{kind}", StringComparison.Ordinal));
        last.ShouldBeGreaterThan(0);
        _shell.Write(journal, string.Join('\n', lines.Take(last + 1)) + "\n");
    }
}
