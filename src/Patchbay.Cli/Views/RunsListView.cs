using Patchbay.Client.Applying;

namespace Patchbay.Cli.Views;

/// <summary>The runs of a workspace, newest first.</summary>
internal sealed record RunsListView(IReadOnlyList<RunView> Runs) : IView
{
    /// <summary>Makes the view.</summary>
    public static RunsListView From(IEnumerable<Run> runs) => new([.. runs.Select(RunView.From)]);

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
                ["run", "kind", "status", "flows", "store"],
                .. Runs.Select(run => run.Problem is null
                    ? new[] { run.Id, run.Kind, run.Status.Replace('-', ' '), $"{run.Flows.Count}", run.Store }
                    : [run.Id, "", "cannot be read", "", ""]),
            ],
            heading: true);
    }
}
