using System.Collections.Immutable;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Modules;

/// <summary>How consumers are published again.</summary>
public sealed record RepublishOptions
{
    /// <summary>How many flows are published before the next look at how it goes.</summary>
    /// <value>Default: 5.</value>
    public int WaveSize { get; init; } = 5;

    /// <summary>The wait between two waves.</summary>
    /// <value>Default: none.</value>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether a flow with changes that are not live may be published with them.</summary>
    /// <value>Default: <c>false</c>; such a flow is left alone.</value>
    public bool WithUnpublished { get; init; }
}

/// <summary>What became of a consumer.</summary>
public enum RepublishOutcome
{
    /// <summary>A new version is live, which holds the live version of the module.</summary>
    Republished,

    /// <summary>It was left alone on purpose: it has changes that are not live, or somebody holds it.</summary>
    LeftAlone,

    /// <summary>The org refused, or the flow moved meanwhile.</summary>
    Failed,

    /// <summary>A flow before it failed, so it was not tried.</summary>
    NotTried,
}

/// <summary>A consumer and what became of it.</summary>
/// <param name="Consumer">The consumer as the ledger had it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">The new version, or the reason, as a full sentence.</param>
public sealed record RepublishedConsumer(ModuleConsumer Consumer, RepublishOutcome Outcome, string Text);

/// <summary>Publishes the stale consumers of a module again, in waves, so that they get its live version. The content of a flow stays as it is live, byte for byte.</summary>
/// <remarks>What is left to do after a stop is what the ledger then calls stale: running it again goes on.</remarks>
/// <param name="store">The org.</param>
/// <param name="time">The clock for the pauses.</param>
public sealed class ModuleRepublisher(ArchitectStore store, TimeProvider time)
{
    /// <summary>Why a consumer is left alone; null where it can be published again.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="options">What is allowed.</param>
    public static string? WhyLeftAlone(ModuleConsumer consumer, RepublishOptions options)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        ArgumentNullException.ThrowIfNull(options);
        return consumer switch
        {
            { LockedBy: { } holder } => $"{holder} has it checked out.",
            { HasUnpublishedChanges: true } when !options.WithUnpublished => "It has changes that are not live, and they would go live with the module.",
            _ => null,
        };
    }

    /// <summary>Publishes consumers again, in the order given; the first failure ends it after its wave.</summary>
    /// <param name="consumers">The stale consumers.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Told of each as it is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it between two flows.</param>
    public async Task<ImmutableArray<RepublishedConsumer>> RepublishAsync(IEnumerable<ModuleConsumer> consumers, RepublishOptions options, Action<RepublishedConsumer>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var done = ImmutableArray.CreateBuilder<RepublishedConsumer>();
        var hasFailed = false;
        foreach (var wave in consumers.Chunk(Math.Max(1, options.WaveSize)))
        {
            if (done.Count > 0 && !hasFailed && options.Pause > TimeSpan.Zero)
            {
                await Task.Delay(options.Pause, time, cancellationToken);
            }

            foreach (var outcome in await Task.WhenAll(wave.Select(consumer => hasFailed ? NotTried(consumer) : OneAsync(consumer, options, cancellationToken))))
            {
                done.Add(outcome);
                report?.Invoke(outcome);
            }

            hasFailed |= done.Any(consumer => consumer.Outcome == RepublishOutcome.Failed);
        }

        return done.DrainToImmutable();
    }

    private static Task<RepublishedConsumer> NotTried(ModuleConsumer consumer) => Task.FromResult(new RepublishedConsumer(consumer, RepublishOutcome.NotTried, "A flow before it failed."));

    private async Task<RepublishedConsumer> OneAsync(ModuleConsumer consumer, RepublishOptions options, CancellationToken cancellationToken)
    {
        if (WhyLeftAlone(consumer, options) is { } reason)
        {
            return new RepublishedConsumer(consumer, RepublishOutcome.LeftAlone, reason);
        }

        try
        {
            var flow = await store.ReadAsync(consumer.Id, version: null, cancellationToken);
            if (flow.Header.Published?.Version != consumer.LiveVersion)
            {
                return new RepublishedConsumer(consumer, RepublishOutcome.Failed, $"Version {flow.Header.Published?.Version ?? "none"} is live, and it was {consumer.LiveVersion} when this began.");
            }

            return await store.WriteAsync(new FlowWrite(consumer.Id, flow.Header.Revision, flow.Text, flow.Text, WriteMode.Live), cancellationToken) switch
            {
                WriteResult.Written written => new RepublishedConsumer(consumer, RepublishOutcome.Republished, $"Version {written.Version} is live."),
                WriteResult.Held held => new RepublishedConsumer(consumer, RepublishOutcome.LeftAlone, $"{held.By} has it checked out."),
                WriteResult.Refused refused => new RepublishedConsumer(consumer, RepublishOutcome.Failed, string.Join(' ', refused.Reasons)),
                _ => new RepublishedConsumer(consumer, RepublishOutcome.Failed, "Somebody published it meanwhile. Look at the ledger again."),
            };
        }
        catch (StoreException e)
        {
            return new RepublishedConsumer(consumer, RepublishOutcome.Failed, e.Message);
        }
    }
}
