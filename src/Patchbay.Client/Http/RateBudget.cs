using System.Net.Http.Headers;

namespace Patchbay.Client.Http;

/// <summary>Decides when a request may be sent, for all parallel work of one token. Learns from the answers how many requests the org allows in a window, counts what is under way, and makes the rest wait for the next window, so that refusals for going too fast are avoided and not just survived.</summary>
/// <remarks>
/// Of a window it knows the highest count answered and an upper bound of its end. Requests under way may or may not be in that count, so all of them are added to it: the true count is never higher, unless
/// somebody else uses the token too. Where nothing is known of a window, because it has just begun, requests go out singly until an answer tells; where answers tell nothing, their number doubles.
/// </remarks>
internal sealed class RateBudget : IDisposable
{
    private const int MaxRamp = 1024;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly int _perSecond;
    private readonly LinkedList<Turn> _waiting = [];
    private readonly Queue<DateTimeOffset> _lastSecond = new();
    private readonly RateLease? _lease;
    private readonly ITimer _timer;

    private int _epoch;
    private int _underWay;
    private int _underWayThisEpoch;
    private int _ramp = 1;
    private int _allowed;
    private int _count;
    private DateTimeOffset? _windowEnd;
    private DateTimeOffset _lastWindowEnd = DateTimeOffset.MinValue;

    /// <summary>Makes a budget.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="perSecond">How many requests may be sent in any second, whatever the org allows.</param>
    /// <param name="lease">What this process shares with others of the machine; null where it shares nothing. Disposed of with the budget.</param>
    public RateBudget(TimeProvider time, int perSecond, RateLease? lease = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perSecond, 1);
        _time = time;
        _perSecond = perSecond;
        _lease = lease;
        _timer = time.CreateTimer(static budget => ((RateBudget?)budget)?.Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many requests wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits until a request may be sent. Who waits longest goes first.</summary>
    public Task<RatePermit> EnterAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<RatePermit>(cancellationToken);
        }

        var turn = new Turn();
        lock (_gate)
        {
            _waiting.AddLast(turn.Place);
        }

