using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>The flows of an org that speaks the platform's API. Content comes out through export jobs and goes in through publish jobs, so that every write is live at once.</summary>
/// <remarks>A flow has no version number to compare: its state is what it says of its checked-in, published and saved versions. That is looked at right before a write; the job itself takes the lock, and afterwards the new version must be the one after the version that was planned from.</remarks>
public sealed class ArchitectStore : IFlowStore
{
    /// <summary>So many ids fit into the address of one request; for more, everything is listed.</summary>
    private const int MaxIds = 100;

    private readonly PlatformApi _api;
    private readonly ArchitectOptions _options;
    private readonly ArchitectExports _exports;
    private readonly ArchitectWrites _writes;

    /// <summary>The flows as they were last listed, by id, from which costs are told in advance.</summary>
    private readonly ConcurrentDictionary<string, PlatformFlow> _listed = new(StringComparer.Ordinal);

    /// <summary>The names of the OAuth clients that flows and versions told, by id.</summary>
    private readonly ConcurrentDictionary<string, string> _clients = new(StringComparer.Ordinal);

    /// <summary>The kinds of things of which it was said that they are not known.</summary>
    private readonly ConcurrentDictionary<DependencyKind, bool> _untold = new();

    /// <summary>Opens the org behind a connection.</summary>
    /// <param name="api">The API of the org.</param>
    /// <param name="displayName">How messages and plans call the org; null for its host.</param>
    /// <param name="options">How it goes about its work; null for the defaults.</param>
    public ArchitectStore(PlatformApi api, string? displayName = null, ArchitectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _options = options ?? new ArchitectOptions();
        DisplayName = displayName ?? api.Connection.Login.Region.Api.Authority;
        _exports = new ArchitectExports(api, DisplayName, _options.Mirror);
        _writes = new ArchitectWrites(api, DisplayName, _options, _exports);
    }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <summary>The names of the OAuth clients that the org told so far along with flows and versions, by id. Its audits tell a client's id alone.</summary>
    public IReadOnlyDictionary<string, string> ClientNames => _clients;

    /// <summary>The API of the org.</summary>
    internal PlatformApi Api => _api;

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new(Draft: false, Publish: true, Schedule: false, History: true);

    /// <inheritdoc/>
    public string FileExtension => ".yaml";

