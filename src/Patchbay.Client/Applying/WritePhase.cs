using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;

namespace Patchbay.Client.Applying;

/// <summary>Writes the flows of a plan, each expecting the state it was planned from. A flow that has moved is planned again on its fresh text, and written only where that comes to what the plan lists.</summary>
internal sealed class WritePhase(RunSession session, Plan plan, Surroundings surroundings, LintConfig lint)
{
    /// <summary>How often one flow is written before others who keep changing it have won.</summary>
    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly RenameOrder _order = new(plan.Changes.Select(flow => (flow.Id, flow.Before, flow.After)));

    private volatile bool _stopped;

    /// <summary>Writes what is not written yet.</summary>
    /// <param name="headers">The flows as they were just found.</param>
    public async Task RunAsync(IReadOnlyDictionary<string, FlowHeader> headers)
    {
        var planned = plan.Flows.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var run = session.Journal.Run;
        _stopped = session.Options.StopsOnFailure && run.Flows.Any(flow => flow.IsFailure && flow.Open is null);
        var open = run.Flows.Where(flow => flow.Settled is null && flow.Written is null).Select(flow => planned[flow.Id]).ToList();
        await session.ForEachAsync(RunStage.Writing, open, flow => _order.WaveOf(flow.Id), async flow =>
        {
            await WriteAsync(flow, headers.GetValueOrDefault(flow.Id));
            _stopped |= session.Options.StopsOnFailure && session.Journal.Flow(flow.Id).IsFailure;
        });
    }

    private async Task WriteAsync(PlannedFlow planned, FlowHeader? header)
    {
        try
        {
            var attempt = await FirstAttemptAsync(planned, header);
            for (var tries = 1; attempt is not null; tries++)
            {
                if (await SendAsync(planned, attempt))
                {
                    return;
                }

                if (tries == Attempts)
                {
                    session.Settle(planned.Id, FlowOutcome.Conflict, $"Others changed the flow each of the {Attempts} times that it was to be written. Apply the plan again when they are done.");
                    return;
                }

                await session.JitterAsync(Pause * tries);
                attempt = await NextAttemptAsync(planned, attempt);
            }
        }
        catch (StoreException error) when (session.Journal.Flow(planned.Id).Settled is null && !session.Journal.IsBroken)
        {
            session.Settle(planned.Id, FlowOutcome.Failed, error.Message);
        }
    }

    private async Task<Attempt?> FirstAttemptAsync(PlannedFlow planned, FlowHeader? header)
    {
        var flow = session.Journal.Flow(planned.Id);
        if (flow is { Open: { Act: RunAct.Write, Text: { } after }, Before: { } before })
        {
            return await NextAttemptAsync(planned, new Attempt(before, flow.BeforeRevision, flow.BeforeVersion, flow.LiveBefore, after, flow.IsRebased));
        }

        if (_stopped)
        {
            session.Settle(planned.Id, FlowOutcome.Skipped, "Another flow failed before its turn came.");
            return null;
        }

        if (_order.UsedBy(planned.Id).FirstOrDefault(other => !HasItsName(other)) is { } nameless)
        {
            session.Settle(planned.Id, FlowOutcome.Skipped, $"\"{nameless.Old}\" was not renamed, and this flow would use it as \"{nameless.Name}\".");
            return null;
        }

        if (header is null)
        {
            session.Settle(planned.Id, FlowOutcome.Failed, $"The flow does not exist any more in {session.Store.DisplayName}.");
            return null;
        }

        return header.Revision == planned.Revision
            ? new Attempt(planned.Before, planned.Revision, planned.Version, LiveOf(header), planned.After, IsRebased: false)
            : await RebaseAsync(planned, await ReadAsync(planned.Id));
    }

    /// <summary>Whether a flow that this plan renames has its new name by now. One that is not of this run had it before the run began.</summary>
    private bool HasItsName(RenamedFlow other) => !session.Journal.Run.ById.TryGetValue(other.Id, out var flow) || flow.Written is not null || flow.Outcome == FlowOutcome.AlreadyDone;

    /// <summary>Reads a flow that was not written, or of which nobody knows whether it was.</summary>
    private async Task<Attempt?> NextAttemptAsync(PlannedFlow planned, Attempt last)
    {
        var fresh = await ReadAsync(planned.Id);
        var isOpen = session.Journal.Flow(planned.Id).Open is not null;
        var lost = isOpen || last.WasLost;

        // A rename alone makes a flow say the same as after the write, and no version.
        var hasNewVersion = fresh.Header.Version.Length > 0 ? fresh.Header.Version != last.Version : fresh.Header.Revision != last.Revision;
        if (lost && hasNewVersion && SameContent.Of(fresh.Text, last.After))
        {
            Done(planned, last, fresh.Header.Revision, fresh.Header.Version, latency: null);
            return null;
        }

        if (isOpen)
        {
            session.Answer(new OutcomeEntry { Flow = planned.Id, Act = RunAct.Write, Result = ActResult.NotDone, Reason = "The flow was read and does not hold what was sent." });
        }

        // Where only a lock came in between, it may be our own from the write that was lost. The store knows.
        return fresh.Header.Revision == last.Revision || (isOpen && !hasNewVersion) ? last with { WasLost = lost } : await RebaseAsync(planned, fresh) is { } next ? next with { WasLost = false } : null;
    }

