using Patchbay.Client.Applying;

namespace Patchbay.Cli.Views;

/// <summary>The runs of a workspace, newest first.</summary>
internal sealed record RunsListView(IReadOnlyList<RunView> Runs) : IView
{
    /// <summary>Makes the view.</summary>
    public static RunsListView From(IReadOnlyCollection<Run> runs) => new([.. runs.Select(run => RunView.From(run) with { PutBack = RunView.PutBackOf(run.Id, runs) })]);

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Runs.Count == 0)
        {
            canvas.Line("No run has been made here. \"patchbay apply\" makes one.");
            return;
        }

        canvas.Table(
            [
                ["RUN", "KIND", "STATUS", "FLOWS", "STORE"],
                .. Runs.Select(run => run.Problem is null
                    ? new[] { run.Id, run.Kind, run.Status.Replace('-', ' '), run.Outcomes + (run.PutBack.Count > 0 ? $"; {run.PutBack.Count} put back since" : ""), run.Store }
                    : [run.Id, "", "cannot be read", "", ""]),
            ],
            heading: true);
    }
}
