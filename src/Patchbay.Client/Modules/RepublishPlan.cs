using System.Collections.Immutable;
using Patchbay.Client.Applying;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>What publishing the consumers of a module again comes to: which flows, in which waves, in which version, and which are left alone and why.</summary>
/// <param name="Module">The module.</param>
/// <param name="Steps">The stale consumers in the order in which they are published: one that another calls comes before it.</param>
/// <param name="LeftAlone">The stale consumers that are not published, and those of which nobody can tell, by name.</param>
public sealed record RepublishPlan(ModuleRelease Module, ImmutableArray<RepublishStep> Steps, ImmutableArray<LeftAlone> LeftAlone)
{
    /// <summary>The flows as <see cref="Applier.RepublishAsync"/> takes them.</summary>
    public IReadOnlyList<RunTarget> Targets => [.. Steps.Select(step => new RunTarget(step.Consumer.Id, step.Consumer.Name, step.Consumer.Revision, step.Version) { Wave = step.Wave })];

    /// <summary>Makes a plan. The index is asked which flows lead to which others, for the order.</summary>
    /// <param name="api">The org.</param>
    /// <param name="module">The module as the ledger has it; published.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public static async Task<RepublishPlan> MakeAsync(PlatformApi api, ModuleEntry module, RepublishOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(options);
        var release = new ModuleRelease(module.Id, module.Name, module.LiveVersion ?? throw new ArgumentException("The module is not published.", nameof(module)));
        var left = module.Consumers.Where(consumer => consumer.Holds is null || module.IsStale(consumer)).Select(consumer => (Consumer: consumer, Reason: WhyLeftAlone(consumer, options))).ToList();
        var taken = left.Where(pair => pair.Reason is null).Select(pair => pair.Consumer).ToList();
        var uses = taken.Count > 1 ? await UsesAsync(api, taken, cancellationToken) : [];
        return new RepublishPlan(release, ConsumerOrder.Waves(taken, uses, options), [.. left.Where(pair => pair.Reason is not null).Select(pair => new LeftAlone(pair.Consumer, pair.Reason ?? ""))]);
    }

    private static string? WhyLeftAlone(ModuleConsumer consumer, RepublishOptions options) => consumer switch
    {
        { Holds: null } => $"What it holds is not known. {consumer.WhyUnknown}",
        { LockedBy: { } holder } => $"{holder} has it checked out.",
        { Unpublished: { } newer } when !options.WithUnpublished => $"It has {(char.IsDigit(newer[0]) ? $"version {newer}" : newer)} that is not live, and that would go live with the module.",
        { Revision: null } => "The org does not list the flow.",
        _ => null,
    };

    /// <summary>Which flows each consumer leads to, by id.</summary>
    private static async Task<Dictionary<string, IReadOnlyList<string>>> UsesAsync(PlatformApi api, List<ModuleConsumer> consumers, CancellationToken cancellationToken)
    {
        var ids = consumers.Select(consumer => consumer.Id).ToHashSet(StringComparer.Ordinal);
        var uses = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        await foreach (var flow in api.Dependencies.UsesAsync(consumers.Select(consumer => DependencyClient.TypeOf(consumer.Type)).Distinct(), cancellationToken))
        {
            if (ids.Contains(flow.Id))
            {
                uses[flow.Id] = [.. (flow.ConsumedResources ?? []).Select(used => used.Id).Where(ids.Contains)];
            }
        }

        return uses;
    }
}

/// <summary>A consumer that is published again.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Wave">Its wave, from 1.</param>
/// <param name="Version">The version that is published: the live one, or a newer one where that is allowed.</param>
public sealed record RepublishStep(ModuleConsumer Consumer, int Wave, string Version);

/// <summary>A consumer that is left alone.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Reason">Why, as full sentences.</param>
public sealed record LeftAlone(ModuleConsumer Consumer, string Reason);
