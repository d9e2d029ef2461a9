namespace Patchbay.Emulator.Org;

/// <summary>What will happen in the org by itself, in order of time: compilations that end, versions that go live. Nothing runs in the background; whoever looks at the org first lets
/// happen what is due, so that every look sees the same whatever clock the org goes by.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _pending = new();
    private long _order;

    /// <summary>The time that what happens right now is due at; null while nothing happens.</summary>
    public DateTimeOffset? Happening { get; private set; }

    /// <summary>Lets something happen at a time, after what was entered for that time before.</summary>
    public void Add(DateTimeOffset at, Action happening)
    {
        _pending.Enqueue(happening, (at, _order++));
        Added?.Invoke();
    }

    /// <summary>Told of each entry, so that whoever waits for something to happen knows when to look.</summary>
    public Action? Added { get; set; }

    /// <summary>When the next entry is due; null when there is none.</summary>
    public DateTimeOffset? NextDue => _pending.TryPeek(out _, out var due) ? due.At : null;

    /// <summary>Lets everything happen that is due.</summary>
    public void Settle(DateTimeOffset now)
    {
        while (_pending.TryPeek(out var happening, out var due) && due.At <= now)
        {
            _pending.Dequeue();
            Happening = due.At;
            try
            {
                happening();
            }
            finally
            {
                Happening = null;
            }
        }
    }
}
