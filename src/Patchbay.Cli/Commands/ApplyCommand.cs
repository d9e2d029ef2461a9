using System.CommandLine;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay apply</c>.</summary>
internal sealed class ApplyCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly ApplyOptions _how = new();

    private readonly Argument<string> _what = new("plan")
    {
        HelpName = "PLAN|CHANGE",
        Description = "A plan that \"plan\" wrote, or a change file to plan and apply in one go",
    };

    public ApplyCommand()
        : base("apply", "Carry out a plan: write drafts, wait until they compile, and publish where asked")
    {
        Remarks = "Nothing goes live without --publish or --activate-at. A flow that somebody changed since is planned again and written only if that comes to the same steps at the same places. Every request is journalled: \"patchbay runs\" shows a run that was cut short, resumes it, and \"patchbay rollback\" takes it back.";
        Examples =
        [
            new("apply plan.json", "Shows the plan, asks, and writes drafts"),
            new("apply plan.json --first 1", "Writes one flow, to look at before the rest"),
            new("apply plan.json --yes --publish --report applied.md", "Writes and publishes without a question, as a pipeline does"),
            new("apply plan.json --activate-at 2026-12-01T06:00:00+01:00", "Writes now, live on Tuesday morning"),
            new("apply changes/common-validation.yaml --all-or-nothing", "Plans and applies; if any flow fails, all are put back"),
        ];
        Add(_what);
        _how.AddTo(this);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        _how.Read(call);
        var source = call.ReadFile(call.Get(_what) ?? "");
        if (ChangePlanning.ReadPlan(source) is { } reviewed)
        {
            return await _how.ApplyAsync(call, open, reviewed, isReviewed: true);
        }

        var plan = await ChangePlanning.MakeAsync(call, open, ChangePlanning.Read(open, source), source);
        return await _how.ApplyAsync(call, open, plan);
    }
}
