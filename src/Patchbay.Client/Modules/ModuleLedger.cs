using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Which published flow holds which version of which common module. A common module is copied into a flow when that flow is published, so a flow keeps the old module until it is published again.</summary>
/// <remarks>The index of the org tells who uses a module. Which version a flow holds follows from two times: that at which the flow went live, and those at which the module's versions did. Where either is not known, the version is said to be unknown; nothing is guessed.</remarks>
/// <param name="Modules">The common modules, by name.</param>
/// <param name="IsIndexReady">Whether the org says that its index can be relied on; where it cannot, consumers may be missing.</param>
public sealed record ModuleLedger(ImmutableArray<ModuleEntry> Modules, bool IsIndexReady)
{
    private const string ModuleType = "COMMONMODULEFLOW";

    /// <summary>Reads the ledger: a listing of all flows, and for each module its versions and its consumers.</summary>
    /// <param name="api">The org.</param>
    /// <param name="isWanted">Which modules, by name; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public static async Task<ModuleLedger> ReadAsync(PlatformApi api, Predicate<string>? isWanted = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        var status = await api.Dependencies.StatusAsync(cancellationToken);
        var flows = new Dictionary<string, PlatformFlow>(StringComparer.Ordinal);
        await foreach (var flow in api.Flows.ListAsync(null, null, cancellationToken: cancellationToken))
        {
            flows[flow.Id] = flow;
        }

        var modules = ImmutableArray.CreateBuilder<ModuleEntry>();
        foreach (var module in flows.Values.Where(flow => flow.Type == "COMMONMODULE" && isWanted?.Invoke(flow.Name) != false).OrderBy(flow => flow.Name, StringComparer.Ordinal))
        {
            modules.Add(await ReadModuleAsync(api, module, flows, cancellationToken));
        }

        return new ModuleLedger(modules.DrainToImmutable(), status.IsReady);
    }

    private static async Task<ModuleEntry> ReadModuleAsync(PlatformApi api, PlatformFlow module, Dictionary<string, PlatformFlow> flows, CancellationToken cancellationToken)
    {
        var versions = new List<PlatformVersion>();
        await foreach (var version in api.Flows.VersionsAsync(module.Id, cancellationToken))
        {
            versions.Add(version);
        }

        var consumers = ImmutableArray.CreateBuilder<ModuleConsumer>();
        await foreach (var use in api.Dependencies.PublishedConsumersAsync(module.Id, ModuleType, cancellationToken))
        {
            var flow = flows.GetValueOrDefault(use.Id);
            var liveSince = flow?.PublishedVersion?.DatePublished;
            consumers.Add(new ModuleConsumer(use.Id, flow?.Name ?? use.Name ?? use.Id, flow?.Type.ToLowerInvariant() ?? "", flow?.PublishedVersion?.Id ?? use.Version ?? "", liveSince)
            {
                Holds = !use.StateUnknown && liveSince is { } moment ? versions.Find(version => version.WasLiveAt(moment))?.Id : null,
                HasUnpublishedChanges = flow is not null && (flow.SavedVersion is not null || flow.CheckedInVersion?.Id != flow.PublishedVersion?.Id),
                LockedBy = (flow?.LockedUser ?? flow?.LockedClient) is { } holder ? holder.Name ?? holder.Id : null,
            });
        }

        consumers.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new ModuleEntry(module.Id, module.Name, module.PublishedVersion?.Id, module.PublishedVersion?.DatePublished, consumers.DrainToImmutable());
    }
}

/// <summary>A common module and the flows that hold a copy of it.</summary>
/// <param name="Id">The module's id.</param>
/// <param name="Name">The module's name.</param>
/// <param name="LiveVersion">The version that a flow published now would get; null when the module is not published.</param>
/// <param name="LiveSince">Since when that version is live; null where it is not known.</param>
/// <param name="Consumers">The published flows that call it, by name.</param>
public sealed record ModuleEntry(string Id, string Name, string? LiveVersion, DateTimeOffset? LiveSince, ImmutableArray<ModuleConsumer> Consumers)
{
    /// <summary>The consumers that hold another version than the live one.</summary>
    public IEnumerable<ModuleConsumer> Stale => Consumers.Where(IsStale);

    /// <summary>The consumers of which nobody can tell what they hold.</summary>
    public IEnumerable<ModuleConsumer> Unknown => Consumers.Where(consumer => consumer.Holds is null);

    /// <summary>Whether a consumer holds another version than the live one.</summary>
    /// <param name="consumer">A consumer of this module.</param>
    public bool IsStale(ModuleConsumer consumer)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        return LiveVersion is not null && consumer.Holds is not null && consumer.Holds != LiveVersion;
    }
}

/// <summary>A published flow that holds a copy of a module.</summary>
/// <param name="Id">The flow's id.</param>
/// <param name="Name">The flow's name.</param>
/// <param name="Type">The flow's type in lower case; empty where it is not known.</param>
/// <param name="LiveVersion">The flow's live version.</param>
/// <param name="LiveSince">Since when that version is live; null where it is not known.</param>
public sealed record ModuleConsumer(string Id, string Name, string Type, string LiveVersion, DateTimeOffset? LiveSince)
{
    /// <summary>The version of the module that it holds; null where that is not known.</summary>
    public string? Holds { get; init; }

    /// <summary>Whether it has a draft, or a checked-in version, that is not live: to publish it again would be to publish that too.</summary>
    public bool HasUnpublishedChanges { get; init; }

    /// <summary>Who has it checked out; null for nobody.</summary>
    public string? LockedBy { get; init; }
}
