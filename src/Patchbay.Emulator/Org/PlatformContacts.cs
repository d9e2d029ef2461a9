using System.Collections.Immutable;

namespace Patchbay.Emulator.Org;

/// <summary>How a caller's time in a flow ended.</summary>
internal enum FlowExit
{
    /// <summary>The flow hung up, or came to its end.</summary>
    Disconnect,

    /// <summary>The caller was handed on to a queue, to somebody, or to another flow.</summary>
    Transfer,

    /// <summary>The flow, such as a bot, gave the caller back to the flow that had called it.</summary>
    Exit,

    /// <summary>The flow led nowhere, or in circles.</summary>
    Error,
}

/// <summary>Something that a flow notes of a caller on the way.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The name of the outcome or milestone.</param>
/// <param name="After">How long after the caller entered the flow, in milliseconds.</param>
internal readonly record struct FlowMark(FlowMarkKind Kind, string Name, int After);

/// <summary>The kinds of <see cref="FlowMark"/>.</summary>
internal enum FlowMarkKind
{
    /// <summary>An outcome that was reached.</summary>
    OutcomeReached,

    /// <summary>An outcome that failed.</summary>
    OutcomeFailed,

    /// <summary>A milestone that was passed.</summary>
    Milestone,
}

/// <summary>A caller in a flow of an org that speaks the platform's API: plain data, and all that analytics count.</summary>
/// <param name="Sequence">Its number in the org, from 1 on.</param>
/// <param name="At">When the caller entered the flow.</param>
/// <param name="FlowId">The flow's id.</param>
/// <param name="Version">The version that was live.</param>
/// <param name="Milliseconds">How long the caller was in the flow, flows that it calls included.</param>
/// <param name="Exit">How it ended.</param>
/// <param name="Target">The queue or flow that the caller was handed on to; empty for other ends.</param>
/// <param name="IsTargetFlow">Whether that is a flow.</param>
/// <param name="Marks">Outcomes, each with its last value, and milestones.</param>
internal readonly record struct PlatformContact(long Sequence, DateTimeOffset At, string FlowId, string Version, int Milliseconds, FlowExit Exit, string Target, bool IsTargetFlow, ImmutableArray<FlowMark> Marks);

/// <summary>The contacts of an org that speaks the platform's API. So many that they cannot fill the memory: the oldest are forgotten.</summary>
/// <param name="changed">Is told of every contact by its number: one that was added, or null for one that was forgotten.</param>
internal sealed class PlatformContacts(Action<long, PlatformContact?> changed)
{
    /// <summary>So many contacts are remembered.</summary>
    public const int Most = 500_000;

    private readonly Queue<PlatformContact> _contacts = [];
    private long _sequence;

    /// <summary>The number of the next contact.</summary>
    public long Next => _sequence + 1;

    public void Add(PlatformContact contact)
    {
        _sequence = contact.Sequence;
        if (_contacts.Count == Most)
        {
            changed(_contacts.Dequeue().Sequence, null);
        }

        _contacts.Enqueue(contact);
        changed(contact.Sequence, contact);
    }

    /// <summary>The contacts that began in an interval, its end included.</summary>
    public IEnumerable<PlatformContact> Between(DateTimeOffset from, DateTimeOffset to) => _contacts.Where(contact => contact.At >= from && contact.At <= to);

    /// <summary>The contacts whose callers are in the flow at a moment.</summary>
    public IEnumerable<PlatformContact> During(DateTimeOffset moment) => _contacts.Where(contact => contact.At <= moment && moment < contact.At + TimeSpan.FromMilliseconds(contact.Milliseconds));
}
