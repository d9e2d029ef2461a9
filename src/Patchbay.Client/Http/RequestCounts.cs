namespace Patchbay.Client.Http;

/// <summary>What went over a connection so far.</summary>
public sealed class RequestCounts
{
    private int _sent;
    private int _repeated;
    private int _throttled;

    /// <summary>Requests sent, repeated ones included; those for tokens are not.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests that were repetitions of one that failed.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Requests answered with 429.</summary>
    public int Throttled => Volatile.Read(ref _throttled);

    internal void CountSent() => Interlocked.Increment(ref _sent);

    internal void CountRepeated() => Interlocked.Increment(ref _repeated);

    internal void CountThrottled() => Interlocked.Increment(ref _throttled);
}
