using System.Globalization;
using Patchbay.Cli.Commands;
using Patchbay.Client.Applying;
using Patchbay.Core.Planning;

namespace Patchbay.Cli.Views;

/// <summary>What the demonstration came to.</summary>
internal sealed record DemoView : IView
{
    public required int Planned { get; init; }

    /// <summary>How many flows of the run ended in which way.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>How many flows the run made live.</summary>
    public required int Live { get; init; }

    public required string Run { get; init; }

    public required string Rollback { get; init; }

    public required int RolledBack { get; init; }

    /// <summary>The callers of all flows of the run, before and after.</summary>
    public required AdoptionView.Sum Adoption { get; init; }

    /// <summary>The Markdown report, as a full path.</summary>
    public required string Report { get; init; }

    public required int Requests { get; init; }

    /// <summary>How many requests the org refused because there were too many.</summary>
    public required int Throttled { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Makes the view.</summary>
    public static DemoView Of(OpenStore open, Plan plan, Run run, Run rollback, AdoptionView.Sum adoption, string report, TimeSpan took) => new()
    {
        Planned = plan.Changes.Count(),
        Outcomes = new SortedDictionary<string, int>(run.Flows.GroupBy(flow => RunView.Word(flow.Outcome)).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal),
        Live = run.Flows.Count(flow => flow.Live is not null),
        Run = run.Id,
        Rollback = rollback.Id,
        RolledBack = rollback.Flows.Count(flow => flow.Outcome == FlowOutcome.RolledBack),
        Adoption = adoption,
        Report = report,
        Requests = open.Connection?.Counts.Sent ?? 0,
        Throttled = open.Connection?.Counts.Throttled ?? 0,
        Seconds = Math.Round(took.TotalSeconds, 1),
    };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        var seconds = Seconds.ToString("0", CultureInfo.InvariantCulture);
        canvas.Line().Rule("Done");
        canvas.Paragraph($"{Live} flows changed, live and counted in {seconds} seconds, with {Requests} requests to an org that allows 60 in 5 seconds; {(Throttled == 0 ? "it had to refuse none" : $"it had to refuse {Throttled}")}, because the client reads what is left and waits its turn. Nothing is left running.");
        canvas.Line().Table(
        [
            ["Read the report", Report],
            ["Try it yourself", "patchbay emulator      the same org, on http://127.0.0.1:8090"],
            ["", "patchbay init          a folder with a first change file"],
            ["All verbs", "patchbay --help"],
        ]);
    }
}
