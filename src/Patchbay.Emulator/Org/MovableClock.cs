namespace Patchbay.Emulator.Org;

/// <summary>The system's clock, moved by an offset that only grows. Timers and delays made from it run in real time and are not shortened by a move; the org's own events go by the moved time.</summary>
public sealed class MovableClock : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _offset;

    /// <summary>How far it is ahead of the system's clock.</summary>
    internal TimeSpan Offset
    {
        get
        {
            lock (_gate)
            {
                return _offset;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return System.GetUtcNow() + _offset;
        }
    }

    /// <summary>Moves the clock forward.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            _offset += by;
        }
    }

    /// <summary>Moves the clock forward until it is so far ahead of the system's, if it is not yet.</summary>
    internal void AdvanceTo(TimeSpan offset)
    {
        lock (_gate)
        {
            _offset = offset > _offset ? offset : _offset;
        }
    }
}
