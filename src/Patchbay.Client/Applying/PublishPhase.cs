using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>Waits until what was written is compiled, makes it live, and looks whether it is.</summary>
internal sealed class PublishPhase(RunSession session)
{
    private const int Attempts = 5;
    private const int Looks = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestCompilation = TimeSpan.FromMinutes(10);

    private bool IsScheduled => session.Options.ActivateAt is { } at && at > session.Time.GetUtcNow();

    /// <summary>Waits for compilation, asking for all flows at once. A flow that does not compile has failed, though it is written.</summary>
    public async Task CompileAsync()
    {
        var waiting = Candidates().ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var total = waiting.Count;
        var deadline = session.Time.GetUtcNow() + LongestCompilation;
        for (var pause = FirstPause; waiting.Count > 0; pause = Longer(pause))
        {
            session.Report(new RunProgress.Advanced(RunStage.Compiling, total - waiting.Count, total));
            var headers = await session.FindAsync(waiting.Keys);
            foreach (var flow in waiting.Values.Where(flow => IsCompiled(flow, headers.GetValueOrDefault(flow.Id))).ToList())
            {
                waiting.Remove(flow.Id);
            }

            if (waiting.Count > 0 && session.Time.GetUtcNow() >= deadline)
            {
                foreach (var flow in waiting.Values)
                {
                    session.Settle(flow.Id, FlowOutcome.Failed, $"It is written{As(flow)} but not compiled after {LongestCompilation.TotalMinutes:0} minutes. Look at it in the org, then publish it.");
                }

                break;
            }

            if (waiting.Count > 0)
            {
                await session.WaitAsync(pause);
            }
        }

        if (total > 0)
        {
            session.Report(new RunProgress.Advanced(RunStage.Compiling, total, total));
        }
    }

    /// <summary>Makes live, now or at the time asked for, what is written and compiled.</summary>
    public async Task PublishAsync()
    {
        var candidates = Candidates().ToList();
        var looked = session.Journal.Run.Kind == RunKind.Publish || candidates.Any(flow => flow.Open is not null);
        var headers = looked ? await session.FindAsync(candidates.Select(flow => flow.Id)) : [];
        await session.ForEachAsync(RunStage.Publishing, candidates, async flow =>
        {
            try
            {
                await PublishAsync(flow, headers.GetValueOrDefault(flow.Id));
            }
            catch (StoreException error) when (!session.Journal.IsBroken && session.Journal.Flow(flow.Id).Settled is null)
            {
                session.Settle(flow.Id, FlowOutcome.Failed, $"It is written{As(flow)} but not published: {error.Message}");
            }
        });
    }

    /// <summary>Looks whether what was made live is live, asking for all flows at once.</summary>
    public async Task VerifyAsync()
    {
        var open = session.Journal.Run.Flows.Where(flow => flow.Settled is null && flow.Restored is null && Promised(flow) is not null).ToList();
        var total = open.Count;
        for (var looks = 1; open.Count > 0; looks++)
        {
            session.Report(new RunProgress.Advanced(RunStage.Verifying, total - open.Count, total));
            var headers = await session.FindAsync(open.Select(flow => flow.Id));
            open.RemoveAll(flow => headers.GetValueOrDefault(flow.Id) is { } header && IsLive(flow, header, Promised(flow)!));
            if (open.Count > 0 && looks == Looks)
            {
                foreach (var flow in open)
                {
                    var live = headers.GetValueOrDefault(flow.Id)?.Published is { } other ? $"version {other.Version} is live" : "nothing of it is live";
                    session.Settle(flow.Id, FlowOutcome.Failed, $"It was published{As(flow)}, and yet {live}. Somebody may have published it since: look at its history.");
                }

                return;
            }

            if (open.Count > 0)
            {
                await session.WaitAsync(FirstPause * looks);
            }
        }

        if (total > 0)
        {
            session.Report(new RunProgress.Advanced(RunStage.Verifying, total, total));
        }
    }

    private IEnumerable<RunFlow> Candidates() =>
        session.Journal.Run.Flows.Where(flow => flow is { ToPublish: not null, Restored: null, Settled: null } && (flow.Live is null || flow.IsWrittenLive) && flow.Open is null or { Act: RunAct.Publish });

    /// <summary>What should be live: what was published, or written where every write is live.</summary>
    private LiveVersion? Promised(RunFlow flow) => session.PublishesWhatIsWritten ? flow.Written : flow.Live;

    private static bool IsLive(RunFlow flow, FlowHeader header, LiveVersion version) =>
        header.Published?.Revision.Value == version.Revision || (version.ActivateAt is not null && flow.IsWaiting(header, version.ActivateAt));

    private bool IsCompiled(RunFlow flow, FlowHeader? header)
    {
        switch (header)
        {
            case null:
                session.Settle(flow.Id, FlowOutcome.Failed, "The flow was deleted after it was written.");
                return true;
            case { Compilation: CompilationStatus.Failed } when header.Revision.Value == flow.ToPublish?.Revision:
                session.Settle(flow.Id, FlowOutcome.Failed, $"It is written{As(flow)} but does not compile: {string.Join(' ', header.CompilationErrors)}");
                return true;
            default:
                // Where somebody wrote since, only the publish can tell of our revision.
                return header.Compilation != CompilationStatus.Pending || header.Revision.Value != flow.ToPublish?.Revision;
        }
    }

