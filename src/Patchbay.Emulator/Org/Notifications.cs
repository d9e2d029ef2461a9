using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>The channels by which an org tells of its changes. Changes are told under the org's lock, which takes no longer than entering a frame in a queue; they go out over each channel's own socket.</summary>
/// <param name="org">The org.</param>
internal sealed class Notifications(EmulatorOrg org)
{
    /// <summary>How many channels a person or a client has at most; one more takes the place of the oldest.</summary>
    public const int MaxChannels = 20;

    private static readonly TimeSpan ChannelLifetime = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly List<NotificationChannel> _channels = [];

    /// <summary>Makes a channel.</summary>
    public NotificationChannel Create(Token token)
    {
        lock (_gate)
        {
            Forget();
            var own = _channels.Where(channel => channel.Token.Actor == token.Actor).ToList();
            if (own.Count >= MaxChannels)
            {
                own[0].Close("The channel has made way for a newer one.");
                _channels.Remove(own[0]);
            }

            var channel = new NotificationChannel($"streaming-{RandomNumberGenerator.GetHexString(32, lowercase: true)}", token, org.Now + ChannelLifetime);
            _channels.Add(channel);
            return channel;
        }
    }

    /// <summary>The channels of a token, or all of its client and person; oldest first.</summary>
    public ImmutableArray<NotificationChannel> Of(Token token, bool allTokens)
    {
        lock (_gate)
        {
            Forget();
            return [.. _channels.Where(channel => allTokens ? channel.Token.Actor == token.Actor : channel.Token.Value == token.Value)];
        }
    }

    /// <summary>The channel with an id; null where there is none, or it has expired.</summary>
    public NotificationChannel? Find(string id)
    {
        lock (_gate)
        {
            Forget();
            return _channels.Find(channel => channel.Id == id);
        }
    }

    /// <summary>Tells of a change of a flow.</summary>
    public void Tell(PlatformFlow flow) => Tell($"v2.flows.{flow.Id}", writer => PlatformWire.WriteFlowEvent(writer, flow));

    /// <summary>Tells of a build of the dependency index: that it runs, or is done.</summary>
    public void Tell(DependencyBuild build) => Tell("v2.architect.dependencytracking.build", writer =>
    {
        writer.WriteString("status", build.CompletedAt is null ? "BUILDINPROGRESS" : "OPERATIONAL");
        PlatformWire.WriteActor(writer, build.Actor, "user", "client");
    });

    /// <summary>Lets every open socket see whether something is due: nothing happens in an org at which nobody looks.</summary>
    public void Wake() => ForEachOpen(channel => channel.Send(""));

    /// <summary>Has every open socket announce that it closes, and close.</summary>
    public void CloseAll() => ForEachOpen(channel => channel.Close("The service is about to close this socket."));

    private void Tell(string topic, Action<Utf8JsonWriter> writeBody)
    {
        string? frame = null;
        ForEachOpen(channel =>
        {
            if (channel.Topics.Contains(topic, StringComparer.Ordinal))
            {
                channel.Send(frame ??= Frame(topic, writeBody));
            }
        });
    }

    private void ForEachOpen(Action<NotificationChannel> act)
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Where(channel => channel.IsOpen))
            {
                act(channel);
            }
        }
    }

    private void Forget() => _channels.RemoveAll(channel => channel.Expires <= org.Now);

    /// <summary>A message as it goes over the socket.</summary>
    internal static string Frame(string topic, Action<Utf8JsonWriter> writeBody)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("topicName", topic);
            writer.WriteString("version", "2");
            writer.WriteStartObject("eventBody");
            writeBody(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("metadata");
            writer.WriteString("CorrelationId", EmulatorOrg.IdFrom("frame", Encoding.UTF8.GetString(buffer.WrittenSpan)));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>A channel of notifications: topics, and the socket over which they go while it is open. What happens meanwhile otherwise is lost.</summary>
/// <param name="id">The id, which is also what lets a socket in.</param>
/// <param name="token">Whose it is.</param>
/// <param name="expires">When it ends.</param>
internal sealed class NotificationChannel(string id, Token token, DateTimeOffset expires)
{
    /// <summary>How many frames may wait for a slow reader; after that the oldest are dropped.</summary>
    private const int MaxWaiting = 1000;

    private Channel<string>? _frames;

    public string Id { get; } = id;

    public Token Token { get; } = token;

    public DateTimeOffset Expires { get; } = expires;

    /// <summary>What it tells of.</summary>
    public ImmutableArray<string> Topics { get; set; } = [];

    /// <summary>Whether a socket is open.</summary>
    public bool IsOpen => _frames is not null;

    /// <summary>Opens the channel for a socket; one that was open ends.</summary>
    /// <returns>The frames to send, in order. An empty one is no frame, but a reason to look whether something is due.</returns>
    public ChannelReader<string> Open()
    {
        var frames = System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        Interlocked.Exchange(ref _frames, frames)?.Writer.TryComplete();
        return frames.Reader;
    }

    /// <summary>Takes note that the socket is gone.</summary>
    public void Closed(ChannelReader<string> frames)
    {
        if (_frames is { } open && open.Reader == frames)
        {
            _frames = null;
        }
    }

    /// <summary>Enters a frame.</summary>
    public void Send(string frame) => _frames?.Writer.TryWrite(frame);

    /// <summary>Announces the end, and ends.</summary>
    public void Close(string why)
    {
        Send(Notifications.Frame("v2.system.socket_closing", writer => writer.WriteString("message", why)));
        _frames?.Writer.TryComplete();
    }
}
