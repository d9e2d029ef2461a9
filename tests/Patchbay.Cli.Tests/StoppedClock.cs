namespace Patchbay.Cli.Tests;

/// <summary>A clock on which it is always the same time, so that ids and reports can be compared. Timers run as they do.</summary>
internal sealed class StoppedClock : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 7, 2, 11, TimeSpan.Zero);
}