        turn.OnGivingUp = cancellationToken.Register(() => GiveUp(turn, cancellationToken));
        Pump();
        return turn.Task;
    }

    /// <summary>Takes note of an answer, or of its absence.</summary>
    /// <param name="permit">The permit under which the request was sent.</param>
    /// <param name="stand">What the answer tells of the window; null when it tells nothing.</param>
    /// <param name="wasAnswered">Whether there was an answer at all.</param>
    public void Leave(RatePermit permit, RateStand? stand, bool wasAnswered)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Roll(now);
            _underWay--;
            _underWayThisEpoch -= permit.Epoch == _epoch ? 1 : 0;
            if (stand is { } told)
            {
                Learn(permit, told, now);
            }
            else if (!wasAnswered)
            {
                // It may have been counted all the same.
                _count++;
            }
            else if (_windowEnd is null)
            {
                _ramp = Math.Min(_ramp * 2, MaxRamp);
            }
        }

        Pump();
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _lease?.Dispose();
        }
    }

    private void Learn(RatePermit permit, RateStand told, DateTimeOffset now)
    {
        // The org rounds up to whole seconds, and looked at its clock at some moment between sending and answer.
        var earliestEnd = permit.SentAt + told.Reset - Second;
        var latestEnd = now + told.Reset;
        var isOld = permit.Epoch != _epoch && earliestEnd <= _lastWindowEnd;
        if (isOld)
        {
            return;
        }

        _lease?.Learn(told, earliestEnd, latestEnd);
        if (_windowEnd is not { } end || earliestEnd >= end)
        {
            (_windowEnd, _count) = (latestEnd, told.Count);
        }
        else
        {
            // Each bound of a window's end holds, so the earlier one counts; a refusal shows that the window outlasts what was believed.
            _windowEnd = told.IsFull == (latestEnd > end) ? latestEnd : end;
            _count = Math.Max(_count, told.Count);
        }

        _allowed = told.Allowed;
    }

    /// <summary>Forgets a window that is over.</summary>
    private void Roll(DateTimeOffset now)
    {
        if (_windowEnd is { } end && now >= end)
        {
            _lastWindowEnd = end;
            _windowEnd = null;
            _count = 0;
            _ramp = 1;
            _epoch++;
            _underWayThisEpoch = 0;
        }
    }

    private void GiveUp(Turn turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (turn.Place.List is not null)
            {
                _waiting.Remove(turn.Place);
                turn.TrySetCanceled(cancellationToken);
            }
        }
    }

    private void Pump()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_waiting.First is { } first)
            {
                Roll(now);
                if (WaitFrom(now) is { } wait)
                {
                    _timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }

                _waiting.RemoveFirst();
                _lastSecond.Enqueue(now);
                _underWay++;
                _underWayThisEpoch++;
                first.Value.OnGivingUp.Unregister();
                first.Value.TrySetResult(new RatePermit(_epoch, now));
            }
        }
    }

    /// <summary>How long nothing may be sent; null when something may. Infinite: until an answer arrives.</summary>
    private TimeSpan? WaitFrom(DateTimeOffset now)
    {
        while (_lastSecond.TryPeek(out var oldest) && oldest + Second <= now)
        {
            _lastSecond.Dequeue();
        }

        if (_windowEnd is { } end)
        {
            if (_count + _underWay >= _allowed)
            {
                return AtLeastATick(end - now);
            }
        }
        else if (_underWayThisEpoch >= _ramp)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // Last, because what is taken there is used.
        return _lastSecond.Count >= _perSecond ? AtLeastATick(_lastSecond.Peek() + Second - now) : _lease?.Use(now);
    }

    // A timer cannot be set finer than this; set to zero it would spin.
    private static TimeSpan AtLeastATick(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;

    /// <summary>Somebody who waits.</summary>
    private sealed class Turn : TaskCompletionSource<RatePermit>
    {
        public Turn()
            : base(TaskCreationOptions.RunContinuationsAsynchronously) => Place = new LinkedListNode<Turn>(this);

        public LinkedListNode<Turn> Place { get; }

        public CancellationTokenRegistration OnGivingUp { get; set; }
    }
}

/// <summary>Leave to send one request.</summary>
/// <param name="Epoch">Which of the windows known so far it was given in.</param>
/// <param name="SentAt">When it was given.</param>
internal readonly record struct RatePermit(int Epoch, DateTimeOffset SentAt);

/// <summary>What an answer tells of the window it was counted in.</summary>
/// <param name="Allowed">Requests allowed in a window.</param>
/// <param name="Count">Requests counted so far.</param>
/// <param name="Reset">How long the window lasts yet, rounded up to whole seconds.</param>
/// <param name="IsFull">Whether the request was refused because the window is full.</param>
internal readonly record struct RateStand(int Allowed, int Count, TimeSpan Reset, bool IsFull)
{
    /// <summary>Reads the rate headers of an answer; null when it has none.</summary>
    public static RateStand? Of(HttpResponseMessage response)
    {
        var isFull = response.StatusCode == System.Net.HttpStatusCode.TooManyRequests;
        var retryAfter = isFull ? response.Headers.RetryAfter?.Delta : null;
        var allowed = Number(response.Headers, "inin-ratelimit-allowed");
        var count = Number(response.Headers, "inin-ratelimit-count");
        var reset = Number(response.Headers, "inin-ratelimit-reset");
        if (allowed is > 0 && count is not null && reset is not null)
        {
            var left = TimeSpan.FromSeconds(reset.Value);
            return new RateStand(allowed.Value, isFull ? Math.Max(count.Value, allowed.Value) : count.Value, retryAfter > left ? retryAfter.Value : left, isFull);
        }

        // A refusal that says no more than how long to wait closes the window for everybody until then.
        return retryAfter is { } wait ? new RateStand(1, 1, wait, isFull) : null;
    }

    private static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && int.TryParse(values.FirstOrDefault(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
