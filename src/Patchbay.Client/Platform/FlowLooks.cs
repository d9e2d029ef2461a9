namespace Patchbay.Client.Platform;

/// <summary>Describes flows by id, many in one request: who asks while a request is under way shares the next one.</summary>
/// <remarks>A listing may lag behind by seconds. What it tells of a change is so; that it tells of none is no proof.</remarks>
/// <param name="flows">The client to ask.</param>
internal sealed class FlowLooks(PlatformFlowsClient flows)
{
    private const int MostAtOnce = 100;

    private readonly Lock _gate = new();
    private readonly Queue<(string Id, TaskCompletionSource<PlatformFlow?> Answer)> _waiting = [];
    private bool _isAsking;

    /// <summary>Describes a flow; null where the listing does not have it.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public async Task<PlatformFlow?> LookAsync(string id, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<PlatformFlow?>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool mustAsk;
        lock (_gate)
        {
            _waiting.Enqueue((id, answer));
            mustAsk = !_isAsking;
            _isAsking = true;
        }

        if (mustAsk)
        {
            await AskAsync(cancellationToken);
        }

        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Asks until nobody waits any more.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        while (Next() is { Count: > 0 } asked)
        {
            try
            {
                var found = new Dictionary<string, PlatformFlow>(StringComparer.Ordinal);
                await foreach (var flow in flows.ListAsync(type: null, name: null, asked.Select(one => one.Id).Distinct(StringComparer.Ordinal), cancellationToken))
                {
                    found[flow.Id] = flow;
                }

                asked.ForEach(one => one.Answer.TrySetResult(found.GetValueOrDefault(one.Id)));
            }
            catch (Exception error)
            {
                // It reaches everybody who waits for this answer; the next request is a new attempt.
                asked.ForEach(one => one.Answer.TrySetException(error));
            }
        }
    }

    private List<(string Id, TaskCompletionSource<PlatformFlow?> Answer)> Next()
    {
        lock (_gate)
        {
            var next = new List<(string, TaskCompletionSource<PlatformFlow?>)>();
            while (next.Count < MostAtOnce && _waiting.TryDequeue(out var one))
            {
                next.Add(one);
            }

            _isAsking = next.Count > 0;
            return next;
        }
    }
}
