using System.Collections.Concurrent;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Applying;

/// <summary>Publishes flows again, wave by wave, so that each takes the live version of a common module; waits until each is live, and asks the org's index what it holds now. The first wave with a failure is the last.</summary>
/// <param name="session">The run.</param>
/// <param name="api">The org.</param>
internal sealed class RepublishPhase(RunSession session, PlatformApi api)
{
    private const int IdsPerRequest = 100;

    /// <summary>So often a flow is looked at that nothing is being done to, before the publish is said to have done nothing.</summary>
    private const int IdleLooks = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPublish = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestIndex = TimeSpan.FromMinutes(15);

    /// <summary>An index that says it is ready is given so long to take notice of a publish.</summary>
    private static readonly TimeSpan LongestDelayOfReadyIndex = TimeSpan.FromMinutes(2);

    private readonly ModuleRelease _module = session.Journal.Run.Module ?? throw new InvalidOperationException($"Run {session.Journal.Run.Id} is about no module.");
    private readonly int _total = session.Journal.Run.Targets.Length;

    /// <summary>Does what is left of the run.</summary>
    public async Task RunAsync()
    {
        var isFirst = true;
        foreach (var wave in session.Journal.Run.Targets.GroupBy(target => target.Wave ?? 1).OrderBy(wave => wave.Key))
        {
            var open = wave.Select(target => session.Journal.Flow(target.Id)).Where(flow => flow.Settled is null && flow.Live is null).ToList();
            if (open.Count > 0 && session.Journal.Run.Flows.FirstOrDefault(flow => flow.IsFailure && flow.Open is null) is { } failed)
            {
                Skip(open.Where(flow => flow.Open is null), failed);
                open.RemoveAll(flow => flow.Open is null);
            }

            if (open.Count == 0)
            {
                continue;
            }

            if (!isFirst && session.Options.Pause > TimeSpan.Zero)
            {
                await session.WaitAsync(session.Options.Pause);
            }

            isFirst = false;
            await PublishAsync(open);
        }
    }

    private void Skip(IEnumerable<RunFlow> flows, RunFlow failed)
    {
        foreach (var flow in flows)
        {
            session.Settle(flow.Id, FlowOutcome.Skipped, $"\"{failed.Name}\" in an earlier wave failed.");
        }
    }

    private async Task PublishAsync(List<RunFlow> wave)
    {
        Report();
        if (await WhyNotThisModuleAsync() is { } reason)
        {
            foreach (var flow in wave)
            {
                session.Settle(flow.Id, FlowOutcome.Conflict, reason);
            }

            return;
        }

        var states = await StatesAsync(wave.Select(flow => flow.Id));
        var sent = new ConcurrentBag<string>();
        await ForEachAsync(wave, async flow =>
        {
            if (await SendAsync(flow, states.GetValueOrDefault(flow.Id)))
            {
                sent.Add(flow.Id);
            }
        });
        var live = await WaitUntilLiveAsync([.. sent]);
        await VerifyAsync(live);
    }

    /// <summary>Why flows that are published now would not get what this run is about; null where they do.</summary>
    private async Task<string?> WhyNotThisModuleAsync()
    {
        var module = await api.Flows.GetAsync(_module.Id, session.Stop);
        return module.PublishedVersion?.Id == _module.Version
            ? null
            : $"The run brings version {_module.Version} of \"{_module.Name}\", and {(module.PublishedVersion is { } live ? $"version {live.Id} is" : "none is")} live by now. Look at \"patchbay modules list\" and begin again.";
    }

