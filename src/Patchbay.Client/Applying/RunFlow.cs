using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>One flow of a run, as the journal tells it.</summary>
public sealed record RunFlow
{
    private readonly RunKind _kind;

    internal RunFlow(RunTarget target, RunKind kind)
    {
        Target = target;
        _kind = kind;
    }

    /// <summary>The flow's id in its store.</summary>
    public string Id => Target.Id;

    /// <summary>The flow's name.</summary>
    public string Name => Target.Name;

    /// <summary>Which definition it has, as far as the run knows.</summary>
    public FlowState State =>
        Open is not null ? FlowState.Unknown
        : Restored is not null ? FlowState.Old
        : Written is not null || Live is not null || _kind == RunKind.Rollback ? FlowState.New
        : FlowState.Old;

    /// <summary>What became of it so far.</summary>
    public FlowOutcome Outcome =>
        Settled is { } settled ? settled.Outcome
        : Open is not null ? FlowOutcome.Failed
        : Restored is not null ? FlowOutcome.RolledBack
        : Written is not null ? (IsRebased ? FlowOutcome.Rebased : FlowOutcome.Written)
        : Live is not null ? FlowOutcome.Published
        : FlowOutcome.Skipped;

    /// <summary>Why it is not as it was meant to be, or what the user should know beside it, in full sentences, a line for each thing that the store said; empty where there is nothing to say.</summary>
    public string Reason =>
        Settled?.Reason ?? (Open is { } open ? $"A request to {Naming(open.Act)} was sent and no answer is recorded." : Remark);

    /// <summary>The definition from before the run; null where the run has not touched it.</summary>
    public string? Before { get; internal init; }

    /// <summary>The version from before the run as people call it; empty where there is none.</summary>
    public string BeforeVersion { get; internal init; } = "";

    /// <summary>The version that was live before the run; null where none was, or it is not known.</summary>
    public LiveVersion? LiveBefore { get; internal init; }

    /// <summary>The definition that the run wrote or meant to write; null where it did not get that far.</summary>
    public string? After { get; internal init; }

    /// <summary>The version that the run wrote; null where it wrote none.</summary>
    public LiveVersion? Written { get; internal init; }

    /// <summary>The version that the run made live or set to go live; null where it did neither.</summary>
    public LiveVersion? Live { get; internal init; }

    /// <summary>The version in which the definition from before the run was put back; null where it was not.</summary>
    public LiveVersion? Restored { get; internal init; }

    /// <summary>Whether this outcome is one that makes a run fail.</summary>
    public bool IsFailure => Outcome is FlowOutcome.Conflict or FlowOutcome.Refused or FlowOutcome.Held or FlowOutcome.Failed;

    internal RunTarget Target { get; }

    internal Revision BeforeRevision { get; init; }

    internal bool IsRebased { get; init; }

    /// <summary>What the store said beside the write that it did.</summary>
    internal string Remark { get; init; } = "";

    /// <summary>Whether the write itself made it live.</summary>
    internal bool IsWrittenLive { get; init; }

    /// <summary>The request that was sent and of which no answer is recorded.</summary>
    internal IntentEntry? Open { get; init; }

    internal SettledEntry? Settled { get; init; }

    /// <summary>The journal's line that told of the write: the order of writing.</summary>
    internal int WrittenAtLine { get; init; }

    /// <summary>The revision that this run may make live.</summary>
    internal LiveVersion? ToPublish => Written ?? (Target.Revision is { } revision ? new LiveVersion(revision, Target.Version ?? "") : null);

    /// <summary>Whether a version that waits for its time is the one that this run set. Of a waiting version not every store knows more than when it goes live.</summary>
    internal bool IsWaiting(FlowHeader header, DateTimeOffset? activateAt) =>
        header.Scheduled is { } waiting && (waiting.Revision.Value == ToPublish?.Revision || (activateAt is { } at && waiting.ActivateAt == at));

    internal RunFlow With(BeforeEntry before) => this with
    {
        Before = before.Text,
        BeforeRevision = new Revision(before.Revision),
        BeforeVersion = before.Version,
        LiveBefore = before.Live,
    };

    internal RunFlow With(IntentEntry intent) => this with { Open = intent, After = intent.Act == RunAct.Write ? intent.Text : After };

    internal RunFlow With(SettledEntry settled) => this with { Settled = settled };

    internal RunFlow With(OutcomeEntry outcome, int line)
    {
        if (outcome.Result == ActResult.Unknown)
        {
            return this;
        }

        var answered = this with { Open = null };
        if (outcome.Result == ActResult.NotDone)
        {
            return answered;
        }

        var version = new LiveVersion(outcome.Revision ?? "", outcome.Version ?? "", outcome.ActivateAt);
        return outcome.Act switch
        {
            RunAct.Write => answered with { Written = version, Remark = outcome.Reason ?? "", Live = outcome.IsLive ? version : Live, IsWrittenLive = outcome.IsLive, IsRebased = outcome.Rebased, WrittenAtLine = line },
            RunAct.Publish => answered with { Live = version },
            RunAct.Restore => answered with { Restored = version, Live = IsWrittenLive ? null : Live },
            _ => answered,
        };
    }

    private static string Naming(RunAct act) => act switch
    {
        RunAct.Write => "write it",
        RunAct.Publish => "publish it",
        RunAct.Restore => "put its old definition back",
        RunAct.Republish => "make its old version live again",
        RunAct.Deactivate => "take it off",
        _ => "take back its scheduled publish",
    };
}
