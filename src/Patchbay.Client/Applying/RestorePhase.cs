using System.Collections.Concurrent;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>Puts back what a run replaced: first what callers hear, then the definition, newest write first, and each only where nobody else has been at it since. A flow gets its old name back before those that use it by that name.</summary>
/// <param name="session">The run that puts back: a rollback, or the very run that wrote and failed.</param>
internal sealed class RestorePhase(RunSession session)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The flows whose old definition was sent from here, now or before the run was cut short; of others that have it again, somebody else put it back.</summary>
    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);

    /// <summary>The flows of a run that there is something to put back for, newest write first.</summary>
    public static IReadOnlyList<RunFlow> ToRestore(Run run) =>
        [.. run.Flows.Where(flow => flow.Restored is null && (flow.Written is not null || flow.Live is not null || flow.Open is not null)).Reverse().OrderByDescending(flow => flow.WrittenAtLine)];

    /// <summary>Puts flows back.</summary>
    /// <param name="flows">What the run that wrote them knows of them, in the order in which they are taken up.</param>
    public async Task RunAsync(IReadOnlyList<RunFlow> flows)
    {
        var headers = await session.FindAsync(flows.Select(flow => flow.Id));
        var order = new RenameOrder(flows.Select(flow => (flow.Id, flow.After ?? "", flow.Before ?? "")));
        await session.ForEachAsync(RunStage.Restoring, flows, flow => order.WaveOf(flow.Id), async flow =>
        {
            try
            {
                if (order.UsedBy(flow.Id).FirstOrDefault(other => session.Journal.Flow(other.Id) is { Restored: null, Outcome: not FlowOutcome.RolledBack }) is { } nameless)
                {
                    session.Settle(flow.Id, FlowOutcome.Failed, $"It could not be put back: \"{nameless.Old}\" did not get its name \"{nameless.Name}\" back, by which the old definition uses it.");
                    return;
                }

                await RestoreAsync(flow, headers.GetValueOrDefault(flow.Id));
            }
            catch (StoreException error) when (!session.Journal.IsBroken)
            {
                session.Settle(flow.Id, FlowOutcome.Failed, $"It could not be put back: {error.Message}");
            }
        });
    }

    private async Task RestoreAsync(RunFlow flow, FlowHeader? header)
    {
        if (header is null)
        {
            session.Settle(flow.Id, FlowOutcome.Failed, "It could not be put back: the flow was deleted since.");
            return;
        }

        if (session.Journal.Flow(flow.Id) is { Restored: not null } or { Open.Act: RunAct.Restore })
        {
            _sent[flow.Id] = true;
        }

        var written = flow.Written;
        if (flow.Open is { Act: RunAct.Write })
        {
            var fresh = await session.Store.ReadAsync(flow.Id, version: null, session.Stop);
            header = fresh.Header;
            if (SameContent.Of(fresh.Text, flow.After) || IsRenamed(flow, header))
            {
                written = new LiveVersion(header.Revision.Value, header.Version);
            }
        }

        var wasBegun = flow.Open is { Act: RunAct.Write };
        if (written is not null && session.Journal.Flow(flow.Id).Open is { Act: RunAct.Restore } && header.Version.Length > 0 && header.Version == written.Version)
        {
            // No version came of the write that was cut short; a lock may be left of it.
            wasBegun = true;
            written = written with { Revision = header.Revision.Value };
        }

        var remark = await RestoreLiveAsync(flow, header, written ?? flow.ToPublish);
        if (flow.Before is null || session.Journal.Flow(flow.Id) is { Restored: not null })
        {
            Finish(flow, await HearAgainAsync(flow, remark));
            return;
        }

        var refusal = await RestoreContentAsync(flow, header, written, wasBegun);
        if (refusal is null)
        {
            Finish(flow, await HearAgainAsync(flow, remark));
            return;
        }

        session.Settle(flow.Id, refusal.Value.Outcome, $"It could not be put back: {refusal.Value.Reason}{(remark.Length > 0 ? " " + remark : "")}");
    }

    /// <summary>Makes live again what was live before, or nothing, where writing the old definition made that live though it was not before. What somebody else made live stays.</summary>
    private async Task<string> HearAgainAsync(RunFlow flow, string remark)
    {
        if (!session.PublishesWhatIsWritten || flow.LiveBefore?.Version == flow.BeforeVersion || !_sent.ContainsKey(flow.Id) || session.Journal.Flow(flow.Id).Restored is not { } restored)
        {
            return remark;
        }

        // A listing may lag behind, so the flow itself is asked.
        var now = await session.Store.ReadAsync(flow.Id, version: null, session.Stop);
        return now.Header.Published?.Version != restored.Version ? remark
            : flow.LiveBefore is { } before ? await RepublishAsync(flow, before)
            : await TakeOffAsync(flow, restored.Version);
    }

    /// <summary>Takes a flow off of which nothing was live before. What could not be done, in full sentences; empty where nothing is live.</summary>
    private async Task<string> TakeOffAsync(RunFlow flow, string version)
    {
        session.Stop.ThrowIfCancellationRequested();
        session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Deactivate, Revision = "" });
        var reason = await session.Store.DeactivateAsync(flow.Id, session.InFlight);
        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Deactivate, Result = reason is null ? ActResult.Done : ActResult.NotDone, Reason = reason });
        return reason is null ? "" : $"Version {version} stays live: nothing of the flow was live before the run, and {reason}.";
    }

    /// <summary>Whether a write that was cut short came as far as the flow's new name, or the lock for it, and no further.</summary>
    private static bool IsRenamed(RunFlow flow, FlowHeader header) =>
        header.Version.Length > 0 && header.Version == flow.BeforeVersion
        && FlowName.In(flow.Before ?? "") is { } old && FlowName.In(flow.After ?? "") is { } name && old != name
        && (header.Name == name || header.Revision != flow.BeforeRevision);

    private void Finish(RunFlow flow, string remark)
    {
        if (remark.Length > 0)
        {
            session.Settle(flow.Id, FlowOutcome.Failed, remark);
        }
        else if (session.Journal.Flow(flow.Id) is { Settled: null } mine && (mine.Restored is null || session.Journal.Run.Kind == RunKind.Rollback))
        {
            session.Settle(flow.Id, FlowOutcome.RolledBack, "");
        }
    }

    /// <summary>Makes live again what was live before. What could not be done, in full sentences; empty when nothing is left.</summary>
    private async Task<string> RestoreLiveAsync(RunFlow flow, FlowHeader header, LiveVersion? ours)
    {
        CloseOpen(flow, header);
        // Where every write is live, writing the old definition makes it so; a run that only published has none to write.
        if (ours is null || (session.Mode == WriteMode.Live && flow.Before is not null))
        {
            return "";
        }

        if (flow.IsWaiting(header, flow.Live?.ActivateAt ?? flow.Open?.ActivateAt))
        {
            session.Stop.ThrowIfCancellationRequested();
            session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Cancel, Revision = ours.Revision });
            await session.Store.CancelPublishAsync(flow.Id, session.InFlight);
            session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Cancel, Result = ActResult.Done, Revision = ours.Revision });
        }

        if (header.Published is not { } live || live.Revision.Value == flow.LiveBefore?.Revision)
        {
            return "";
        }

        if (live.Revision.Value != ours.Revision)
        {
            return flow.Live is { ActivateAt: null } ? $"Somebody published version {live.Version} since; it stays live." : "";
        }

        if (flow.LiveBefore is not { } before)
        {
            return await TakeOffAsync(flow, live.Version);
        }

        return await RepublishAsync(flow, before);
    }

    private async Task<string> RepublishAsync(RunFlow flow, LiveVersion before)
    {
        session.Stop.ThrowIfCancellationRequested();
        session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Republish, Revision = before.Revision });
        var begun = session.Time.GetTimestamp();
        PublishResult result;
        try
        {
            result = await session.Store.PublishAsync(flow.Id, new Revision(before.Revision), activateAt: null, session.InFlight);
        }
        catch (StoreException error) when (error.OutcomeUnknown)
        {
            // Looking settles it; publishing again what is live already does nothing.
            var now = await session.FindAsync(flow.Id);
            result = now?.Published is { } live && live.Revision.Value == before.Revision ? new PublishResult.Published(live.Version) : new PublishResult.Refused(error.Message);
        }

        if (result is PublishResult.Published)
        {
            session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Republish, Result = ActResult.Done, Revision = before.Revision, Version = before.Version });
            session.Announcer.Published(flow, before, session.Time.GetElapsedTime(begun));
            return "";
        }

        var reason = result is PublishResult.Refused refused ? refused.Reason : "The service did not do it at once.";
        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Republish, Result = ActResult.NotDone, Revision = before.Revision, Reason = reason });
        return $"Version {before.Version} could not be made live again: {reason}";
    }

    /// <summary>Writes the old definition over ours. Null when it is there; otherwise what stood in the way.</summary>
    private async Task<(FlowOutcome Outcome, string Reason)?> RestoreContentAsync(RunFlow flow, FlowHeader header, LiveVersion? written, bool wasBegun)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            if (written is null || header.Revision.Value != written.Revision)
            {
                var fresh = await session.Store.ReadAsync(flow.Id, version: null, session.Stop);
                if (IsRestored(flow, fresh))
                {
                    return null;
                }

                if (tries > 1 && wasBegun && SameContent.Of(fresh.Text, flow.After))
                {
                    // The write that was cut short has come to its end by now.
                    header = fresh.Header;
                    written = new LiveVersion(header.Revision.Value, header.Version);
                    continue;
                }

                return (FlowOutcome.Conflict, $"{WhatHappened(header, written)} since. That is left alone.");
            }

            switch (await SendAsync(flow, written, wasBegun || session.Journal.Flow(flow.Id).Open is not null))
            {
                case WriteResult.Written:
                    return null;
                case WriteResult.Held held:
                    return (FlowOutcome.Held, $"{held.Sentence}. {held.Advice("roll back again")}");
                case WriteResult.Refused refused:
                    return (FlowOutcome.Refused, string.Join(' ', refused.Reasons));
                default:
                    await session.JitterAsync(Pause * tries);
                    header = await session.FindAsync(flow.Id) ?? throw new StoreException("the flow was deleted since.", StoreFailure.NotFound);
                    break;
            }
        }

        return (FlowOutcome.Failed, $"no answer came in {Attempts} attempts. Roll back again when the org answers.");
    }

    /// <summary>What moved a flow: somebody wrote it; or, where its newest version is still ours, another version was made live, or somebody began to edit it.</summary>
    private static string WhatHappened(FlowHeader header, LiveVersion? written) =>
        header.Version.Length == 0 ? "somebody wrote it"
        : header.Version != written?.Version ? $"somebody wrote version {header.Version}"
        : header.Published?.Version is { } live && live != header.Version ? $"version {live} was made live"
        : "somebody began to edit it";

    /// <summary>Whether the flow holds the old definition already, and if so, says it in the journal.</summary>
    private bool IsRestored(RunFlow flow, StoredFlow fresh)
    {
        if (!SameContent.Of(fresh.Text, flow.Before))
        {
            return false;
        }

        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Restore, Result = ActResult.Done, Revision = fresh.Header.Revision.Value, Version = fresh.Header.Version });
        return true;
    }

    /// <summary>Sends the write; null when no answer came or the flow had moved.</summary>
    private async Task<WriteResult?> SendAsync(RunFlow flow, LiveVersion written, bool wasBegun)
    {
        session.Stop.ThrowIfCancellationRequested();
        _sent[flow.Id] = true;
        session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Restore, Text = flow.Before, Revision = written.Revision });
        WriteResult result;
        try
        {
            var write = new FlowWrite(flow.Id, new Revision(written.Revision), flow.After ?? "", flow.Before ?? "", session.Mode) { WasBegun = wasBegun };
            result = await session.Store.WriteAsync(write, session.InFlight);
        }
        catch (Exception error) when (error is StoreException { OutcomeUnknown: true } or OperationCanceledException)
        {
            session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Restore, Result = ActResult.Unknown, Reason = error.Message });
            session.Stop.ThrowIfCancellationRequested();
            return null;
        }
        catch (StoreException error)
        {
            session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Restore, Result = ActResult.NotDone, Reason = error.Message });
            throw;
        }

        if (result is WriteResult.Written done)
        {
            session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Restore, Result = ActResult.Done, Revision = done.Revision.Value, Version = done.Version });
            return result;
        }

        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Restore, Result = ActResult.NotDone, Reason = result.Told });
        return result is WriteResult.Conflict ? null : result;
    }

    /// <summary>Says in the journal what became of a request of an earlier process whose answer nobody recorded. What it did is seen in the header and by reading.</summary>
    private void CloseOpen(RunFlow flow, FlowHeader header)
    {
        if (session.Journal.Flow(flow.Id).Open is not { } open)
        {
            return;
        }

        var isLive = header.Published?.Revision.Value == open.Revision;
        session.Answer(new OutcomeEntry
        {
            Flow = flow.Id,
            Act = open.Act,
            Result = open.Act is RunAct.Publish or RunAct.Republish && isLive ? ActResult.Done : ActResult.NotDone,
            Revision = open.Revision,
            Reason = "Settled by looking at the flow.",
        });
    }
}
