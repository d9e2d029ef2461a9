namespace Patchbay.Cli.Tests.Commands;

public sealed class PublishCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Makes_live_what_a_run_wrote_and_only_that()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("apply change.yaml --yes --first 2")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("publish --run 2026-11-21-0702-validate-every-support-caller --yes")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldStartWith("~ Inbound_Support_Backup   v4 goes live now\n~ Inbound_Support_Billing   v15 goes live now\n");
        answer.Out.ShouldContain("2 flows: 2 published. 2 live.");
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["4", "15", "9"]);
        (await _shell.RunAsync("publish --run 2026-11-21-0702-validate-every-support-caller --yes")).Code.ShouldNotBe(ExitCode.Usage);
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["4", "15", "9"]);
    }

    [Fact]
    public async Task An_older_version_can_be_made_live_again()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync("publish Inbound_Support_Billing@13 --yes")).ShouldEnd(ExitCode.Done).Error.ShouldContain("v13 goes live now");

        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["3", "13", "9"]);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }

    [Fact]
    public async Task A_scheduled_publish_is_taken_back_once()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        (await _shell.RunAsync("publish Inbound_Support_Billing@13 --activate-at 2036-12-01T06:00:00+01:00 --yes")).ShouldEnd(ExitCode.Done);
        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["3", "14", "9"]);

        var first = (await _shell.RunAsync("publish Inbound_Support_Billing --cancel --yes")).ShouldEnd(ExitCode.Done);
        var second = (await _shell.RunAsync("publish Inbound_Support_Billing --cancel --yes --json")).ShouldEnd(ExitCode.Done);

        first.Out.ShouldBe("1 scheduled publish taken back.\n");
        first.Error.ShouldBe("Inbound_Support_Billing no longer goes live at 2036-12-01 05:00:00Z.\n");
        second.Json.GetProperty("cancelled").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("publish", (int)ExitCode.Usage, "Say what to publish: flows by name, or --run with the id of a run; not both.")]
    [InlineData("publish Inbound_Support_Billing --run x", (int)ExitCode.Usage, "Say what to publish")]
    [InlineData("publish Inbound_Support_Biling", (int)ExitCode.Failed, "Did you mean \"Inbound_Support_Billing\"?")]
    [InlineData("publish Inbound_Support_Billing@99", (int)ExitCode.Failed, "\"Inbound_Support_Billing\" has no version \"99\". Its newest is 14; \"patchbay flows show\" lists them.")]
    [InlineData("publish --run nothing", (int)ExitCode.Failed, "There is no run \"nothing\"")]
    [InlineData("publish Inbound_Support_Billing --activate-at 2026-12-01T06:00", (int)ExitCode.Usage, "--activate-at takes a time with its offset")]
    [InlineData("publish Inbound_Support_Billing@13", (int)ExitCode.Usage, "Nobody can be asked")]
    public async Task Says_what_is_wrong_and_publishes_nothing(string line, int code, string expected)
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync(line)).ShouldEnd((ExitCode)code).Error.ShouldContain(expected);

        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["3", "14", "9"]);
    }
}
