namespace Patchbay.Client.Stores;

/// <summary>How an <see cref="ArchitectStore"/> goes about its work.</summary>
public sealed record ArchitectOptions
{
    /// <summary>Where fetched texts are kept.</summary>
    /// <value>Default: null; everything is fetched each time.</value>
    public FlowMirror? Mirror { get; init; }

    /// <summary>What a write does about a flow that somebody else holds.</summary>
    /// <value>Default: <see cref="LockPolicy.Skip"/>.</value>
    public LockPolicy OnLock { get; init; } = LockPolicy.Skip;

    /// <summary>How long <see cref="LockPolicy.Wait"/> waits for one flow.</summary>
    /// <value>Default: ten minutes.</value>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder in which <see cref="LockPolicy.TakeOver"/> keeps the drafts of those it takes locks from; made when the first is kept.</summary>
    /// <value>Default: null; no lock is taken over.</value>
    public string? Drafts { get; init; }

    /// <summary>Who is told what goes on during a write, in full sentences.</summary>
    /// <value>Default: nobody.</value>
    public IProgress<string>? Notices { get; init; }
}

/// <summary>What a write does about a flow that somebody else holds.</summary>
public enum LockPolicy
{
    /// <summary>Leaves the flow alone, and goes on with the others.</summary>
    Skip,

    /// <summary>Waits, within bounds, until the flow is let go of; then leaves it alone.</summary>
    Wait,

    /// <summary>Leaves the flow alone, and begins no other.</summary>
    Fail,

    /// <summary>Keeps the holder's draft as a file, takes the lock off, and writes where nothing of the holder's would go live with it.</summary>
    TakeOver,
}
