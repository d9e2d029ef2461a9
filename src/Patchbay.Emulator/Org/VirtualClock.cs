namespace Patchbay.Emulator.Org;

/// <summary>A clock that stands still until it is moved. Timers and delays made from it fire when it reaches them, so that hours run in seconds with a client and an in-process emulator that share it.</summary>
/// <remarks>It is moved by hand (<see cref="Advance"/>), or by itself (<see cref="JumpWhenIdle"/>): then it jumps to the next timer whenever no request is in flight and the thread pool is at rest. Other work in the process, such as other tests, therefore keeps it standing.</remarks>
public sealed class VirtualClock : TimeProvider, IDisposable
{
    /// <summary>How often idleness is looked at, in real time.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>Looks in a row without any work in the process after which a jump is safe.</summary>
    private const int QuietLooks = 4;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private readonly ManualResetEventSlim _stop = new();
    private DateTimeOffset _now;
    private Thread? _jumper;
    private long _order;
    private long _activity;
    private int _holds;
    private bool _isDisposed;

    /// <summary>Makes a clock.</summary>
    /// <param name="start">The time it shows first; null for Monday, 5 January 2026, 08:00 UTC.</param>
    public VirtualClock(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock. The timers on the way fire in order, each at its own time, before this returns.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end > _now ? end : _now;
            _activity++;
        }
    }

    /// <summary>From now on the clock jumps to the next timer whenever it is held by nobody and the thread pool has nothing to do. Disposing of the clock ends that.</summary>
    /// <returns>The clock itself.</returns>
    public VirtualClock JumpWhenIdle()
    {
        lock (_gate)
        {
            if (_jumper is null)
            {
                _jumper = new Thread(JumpUntilStopped) { IsBackground = true, Name = "virtual clock" };
                _jumper.Start();
            }
        }

        return this;
    }

    /// <summary>Keeps the clock from jumping until the result is disposed of: while a request is in flight, or something is computed that time should not pass over.</summary>
    public IDisposable Hold() => new Holding(this, 1);

    /// <summary>A handler that holds the clock while a request is in flight, its answer's body included. Put it around the client's primary handler.</summary>
    public DelegatingHandler CountRequests() => new CountingHandler(this);

    /// <summary>Ends the jumping. Timers that are pending never fire.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _stop.Set();
            _jumper?.Join();
            _stop.Dispose();
        }
    }

    /// <summary>Takes back one hold while a request itself waits for the clock, as a slow answer does.</summary>
    internal IDisposable StepAside() => new Holding(this, -1);

    private void JumpUntilStopped()
    {
        var quiet = 0;
        var seen = -1L;
        while (!_stop.Wait(Look))
        {
            long activity;
            bool isHeld;
            lock (_gate)
            {
                (activity, isHeld) = (_activity, _holds > 0);
            }

            quiet = !isHeld && activity == seen && IsPoolAtRest() ? quiet + 1 : 0;
            seen = activity;
            if (quiet >= QuietLooks)
            {
                Jump(activity);
                quiet = 0;
            }
        }
    }

    private void Jump(long activity)
    {
        VirtualTimer? timer;
        lock (_gate)
        {
            // Somebody may have come in since the look.
            timer = _holds > 0 || _activity != activity ? null : TakeDue(DateTimeOffset.MaxValue);
        }

        if (timer is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false);
        }
    }

    /// <summary>Whether no thread of the pool has or awaits work. A thread that has work counts as working also while the machine gives it no time, so that a busy machine delays a jump and never brings it forward.</summary>
    private static bool IsPoolAtRest()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return most == available && ThreadPool.PendingWorkItemCount == 0;
    }

    /// <summary>Takes the next timer that is due by a time out of the queue, and moves the clock to it.</summary>
    private VirtualTimer? TakeDue(DateTimeOffset by)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var timer, out var key) && key.Due <= by)
            {
                _timers.Dequeue();
                if (timer.Order == key.Order)
                {
                    _now = key.Due > _now ? key.Due : _now;
                    _activity++;
                    timer.Repeat();
                    return timer;
                }
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>The queue entry that counts; entries of an earlier setting are passed over.</summary>
        public long Order { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._activity++;
                _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                Order = -1;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Enter(dueTime);
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Repeat()
        {
            Order = -1;
            if (_period != Timeout.InfiniteTimeSpan)
            {
                Enter(_period);
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enter(TimeSpan dueTime)
        {
            Order = clock._order++;
            var due = DateTimeOffset.MaxValue - clock._now > dueTime ? clock._now + dueTime : DateTimeOffset.MaxValue;
            clock._timers.Enqueue(this, (due, Order));
        }
    }

    private sealed class Holding : IDisposable
    {
        private readonly VirtualClock _clock;
        private int _count;

        public Holding(VirtualClock clock, int count)
        {
            _clock = clock;
            _count = count;
            Change(count);
        }

        public void Dispose() => Change(-Interlocked.Exchange(ref _count, 0));

        private void Change(int by)
        {
            lock (_clock._gate)
            {
                _clock._holds += by;
                _clock._activity++;
            }
        }
    }

    private sealed class CountingHandler(VirtualClock clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using (clock.Hold())
            {
                var response = await base.SendAsync(request, cancellationToken);
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                return response;
            }
        }
    }
}
