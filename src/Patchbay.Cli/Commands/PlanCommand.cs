using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Planning;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay plan</c>.</summary>
internal sealed class PlanCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _change = new("change")
    {
        HelpName = "CHANGE",
        Description = "A change file, or a menu file; - for standard input",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where to write the plan",
        HelpName = "FILE",
        DefaultValueFactory = _ => "plan.json",
    };

    private readonly Option<string> _report = new("--report")
    {
        Description = "Also write a Markdown report, for a pull request or a change ticket",
        HelpName = "FILE",
    };

    private readonly Option<bool> _exitCode = new("--exit-code")
    {
        Description = "End with 3 where there is something to change",
    };

    public PlanCommand()
        : base("plan", "Show what a change would do, flow by flow, and write the plan to a file")
    {
        Remarks = "Nothing is changed. The plan file holds the very edits, and the state each flow was read in; \"apply\" carries out exactly that.";
        Examples =
        [
            new("plan changes/common-validation.yaml", "Plans the change and writes plan.json"),
            new("plan changes/common-validation.yaml --org prod --report plan.md", "Also writes a report that fits a pull request"),
            new("plan changes/common-validation.yaml --folder flows --exit-code", "Plans for the files of a folder; ends with 3 if anything would change"),
        ];
        Add(_change);
        Add(_out);
        Add(_report);
        Add(_exitCode);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var source = call.ReadFile(call.Get(_change) ?? "");
        var plan = await ChangePlanning.MakeAsync(call, open, ChangePlanning.Read(open, source), source);
        return await ShowAsync(call, open, plan, call.Get(_out) ?? "plan.json", call.Get(_report), call.Get(_exitCode));
    }

    /// <summary>Writes a plan and its report, and shows it.</summary>
    public static async Task<ExitCode> ShowAsync(Invocation call, OpenStore open, Plan plan, string file, string? report, bool exitCode)
    {
        call.WriteFile(file, PlanFile.Write(plan));
        var view = await ViewAsync(open, plan, call.Stop) with { File = file };
        if (report is not null)
        {
            call.WriteFile(report, MarkdownReport.Write(plan, view));
            call.Terminal.Note($"Wrote {report}.");
        }

        call.Show(view);
        return view.Blocked > 0 ? ExitCode.Failed : exitCode && view.ToChange > 0 ? ExitCode.Pending : ExitCode.Done;
    }

    /// <summary>A plan as it is shown, with what the org tells beside it: what goes live with it, and who keeps old copies of modules.</summary>
    public static async Task<PlanView> ViewAsync(OpenStore open, Plan plan, CancellationToken stop) => PlanView.Of(plan) with
    {
        Modules = await ChangedModules.ReadAsync(open, plan, stop),
        Unheard = await UnpublishedContent.ReadAsync(open.Store, plan, stop),
        GoesLive = open.Store.Capabilities is { Draft: false, Publish: true },
    };
}
