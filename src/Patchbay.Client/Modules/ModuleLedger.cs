using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Which published flow holds which version of which common module. A common module is copied into a flow when that flow is published, so a flow keeps the old module until it is published again.</summary>
/// <remarks>Two witnesses are heard: the org's index, which names the version that was copied, and the times at which the flow and the versions of the module went live. Where they disagree, or the index is not ready, the version is said to be unknown, with the reason; nothing is guessed.</remarks>
/// <param name="Modules">The common modules, by name.</param>
/// <param name="IndexStatus">How the org's index stands, in the platform's word, such as <c>OPERATIONAL</c>.</param>
public sealed record ModuleLedger(ImmutableArray<ModuleEntry> Modules, string IndexStatus)
{
    /// <summary>Whether the org says that its index can be relied on; where it cannot, consumers may be missing.</summary>
    public bool IsIndexReady => IndexStatus == DependencyStatus.Operational;

    /// <summary>Reads the ledger: a listing of all flows; for each module its versions and its users; and for all modules together what the index calls updated. Single flows are only asked about where the witnesses differ.</summary>
    /// <param name="api">The org.</param>
    /// <param name="isWanted">Which modules, by name and id; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public static Task<ModuleLedger> ReadAsync(PlatformApi api, Func<PlatformFlow, bool>? isWanted = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        return new LedgerReader(api, cancellationToken).ReadAsync(isWanted ?? (_ => true));
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
    /// <summary>Names of flows that call it in their newest checked-in version, and not in a published one: they take it once they are published.</summary>
    public ImmutableArray<string> Coming { get; init; } = [];

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
