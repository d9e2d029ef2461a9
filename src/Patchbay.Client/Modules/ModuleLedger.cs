using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Which published flow holds which version of which common module. A common module is copied into a flow when that flow is published, so a flow keeps the old module until it is published again.</summary>
/// <remarks>Two witnesses are heard: the org's index, which names the version that was copied, and the times at which the flow and the versions of the module went live. A third is heard by <see cref="Against"/>: the content of what is live, which tells whether the module is called at all. Where they disagree, or the index is not ready, the version is said to be unknown, with the reason; nothing is guessed.</remarks>
/// <param name="Modules">The common modules, by name.</param>
/// <param name="IndexStatus">How the org's index stands, in the platform's word, such as <c>OPERATIONAL</c>.</param>
public sealed record ModuleLedger(ImmutableArray<ModuleEntry> Modules, string IndexStatus)
{
    /// <summary>Whether the org says that its index can be relied on; where it cannot, consumers may be missing.</summary>
    public bool IsIndexReady => IndexStatus == DependencyStatus.Operational;

    /// <summary>All flows of the org, as they were listed.</summary>
    public ImmutableArray<PlatformFlow> Flows { get; init; } = [];

    /// <summary>How many published flows' content was held against the index.</summary>
    /// <value>Default: 0.</value>
    public int ContentsRead { get; init; }

    /// <summary>Holds the index against the content of published flows. A flow that the index names and whose content does not call the module, and one that calls it and is not named, are consumers of which it is not known what they hold.</summary>
    /// <param name="contents">What is known of the content of live versions. That of a version that is not live any more is left out of account.</param>
    public ModuleLedger Against(IEnumerable<LiveContent> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var live = Flows.Where(flow => flow.PublishedVersion is not null).ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var known = contents.Where(content => live.GetValueOrDefault(content.FlowId)?.PublishedVersion?.Id == content.Version).ToDictionary(content => content.FlowId, StringComparer.Ordinal);
        var names = Flows.Where(flow => flow.IsCommonModule).Select(flow => flow.Name).ToHashSet(StringComparer.Ordinal);
        return this with { ContentsRead = known.Count, Modules = [.. Modules.Select(module => EntryAgainst(module, known, names, live))] };
    }

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

    private ModuleEntry EntryAgainst(ModuleEntry module, Dictionary<string, LiveContent> contents, HashSet<string> names, Dictionary<string, PlatformFlow> live)
    {
        var consumers = module.Consumers.Select(consumer => contents.TryGetValue(consumer.Id, out var content) && content.Version == consumer.LiveVersion ? ConsumerAgainst(consumer, content.Calls(module.Name, names)) : consumer).ToList();
        var named = consumers.Select(consumer => consumer.Id).ToHashSet(StringComparer.Ordinal);
        var missed = contents.Values.Where(content => content.Modules.Contains(module.Name) && !named.Contains(content.FlowId)).Select(content => Missed(module, live[content.FlowId])).ToList();
        return module with
        {
            Consumers = [.. consumers.Concat(missed).OrderBy(consumer => consumer.Name, StringComparer.Ordinal)],
            Coming = module.Coming.RemoveAll(name => missed.Exists(consumer => consumer.Name == name)),
        };
    }

    private static ModuleConsumer ConsumerAgainst(ModuleConsumer consumer, bool? calls) => calls == false
        ? consumer with { ContentCalls = false, Holds = null, StaleSince = null, WhyUnknown = $"{consumer.WhyUnknown} The org's index names the flow, and the content of its live version does not call the module.".TrimStart() }
        : consumer with { ContentCalls = calls };

    private ModuleConsumer Missed(ModuleEntry module, PlatformFlow flow)
    {
        var consumer = ModuleConsumer.Of(flow);
        var hint = consumer.LiveSince is { } since && module.Times.PossibleAt(since) is [var told] ? $" By the times of the publishes it would hold {told}." : "";
        return consumer with { ContentCalls = true, IsIndexed = false, WhyUnknown = $"The content of its live version calls the module, and the org's index{(IsIndexReady ? "" : $", which is not ready ({IndexStatus}),")} does not name it.{hint}" };
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

    /// <summary>When its versions were live.</summary>
    internal ModuleTimes Times { get; init; } = new([]);

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
