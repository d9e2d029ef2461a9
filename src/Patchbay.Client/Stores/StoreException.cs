namespace Patchbay.Client.Stores;

/// <summary>What kind of obstacle a store met; decides the exit code.</summary>
public enum StoreFailure
{
    /// <summary>Anything else: the network, a disk, a server's fault.</summary>
    Other,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>Credentials are missing or wrong, or a scope or division is not granted.</summary>
    NotAuthorized,
}

/// <summary>The world said no: what was attempted, what was answered, and what to do.</summary>
public class StoreException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Full sentences: what was attempted, what was answered, what to do.</param>
    /// <param name="failure">The kind of obstacle.</param>
    /// <param name="inner">The exception behind it, if any.</param>
    public StoreException(string message, StoreFailure failure = StoreFailure.Other, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
    }

    /// <summary>The kind of obstacle.</summary>
    public StoreFailure Failure { get; }

    /// <summary>Whether a write may have happened all the same: its answer was lost.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool OutcomeUnknown { get; init; }
}
