using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>One open socket of a channel: sends what the org tells, a heartbeat in between, and keeps the org's own clockwork going while somebody listens.</summary>
/// <param name="org">The org.</param>
/// <param name="socket">The socket.</param>
/// <param name="frames">What to send.</param>
internal sealed class NotificationSocket(EmulatorOrg org, WebSocket socket, ChannelReader<string> frames)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    // How long the other side has to say goodbye too.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends until the channel ends, the other side goes, or the emulator stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAsync(ended);
        try
        {
            await SendAllAsync(ended.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ended.Token);
            await reading.WaitAsync(Farewell, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or TimeoutException)
        {
            // The other side is gone or silent, or the emulator stops: there is nobody left to tell.
            socket.Abort();
        }

        await ended.CancelAsync();
        await reading;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        var lastHeartbeat = org.Now;
        while (true)
        {
            while (frames.TryRead(out var frame))
            {
                await SendAsync(frame, cancellationToken);
            }

            // What is due happens by this look, and is told of by the frames that it enters.
            var due = org.Read(_ => org.NextDue);
            if (frames.TryPeek(out _))
            {
                continue;
            }

            if (org.Now >= lastHeartbeat + Heartbeat)
            {
                lastHeartbeat = org.Now;
                await SendAsync(Notifications.Frame("channel.metadata", writer => writer.WriteString("message", "WebSocket Heartbeat")), cancellationToken);
            }

            if (!await WaitAsync(due < lastHeartbeat + Heartbeat ? due.Value : lastHeartbeat + Heartbeat, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Waits for a frame or for a time; false where there will be no more frames.</summary>
    private async Task<bool> WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var wait = until - org.Now;
        using var passed = new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, org.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, passed.Token);
        try
        {
            return await frames.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task SendAsync(string frame, CancellationToken cancellationToken)
    {
        if (frame.Length > 0)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    /// <summary>Clients have nothing to say here; what they send is read so that their going is noticed.</summary>
    private async Task ReadAsync(CancellationTokenSource ended)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), ended.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Gone without a word.
        }

        await ended.CancelAsync();
    }
}
