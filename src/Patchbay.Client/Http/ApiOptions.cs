namespace Patchbay.Client.Http;

/// <summary>How a connection behaves.</summary>
public sealed record ApiOptions
{
    /// <summary>The clock for everything that waits or expires.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gives numbers from 0 up to 1, for the jitter between retries.</summary>
    /// <value>Default: a shared random generator.</value>
    public Func<double> Randomizer { get; init; } = Random.Shared.NextDouble;

    /// <summary>How long one call may take in all, with its waits and retries.</summary>
    /// <value>Default: 10 minutes, so that work queued behind a full rate window gets its turn.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one attempt may take, from sending to the last byte of the answer.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is repeated at most.</summary>
    /// <value>Default: 5.</value>
    public int MaxRetries { get; init; } = 5;

    /// <summary>How many requests may be sent in any second, whatever the org allows.</summary>
    /// <value>Default: 100.</value>
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>The folder by which processes of this machine share one rate budget for each org and OAuth client; made where it does not exist.</summary>
    /// <value>Default: null; then each connection has a budget of its own.</value>
    public string? RateFolder { get; init; }
}
