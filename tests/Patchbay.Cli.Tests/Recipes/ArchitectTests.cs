namespace Patchbay.Cli.Tests.Recipes;

/// <summary>Recipes that change a folder of Architect flows.</summary>
public sealed class ArchitectTests : IDisposable
{
    private static readonly string[] Files = ["contracts-line.yaml", "identify-caller.yaml", "main-line.yaml", "roadside-assistance.yaml", "waiting-room.yaml"];

    private readonly CommandLine _shell = new();

    public ArchitectTests()
    {
        foreach (var file in Files)
        {
            _shell.Write($"flows/{file}", Repository.Read($"src/Patchbay.Cli/Starter/architect/{file}"));
        }
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Every_inbound_flow_calls_a_module_and_is_put_back_byte_for_byte()
    {
        _shell.Write("know.yaml", "description: Know who calls\nflows: {type: inboundcall}\nsteps:\n  - call: Identify Caller\n    at: start\n    inputs: {PhoneNumber: Call.Ani}\n    outputs: {IsKnown: Flow.CallerIsKnown}\n");

        var answer = (await _shell.RunAsync("apply know.yaml --folder flows --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("3 flows: 3 written.");
        _shell.Read("flows/roadside-assistance.yaml").ShouldContain("ver_latestPublished:");
        _shell.Read("flows/main-line.yaml").ShouldContain("startUpRef: \"/inboundCall/tasks/task[Call Identify Caller]\"");
        (await _shell.RunAsync("apply know.yaml --folder flows --yes")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("rollback --folder flows --yes")).ShouldEnd(ExitCode.Done);
        foreach (var file in Files)
        {
            _shell.Read($"flows/{file}").ShouldBe(Repository.Read($"src/Patchbay.Cli/Starter/architect/{file}"));
        }
    }

    [Fact]
    public async Task A_task_is_renamed_with_all_that_leads_to_it()
    {
        _shell.Write("rename.yaml", "flows: {name: \"*\"}\nsteps:\n  - rename: {task: Claims}\n    to: Report a claim\n");

        (await _shell.RunAsync("apply rename.yaml --folder flows --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 flow: 1 written.");

        _shell.Read("flows/main-line.yaml").ShouldContain("/inboundCall/tasks/task[Report a claim_20]");
        _shell.Read("flows/main-line.yaml").ShouldNotContain("task[Claims_20]");
    }

    [Fact]
    public async Task Every_transfer_to_a_queue_leads_to_another()
    {
        _shell.Write("queue.yaml", "flows: {name: \"*\"}\nsteps:\n  - transfer: {queue: Claims}\n    queue: Claims and repairs\n");

        (await _shell.RunAsync("apply queue.yaml --folder flows --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 flow: 1 written.");

        _shell.Read("flows/main-line.yaml").ShouldContain("name: Claims and repairs");
    }

    [Fact]
    public async Task A_name_that_no_flow_has_is_told_and_nothing_is_written()
    {
        _shell.Write("rename.yaml", "flows: {name: \"*\"}\nsteps:\n  - rename: {task: Claim}\n    to: Report a claim\n");

        var answer = (await _shell.RunAsync("plan rename.yaml --folder flows")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("The flow has no task \"Claim\". Did you mean \"Claims\"?");
    }
}
