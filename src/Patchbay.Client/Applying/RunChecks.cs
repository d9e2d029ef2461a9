using System.Collections.Immutable;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Client.Applying;

/// <summary>What is looked at before a run writes anything. Each refusal is of the run as a whole.</summary>
internal sealed class RunChecks(IFlowStore store, RunOptions options)
{
    private const int MostNames = 10;
    private const int IdsPerRequest = 100;

    /// <summary>The flows as they are now, by id; known after the checks.</summary>
    public Dictionary<string, FlowHeader> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>The plan's changes that the options take, by name.</summary>
    public ImmutableArray<PlannedFlow> Select(Plan plan)
    {
        if (plan.Store != store.DisplayName)
        {
            throw new StoreException($"The plan was made from {plan.Store}, and this is {store.DisplayName}. Name that store with --org or --folder, or make a plan for this one.");
        }

        // What is renamed comes before what uses it, so that the first few of a plan can be written alone.
        var order = new RenameOrder(plan.Changes.Select(flow => (flow.Id, flow.Before, flow.After)));
        var changes = plan.Changes.OrderBy(flow => order.WaveOf(flow.Id)).ThenBy(flow => flow.Name, StringComparer.Ordinal).ThenBy(flow => flow.Id, StringComparer.Ordinal).ToList();
        CheckNames(options.Only, plan.Flows.Select(flow => (flow.Id, flow.Name)), "The plan");
        if (!options.Only.IsEmpty)
        {
            changes.RemoveAll(flow => !options.Only.Contains(flow.Name) && !options.Only.Contains(flow.Id));
        }

        return [.. changes.Take(options.First ?? int.MaxValue)];
    }

    /// <summary>The flows of a run that may be put back.</summary>
    public static ImmutableArray<RunTarget> SelectRestorable(Run original, IReadOnlyCollection<Run> earlier, IReadOnlyCollection<string> only)
    {
        CheckNames(only, original.Targets.Select(target => (target.Id, target.Name)), $"The run \"{original.Id}\"");
        var back = earlier.SelectMany(run => run.Flows.Where(flow => flow.Outcome == FlowOutcome.RolledBack).Select(flow => flow.Id)).ToHashSet(StringComparer.Ordinal);
        var changed = original.Kind == RunKind.Republish ? TakeBackPhase.ToTakeBack(original) : RestorePhase.ToRestore(original);
        if (original is { Kind: RunKind.Republish, Module: { } module } && changed.Count == 0)
        {
            throw new StoreException($"The run \"{original.Id}\" changed no definition: it published what was live, so that it holds version {module.Version} of \"{module.Name}\". To have the old module back, make its old version live, then run \"patchbay modules republish\".");
        }

        var touched = changed.Where(flow => only.Count == 0 || only.Contains(flow.Name) || only.Contains(flow.Id)).ToList();
        var left = touched.Where(flow => !back.Contains(flow.Id)).Select(flow => flow.Target).ToImmutableArray();
        if (!left.IsEmpty)
        {
            return left;
        }

        throw new StoreException(touched.Count == 0
            ? $"The run \"{original.Id}\" changed nothing that could be put back."
            : $"The run \"{original.Id}\" was rolled back already, by \"{earlier.First().Id}\".");
    }

    /// <summary>Looks at the flows in bulk and refuses what cannot go well.</summary>
    public async Task CheckAsync(Plan plan, ImmutableArray<PlannedFlow> targets, CancellationToken cancellationToken)
    {
        CheckCapabilities();
        await FindAsync(targets.Select(flow => flow.Id), cancellationToken);
        if (options.Strict)
        {
            var moved = targets.Where(flow => Headers.GetValueOrDefault(flow.Id)?.Revision != flow.Revision).Select(flow => flow.Name).ToList();
            if (moved.Count > 0)
            {
                throw new StoreException($"{Naming(moved)} moved since the plan was made at {plan.ReadAt:u}, and a strict run writes no flow that has. Nothing was written. Make the plan again.");
            }
        }

        await CheckRenamesAsync(plan, targets, cancellationToken);
        if (options.Publish)
        {
            await CheckLimitAsync(targets.Select(flow => flow.Id), cancellationToken);
        }
    }

