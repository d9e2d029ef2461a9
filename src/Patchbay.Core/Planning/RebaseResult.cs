namespace Patchbay.Core.Planning;

/// <summary>What becomes of a planned flow whose text has moved since.</summary>
public abstract record RebaseResult
{
    private RebaseResult()
    {
    }

    /// <summary>The same change fits the fresh text and may be written.</summary>
    /// <param name="Flow">The flow planned on the fresh text.</param>
    public sealed record Rebased(PlannedFlow Flow) : RebaseResult;

    /// <summary>The fresh text already has the change; nothing is written.</summary>
    public sealed record AlreadyDone : RebaseResult;

    /// <summary>On the fresh text the change would be another one than was reviewed; nothing is written.</summary>
    /// <param name="Reason">Full sentences: what differs.</param>
    public sealed record Conflict(string Reason) : RebaseResult;
}
