using System.Runtime.CompilerServices;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>The flows of an org that speaks the platform's API. Content comes out through export jobs and goes in through publish jobs, so that every write is live at once.</summary>
/// <remarks>A flow has no version number to compare: its state is what it says of its checked-in, published and saved versions and of its lock. That is looked at right before a write; the job itself takes the lock, and afterwards the new version must be the one after the version that was planned from.</remarks>
public sealed class ArchitectStore : IFlowStore
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>So many ids fit into the address of one request; for more, everything is listed.</summary>
    private const int MaxIds = 100;

    private readonly PlatformApi _api;

    /// <summary>Opens the org behind a connection.</summary>
    /// <param name="api">The API of the org.</param>
    /// <param name="displayName">How messages and plans call the org; null for its host.</param>
    public ArchitectStore(PlatformApi api, string? displayName = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        DisplayName = displayName ?? api.Connection.Login.Region.Api.Authority;
    }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new(Draft: false, Publish: true, Schedule: false, History: true);

    /// <inheritdoc/>
    public string FileExtension => ".yaml";

    /// <inheritdoc/>
    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var type = query.Type is null ? null : FlowTypes.Normalize(query.Type);
        await foreach (var flow in _api.Flows.ListAsync(type, query.Name?.Replace('?', '*'), query.Ids?.Count <= MaxIds ? query.Ids : null, cancellationToken))
        {
            var header = HeaderOf(flow);
            if (query.Matches(header))
            {
                yield return header;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default)
    {
        var flow = await _api.Flows.GetAsync(id, cancellationToken);
        var texts = await ExportAsync([(id, version ?? CheckedIn(flow))], cancellationToken);
        return new StoredFlow(HeaderOf(flow), texts.Values.First());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFlow> ReadManyAsync(IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            yield break;
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var flows = new List<PlatformFlow>();
        await foreach (var flow in _api.Flows.ListAsync(null, null, ids.Count <= MaxIds ? ids : null, cancellationToken))
        {
            if (wanted.Remove(flow.Id))
            {
                flows.Add(flow);
            }
        }

        if (wanted.Count > 0)
        {
            throw new StoreException($"{DisplayName} has no flow with the id \"{wanted.First()}\".", StoreFailure.NotFound);
        }

        foreach (var part in flows.Chunk(JobsClient.MaxExported))
        {
            var texts = await ExportAsync([.. part.Select(flow => (flow.Id, CheckedIn(flow)))], cancellationToken);
            foreach (var flow in part)
            {
                var text = part.Length == 1 ? texts.Values.First() : texts.GetValueOrDefault(flow.Id) ?? throw new StoreException($"The export from {DisplayName} lacks flow \"{flow.Name}\" ({flow.Id}).");
                yield return new StoredFlow(HeaderOf(flow), text);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default)
    {
        var flow = await _api.Flows.GetAsync(id, cancellationToken);
        var versions = new List<FlowVersion>();
        await foreach (var version in _api.Flows.VersionsAsync(id, cancellationToken))
        {
            var by = version.CreatedBy ?? version.CreatedByClient;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(version.DateCheckedIn ?? 0);
            versions.Add(new FlowVersion(version.Id, RevisionOf(flow, version.Id), by?.Name ?? by?.Id ?? "", at));
        }

        return versions;
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Mode == WriteMode.Draft)
        {
            throw new ArgumentException("The platform publishes what is uploaded; it keeps no drafts of it.", nameof(write));
        }

        var before = await _api.Flows.GetAsync(write.Id, cancellationToken);
        if ((before.LockedUser ?? before.LockedClient) is { } holder)
        {
            return new WriteResult.Held(holder.Name ?? holder.Id, null);
        }

        if (RevisionOf(before) != write.Expected)
        {
            return new WriteResult.Conflict(RevisionOf(before));
        }

        var registered = await _api.Jobs.RegisterAsync(cancellationToken);
        await _api.Jobs.UploadAsync(registered, write.After, cancellationToken);
        var job = await WaitAsync(() => _api.Jobs.GetAsync(registered.Id, cancellationToken), job => job.HasEnded, $"publish job {registered.Id} of flow \"{before.Name}\"", cancellationToken);
        if (!job.HasSucceeded)
        {
            return new WriteResult.Refused(Sentences(job));
        }

        return await VerifyAsync(before, job, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default)
    {
        if (activateAt is not null)
        {
            return new PublishResult.Refused("The platform publishes at once and has no set times. Run the publish at that time, or switch by a schedule in the flow.");
        }

        var version = VersionIn(revision);
        await _api.Flows.PublishAsync(id, version, cancellationToken);

        // The answer alone means nothing: a version that does not exist is answered just so.
        var flow = await WaitAsync(() => _api.Flows.GetAsync(id, cancellationToken), flow => flow.CurrentOperation is null or { Complete: true }, $"the publish of flow {id}", cancellationToken);
        if (flow.PublishedVersion?.Id == version)
        {
            return new PublishResult.Published(version);
        }

        var said = flow.CurrentOperation?.ErrorMessage is { Length: > 0 } error ? $": {error.TrimEnd('.')}" : "";
        return new PublishResult.Refused($"The org took the request to publish version {version} of \"{flow.Name}\", and version {flow.PublishedVersion?.Id ?? "none"} is live{said}.");
    }

    /// <inheritdoc/>
    public Task CancelPublishAsync(string id, CancellationToken cancellationToken = default) =>
        throw new StoreException("The platform publishes at once, so nothing waits for its time.");

    /// <inheritdoc/>
    public async Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default)
    {
        var known = new List<CatalogueFlow>();
        if (flows is null)
        {
            await foreach (var flow in FindAsync(FlowQuery.All, cancellationToken))
            {
                known.Add(CatalogueFlowOf(flow));
            }
        }
        else
        {
            known.AddRange(flows.Select(CatalogueFlowOf));
        }

        var queues = new List<CatalogueQueue>();
        await foreach (var queue in _api.Flows.QueuesAsync(cancellationToken))
        {
            queues.Add(new CatalogueQueue(queue.Id, queue.Name ?? queue.Id));
        }

        return new OrgCatalogue(known, [.. queues], knowsAllFlows: true);
    }

    private static CatalogueFlow CatalogueFlowOf(FlowHeader header) => new(header.CatalogueId, header.Name, header.Type) { StoreId = header.Id, DivisionId = header.Division?.Id };

    /// <summary>What a listing tells of a flow's state: two states that differ in content differ in it.</summary>
    private static Revision RevisionOf(PlatformFlow flow)
    {
        var parts = new[] { flow.CheckedInVersion?.Id, flow.PublishedVersion?.Id, flow.SavedVersion?.Id };
        return new Revision(string.Join('/', parts.Select(part => part ?? "-")));
    }

    /// <summary>The revision of one of a flow's versions: that of the flow where the version is its newest.</summary>
    private static Revision RevisionOf(PlatformFlow flow, string version) => version == flow.CheckedInVersion?.Id ? RevisionOf(flow) : new Revision(version);

    /// <summary>The version to publish for a revision: the checked-in one.</summary>
    private static string VersionIn(Revision revision) => revision.Value.Split('/')[0];

    private static string? CheckedIn(PlatformFlow flow) => flow.CheckedInVersion?.Id;

    private static FlowHeader HeaderOf(PlatformFlow flow) => new(flow.Id, flow.Name, flow.Type.ToLowerInvariant(), RevisionOf(flow))
    {
        CatalogueId = FlowTypes.IsCalledByName(flow.Type) ? flow.Name : flow.Id,
        Version = flow.CheckedInVersion?.Id ?? "",
        Description = flow.Description ?? "",
        Division = flow.Division is { } division ? new Division(division.Id, division.Name ?? "") : null,
        Published = flow.PublishedVersion is { } live ? new PublishedVersion(RevisionOf(flow, live.Id), live.Id, live.DatePublished) : null,
    };

    private async Task<IReadOnlyDictionary<string, string>> ExportAsync(IReadOnlyList<(string Id, string? Version)> flows, CancellationToken cancellationToken)
    {
        var id = await _api.Jobs.ExportAsync(flows, cancellationToken);
        var job = await WaitAsync(() => _api.Jobs.GetExportAsync(id, cancellationToken), job => job.HasEnded, $"export job {id}", cancellationToken);
        if (job is not { HasSucceeded: true, DownloadUrl: { } address })
        {
            throw new StoreException($"{DisplayName} could not export {(flows.Count == 1 ? $"flow {flows[0].Id}" : $"{flows.Count} flows")}. {string.Join(' ', Sentences(job))}");
        }

        var texts = await _api.Jobs.DownloadAsync(address, cancellationToken);
        return texts.Count > 0 ? texts : throw new StoreException($"The export job {id} of {DisplayName} gave an empty archive.");
    }

    /// <summary>A job that succeeded must have made just the next version, and that version live.</summary>
    private async Task<WriteResult> VerifyAsync(PlatformFlow before, ArchitectJob job, CancellationToken cancellationToken)
    {
        var after = await _api.Flows.GetAsync(before.Id, cancellationToken);
        if (job.Flow is { } published && published.Id != before.Id)
        {
            throw new StoreException($"The definition of \"{before.Name}\" was published as another flow, {published.Id}: its name or its type is not the flow's. Look at both.");
        }

        return after.PublishedVersion is { } live && live.Id == after.CheckedInVersion?.Id && live.Id != before.CheckedInVersion?.Id
            ? new WriteResult.Written(RevisionOf(after), live.Id)
            : throw new StoreException($"The publish job of \"{before.Name}\" said success, and version {after.PublishedVersion?.Id ?? "none"} is live where one after {before.CheckedInVersion?.Id ?? "none"} was expected. Look at the flow.") { OutcomeUnknown = true };
    }

    private static IReadOnlyList<string> Sentences(ArchitectJob job)
    {
        var lines = (job.Messages ?? []).Where(message => message.Type == "Error").Select(message => message.Text ?? "").Where(text => text.Length > 0).ToList();
        return lines.Count > 0 ? lines : ["The job failed without saying why."];
    }

    private async Task<T> WaitAsync<T>(Func<Task<T>> look, Func<T, bool> hasEnded, string what, CancellationToken cancellationToken)
    {
        var time = _api.Connection.Time;
        var start = time.GetTimestamp();
        for (var pause = FirstLook; ; pause = pause * 2 > LongestLook ? LongestLook : pause * 2)
        {
            var state = await look();
            if (hasEnded(state))
            {
                return state;
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                throw new StoreException($"{DisplayName} has not finished {what} within {Patience.TotalMinutes:0} minutes. It may still do so: look at the flow before trying again.") { OutcomeUnknown = true };
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
