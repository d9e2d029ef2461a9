using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>How many callers went through flows that held the live version of a common module, and how many through flows without it. A module has no contacts of its own, so those of the flows that hold a copy are counted.</summary>
/// <param name="Module">The module, with its consumers; published.</param>
/// <param name="From">Counted from this time on.</param>
/// <param name="To">Counted up to this time.</param>
/// <param name="Consumers">The callers of each consumer, by name.</param>
public sealed record ModuleAdoption(ModuleEntry Module, DateTimeOffset From, DateTimeOffset To, ImmutableArray<ConsumerCallers> Consumers)
{
    /// <summary>Counts. A hundred flows take two requests; a flow that was published since the module was takes a few of its own, and all of those together the org's audit trail, where the versions do not tell the order of publishes.</summary>
    /// <param name="api">The org.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="module">A module of the ledger that is live, and since a moment that is known.</param>
    /// <param name="from">Count from this time on.</param>
    /// <param name="to">Count up to this time.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <exception cref="ArgumentException">The module is not live, or not since a known moment.</exception>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public static Task<ModuleAdoption> CountAsync(PlatformApi api, ModuleLedger ledger, ModuleEntry module, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(module);
        return module is { LiveVersion: { } version, LiveSince: { } since }
            ? new AdoptionReader(api, ledger, module, version, since, cancellationToken).CountAsync(from, to)
            : throw new ArgumentException("The module is not live since a known moment.", nameof(module));
    }
}

/// <summary>The callers of a flow that holds a copy of a module.</summary>
/// <param name="Consumer">The flow.</param>
/// <param name="Before">Contacts before the module's live version went live.</param>
/// <param name="ThroughNew">Contacts since then through a version of the flow that held the module's live version.</param>
/// <param name="ThroughOld">Contacts since then through one that did not: it held another, or did not call the module.</param>
/// <param name="ThroughUnknown">Contacts since then of which nobody can tell.</param>
public sealed record ConsumerCallers(ModuleConsumer Consumer, long Before, long ThroughNew, long ThroughOld, long ThroughUnknown)
{
    /// <summary>All contacts since the module's live version went live.</summary>
    public long After => ThroughNew + ThroughOld + ThroughUnknown;

    /// <summary>Why some of them are not known, as full sentences; empty where all are.</summary>
    public string WhyUnknown { get; init; } = "";
}
