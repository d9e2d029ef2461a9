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

    /// <summary>What the second act came to, on Architect YAML.</summary>
    public ArchitectAct? Architect { get; init; }

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

    /// <summary>Makes the part for the second act.</summary>
    public static ArchitectAct Of(ArchitectDemoResult result) => new(
        result.Flows,
        result.Findings,
        result.Run.Flows.Count(flow => flow.Outcome == FlowOutcome.Written),
        result.Rollback.Flows.Count(flow => flow.Outcome == FlowOutcome.RolledBack),
        result.Republished);

    /// <summary>What the second act came to.</summary>
    /// <param name="Flows">How many flows the org has.</param>
    /// <param name="Findings">How many findings they had.</param>
    /// <param name="Published">How many the change made live.</param>
    /// <param name="RolledBack">How many went back.</param>
    /// <param name="Republished">How many were published again to get the module's new version.</param>
    internal sealed record ArchitectAct(int Flows, int Findings, int Published, int RolledBack, int Republished);

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        var seconds = Seconds.ToString("0", CultureInfo.InvariantCulture);
        canvas.Line().Rule("Done");
        canvas.Paragraph($"{Live} flows changed, live and counted in {seconds} seconds, with {Requests} requests to an org that allows 60 in 5 seconds; {(Throttled == 0 ? "it had to refuse none" : $"it had to refuse {Throttled}")}, because the client reads what is left and waits its turn. {Second()}Nothing is left running.");
        canvas.Line().Table(
        [
            ["Read the report", Report],
            ["Try it yourself", "patchbay emulator      the same org, on http://127.0.0.1:8090"],
            ["", "patchbay emulator --org DIR      your own Architect YAML as an org"],
            ["", "patchbay init          a folder with a first change file"],
            ["All verbs", "patchbay --help"],
        ]);
    }

    private string Second() => Architect is { } act
        ? $"Of {act.Flows} flows in Architect YAML {act.Published} were changed and published, {act.RolledBack} went back, and {act.Republished} were published again for a mended module. "
        : "";
}
