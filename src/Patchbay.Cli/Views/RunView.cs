using System.Collections.Frozen;
using System.Text.Json;
using Patchbay.Client.Applying;

namespace Patchbay.Cli.Views;

/// <summary>A run, for people and for scripts.</summary>
internal sealed record RunView : IView
{
    private const int MostNames = 4;

    public required string Id { get; init; }

    /// <summary><c>apply</c>, <c>publish</c>, <c>republish</c> or <c>rollback</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>running</c>, <c>cut-short</c>, <c>interrupted</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    public required string Store { get; init; }

    public string? Description { get; init; }

    public string? User { get; init; }

    /// <summary>The run that this one publishes or rolls back.</summary>
    public string? Of { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why the run took back what it wrote.</summary>
    public string? Restoring { get; init; }

    /// <summary>Why the journal cannot be read.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<RunRow> Flows { get; init; }

    /// <summary>What went over the wire, as a remark; empty where nobody counted.</summary>
    internal string Traffic { get; init; } = "";

    /// <summary>Whether there is something that a rollback could put back: not for what only took a module anew.</summary>
    internal bool CanGoBack { get; init; }

    /// <summary>Whether each flow is drawn, and not only those that are not as they were meant to be.</summary>
    internal bool Whole { get; init; }

    /// <summary>The flows that a rollback has put back since, by id.</summary>
    internal IReadOnlySet<string> PutBack { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Makes the view.</summary>
    public static RunView From(Run run) => new()
    {
        Id = run.Id,
        Kind = Word(run.Kind),
        Status = Word(run.Status),
        Store = run.Store,
        Description = Said(run.Description),
        User = Said(run.User),
        Of = run.Of,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        Restoring = run.Restoring,
        Problem = Said(run.Problem),
        CanGoBack = run.Kind != RunKind.Rollback && (run.Kind != RunKind.Republish || run.Flows.Any(flow => flow.Live?.Version != flow.LiveBefore?.Version)),
        Flows = [.. run.Flows.Select(RunRow.From)],
    };

    /// <summary>Such as <c>50 flows: 48 written, 2 rebased</c>.</summary>
    public static string CountOf(Run run) => CountOf([.. run.Flows.Select(flow => Word(flow.Outcome))]);

    /// <summary>The flows of a run that rollbacks have put back, by id.</summary>
    /// <param name="id">The run.</param>
    /// <param name="runs">All runs.</param>
    public static FrozenSet<string> PutBackOf(string id, IEnumerable<Run> runs) =>
        runs.Where(run => run.Kind == RunKind.Rollback && run.Of == id).SelectMany(run => run.Flows).Where(flow => flow.Outcome == FlowOutcome.RolledBack).Select(flow => flow.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Such as <c>48 written, 2 rebased</c>.</summary>
    internal string Outcomes => CountOf([.. Flows.Select(flow => flow.Outcome)]).Split(": ")[^1];

    /// <summary>A value of an enumeration as JSON and people call it: in kebab-case.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Problem is not null)
        {
            canvas.Write("! ", Ink.Red).Line($"{Id}: {Problem}");
            return;
        }

        canvas.Write($"Run {Id}", Ink.Bold).Line($"   {Kind}{(Of is null ? "" : $" of {Of}")} on {Store}: {Status.Replace('-', ' ')}");
        if (Restoring is not null)
        {
            canvas.Write("! ", Ink.Red).Line($"What was written was taken back: {Restoring}");
        }

        var shown = Whole ? Flows : [.. Flows.Where(flow => flow.Reason is not null)];
        var width = shown.Count == 0 ? 0 : shown.Max(flow => flow.Name.Length) + 3;
        foreach (var flow in shown)
        {
            Draw(canvas, flow, width);
        }

        if (!Whole)
        {
            DrawGroup(canvas, "rebased", "moved since the plan was made; the same change was planned again on the fresh text");
        }

        canvas.Line($"{CountOf([.. Flows.Select(flow => flow.Outcome)])}.{Live()}{(PutBack.Count > 0 ? $" {PutBack.Count} put back since." : "")}{Traffic}");
    }

    /// <summary>Draws what can be done next.</summary>
    /// <param name="canvas">What to draw on.</param>
    /// <param name="publishes">Whether the store publishes at all.</param>
    public void DrawNext(Canvas canvas, bool publishes = true)
    {
        if (Status is "interrupted" or "cut-short")
        {
            canvas.Line($"Take it up again with   patchbay runs resume {Id}");
        }

        if (Kind is "apply" or "rollback" && Flows.Any(flow => flow.Outcome == "held"))
        {
            canvas.Line("Wait for such locks, or take them over, with   --on-lock wait   or   --on-lock take-over");
        }

        // What a store without versions took, a folder, is not published.
        var wrote = Flows.Any(flow => flow is { Outcome: "written" or "rebased", Written: not null });
        if (publishes && Kind == "apply" && wrote && PutBack.Count == 0 && Flows.All(flow => flow.Live is null))
        {
            canvas.Line($"Make it live with   patchbay publish --run {Id}");
        }

        if (CanGoBack && Flows.Any(flow => flow.State == "new" && !PutBack.Contains(flow.Id)))
        {
            canvas.Line($"Take it back with   patchbay rollback {Id}");
        }
    }

    private static void Draw(Canvas canvas, RunRow flow, int width)
    {
        var (sign, ink) = flow.Outcome switch
        {
            "written" or "rebased" or "published" or "rolled-back" => ("~", Ink.Green),
            "already-done" or "skipped" => ("=", Ink.Dim),
            _ => ("!", Ink.Red),
        };
        var versions = flow.Written is null ? "" : flow.VersionBefore is null ? $"  v{flow.Written}" : $"  v{flow.VersionBefore} -> v{flow.Written}";
        var live = flow.Live is null ? "" : flow.ActivateAt is { } at ? $"  v{flow.Live} goes live {Times.Show(at)}" : $"  v{flow.Live} is live";
        var state = flow.State == "unknown" ? "  old or new is not known" : "";
        // What is told of a flow that was written, and what takes more than a line, stands below it.
        var isBelow = flow.Reason is { } reason && (flow.Outcome is "written" or "rebased" || reason.Contains('\n', StringComparison.Ordinal));
        canvas.Write($"{sign} ", ink).Write(flow.Name.PadRight(width)).Line($"{flow.Outcome.Replace('-', ' ')}{(flow.Reason is null || isBelow ? "" : $": {flow.Reason}")}{versions}{live}{state}");
        foreach (var line in isBelow ? flow.Reason?.Split('\n') ?? [] : [])
        {
            canvas.Line($"    {line}");
        }
    }

    private void DrawGroup(Canvas canvas, string outcome, string meaning)
    {
        var names = Flows.Where(flow => flow.Outcome == outcome && flow.Reason is null).Select(flow => flow.Name).ToList();
        if (names.Count > 0)
        {
            canvas.Write("~ ", Ink.Green).Line($"{outcome} ({meaning}): {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}");
        }
    }

    private string Live()
    {
        var (now, later) = (Flows.Count(flow => flow is { Live: not null, ActivateAt: null }), Flows.Where(flow => flow.ActivateAt is not null).ToList());
        return (now > 0 ? $" {now} live." : "") + (later.Count > 0 ? $" {later.Count} live from {string.Join(" or ", later.Select(flow => flow.ActivateAt).OfType<DateTimeOffset>().Distinct().Order().Select(Times.Show))}." : "");
    }

    private static string CountOf(IReadOnlyList<string> outcomes) =>
        $"{Plural.Of(outcomes.Count, "flow")}: {(outcomes.Count == 0 ? "nothing to do" : string.Join(", ", outcomes.GroupBy(outcome => outcome).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key.Replace('-', ' ')}")))}";

    private static string? Said(string text) => text.Length > 0 ? text : null;

    /// <summary>What became of a flow.</summary>
    internal sealed record RunRow
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required string Outcome { get; init; }

        /// <summary><c>old</c>, <c>new</c> or <c>unknown</c>.</summary>
        public required string State { get; init; }

        public string? Reason { get; init; }

        public string? VersionBefore { get; init; }

        public string? Written { get; init; }

        public string? Live { get; init; }

        /// <summary>When it goes live, where that lies ahead.</summary>
        public DateTimeOffset? ActivateAt { get; init; }

        /// <summary>Makes a row.</summary>
        public static RunRow From(RunFlow flow) => new()
        {
            Id = flow.Id,
            Name = flow.Name,
            Outcome = Word(flow.Outcome),
            State = Word(flow.State),
            Reason = Said(flow.Reason),
            VersionBefore = Said(flow.BeforeVersion),
            Written = flow.Written is { Version: { Length: > 0 } written } ? written : null,
            Live = flow.Live is { Version: { Length: > 0 } live } ? live : null,
            ActivateAt = flow.Live?.ActivateAt,
        };
    }
}
