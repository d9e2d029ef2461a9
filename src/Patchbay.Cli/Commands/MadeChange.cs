using System.CommandLine;
using Patchbay.Core.Changes;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>What <c>call</c> and <c>menu</c> do with the change that they make: show it, plan it, or plan and apply it.</summary>
internal sealed class MadeChange
{
    private readonly ApplyOptions _how = new();

    private readonly Option<bool> _print = new("--print") { Description = "Show the change file, and do nothing" };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Write the plan there, and change nothing",
        HelpName = "FILE",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_print);
        verb.Add(_out);
        _how.AddTo(verb);
    }

    /// <summary>Does it.</summary>
    /// <param name="call">The invocation.</param>
    /// <param name="where">The options that say where the flows are.</param>
    /// <param name="change">The change.</param>
    /// <param name="source">The text that it was read from; empty where there is none.</param>
    public async Task<ExitCode> RunAsync(Invocation call, StoreOptions where, ChangeFile change, SourceText source)
    {
        if (call.Get(_print))
        {
            call.Terminal.Result(ChangeFileWriter.Write(change));
            return ExitCode.Done;
        }

        _how.Read(call);
        using var open = where.Open(call);
        var plan = await ChangePlanning.MakeAsync(call, open, change, source);
        return call.Get(_out) is { } file
            ? await PlanCommand.ShowAsync(call, open, plan, file, _how.ReportFile(call), exitCode: false)
            : await _how.ApplyAsync(call, open, plan);
    }
}