    /// <summary>The same store with other options.</summary>
    /// <param name="change">Makes them from those of this store.</param>
    public ArchitectStore With(Func<ArchitectOptions, ArchitectOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new ArchitectStore(_api, DisplayName, change(_options));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var type = query.Type is null ? null : FlowTypes.Normalize(query.Type);
        await foreach (var flow in ListAsync(type, query.Name?.Replace('?', '*'), query.Ids, cancellationToken))
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
        var wanted = version ?? flow.CheckedInVersion?.Id ?? throw new StoreException($"Flow \"{flow.Name}\" in {DisplayName} has no definition yet: nothing of it was ever checked in.", StoreFailure.NotFound);
        return new StoredFlow(HeaderOf(flow), await _exports.ReadAsync(flow, wanted, cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>A flow of which nothing was ever checked in has no definition and is left out.</remarks>
    public async IAsyncEnumerable<StoredFlow> ReadManyAsync(IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            yield break;
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var flows = new List<PlatformFlow>();
        await foreach (var flow in ListAsync(null, null, ids, cancellationToken))
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

        await foreach (var (flow, text) in _exports.ReadAsync(flows, cancellationToken))
        {
            yield return new StoredFlow(HeaderOf(flow), text);
        }
    }

    /// <inheritdoc/>
    public ReadEstimate EstimateRead(IReadOnlyCollection<FlowHeader> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var here = flows.Count(flow => _listed.TryGetValue(flow.Id, out var known) && _exports.IsHere(known, known.CheckedInVersion));
        var looks = flows.Count <= MaxIds ? Math.Min(flows.Count, 1) : (Math.Max(_listed.Count, flows.Count) + PlatformFlowsClient.MaxPageSize - 1) / PlatformFlowsClient.MaxPageSize;
        return new ReadEstimate(here, looks + ArchitectExports.RequestsFor(flows.Count - here));
    }

    /// <summary>What it would cost to read the live definitions of flows.</summary>
    /// <param name="flows">The flows; those that are not published cost nothing.</param>
    public ReadEstimate EstimateLive(IEnumerable<PlatformFlow> flows)
    {
        var published = flows.Where(flow => flow.PublishedVersion is not null).ToList();
        var here = published.Count(flow => _exports.IsHere(flow, flow.PublishedVersion));
        return new ReadEstimate(here, ArchitectExports.RequestsFor(published.Count - here));
    }

    /// <summary>The live definitions of flows that were fetched before and need no request.</summary>
    /// <param name="flows">The flows; those that are not published are left out.</param>
    public IEnumerable<(PlatformFlow Flow, string Text)> FindLive(IEnumerable<PlatformFlow> flows) =>
        flows.Select(flow => (flow, Text: flow.PublishedVersion is { } live ? _exports.Find(flow, live) : null)).Where(found => found.Text is not null).Select(found => (found.flow, found.Text!));

    /// <summary>The live definitions of flows, in the order in which they arrive.</summary>
    /// <param name="flows">The flows; those that are not published are left out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreException">The org does not export them.</exception>
    public IAsyncEnumerable<(PlatformFlow Flow, string Text)> ReadLiveAsync(IEnumerable<PlatformFlow> flows, CancellationToken cancellationToken = default) => _exports.ReadLiveAsync(flows, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default)
    {
        var versions = new List<FlowVersion>();
        await foreach (var version in _api.Flows.VersionsAsync(id, cancellationToken))
        {
            Note(version.CreatedByClient);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(version.DateCheckedIn ?? 0);
            versions.Add(new FlowVersion(version.Id, PlatformRevision.Of(version), version.Author, at));
        }

        return versions;
    }

    /// <summary>What the org itself says of the newest checked-in definitions of flows, by flow. Nothing is changed.</summary>
    /// <param name="flows">The flows, as they were just read.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The findings by the flow's id, each with its place in the text; null where the org has no validate jobs, which are a preview.</returns>
    /// <exception cref="StoreException">The org said no, or gave up.</exception>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>>?> ValidateAsync(IReadOnlyCollection<StoredFlow> flows, CancellationToken cancellationToken = default) =>
        new ArchitectValidation(_api, DisplayName).ValidateAsync(flows, cancellationToken);

    /// <inheritdoc/>
    public Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return write.Mode == WriteMode.Draft
            ? throw new ArgumentException("The platform publishes what is uploaded; it keeps no drafts of it.", nameof(write))
            : _writes.WriteAsync(write, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default) =>
        activateAt is null
            ? _writes.PublishAsync(id, PlatformRevision.VersionIn(revision), cancellationToken)
            : Task.FromResult<PublishResult>(new PublishResult.Refused("The platform publishes at once and has no set times. Run the publish at that time, or switch by a schedule in the flow."));

    /// <inheritdoc/>
    public async Task<string?> DeactivateAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await _api.Flows.DeactivateAsync(id, cancellationToken);
            return null;
        }
        catch (ApiException error) when (error.Status is HttpStatusCode.Conflict or HttpStatusCode.MethodNotAllowed)
        {
            return $"the org does not take it off: {error.Message.TrimEnd('.')}";
        }
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

        var lists = await Task.WhenAll(ThingsClient.Kinds.Select(async kind => (kind.Kind, Things: await ThingsAsync(kind, cancellationToken))));
        var queues = lists.First(list => list.Kind == DependencyKind.Queue).Things;
        var names = lists.Where(list => list.Things is not null && list.Kind != DependencyKind.Queue).ToImmutableDictionary(list => list.Kind, list => KnownNames.Of(list.Things!.Select(thing => thing.Key), isComplete: true));
        return new OrgCatalogue(known, queues is null ? default : [.. queues.Select(queue => new CatalogueQueue(queue.Id, queue.Name ?? queue.Id))], knowsAllFlows: true).With(new OrgNames(names));
    }

    /// <summary>The things of a kind; null where they cannot be known. Not to be allowed to see one kind keeps nobody from working on flows that do not use it.</summary>
    private async Task<List<OrgThing>?> ThingsAsync(ThingsClient.ThingKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.Things.ListAsync(kind, cancellationToken).Where(thing => thing.State != "deleted").ToListAsync(cancellationToken);
        }
        catch (ApiException error) when (error.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented)
        {
            if (_untold.TryAdd(kind.Kind, true))
            {
                _options.Notices?.Report($"The {kind.Plural} of {DisplayName} cannot be listed, so that names of {kind.Plural} are not checked. {error.Message}");
            }

            return null;
        }
    }

    private static CatalogueFlow CatalogueFlowOf(FlowHeader header) => new(header.CatalogueId, header.Name, header.Type) { StoreId = header.Id, DivisionId = header.Division?.Id };

    private async IAsyncEnumerable<PlatformFlow> ListAsync(string? type, string? name, IReadOnlyCollection<string>? ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var flow in _api.Flows.ListAsync(type, name, ids?.Count <= MaxIds ? ids : null, cancellationToken))
        {
            _listed[flow.Id] = flow;
            Array.ForEach([flow.LockedClient, flow.CheckedInVersion?.CreatedByClient, flow.PublishedVersion?.CreatedByClient, flow.SavedVersion?.CreatedByClient], Note);
            yield return flow;
        }
    }

    private void Note(NamedEntity? client)
    {
        if (client?.Name is { } name)
        {
            _clients[client.Id] = name;
        }
    }

    private static FlowHeader HeaderOf(PlatformFlow flow) => new(flow.Id, flow.Name, flow.Type.ToLowerInvariant(), PlatformRevision.Of(flow))
    {
        CatalogueId = FlowTypes.IsCalledByName(flow.Type) ? flow.Name : flow.Id,
        Version = flow.CheckedInVersion?.Id ?? "",
        Description = flow.Description ?? "",
        Division = flow.Division is { } division ? new Division(division.Id, division.Name ?? "") : null,
        Published = flow.PublishedVersion is { } live ? new PublishedVersion(PlatformRevision.Of(live), live.Id, live.DatePublished) : null,
    };
}
