using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Applying;

/// <summary>Stands between an applier and a store: keeps count of the requests, and lets a test step in before one is carried out or after, when its answer is on the way.</summary>
internal sealed class RecordingStore(IFlowStore inner) : IFlowStore
{
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];

    /// <summary>Called before a request is carried out; may throw, as a network would.</summary>
    public Action<string, string>? Before { get; set; }

    /// <summary>Called after a request was carried out and before its answer is given; may throw, so that the answer is lost.</summary>
    public Action<string, string>? After { get; set; }

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public string DisplayName => inner.DisplayName;

    public StoreCapabilities Capabilities => inner.Capabilities;

    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Begin("find", query.Ids is null ? "*" : string.Join(',', query.Ids));
        await foreach (var header in inner.FindAsync(query, cancellationToken))
        {
            yield return header;
        }
    }

    public Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default)
    {
        Begin("read", id);
        return inner.ReadAsync(id, version, cancellationToken);
    }

    public Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default) => inner.VersionsAsync(id, cancellationToken);

    public async Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        Begin("write", write.Id);
        var result = await inner.WriteAsync(write, cancellationToken);
        After?.Invoke("write", write.Id);
        return result;
    }

    public async Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default)
    {
        Begin("publish", id);
        var result = await inner.PublishAsync(id, revision, activateAt, cancellationToken);
        After?.Invoke(result is PublishResult.Pending ? "pending" : "publish", id);
        return result;
    }

    public async Task CancelPublishAsync(string id, CancellationToken cancellationToken = default)
    {
        Begin("cancel", id);
        await inner.CancelPublishAsync(id, cancellationToken);
    }

    public Task<int?> ReadPublishLimitAsync(CancellationToken cancellationToken = default)
    {
        Begin("limit", "");
        return inner.ReadPublishLimitAsync(cancellationToken);
    }

    public Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default)
    {
        Begin("catalogue", flows is null ? "*" : "");
        return inner.ReadCatalogueAsync(flows, cancellationToken);
    }

    private void Begin(string act, string id)
    {
        lock (_gate)
        {
            _requests.Add($"{act} {id}");
        }

        Before?.Invoke(act, id);
    }
}
