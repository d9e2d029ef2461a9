using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Commands;

/// <summary>How far a flow's new revision is.</summary>
internal enum AdoptionState
{
    /// <summary>It is what callers hear.</summary>
    Live,

    /// <summary>It goes live by itself.</summary>
    Scheduled,

    /// <summary>It was live, and something else is now.</summary>
    Replaced,

    /// <summary>It did not go live.</summary>
    NotPublished,
}

/// <summary>A flow whose callers are counted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="New">The new revision; null where there is none.</param>
/// <param name="Since">The moment that parts before from after; null where there is none.</param>
/// <param name="State">How far it is.</param>
internal sealed record AdoptingFlow(string Id, string Name, LiveVersion? New, DateTimeOffset? Since, AdoptionState State);

/// <summary>A flow's callers.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Before">Contacts before the moment that parts before from after.</param>
/// <param name="After">Contacts since then.</param>
/// <param name="ThroughNew">Those of them that went through the new revision.</param>
internal sealed record AdoptedFlow(AdoptingFlow Flow, long Before, long After, long ThroughNew);

/// <summary>Counts callers before and after a publish.</summary>
/// <param name="open">The org.</param>
internal sealed class Adoption(OpenStore open)
{
    private const int MostFlowsPerRequest = 100;

    /// <summary>The shortest time that the service tells apart.</summary>
    public static TimeSpan Instant { get; } = TimeSpan.FromMilliseconds(1);

    private readonly IFlowStore _store = open.Store;

    /// <summary>Flows named one by one.</summary>
    /// <exception cref="CliException">There is no such flow, or several have the name.</exception>
    public async Task<List<FlowHeader>> FindAsync(IEnumerable<string> names, CancellationToken stop)
    {
        var headers = await FlowLookup.AllAsync(_store, FlowQuery.All, stop);
        return [.. names.Select(name => FlowLookup.Pick(_store.DisplayName, headers, name)).DistinctBy(header => header.Id)];
    }

    /// <summary>Flows as they are: what is live is the new revision.</summary>
    public static IReadOnlyList<AdoptingFlow> OfFlows(IEnumerable<FlowHeader> headers) =>
    [
        .. headers.Select(header => header.Published is { } live
            ? new AdoptingFlow(header.Id, header.Name, new LiveVersion(live.Revision.Value, live.Version), live.ActivatedAt, AdoptionState.Live)
            : new AdoptingFlow(header.Id, header.Name, null, null, AdoptionState.NotPublished)),
    ];

    /// <summary>The flows of a run: what it, or a later run on its behalf, made live is the new revision.</summary>
    /// <param name="runs">The run, then those that published what it wrote.</param>
    /// <param name="stop">Stops the search.</param>
    public async Task<IReadOnlyList<AdoptingFlow>> OfRunAsync(IReadOnlyList<Run> runs, CancellationToken stop)
    {
        var live = new Dictionary<string, (LiveVersion Version, DateTimeOffset At)>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            foreach (var flow in run.Flows)
            {
                if (flow.Live is { } version)
                {
                    live[flow.Id] = (version, version.ActivateAt ?? run.FinishedAt ?? run.StartedAt);
                }
            }
        }

        var headers = (await FlowLookup.AllAsync(_store, new FlowQuery { Ids = [.. runs[0].Targets.Select(target => target.Id)] }, stop)).ToDictionary(header => header.Id, StringComparer.Ordinal);
        var flows = runs[0].Flows.Select(flow => live.TryGetValue(flow.Id, out var found) && headers.TryGetValue(flow.Id, out var header)
            ? Of(flow, found.Version, found.At, header)
            : new AdoptingFlow(flow.Id, flow.Name, flow.Written, null, AdoptionState.NotPublished)).ToList();

