using System.Collections.Concurrent;
using Patchbay.Client.Http;

namespace Patchbay.Client.Platform;

/// <summary>Waits for flows to change: hears of it over one socket, and looks only then. Where there is no socket to be had it looks now and then, as if there were no notifications.</summary>
/// <param name="api">The org's API.</param>
internal sealed class FlowWatch(PlatformApi api)
{
    // However well the socket seems to work, a flow is looked at this often.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromMinutes(2);

    // A socket that ends so often without a word between is more trouble than looking.
    private const int MostBreaks = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private Task<Socket>? _socket;
    private int _breaks;

    /// <summary>Looks at a flow until it is as wanted or patience ends.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="until">Whether the flow is as wanted.</param>
    /// <param name="pause">How long to wait between looks where nothing is heard.</param>
    /// <param name="patience">How long to wait in all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The flow as it was seen last.</returns>
    /// <exception cref="ApiException">The org said no to a look, or did not answer.</exception>
    public async Task<PlatformFlow> WaitAsync(string id, Func<PlatformFlow, bool> until, TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken)
    {
        var time = api.Connection.Time;
        var start = time.GetTimestamp();
        while (true)
        {
            var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Enter(id, change);
            try
            {
                // Subscribed before the look, so that no change falls between the two.
                var hears = await SubscribeAsync(id, cancellationToken);
                var flow = await api.Flows.GetAsync(id, cancellationToken);
                var left = patience - time.GetElapsedTime(start);
                if (until(flow) || left <= TimeSpan.Zero)
                {
                    return flow;
                }

                var wait = hears ? LongestTrust : pause;
                using var passed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(change.Task, Task.Delay(wait < left ? wait : left, time, passed.Token));
                await passed.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
            finally
            {
                Leave(id, change);
            }
        }
    }

    private async Task<bool> SubscribeAsync(string id, CancellationToken cancellationToken)
    {
        Task<Socket> opening;
        lock (_gate)
        {
            if (_breaks >= MostBreaks)
            {
                return false;
            }

            opening = _socket ??= OpenAsync();
        }

        try
        {
            var socket = await opening.WaitAsync(cancellationToken);
            await socket.Topics.GetOrAdd(id, topic => new Lazy<Task>(() => api.Notifications.SubscribeAsync(socket.Channel.Id, [$"v2.flows.{topic}"], CancellationToken.None))).Value.WaitAsync(cancellationToken);
            return true;
        }
        catch (ApiException)
        {
            // No notifications at this org, for this client or through this proxy. Looking now and then does as well; whatever else is wrong, the look will say.
            lock (_gate)
            {
                _breaks = MostBreaks;
            }

            return false;
        }
    }

    private async Task<Socket> OpenAsync()
    {
        await Task.Yield();
        var channel = await api.Notifications.CreateChannelAsync(CancellationToken.None);
        var socket = new Socket(channel);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = PumpAsync(socket, opened);
        await opened.Task;
        return socket;
    }

    /// <summary>Hands what is heard to whoever waits for it, until the socket ends; then everybody looks, and who still waits opens the next one.</summary>
    private async Task PumpAsync(Socket socket, TaskCompletionSource opened)
    {
        try
        {
            await foreach (var notification in api.Notifications.ListenAsync(socket.Channel, opened.SetResult, api.Connection.Closed))
            {
                if (notification.TopicName is { } topic && topic.StartsWith("v2.flows.", StringComparison.Ordinal))
                {
                    _breaks = 0;
                    Wake(topic["v2.flows.".Length..]);
                }
            }
        }
        catch (Exception e) when (e is ApiException or OperationCanceledException)
        {
            // It matters to whoever waits for the socket to open; one that worked and broke is followed by the next.
            opened.TrySetException(e is ApiException ? e : new ApiException("Listening for notifications: the connection was closed."));
        }

        lock (_gate)
        {
            _socket = null;
            _breaks++;
        }

        Wake(null);
    }

    private void Enter(string id, TaskCompletionSource change)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
            {
                _waiting[id] = waiting = [];
            }

            waiting.Add(change);
        }
    }

    private void Leave(string id, TaskCompletionSource change)
    {
        lock (_gate)
        {
            _waiting[id].Remove(change);
        }
    }

    private void Wake(string? id)
    {
        lock (_gate)
        {
            foreach (var change in _waiting.Where(pair => id is null || pair.Key == id).SelectMany(pair => pair.Value))
            {
                change.TrySetResult();
            }
        }
    }

    /// <summary>An open socket, and the flows that it tells of.</summary>
    private sealed record Socket(NotificationChannel Channel)
    {
        public ConcurrentDictionary<string, Lazy<Task>> Topics { get; } = new(StringComparer.Ordinal);
    }
}
