using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay rollback</c>.</summary>
internal sealed class RollbackCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly LockOptions _locks = new();
    private readonly Option<bool> _yes = ApplyOptions.YesOption();

    private readonly Argument<string?> _run = new("run")
    {
        HelpName = "RUN",
        Description = "The run to take back; without one, the newest that is not a rollback",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Take back only this flow, by name or id; may be given several times",
        HelpName = "FLOW",
    };

    public RollbackCommand()
        : base("rollback", "Take back what a run wrote and published, newest first")
    {
        Remarks = "Each definition from before is put back as a new version, only where nobody wrote since, and what was live before is made live again, only where nobody published since. What could not be put back is said, with the reason.";
        Examples =
        [
            new("rollback", "Takes the newest run back"),
            new("rollback 2026-11-21-0702-common-validation --only Inbound_Support_Billing", "Takes one flow of a run back"),
        ];
        Add(_run);
        Add(_only);
        _locks.AddTo(this);
        Add(_yes);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var id = call.Get(_run) ?? open.Workspace.Runs.List().FirstOrDefault(run => run is { Kind: not RunKind.Rollback, Problem.Length: 0 })?.Id
            ?? throw CliException.Failed($"No run was made here ({open.Workspace.Runs.Location}), so there is nothing to take back.");
        var original = open.Workspace.Runs.Read(id);
        var only = call.Get(_only) ?? [];
        var shown = call.Terminal.NewNoteCanvas();
        RunView.From(original).Draw(shown);
        call.Terminal.Note(shown);
        var touched = original.Flows.Count(flow => flow.State != FlowState.Old);
        var what = only.Length > 0 ? string.Join(", ", only) : Plural.Of(touched, "flow");
        if (!call.Confirm(_yes, $"Take back {what} of run {id} on {open.Store.DisplayName}?{_locks.Warning(call)}"))
        {
            return ExitCode.Done;
        }

        var run = await ApplyOptions.RunAsync(call, _locks.Of(call, open), [], "Putting back", (applier, stop) => applier.RollbackAsync(id, only, stop));
        return ApplyOptions.Show(call, open, run);
    }
}
