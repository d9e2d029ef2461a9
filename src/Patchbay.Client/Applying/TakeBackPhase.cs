using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>Takes back a run that published flows again for a module: where that made another version live, the earlier one is published, unless somebody published since. What is published now takes the module as it is now.</summary>
/// <param name="session">The run that takes back.</param>
internal sealed class TakeBackPhase(RunSession session)
{
    /// <summary>The flows of a run that another version went live of.</summary>
    public static IReadOnlyList<RunFlow> ToTakeBack(Run run) => [.. run.Flows.Where(flow => flow is { Live: { } live, LiveBefore: { } before } && live.Version != before.Version)];

    /// <summary>Publishes the earlier versions.</summary>
    /// <param name="original">The run that is taken back.</param>
    public async Task RunAsync(Run original)
    {
        var mine = session.Journal.Run;
        var flows = ToTakeBack(original).Where(flow => mine.ById.TryGetValue(flow.Id, out var own) && own.Settled is null).ToList();
        var headers = await session.FindAsync(flows.Select(flow => flow.Id));
        await session.ForEachAsync(RunStage.Restoring, flows, async flow =>
        {
            try
            {
                await TakeBackAsync(flow, headers.GetValueOrDefault(flow.Id)?.Published?.Version);
            }
            catch (StoreException error) when (!session.Journal.IsBroken)
            {
                session.Settle(flow.Id, FlowOutcome.Failed, $"It could not be put back: {error.Message}");
            }
        });
    }

    private async Task TakeBackAsync(RunFlow flow, string? live)
    {
        var before = flow.LiveBefore ?? throw new InvalidOperationException($"Nothing of flow {flow.Id} was live before.");
        if (live != before.Version)
        {
            if (live != flow.Live?.Version)
            {
                session.Settle(flow.Id, FlowOutcome.Conflict, $"It could not be put back: {(live is null ? "nothing of it is" : $"version {live} is")} live since. That is left alone.");
                return;
            }

            session.Stop.ThrowIfCancellationRequested();
            session.Journal.Append(new IntentEntry { Flow = flow.Id, Act = RunAct.Republish, Revision = before.Revision });
            if (await session.Store.PublishAsync(flow.Id, new Revision(before.Revision), activateAt: null, session.InFlight) is PublishResult.Refused refused)
            {
                session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Republish, Result = ActResult.NotDone, Revision = before.Revision, Reason = refused.Reason });
                session.Settle(flow.Id, FlowOutcome.Failed, $"Version {before.Version} could not be made live again: {refused.Reason}");
                return;
            }
        }

        session.Answer(new OutcomeEntry { Flow = flow.Id, Act = RunAct.Republish, Result = ActResult.Done, Revision = before.Revision, Version = before.Version });
        session.Announcer.Published(flow, before, latency: null);
        session.Settle(flow.Id, FlowOutcome.RolledBack, "");
    }
}