    private async Task PublishAsync(RunFlow flow, FlowHeader? header)
    {
        var version = flow.ToPublish ?? throw new InvalidOperationException($"Nothing of flow {flow.Id} is to be published.");
        if (flow.Open is not null && header is not null && !MayPublishAgain(flow, header, version))
        {
            return;
        }

        if (session.Journal.Run.Kind == RunKind.Publish && flow.BeforeRevision.Value is null && header is not null)
        {
            var live = header.Published is { } now ? new LiveVersion(now.Revision.Value, now.Version) : null;
            session.Journal.Append(new BeforeEntry { Flow = flow.Id, Revision = header.Revision.Value, Version = header.Version, Live = live });
        }

        var tries = 0;
        var pause = FirstPause;
        var deadline = session.Time.GetUtcNow() + LongestCompilation;
        while (await SendAsync(flow, version) is { } again)
        {
            if (again == Again.AfterLostAnswer)
            {
                var now = await session.FindAsync(flow.Id) ?? throw new StoreException("The flow was deleted after it was written.", StoreFailure.NotFound);
                if (!MayPublishAgain(session.Journal.Flow(flow.Id), now, version))
                {
                    return;
                }

                tries++;
            }

            if (tries == Attempts || session.Time.GetUtcNow() >= deadline)
            {
                session.Settle(flow.Id, FlowOutcome.Failed, $"It is written{As(flow)} but not published: {(tries == Attempts ? "no answer came" : "it is still being compiled")}. Publish it when the org answers again.");
                return;
            }

            await session.JitterAsync(pause);
            pause = Longer(pause);
        }
    }

    private enum Again
    {
        AfterCompilation,
        AfterLostAnswer,
    }

    /// <summary>Sends one publish, with a line in the journal before and after. Null when the flow is through with.</summary>
    private async Task<Again?> SendAsync(RunFlow flow, LiveVersion version)
    {
        session.Stop.ThrowIfCancellationRequested();
        var activateAt = IsScheduled ? session.Options.ActivateAt : null;
        session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Publish, Revision = version.Revision, ActivateAt = activateAt });
        var begun = session.Time.GetTimestamp();
        PublishResult result;
        try
        {
            result = await session.Store.PublishAsync(flow.Id, new Revision(version.Revision), activateAt, session.InFlight);
        }
        catch (Exception error) when (error is StoreException { OutcomeUnknown: true } or OperationCanceledException)
        {
            Answer(flow, version, ActResult.Unknown, reason: error.Message);
            session.Stop.ThrowIfCancellationRequested();
            return Again.AfterLostAnswer;
        }
        catch (StoreException error)
        {
            Refused(flow, version, error.Message, session.Time.GetElapsedTime(begun));
            return null;
        }

        var latency = session.Time.GetElapsedTime(begun);
        switch (result)
        {
            case PublishResult.Published published:
                Published(flow, version with { Version = published.Version, ActivateAt = null }, latency);
                return null;
            case PublishResult.Scheduled scheduled:
                Published(flow, version with { Version = scheduled.Version, ActivateAt = scheduled.ActivateAt }, latency);
                return null;
            case PublishResult.Pending:
                Answer(flow, version, ActResult.NotDone, reason: "It is still being compiled.");
                return Again.AfterCompilation;
            case PublishResult.Refused refused:
                Refused(flow, version, refused.Reason, latency);
                return null;
            default:
                throw new InvalidOperationException($"A publish came to {result.GetType().Name}, which means nothing.");
        }
    }

    /// <summary>Settles a publish whose answer was lost by what is live now. Whether it has to be sent again.</summary>
    private bool MayPublishAgain(RunFlow flow, FlowHeader header, LiveVersion version)
    {
        if (header.Published is { } live && live.Revision.Value == version.Revision)
        {
            Published(flow, version with { Version = live.Version, ActivateAt = null }, latency: null);
            return false;
        }

        if (flow.Open?.ActivateAt is { } at && flow.IsWaiting(header, at))
        {
            Published(flow, version with { ActivateAt = header.Scheduled?.ActivateAt }, latency: null);
            return false;
        }

        Answer(flow, version, ActResult.NotDone, reason: "The flow was looked at and does not have it live.");
        if (header.Published?.Revision.Value is { } other && other != flow.LiveBefore?.Revision)
        {
            session.Settle(flow.Id, FlowOutcome.Conflict, $"It is written{As(flow)}, and somebody published version {header.Published.Version} since. Publish it when that is meant to be replaced.");
            return false;
        }

        return true;
    }

    private void Published(RunFlow flow, LiveVersion version, TimeSpan? latency)
    {
        Answer(flow, version, version.ActivateAt is null ? ActResult.Done : ActResult.Scheduled, version.ActivateAt);
        session.Announcer.Published(session.Journal.Flow(flow.Id), version, latency);
    }

    private void Refused(RunFlow flow, LiveVersion version, string reason, TimeSpan latency)
    {
        Answer(flow, version, ActResult.NotDone, reason: reason);
        session.Settle(flow.Id, FlowOutcome.Failed, $"It is written{As(flow)} but not published: {reason}");
        session.Announcer.NotPublished(flow, version, latency);
    }

    private void Answer(RunFlow flow, LiveVersion version, ActResult result, DateTimeOffset? activateAt = null, string? reason = null) =>
        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Publish, Result = result, Revision = version.Revision, Version = version.Version, ActivateAt = activateAt, Reason = reason });

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private static string As(RunFlow flow) => flow.ToPublish is { Version.Length: > 0 } version ? $" as version {version.Version}" : "";
}
