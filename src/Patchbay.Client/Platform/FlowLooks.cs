using Patchbay.Client.Http;

namespace Patchbay.Client.Platform;

/// <summary>Describes flows by id, many in one request: who asks within a second shares it.</summary>
/// <remarks>A listing may lag behind by seconds. What it tells of a change is so; that it tells of none is no proof.</remarks>
/// <param name="api">The org's API.</param>
internal sealed class FlowLooks(PlatformApi api)
{
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<(string Id, TaskCompletionSource<PlatformFlow?> Answer)> _waiting = [];
    private bool _isAsking;

    /// <summary>Describes a flow; null where the listing does not have it.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="isAlone">Whether nobody else is likely to ask soon, so that there is nobody to wait for.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<PlatformFlow?> LookAsync(string id, bool isAlone, CancellationToken cancellationToken)
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
            // Whoever began it may stop waiting; the others have their answer all the same.
            _ = AskAsync(isAlone ? TimeSpan.Zero : Gathering, api.Connection.Closed);
        }

        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Asks until nobody waits any more.</summary>
    private async Task AskAsync(TimeSpan gathering, CancellationToken closed)
    {
        await Task.Delay(gathering, api.Connection.Time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Next() is { Count: > 0 } asked)
        {
            try
            {
                var found = new Dictionary<string, PlatformFlow>(StringComparer.Ordinal);
                await foreach (var flow in api.Flows.ListAsync(type: null, name: null, asked.Select(one => one.Id).Distinct(StringComparer.Ordinal), closed))
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
