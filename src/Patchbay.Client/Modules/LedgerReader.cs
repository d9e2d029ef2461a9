using System.Collections.Concurrent;
using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Reads a <see cref="ModuleLedger"/> with few requests: what is asked once for all modules is not asked for each, and what is asked for each is not asked for every flow.</summary>
internal sealed class LedgerReader(PlatformApi api, CancellationToken cancellationToken)
{
    private const int Parallelism = 8;

    private readonly Dictionary<string, PlatformFlow> _flows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Dependency>>>> _copies = new(StringComparer.Ordinal);

    public async Task<ModuleLedger> ReadAsync(Func<PlatformFlow, bool> isWanted)
    {
        var before = await api.Dependencies.StatusAsync(cancellationToken);
        await foreach (var flow in api.Flows.ListAsync(null, null, cancellationToken: cancellationToken))
        {
            _flows[flow.Id] = flow;
        }

        var modules = _flows.Values.Where(flow => flow.IsCommonModule && isWanted(flow)).OrderBy(flow => flow.Name, StringComparer.Ordinal).ToList();
        if (modules.Count == 0)
        {
            return new ModuleLedger([], before.Status ?? "") { Flows = [.. _flows.Values] };
        }

        var updated = await UpdatedAsync();
        var uses = new ModuleUse[modules.Count];
        await ForEachAsync(Enumerable.Range(0, modules.Count), async i => uses[i] = await UseOfAsync(modules[i]));

        // An index that was behind at either end may have been so at any moment between.
        var after = before.IsReady ? await api.Dependencies.StatusAsync(cancellationToken) : before;
        var entries = new ModuleEntry[modules.Count];
        await ForEachAsync(Enumerable.Range(0, modules.Count), async i => entries[i] = await EntryAsync(modules[i], uses[i], updated, after));
        return new ModuleLedger([.. entries], after.Status ?? "") { Flows = [.. _flows.Values] };
    }

    /// <summary>What the index says each flow holds of a module that has moved on, by flow and module.</summary>
    private async Task<Dictionary<(string Flow, string Module), string?>> UpdatedAsync()
    {
        var found = new Dictionary<(string, string), string?>();
        await foreach (var flow in api.Dependencies.UpdatedConsumersAsync(DependencyClient.CommonModule, cancellationToken))
        {
            foreach (var module in flow.ConsumedResources ?? [])
            {
                found[(flow.Id, module.Id)] = module.Version;
            }
        }

        return found;
    }

    private async Task<ModuleUse> UseOfAsync(PlatformFlow module)
    {
        var versions = new List<PlatformVersion>();
        await foreach (var version in api.Flows.VersionsAsync(module.Id, cancellationToken))
        {
            versions.Add(version);
        }

        var published = await ConsumersAsync(module, isPublished: true);
        var checkedIn = await ConsumersAsync(module, isPublished: false);
        return new ModuleUse(new ModuleTimes(versions), published, checkedIn);
    }

    private async Task<IReadOnlyList<Dependency>> ConsumersAsync(PlatformFlow module, bool isPublished)
    {
        var found = new List<Dependency>();
        await foreach (var use in api.Dependencies.ConsumersAsync(module.Id, DependencyClient.CommonModule, isPublished, cancellationToken))
        {
            found.Add(use);
        }

        return found;
    }

    private async Task<ModuleEntry> EntryAsync(PlatformFlow module, ModuleUse use, Dictionary<(string Flow, string Module), string?> updated, DependencyStatus index)
    {
        var consumers = new List<ModuleConsumer>();
        foreach (var consumer in use.Published.DistinctBy(consumer => consumer.Id))
        {
            consumers.Add(await ConsumerAsync(module, use.Times, consumer, updated, index));
        }

        var known = use.Published.Select(consumer => consumer.Id).ToHashSet(StringComparer.Ordinal);
        return new ModuleEntry(module.Id, module.Name, module.PublishedVersion?.Id, module.PublishedVersion?.DatePublished, [.. consumers.OrderBy(consumer => consumer.Name, StringComparer.Ordinal)])
        {
            Times = use.Times,
            Coming = [.. use.CheckedIn.Where(consumer => !known.Contains(consumer.Id)).Select(consumer => NameOf(consumer)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private async Task<ModuleConsumer> ConsumerAsync(PlatformFlow module, ModuleTimes times, Dependency use, Dictionary<(string Flow, string Module), string?> updated, DependencyStatus index)
    {
        var consumer = _flows.TryGetValue(use.Id, out var flow) ? ModuleConsumer.Of(flow, use.Version) : new ModuleConsumer(use.Id, NameOf(use), "", use.Version ?? "", LiveSince: null);
        var (holds, why) = await HoldsAsync(module, times, consumer, use, updated, index);
        return consumer with
        {
            Holds = holds,
            WhyUnknown = why,
            StaleSince = holds is null || holds == module.PublishedVersion?.Id ? null : times.EndOf(holds) is { } end && end >= consumer.LiveSince ? end : null,
        };
    }

    /// <summary>Hears both witnesses.</summary>
    private async Task<(string? Version, string Why)> HoldsAsync(PlatformFlow module, ModuleTimes times, ModuleConsumer consumer, Dependency use, Dictionary<(string Flow, string Module), string?> updated, DependencyStatus index)
    {
        if (!index.IsReady)
        {
            return (null, $"The org's index is not ready ({index.Status ?? "no status"}).");
        }

        if (use.StateUnknown)
        {
            return (null, "The org's index does not know how the flow stands.");
        }

        if (consumer.LiveSince is not { } moment)
        {
            return (null, "The org does not list the flow, or not when it was published.");
        }

        if (use.Version is { } indexed && indexed != consumer.LiveVersion)
        {
            return (null, $"The org's index has version {indexed} of the flow, and {consumer.LiveVersion} is live.");
        }

        var possible = times.PossibleAt(moment);
        if (possible is [var told] && (updated.TryGetValue((use.Id, module.Id), out var behind) ? behind == told : told == module.PublishedVersion?.Id))
        {
            return (told, "");
        }

        var copy = (await CopiesOf(consumer)).FirstOrDefault(copy => copy.Id == module.Id);
        return (possible, copy?.Version) switch
        {
            (_, { } named) when possible.Contains(named) => (named, ""),
            ([var only], null) => (only, ""),
            ([], _) => (null, "No version of the module was live when the flow was published, as far as the org tells."),
            (_, null) => (null, $"It was published when {string.Join(" or ", possible)} was live; the org does not tell which."),
            var (_, named) => (null, $"The org's index says that it holds {named}, and the times of the publishes say {string.Join(" or ", possible)}."),
        };
    }

    /// <summary>What the index says a flow's live version uses; asked for once.</summary>
    private Task<IReadOnlyList<Dependency>> CopiesOf(ModuleConsumer consumer) => _copies.GetOrAdd(consumer.Id, _ => new(async () =>
    {
        var found = new List<Dependency>();
        await foreach (var used in api.Dependencies.ConsumedAsync(consumer.Id, DependencyClient.TypeOf(consumer.Type), consumer.LiveVersion, DependencyClient.CommonModule, cancellationToken))
        {
            found.Add(used);
        }

        return found;
    })).Value;

    private string NameOf(Dependency use) => _flows.GetValueOrDefault(use.Id)?.Name ?? use.Name ?? use.Id;

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> body) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (item, _) => await body(item));

    private sealed record ModuleUse(ModuleTimes Times, IReadOnlyList<Dependency> Published, IReadOnlyList<Dependency> CheckedIn);
}
