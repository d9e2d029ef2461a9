using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Commands;

[Collection<JumpingClock>]
public sealed class DemoCommandTests : IDisposable
{
    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();
    private readonly CommandLine _shell = new();
    private string? _report;

    public DemoCommandTests() => _shell.Clock = _clock;

    public void Dispose()
    {
        _shell.Dispose();
        _clock.Dispose();
        if (_report is not null)
        {
            Directory.Delete(Path.GetDirectoryName(_report)!, recursive: true);
        }
    }

    [Fact]
    public async Task Does_the_main_job_while_others_edit_and_the_org_throttles()
    {
        var answer = (await _shell.RunAsync("demo --json")).ShouldEnd(ExitCode.Done);

        _report = answer.Json.GetProperty("report").GetString()!;
        answer.Json.GetProperty("planned").GetInt32().ShouldBe(50);
        answer.Json.GetProperty("outcomes").EnumerateObject().Select(outcome => $"{outcome.Value} {outcome.Name}").ShouldBe(["1 conflict", "2 rebased", "47 written"]);
        answer.Json.GetProperty("live").GetInt32().ShouldBe(49);
        answer.Json.GetProperty("rolledBack").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("throttled").GetInt32().ShouldBe(0);
        answer.Json.GetProperty("requests").GetInt32().ShouldBeInRange(150, 240);
        answer.Json.GetProperty("seconds").GetDouble().ShouldBeLessThan(60);
        answer.Json.GetProperty("adoption").GetProperty("share").GetDouble().ShouldBeInRange(0.9, 0.999);
        var second = answer.Json.GetProperty("architect");
        second.GetProperty("flows").GetInt32().ShouldBe(5);
        second.GetProperty("findings").GetInt32().ShouldBe(4);
        second.GetProperty("published").GetInt32().ShouldBe(3);
        second.GetProperty("rolledBack").GetInt32().ShouldBe(1);
        second.GetProperty("republished").GetInt32().ShouldBe(2);
        File.ReadAllText(_report).ShouldStartWith("# Validate every support caller the same way\n");
        Directory.EnumerateFileSystemEntries(_shell.Folder).ShouldBeEmpty("it writes to its own folder only");
    }

    [Fact]
    public async Task Explains_each_step_with_a_command_that_exists()
    {
        var answer = (await _shell.RunAsync("demo")).ShouldEnd(ExitCode.Done);

        var lines = answer.Out.Split('\n');
        _report = lines.First(line => line.StartsWith("Read the report", StringComparison.Ordinal))["Read the report".Length..].Trim();
        lines.Count(line => line.StartsWith("--- ", StringComparison.Ordinal)).ShouldBe(20);
        var commands = lines.Where(line => line.StartsWith("$ patchbay ", StringComparison.Ordinal)).Select(line => line["$ patchbay ".Length..].Replace('\'', '"')).ToList();
        commands.Count.ShouldBe(16);
        commands.ShouldAllBe(command => CommandList.Root.Parse(command).Errors.Count == 0);
        File.Exists(_report).ShouldBeTrue();
    }
}
