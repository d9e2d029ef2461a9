using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Applying;

/// <summary>A store like the platform's own API, kept in memory: a lock guards a flow, a write is live when it succeeds, and a revision is made of several version ids.</summary>
internal sealed class LockingStore : IFlowStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _flows = new(StringComparer.Ordinal);

    public string DisplayName => "locking org";

    public StoreCapabilities Capabilities { get; } = new(Draft: false, Publish: true, Schedule: false, History: true);

    public void Add(string id, string name, string type, string text)
    {
        lock (_gate)
        {
            _flows[id] = new Entry(name, type) { Versions = [text] };
        }
    }

    public void Hold(string id, string by, DateTimeOffset? since)
    {
        lock (_gate)
        {
            _flows[id] = _flows[id] with { Holder = (by, since) };
        }
    }

    public void Refuse(string id, string reason)
    {
        lock (_gate)
        {
            _flows[id] = _flows[id] with { Refusal = reason };
        }
    }

    public string Text(string id, int version)
    {
        lock (_gate)
        {
            return _flows[id].Versions[version - 1];
        }
    }

    public int Version(string id)
    {
        lock (_gate)
        {
            return _flows[id].Versions.Length;
        }
    }

    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        List<FlowHeader> headers;
        lock (_gate)
        {
            headers = [.. _flows.Select(flow => HeaderOf(flow.Key, flow.Value))];
        }

        foreach (var header in headers.Where(header => query.Ids is null || query.Ids.Contains(header.Id)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return header;
        }
    }

    public async Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        lock (_gate)
        {
            return _flows.TryGetValue(id, out var flow)
                ? new StoredFlow(HeaderOf(id, flow), version is null ? flow.Versions[^1] : flow.Versions[int.Parse(version) - 1])
                : throw new StoreException($"Flow {id} does not exist.", StoreFailure.NotFound);
        }
    }

    public Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<FlowVersion>>([]);

    public async Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        write.Mode.ShouldBe(WriteMode.Live);
        await Task.Yield();
        return Write(write);
    }

    public async Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return new PublishResult.Refused("A write publishes; nothing else does.");
    }

    public Task CancelPublishAsync(string id, CancellationToken cancellationToken = default) => throw new StoreException("Nothing is ever scheduled here.");

    public Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(new OrgCatalogue(_flows.Select(flow => new CatalogueFlow(flow.Key, flow.Value.Name, flow.Value.Type)), ImmutableArray<CatalogueQueue>.Empty, knowsAllFlows: true));
        }
    }

    private WriteResult Write(FlowWrite write)
    {
        lock (_gate)
        {
            var flow = _flows[write.Id];
            if (flow.Holder is { } holder)
            {
                return new WriteResult.Held(holder.By, holder.Since);
            }

            if (RevisionOf(write.Id, flow) is var current && current != write.Expected)
            {
                return new WriteResult.Conflict(current);
            }

            if (flow.Refusal is { } reason)
            {
                return new WriteResult.Refused([reason]);
            }

            flow = flow with { Versions = flow.Versions.Add(write.After) };
            _flows[write.Id] = flow;
            return new WriteResult.Written(RevisionOf(write.Id, flow), $"{flow.Versions.Length}.0");
        }
    }

    private static FlowHeader HeaderOf(string id, Entry flow)
    {
        var revision = RevisionOf(id, flow);
        var version = $"{flow.Versions.Length}.0";
        return new FlowHeader(id, flow.Name, flow.Type, revision) { Version = version, Published = new PublishedVersion(revision, version, null) };
    }

    private static Revision RevisionOf(string id, Entry flow)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}/{flow.Versions.Length}")))[..8];
        return new Revision($"checkedIn={flow.Versions.Length}.0;published={flow.Versions.Length}.0;saved={flow.Versions.Length}.0;configuration={hash}");
    }

    private sealed record Entry(string Name, string Type)
    {
        public ImmutableArray<string> Versions { get; init; } = [];

        public (string By, DateTimeOffset? Since)? Holder { get; init; }

        public string? Refusal { get; init; }
    }
}