        // A run is one event to its callers: "after" begins when its first flow went live, for those too that went live later or not at all.
        var first = flows.Min(flow => flow.Since);
        return [.. flows.Select(flow => flow with { Since = first })];
    }

    /// <summary>Counts, with two requests for all flows with the same moment between before and after.</summary>
    public async Task<IReadOnlyList<AdoptedFlow>> CountAsync(IReadOnlyList<AdoptingFlow> flows, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var before = new Dictionary<string, long>(StringComparer.Ordinal);
        var after = new Dictionary<string, long>(StringComparer.Ordinal);
        var through = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var group in flows.GroupBy(flow => flow.Since ?? to))
        {
            foreach (var chunk in group.Chunk(MostFlowsPerRequest))
            {
                var ids = chunk.Select(flow => flow.Id).ToList();
                var split = group.Key < from ? from : group.Key;
                foreach (var contacts in from < split ? await ContactsAsync(ids, from, (split < to ? split : to) - Instant, byRevision: false, stop) : [])
                {
                    before[contacts.FlowId] = before.GetValueOrDefault(contacts.FlowId) + contacts.Contacts;
                }

                foreach (var contacts in split < to ? await ContactsAsync(ids, split, to, byRevision: true, stop) : [])
                {
                    after[contacts.FlowId] = after.GetValueOrDefault(contacts.FlowId) + contacts.Contacts;
                    through[$"{contacts.FlowId} {contacts.RevisionId}"] = contacts.Contacts;
                }
            }
        }

        return [.. flows.Select(flow => new AdoptedFlow(flow, before.GetValueOrDefault(flow.Id), after.GetValueOrDefault(flow.Id), flow.New is { } revision ? through.GetValueOrDefault($"{flow.Id} {RevisionIdOf(revision)}") : 0))];
    }

    /// <summary>The contacts that are in flows at this moment; null where the API does not tell, or not to this client.</summary>
    public async Task<long?> InFlowAsync(IReadOnlyCollection<AdoptingFlow> flows, CancellationToken stop)
    {
        if (open.Platform is not { } platform)
        {
            return null;
        }

        try
        {
            var count = 0L;
            foreach (var chunk in flows.Select(flow => flow.Id).Chunk(MostFlowsPerRequest))
            {
                count += await platform.Analytics.InFlowAsync(chunk, stop);
            }

            return count;
        }
        catch (ApiException error) when (error.Failure == StoreFailure.NotAuthorized)
        {
            // It stands beside what was asked for, and has a permission of its own.
            return null;
        }
    }

    /// <summary>The contacts of flows; where they are counted by revision, under the id by which analytics know it.</summary>
    private async Task<IReadOnlyList<FlowContacts>> ContactsAsync(IReadOnlyCollection<string> ids, DateTimeOffset from, DateTimeOffset to, bool byRevision, CancellationToken stop) => open.Platform is { } platform
        ? [.. (await platform.Analytics.ContactsAsync(ids, from, to, stop)).Select(contacts => new FlowContacts(contacts.FlowId, contacts.Version, contacts.Contacts))]
        : await open.RequireApi("Adoption counts the callers of an org").Analytics.ContactsAsync(ids, from, to, byRevision, stop);

    private AdoptingFlow Of(RunFlow flow, LiveVersion version, DateTimeOffset at, FlowHeader header)
    {
        if (header.Published is { } live && (open.Platform is null ? live.Revision.Value == version.Revision : live.Version == version.Version))
        {
            return new AdoptingFlow(flow.Id, flow.Name, version, live.ActivatedAt ?? at, AdoptionState.Live);
        }

        var isWaiting = header.Scheduled is { } waiting && RevisionIdOf(waiting.Revision.Value) == RevisionIdOf(version);
        return new AdoptingFlow(flow.Id, flow.Name, version, at, isWaiting ? AdoptionState.Scheduled : AdoptionState.Replaced);
    }

    private string RevisionIdOf(LiveVersion version) => open.Platform is null ? RevisionIdOf(version.Revision) : version.Version;

    /// <summary>The id by which analytics know a revision: what follows the version's number.</summary>
    private static string RevisionIdOf(string revision) => revision[(revision.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
