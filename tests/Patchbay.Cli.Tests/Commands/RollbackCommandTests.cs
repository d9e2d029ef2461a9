namespace Patchbay.Cli.Tests.Commands;

public sealed class RollbackCommandTests : IDisposable
{
    private const string RunId = "2026-11-21-0702-validate-every-support-caller";
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Takes_the_newest_run_back_and_says_so_from_then_on()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        var before = (await _shell.RunAsync("flows show Inbound_Support_Billing --definition")).Out;
        (await _shell.RunAsync("apply change.yaml --yes --publish")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain($"rollback of {RunId} on {org.Name}: done\n3 flows: 3 rolled back.");
        answer.Error.ShouldStartWith($"Run {RunId}   apply on {org.Name}: done\n3 flows: 3 written. 3 live.\n");
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["3", "14", "9"]);
        (await _shell.RunAsync("flows show Inbound_Support_Billing --definition")).Out.ShouldBe(before);
        var listed = (await _shell.RunAsync("runs list")).ShouldEnd(ExitCode.Done);
        listed.Out.ShouldContain("3 written; 3 put back since");
        (await _shell.RunAsync($"runs show {RunId}")).ShouldEnd(ExitCode.Done).Error.ShouldNotContain("Take it back");
        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed).Error.ShouldContain($"error: The run \"{RunId}\" was rolled back already, by ");
    }

    [Fact]
    public async Task Takes_one_flow_back()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("apply change.yaml --yes --publish")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync($"rollback {RunId} --only Inbound_Support_Billing --yes")).ShouldEnd(ExitCode.Done);

        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["4", "14", "10"]);
    }

    [Fact]
    public async Task What_somebody_wrote_since_is_left_alone_and_reported()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("apply change.yaml --yes")).ShouldEnd(ExitCode.Done);
        org.Org.EditAsSomebodyElse(org.IdOf("Inbound_Support_Billing"), "ann");

        var answer = (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("! Inbound_Support_Billing   conflict: ");
        answer.Out.ShouldContain("2 rolled back");
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["5", "16", "11"]);
    }

    [Fact]
    public async Task Asks_first()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("apply change.yaml --yes")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync("rollback")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("Nobody can be asked");
        _shell.Typed = "n\n";
        (await _shell.RunAsync("rollback")).ShouldEnd(ExitCode.Done).Error.ShouldEndWith($"Take back 3 flows of run {RunId} on {org.Name}? [y/N] Nothing was changed.\n");

        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Fact]
    public async Task Says_that_there_is_nothing_to_take_back()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed).Error.ShouldMatch("^error: No run was made here .*, so there is nothing to take back.\n$");
        (await _shell.RunAsync("rollback nothing --yes")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("There is no run \"nothing\"");
    }
}