    /// <summary>Refuses a run that would have a flow use another by a name that this one does not get.</summary>
    private async Task CheckRenamesAsync(Plan plan, ImmutableArray<PlannedFlow> targets, CancellationToken cancellationToken)
    {
        var order = new RenameOrder(plan.Changes.Select(flow => (flow.Id, flow.Before, flow.After)));
        var ids = targets.Select(flow => flow.Id).ToHashSet(StringComparer.Ordinal);
        var missing = targets.SelectMany(flow => order.UsedBy(flow.Id).Select(other => (flow.Name, Other: other))).Where(use => !ids.Contains(use.Other.Id)).ToList();
        await FindAsync(missing.Select(use => use.Other.Id).Distinct(StringComparer.Ordinal), cancellationToken);
        foreach (var (name, other) in missing.Where(use => Headers.GetValueOrDefault(use.Other.Id)?.Name != use.Other.Name))
        {
            throw new StoreException($"\"{name}\" would use \"{other.Old}\" as \"{other.Name}\", and this run does not rename it. Nothing was written. Take \"{other.Old}\" along.");
        }
    }

    /// <summary>Refuses a publish that cannot go well.</summary>
    public async Task CheckPublishAsync(IReadOnlyCollection<RunTarget> targets, CancellationToken cancellationToken)
    {
        CheckCapabilities();
        await FindAsync(targets.Select(target => target.Id), cancellationToken);
        await CheckLimitAsync(targets.Select(target => target.Id), cancellationToken);
    }

    private void CheckCapabilities()
    {
        var can = store.Capabilities;
        if (options.Publish && !can.Publish)
        {
            throw new StoreException($"{store.DisplayName} cannot publish. Apply without publishing.");
        }

        if (options.Publish && options.ActivateAt is not null && !can.Schedule)
        {
            throw new StoreException($"{store.DisplayName} cannot publish at a set time. Publish when the time has come.");
        }

        if (!options.Publish && can is { Publish: true, Draft: false })
        {
            throw new StoreException($"{store.DisplayName} keeps no drafts: what is written is live at once. Nothing was written. Say that this is meant with --publish.");
        }
    }

    private async Task CheckLimitAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var first = ids.Count(id => Headers.GetValueOrDefault(id) is { Published: null });
        if (first == 0 || await store.ReadPublishLimitAsync(cancellationToken) is not { } limit)
        {
            return;
        }

        var live = 0;
        await foreach (var header in store.FindAsync(FlowQuery.All, cancellationToken))
        {
            live += header.Published is null ? 0 : 1;
        }

        if (live + first > limit)
        {
            throw new StoreException($"{store.DisplayName} allows {limit} published flows and has {live}. This run would publish {first} for the first time. Nothing was written. Take fewer with --first or --only, or have the limit raised.");
        }
    }

    private async Task FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(IdsPerRequest))
        {
            await foreach (var header in store.FindAsync(new FlowQuery { Ids = some }, cancellationToken))
            {
                Headers[header.Id] = header;
            }
        }
    }

    private static void CheckNames(IEnumerable<string> asked, IEnumerable<(string Id, string Name)> flows, string what)
    {
        var known = flows.ToList();
        foreach (var name in asked.Where(name => !known.Exists(flow => flow.Id == name || flow.Name == name)))
        {
            var near = new NearNames(known.Select(flow => flow.Name)).Find(name);
            throw new StoreException($"{what} has no flow \"{name}\".{(near.IsEmpty ? "" : $" Did you mean {string.Join(" or ", near.Select(other => $"\"{other}\""))}?")} Nothing was written.", StoreFailure.NotFound);
        }
    }

    private static string Naming(List<string> names) => names.Count == 1
        ? $"\"{names[0]}\" has"
        : $"{names.Count} flows ({string.Join(", ", names.Take(MostNames).Select(name => $"\"{name}\""))}{(names.Count > MostNames ? ", ..." : "")}) have";
}
