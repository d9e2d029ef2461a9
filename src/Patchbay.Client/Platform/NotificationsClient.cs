using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>What an org tells by itself: channels, topics, and the socket of a channel.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class NotificationsClient(ApiConnection connection)
{
    private const int MaxFrameBytes = 1024 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    // A socket that says nothing for this long, not even a heartbeat, is dead whatever the network thinks.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>Makes a channel. The org keeps a few for each client and drops the oldest for one more.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<NotificationChannel> CreateChannelAsync(CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/notifications/channels", "Opening a channel for notifications"), PlatformJson.Default.NotificationChannel, cancellationToken);

    /// <summary>Adds topics to a channel.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="topics">The topics, such as <c>v2.flows.ID</c>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, to a topic that does not exist or needs a permission for example, or did not answer.</exception>
    public Task SubscribeAsync(string channelId, IEnumerable<string> topics, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            new ApiRequest(HttpMethod.Post, $"/api/v2/notifications/channels/{Escape(channelId)}/subscriptions", "Subscribing to notifications")
            {
                Body = JsonSerializer.SerializeToUtf8Bytes([.. topics.Select(topic => new NotificationTopic(topic))], PlatformJson.Default.NotificationTopicArray),
            },
            cancellationToken);

    /// <summary>What a channel tells, from when the socket is open until the org closes it or the connection breaks.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="opened">Told when the socket is open: what happens from then on is not missed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiException">The socket cannot be opened, or broke.</exception>
    public async IAsyncEnumerable<Notification> ListenAsync(NotificationChannel channel, Action opened, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(opened);
        using var socket = await ConnectAsync(channel, cancellationToken);
        opened();
        while (await ReceiveAsync(socket, cancellationToken) is { } notification && notification.TopicName != "v2.system.socket_closing")
        {
            if (notification.TopicName != "channel.metadata")
            {
                yield return notification;
            }
        }
    }

    private async Task<ClientWebSocket> ConnectAsync(NotificationChannel channel, CancellationToken cancellationToken)
    {
        // Whoever knows the address may listen: no message shows it.
        if (channel.ConnectUri is not { IsAbsoluteUri: true } address || (address.Scheme != "wss" && !(address.Scheme == "ws" && address.IsLoopback)))
        {
            throw new ApiException($"Listening for notifications: {connection.Login.Region.Api.Authority} gave an address that is neither wss nor on this machine. Nothing was sent.");
        }

        var socket = new ClientWebSocket();
        try
        {
            using var timeout = new CancellationTokenSource(ConnectTimeout, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await socket.ConnectAsync(address, either.Token);
            return socket;
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            throw Broken("the socket cannot be opened", e);
        }
    }

    private async Task<Notification?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var frame = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), either.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                frame.Write(buffer, 0, part.Count);
                if (frame.Length > MaxFrameBytes)
                {
                    throw Broken($"a message is larger than {MaxFrameBytes / 1024} KiB", null);
                }

                if (part.EndOfMessage)
                {
                    return JsonSerializer.Deserialize(frame.GetBuffer().AsSpan(0, (int)frame.Length), PlatformJson.Default.Notification) ?? throw new JsonException("The message is null.");
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Broken("the socket broke", e);
        }
    }

    private ApiException Broken(string what, Exception? cause) =>
        new($"Listening for notifications of {connection.Login.Region.Api.Authority}: {what}{(cause is null or OperationCanceledException ? "" : $": {cause.Message.TrimEnd('.')}")}.", inner: cause);
}

/// <summary>A channel of notifications.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConnectUri">Where its socket is. Who knows the address may listen.</param>
/// <param name="Expires">When it ends; null where the org does not tell.</param>
public sealed record NotificationChannel(string Id, Uri? ConnectUri, DateTimeOffset? Expires)
{
    /// <summary>The id's beginning; never the address.</summary>
    public override string ToString() => "notification channel";
}

/// <summary>Something that an org tells.</summary>
/// <param name="TopicName">The topic, such as <c>v2.flows.ID</c>.</param>
/// <param name="EventBody">What is told, in the topic's own shape.</param>
public sealed record Notification(string? TopicName, JsonElement EventBody);

internal sealed record NotificationTopic(string Id);
