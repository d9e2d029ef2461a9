using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Core.Planning;

namespace Patchbay.Client.Applying;

/// <summary>What kind of work a run does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunKind>))]
public enum RunKind
{
    /// <summary>Carries out a plan.</summary>
    [JsonStringEnumMemberName("apply")]
    Apply,

    /// <summary>Makes live what is written already.</summary>
    [JsonStringEnumMemberName("publish")]
    Publish,

    /// <summary>Puts back what another run replaced.</summary>
    [JsonStringEnumMemberName("rollback")]
    Rollback,

    /// <summary>Publishes flows again, so that they take the live version of a common module.</summary>
    [JsonStringEnumMemberName("republish")]
    Republish,
}

/// <summary>How far a run has got.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>A process is at it.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The process that was at it is gone; it can be resumed or rolled back.</summary>
    [JsonStringEnumMemberName("cut-short")]
    CutShort,

    /// <summary>It was stopped by its user; it can be resumed or rolled back.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>It ended, and every flow is as it was meant to be.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It ended, and some flow is not as it was meant to be.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What became of a flow in a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowOutcome>))]
public enum FlowOutcome
{
    /// <summary>Its turn did not come.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>Written as planned.</summary>
    [JsonStringEnumMemberName("written")]
    Written,

    /// <summary>It had moved; the same change was planned on the fresh text and written.</summary>
    [JsonStringEnumMemberName("rebased")]
    Rebased,

    /// <summary>Nothing was left to do: somebody had made the change already.</summary>
    [JsonStringEnumMemberName("already-done")]
    AlreadyDone,

    /// <summary>Made live, or set to go live, without a write: only in runs that publish.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>It had moved so that the change would not be the one planned; left alone.</summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>The store found the definition wrong; left alone.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Somebody holds its lock; left alone.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>Something went wrong; the reason says what, the state how far it got.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Written, and taken back.</summary>
    [JsonStringEnumMemberName("rolled-back")]
    RolledBack,
}

/// <summary>Which definition a flow has, as far as a run knows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowState>))]
public enum FlowState
{
    /// <summary>The one from before the run.</summary>
    [JsonStringEnumMemberName("old")]
    Old,

    /// <summary>The one that the run wrote or made live.</summary>
    [JsonStringEnumMemberName("new")]
    New,

    /// <summary>One of the two: a request was sent and no answer is recorded. Resuming or rolling back reads the flow and settles it.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>A flow that a run is about.</summary>
/// <param name="Id">Its id in the store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Revision">For a run that only publishes: the revision to make live.</param>
/// <param name="Version">For a run that only publishes: that version as people call it.</param>
public sealed record RunTarget(string Id, string Name, string? Revision = null, string? Version = null)
{
    /// <summary>For a run that goes in waves: the number of its wave, from 1; null for one that does not.</summary>
    /// <remarks>In a run that brings a module, <see cref="Revision"/> is the state in which the flow is expected, and <see cref="Version"/> what is published.</remarks>
    public int? Wave { get; init; }
}

/// <summary>The version of a common module that a run brings to the flows that use it.</summary>
/// <param name="Id">The module's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that is live, and stays so for the run.</param>
public sealed record ModuleRelease(string Id, string Name, string Version);

/// <summary>A version that is, was or will be live.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Version">The version as people call it.</param>
/// <param name="ActivateAt">When it goes live, where that lies ahead; null otherwise.</param>
public sealed record LiveVersion(string Revision, string Version, DateTimeOffset? ActivateAt = null)
{
    /// <summary>Since when it is live, where that tells one publish of it from another; null where it does not matter.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>A run: what its journal says was set out to be done, and what became of it.</summary>
public sealed record Run
{
    /// <summary>Its id: when it began, what it is about, and a number where that was taken.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of work it does.</summary>
    public RunKind Kind { get; init; }

    /// <summary>The display name of the store it works on.</summary>
    public string Store { get; init; } = "";

    /// <summary>What it is for, in the user's words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The name of the user who began it, on their machine.</summary>
    public string User { get; init; } = "";

    /// <summary>The run that this one publishes or rolls back; null for one that applies a plan.</summary>
    public string? Of { get; init; }

    /// <summary>What it brings to the flows that use it; null for a run that is about no module.</summary>
    public ModuleRelease? Module { get; init; }

    /// <summary>How it is carried out.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null for one that has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How far it has got.</summary>
    public RunStatus Status { get; init; } = RunStatus.CutShort;

    /// <summary>Why the run takes back what it wrote; null where it does not.</summary>
    public string? Restoring { get; init; }

    /// <summary>The flows it is about, in the order in which they are taken up.</summary>
    public ImmutableArray<RunTarget> Targets { get; init; } = [];

    /// <summary>What became of each of them, in the same order.</summary>
    [JsonIgnore]
    public IEnumerable<RunFlow> Flows => Targets.Select(target => Find(target.Id));

    /// <summary>Why the journal cannot be read; empty for one that can. Of an unreadable one only the id is known.</summary>
    public string Problem { get; init; } = "";

    internal ImmutableDictionary<string, RunFlow> ById { get; init; } = ImmutableDictionary<string, RunFlow>.Empty;

    internal JsonElement? PlanJson { get; init; }

    internal int Lines { get; init; }

    /// <summary>The plan that it carries out; null for one that carries out none.</summary>
    /// <exception cref="PlanFileException">The plan in the journal was changed by hand.</exception>
    public Plan? ReadPlan() => PlanJson is { } plan ? PlanFile.Read(plan.GetRawText(), $"run {Id}") : null;

    internal RunFlow Find(string id) => ById[id];

    /// <summary>The run after one more line of its journal.</summary>
    internal Run With(JournalEntry entry) => Take(entry) with { Lines = Lines + 1 };

    private Run Take(JournalEntry entry) => entry switch
    {
        RunStartedEntry started => this with
        {
            Id = started.Run,
            Kind = started.Operation,
            Store = started.Store,
            Description = started.Description,
            User = started.User,
            Of = started.Of,
            Module = started.Module,
            Options = started.Options,
            StartedAt = started.At,
            Targets = started.Targets,
            PlanJson = started.Plan,
            ById = started.Targets.ToImmutableDictionary(target => target.Id, target => new RunFlow(target, started.Operation), StringComparer.Ordinal),
        },
        RunResumedEntry => this with { Status = RunStatus.CutShort, FinishedAt = null },
        RestoringEntry restoring => this with { Restoring = restoring.Reason },
        RunFinishedEntry finished => this with { Status = finished.Status, FinishedAt = finished.At },
        BeforeEntry before => With(before.Flow, flow => flow.With(before)),
        IntentEntry intent => With(intent.Flow, flow => flow.With(intent)),
        OutcomeEntry outcome => With(outcome.Flow, flow => flow.With(outcome, Lines)),
        SettledEntry settled => With(settled.Flow, flow => flow.With(settled)),
        _ => throw new InvalidOperationException($"A journal line of kind {entry.GetType().Name} means nothing."),
    };

    private Run With(string id, Func<RunFlow, RunFlow> change) => this with { ById = ById.SetItem(id, change(ById[id])) };
}