    private async Task<Attempt?> RebaseAsync(PlannedFlow planned, StoredFlow fresh)
    {
        if (session.Options.Strict)
        {
            session.Settle(planned.Id, FlowOutcome.Conflict, $"The flow has moved {Moved(planned, fresh.Header)}, and a strict run writes no flow that has moved.");
            return null;
        }

        var catalogue = await surroundings.ReadAsync(session.Stop);
        switch (Planner.Rebase(planned, new ObservedFlow(fresh.Header, fresh.Text), plan.Steps, catalogue, lint))
        {
            case RebaseResult.Rebased { Flow: var rebased }:
                return new Attempt(fresh.Text, fresh.Header.Revision, fresh.Header.Version, LiveOf(fresh.Header), rebased.After, IsRebased: true);
            case RebaseResult.Conflict conflict:
                session.Settle(planned.Id, FlowOutcome.Conflict, $"The flow has moved {Moved(planned, fresh.Header)}. {conflict.Reason}");
                return null;
            default:
                session.Settle(planned.Id, FlowOutcome.AlreadyDone, $"The flow has moved {Moved(planned, fresh.Header)} and is as the change wants it.");
                return null;
        }
    }

    /// <summary>Sends one write, with a line in the journal before and after. Whether the flow is through with.</summary>
    private async Task<bool> SendAsync(PlannedFlow planned, Attempt attempt)
    {
        session.Stop.ThrowIfCancellationRequested();
        if (session.Journal.Flow(planned.Id) is var flow && (flow.Before is null || flow.BeforeRevision != attempt.Revision))
        {
            session.Journal.Append(new BeforeEntry { Flow = planned.Id, Text = attempt.Before, Revision = attempt.Revision.Value, Version = attempt.Version, Live = attempt.Live });
        }

        session.Journal.Append(new IntentEntry { Flow = planned.Id, Act = RunAct.Write, Text = attempt.After, Revision = attempt.Revision.Value });
        var begun = session.Time.GetTimestamp();
        WriteResult result;
        try
        {
            result = await session.Store.WriteAsync(new FlowWrite(planned.Id, attempt.Revision, attempt.Before, attempt.After, session.Mode) { WasBegun = attempt.WasLost }, session.InFlight);
        }
        catch (Exception error) when (error is StoreException { OutcomeUnknown: true } or OperationCanceledException)
        {
            session.Answer(new OutcomeEntry { Flow = planned.Id, Act = RunAct.Write, Result = ActResult.Unknown, Reason = error.Message });
            session.Stop.ThrowIfCancellationRequested();
            return false;
        }
        catch (StoreException error)
        {
            session.Denied ??= error.Failure == StoreFailure.NotAuthorized ? error : null;
            NotDone(planned, error.Message);
            session.Settle(planned.Id, FlowOutcome.Failed, error.Message);
            return true;
        }

        return Take(planned, attempt, result, session.Time.GetElapsedTime(begun));
    }

    private bool Take(PlannedFlow planned, Attempt attempt, WriteResult result, TimeSpan latency)
    {
        switch (result)
        {
            case WriteResult.Written written:
                Done(planned, attempt, written.Revision, written.Version, latency, written.Remarks);
                return true;
            case WriteResult.Conflict:
                NotDone(planned, "The flow had moved.");
                return false;
            case WriteResult.Held { IsSelf: true } held when attempt.WasLost:
                session.Answer(new OutcomeEntry { Flow = planned.Id, Act = RunAct.Write, Result = ActResult.Unknown, Reason = $"{held.Sentence}." });
                session.Settle(planned.Id, FlowOutcome.Failed, $"{held.Sentence}. {held.Advice("apply the plan again")}");
                return true;
            case WriteResult.Held held:
                _stopped |= held.EndsRun;
                NotDone(planned, $"{held.Sentence}.");
                session.Settle(planned.Id, FlowOutcome.Held, $"{held.Sentence}. {held.Advice("apply the plan again")}");
                return true;
            case WriteResult.Refused refused:
                NotDone(planned, string.Join('\n', refused.Reasons));
                session.Settle(planned.Id, FlowOutcome.Refused, string.Join('\n', refused.Reasons));
                return true;
            default:
                throw new InvalidOperationException($"A write came to {result.GetType().Name}, which means nothing.");
        }
    }

    private void Done(PlannedFlow planned, Attempt attempt, Revision revision, string version, TimeSpan? latency, IReadOnlyList<string>? remarks = null)
    {
        var remark = remarks is { Count: > 0 } ? string.Join('\n', remarks) : null;
        session.Answer(new OutcomeEntry { Flow = planned.Id, Act = RunAct.Write, Result = ActResult.Done, Revision = revision.Value, Version = version, Rebased = attempt.IsRebased, IsLive = session.PublishesWhatIsWritten, Reason = remark });
        session.Announcer.Wrote(session.Journal.Flow(planned.Id), session.Mode, latency);
    }

    private void NotDone(PlannedFlow planned, string reason) =>
        session.Answer(new OutcomeEntry { Flow = planned.Id, Act = RunAct.Write, Result = ActResult.NotDone, Reason = reason });

    private Task<StoredFlow> ReadAsync(string id) => session.Store.ReadAsync(id, version: null, session.Stop);

    private static LiveVersion? LiveOf(FlowHeader header) => header.Published is { } live ? new LiveVersion(live.Revision.Value, live.Version) : null;

    private static string Moved(PlannedFlow planned, FlowHeader now) =>
        planned.Version.Length > 0 && now.Version.Length > 0 && planned.Version != now.Version ? $"from version {planned.Version} to {now.Version} since the plan was made" : "since the plan was made";

    /// <summary>One try: what is replaced, and by what.</summary>
    private sealed record Attempt(string Before, Revision Revision, string Version, LiveVersion? Live, string After, bool IsRebased)
    {
        /// <summary>Whether this very text was sent before and no answer came, so that it may arrive late.</summary>
        public bool WasLost { get; init; }
    }
}
