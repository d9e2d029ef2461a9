using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay runs list</c>.</summary>
internal sealed class RunsListCommand : CliCommand
{
    public RunsListCommand()
        : base("list", "List the runs made from here, newest first")
    {
        Examples = [new("runs list", "Lists them, with those that were cut short")];
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        call.Show(RunsListView.From(Workspace.Open(call).Runs.List()));
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>patchbay runs show</c>.</summary>
internal sealed class RunsShowCommand : CliCommand
{
    private readonly Argument<string> _run = new("run") { HelpName = "RUN", Description = "The run's id" };

    public RunsShowCommand()
        : base("show", "Show what a run did to each flow: old, new, or not known")
    {
        Examples = [new("runs show 2026-11-21-0702-common-validation", "Shows one run from its journal; nothing is asked of the org")];
        Add(_run);
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        var runs = Workspace.Open(call).Runs;
        var run = runs.Read(call.Get(_run) ?? "");
        var view = RunView.From(run) with { Whole = true, PutBack = RunView.PutBackOf(run.Id, runs.List()) };
        call.Show(view);
        if (!call.WantsJson)
        {
            var next = call.Terminal.NewNoteCanvas();
            view.DrawNext(next);
            call.Terminal.Note(next);
        }

        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>patchbay runs resume</c>.</summary>
internal sealed class RunsResumeCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly LockOptions _locks = new();
    private readonly Option<bool> _yes = ApplyOptions.YesOption();
    private readonly Argument<string> _run = new("run") { HelpName = "RUN", Description = "The run's id" };

    public RunsResumeCommand()
        : base("resume", "Take up a run that was interrupted or cut short")
    {
        Remarks = "What is not known is read from the store and settled; the rest is done as it was set out. Nothing is written or published twice.";
        Examples = [new("runs resume 2026-11-21-0702-common-validation", "Finishes the run")];
        Add(_run);
        _locks.AddTo(this);
        Add(_yes);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var id = call.Get(_run) ?? "";
        var run = open.Workspace.Runs.Read(id);
        var shown = call.Terminal.NewNoteCanvas();
        RunView.From(run).Draw(shown);
        call.Terminal.Note(shown);
        Applier.RefuseEnded(run);
        if (!call.Confirm(_yes, $"Take up run {id} on {open.Store.DisplayName}?{_locks.Warning(call)}"))
        {
            return ExitCode.Done;
        }

        return ApplyOptions.Show(call, open, await ApplyOptions.RunAsync(call, _locks.Of(call, open), [], "Taking up the run", (applier, stop) => applier.ResumeAsync(id, stop)));
    }
}