    /// <summary>Asks for one flow to be published, with a line in the journal before. Whether it may have been.</summary>
    private async Task<bool> SendAsync(RunFlow flow, PlatformFlow? state)
    {
        session.Stop.ThrowIfCancellationRequested();
        if (state is null)
        {
            session.Settle(flow.Id, FlowOutcome.Failed, "The flow was deleted since the run was set out.");
            return false;
        }

        var version = flow.Target.Version ?? throw new InvalidOperationException($"No version of flow {flow.Id} is to be published.");
        if (flow.Open is not null)
        {
            if (IsLiveAnew(flow, state) || state.CurrentOperation is { Complete: false })
            {
                return true;
            }

            NotDone(flow, "The flow was looked at and is live as before.");
        }

        if (state.Holder is { } holder)
        {
            session.Settle(flow.Id, FlowOutcome.Held, $"{holder.Name ?? holder.Id} has it checked out. When they are done, begin again.");
            return false;
        }

        if (PlatformRevision.Of(state).Value != flow.Target.Revision)
        {
            session.Settle(flow.Id, FlowOutcome.Conflict, "Somebody checked in, published or began a draft since the run was set out. Look at it and begin again.");
            return false;
        }

        var before = state.PublishedVersion is { } live ? new LiveVersion(live.Id, live.Id) { Since = live.DatePublished } : null;
        session.Journal.Append(new BeforeEntry { Flow = flow.Id, Revision = flow.Target.Revision ?? "", Version = state.CheckedInVersion?.Id ?? "", Live = before });
        session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Publish, Revision = version });
        return await RequestAsync(flow, version);
    }

    private async Task<bool> RequestAsync(RunFlow flow, string version)
    {
        try
        {
            await api.Flows.PublishAsync(flow.Id, version, session.InFlight);
            return true;
        }
        catch (Exception error) when (error is StoreException { OutcomeUnknown: true } or ApiException { Code: "architect.operation.already.in.progress" } or OperationCanceledException)
        {
            // Perhaps it was taken: looking at the flow settles that.
            Answer(flow, ActResult.Unknown, error.Message);
            session.Stop.ThrowIfCancellationRequested();
            return true;
        }
        catch (StoreException error)
        {
            session.Denied ??= error.Failure == StoreFailure.NotAuthorized ? error : null;
            NotDone(flow, error.Message);
            session.Settle(flow.Id, error is ApiException { Code: "architect.flow.locked.by.user" } ? FlowOutcome.Held : FlowOutcome.Failed, error.Message);
            return false;
        }
    }

    /// <summary>Looks at flows, many at a time, until each is live anew. Those that are.</summary>
    private async Task<List<PlatformFlow>> WaitUntilLiveAsync(HashSet<string> waiting)
    {
        var live = new List<PlatformFlow>();
        var idle = new Dictionary<string, int>(StringComparer.Ordinal);
        var start = session.Time.GetTimestamp();
        for (var pause = FirstPause; waiting.Count > 0; pause = Longer(pause))
        {
            var states = await StatesAsync(waiting);
            foreach (var id in waiting.ToList())
            {
                if (Settles(session.Journal.Flow(id), states.GetValueOrDefault(id), idle, live))
                {
                    waiting.Remove(id);
                }
            }

            if (waiting.Count > 0 && session.Time.GetElapsedTime(start) > LongestPublish)
            {
                foreach (var id in waiting)
                {
                    session.Settle(id, FlowOutcome.Failed, $"The org has not published it within {LongestPublish.TotalMinutes:0} minutes. It may still do so: look at the flow before trying again.");
                }

                break;
            }

            if (waiting.Count > 0)
            {
                await session.WaitAsync(pause);
            }
        }

        return live;
    }

    /// <summary>Whether a look at a flow ends the wait for it.</summary>
    private bool Settles(RunFlow flow, PlatformFlow? state, Dictionary<string, int> idle, List<PlatformFlow> live)
    {
        if (state is null)
        {
            NotDone(flow, "The flow was deleted.");
            session.Settle(flow.Id, FlowOutcome.Failed, "The flow was deleted while it was to be published.");
            return true;
        }

        if (IsLiveAnew(flow, state))
        {
            live.Add(state);
            return true;
        }

        if (state.CurrentOperation is { Complete: false } || (idle[flow.Id] = idle.GetValueOrDefault(flow.Id) + 1) < IdleLooks)
        {
            return false;
        }

        var said = state.CurrentOperation is { ActionName: "PUBLISH", ActionStatus: "FAILURE" } failed ? $" It says: {(failed.ErrorMessage ?? failed.ErrorCode ?? "nothing").TrimEnd('.')}." : "";
        var reason = $"The org took the request to publish version {flow.Target.Version}, and did not do it: {(state.PublishedVersion is { } now ? $"version {now.Id} is live as before" : "nothing of it is live")}.{said}";
        NotDone(flow, reason);
        session.Settle(flow.Id, FlowOutcome.Failed, reason);
        return true;
    }

    /// <summary>Asks the index what each flow holds now, until it says the module's version.</summary>
    private async Task VerifyAsync(List<PlatformFlow> flows)
    {
        var open = flows.ToList();
        var start = session.Time.GetTimestamp();
        for (var pause = FirstPause; open.Count > 0; pause = Longer(pause))
        {
            var index = await api.Dependencies.StatusAsync(session.Stop);
            var held = new ConcurrentDictionary<string, string?>(StringComparer.Ordinal);
            if (index.IsReady)
            {
                await ForEachAsync(open, async flow => held[flow.Id] = await HeldAsync(flow));
            }

            // An index that does not tell versions cannot contradict: then the times alone say that the module was taken.
            foreach (var flow in open.Where(flow => held.TryGetValue(flow.Id, out var version) && (version is null || version == _module.Version)).ToList())
            {
                Done(session.Journal.Flow(flow.Id), flow);
                open.Remove(flow);
            }

            if (open.Count > 0 && session.Time.GetElapsedTime(start) > (index.IsReady ? LongestDelayOfReadyIndex : LongestIndex))
            {
                foreach (var flow in open)
                {
                    Done(session.Journal.Flow(flow.Id), flow);
                    session.Settle(flow.Id, FlowOutcome.Failed, index.IsReady
                        ? $"Version {flow.PublishedVersion?.Id} of it is live anew, and the org's index says that it holds version {held.GetValueOrDefault(flow.Id)} of \"{_module.Name}\". Where an org does not copy modules when an unchanged version is published, check the flow out and in, then publish it."
                        : $"Version {flow.PublishedVersion?.Id} of it is live anew, and what it holds is not known: the org's index is not ready ({index.Status}) after {LongestIndex.TotalMinutes:0} minutes. Look at \"patchbay modules list\" when it is.");
                }

                return;
            }

            if (open.Count > 0)
            {
                await session.WaitAsync(pause);
            }
        }
    }

    private async Task<string?> HeldAsync(PlatformFlow flow)
    {
        var uses = api.Dependencies.ConsumedAsync(flow.Id, DependencyClient.TypeOf(flow.Type), flow.PublishedVersion?.Id ?? "", DependencyClient.CommonModule, session.Stop);
        return (await uses.FirstOrDefaultAsync(use => use.Id == _module.Id, session.Stop))?.Version;
    }

    /// <summary>Whether a version went live since the run looked first.</summary>
    private static bool IsLiveAnew(RunFlow flow, PlatformFlow state) =>
        state.PublishedVersion is { } live && live.Id == flow.Target.Version && (flow.LiveBefore is not { } before || before.Version != live.Id || live.DatePublished > before.Since);

    private async Task<Dictionary<string, PlatformFlow>> StatesAsync(IEnumerable<string> ids)
    {
        var found = new Dictionary<string, PlatformFlow>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(IdsPerRequest))
        {
            await foreach (var flow in api.Flows.ListAsync(null, null, some, session.Stop))
            {
                found[flow.Id] = flow;
            }
        }

        return found;
    }

    private void Done(RunFlow flow, PlatformFlow state)
    {
        var version = new LiveVersion(state.PublishedVersion?.Id ?? "", state.PublishedVersion?.Id ?? "");
        Answer(flow, ActResult.Done, reason: null);
        session.Announcer.Published(session.Journal.Flow(flow.Id), version, latency: null);
        Report();
    }

    private void NotDone(RunFlow flow, string reason) => Answer(flow, ActResult.NotDone, reason);

    private void Answer(RunFlow flow, ActResult result, string? reason) =>
        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Publish, Result = result, Revision = flow.Target.Version, Version = flow.Target.Version, Reason = reason });

    private void Report() => session.Report(new RunProgress.Advanced(RunStage.Publishing, session.Journal.Run.Flows.Count(flow => flow.Settled is not null || flow.Live is not null), _total));

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> body) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, session.Options.Parallelism), CancellationToken = session.Stop }, async (item, _) => await body(item));

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
