using System.Collections.Concurrent;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Modules;

/// <summary>Reads a <see cref="PromptLedger"/> with few requests.</summary>
internal sealed class PromptReader(PlatformApi api, CancellationToken cancellationToken)
{
    private const int Parallelism = 8;

    private readonly Dictionary<string, PlatformFlow> _flows = new(StringComparer.Ordinal);

    /// <summary>The prompts that the live version uses, of flows whose newest version is another.</summary>
    private readonly ConcurrentDictionary<string, HashSet<string>> _live = new(StringComparer.Ordinal);

    public async Task<PromptLedger> ReadAsync()
    {
        var before = await api.Dependencies.StatusAsync(cancellationToken);
        await foreach (var flow in api.Flows.ListAsync(null, null, cancellationToken: cancellationToken))
        {
            _flows[flow.Id] = flow;
        }

        var prompts = await api.Things.ListAsync(ThingsClient.Kinds.First(kind => kind.Kind == DependencyKind.Prompt), cancellationToken).ToListAsync(cancellationToken);
        var used = await api.Dependencies.UsedAsync(DependencyClient.UserPrompt, cancellationToken).ToDictionaryAsync(prompt => prompt.Id, StringComparer.Ordinal, cancellationToken);
        var gone = await GoneAsync();
        var open = used.Values.SelectMany(prompt => prompt.ConsumingResources ?? []).Select(user => _flows.GetValueOrDefault(user.Id)).OfType<PlatformFlow>().Where(flow => flow.PublishedVersion is { } live && live.Id != flow.CheckedInVersion?.Id).DistinctBy(flow => flow.Id);
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (flow, stop) =>
            _live[flow.Id] = await api.Dependencies.ConsumedAsync(flow.Id, DependencyClient.TypeOf(flow.Type), flow.PublishedVersion?.Id ?? "", DependencyClient.UserPrompt, stop).Select(prompt => prompt.Id).ToHashSetAsync(StringComparer.Ordinal, stop));

        // An index that was behind at either end may have been so at any moment between.
        var after = before.IsReady ? await api.Dependencies.StatusAsync(cancellationToken) : before;
        var entries = prompts.Select(prompt => new PromptEntry(prompt.Id, prompt.Name ?? prompt.Id, [.. (used.GetValueOrDefault(prompt.Id)?.ConsumingResources ?? []).DistinctBy(user => user.Id).Select(user => UserOf(prompt.Id, user, after)).OrderBy(user => user.Name, StringComparer.Ordinal)]));
        var known = prompts.Select(prompt => prompt.Id).ToHashSet(StringComparer.Ordinal);
        return new PromptLedger([.. entries.Concat(gone.Where(prompt => !known.Contains(prompt.Id))).OrderBy(prompt => prompt.Name, StringComparer.Ordinal)], after.Status ?? "") { Flows = [.. _flows.Values] };
    }

    /// <summary>The prompts that were deleted, with what uses them.</summary>
    private async Task<IReadOnlyList<PromptEntry>> GoneAsync()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var users = new Dictionary<(string Prompt, string User), PromptUser>();
        foreach (var isPublished in new[] { true, false })
        {
            await foreach (var user in api.Dependencies.DeletedConsumersAsync(DependencyClient.UserPrompt, isPublished, cancellationToken))
            {
                foreach (var prompt in (user.ConsumedResources ?? []).Where(used => used is { Deleted: true, Type: DependencyClient.UserPrompt }))
                {
                    names[prompt.Id] = string.IsNullOrEmpty(prompt.Name) ? prompt.Id : prompt.Name;
                    users.TryAdd((prompt.Id, user.Id), Described(user, isPublished ? PromptUse.Live : PromptUse.Unpublished, user.Version));
                }
            }
        }

        return [.. users.GroupBy(use => use.Key.Prompt, use => use.Value).Select(prompt => new PromptEntry(prompt.Key, names[prompt.Key], [.. prompt.OrderBy(user => user.Name, StringComparer.Ordinal)]) { IsDeleted = true })];
    }

    private PromptUser UserOf(string prompt, Dependency user, DependencyStatus index)
    {
        if (!index.IsReady)
        {
            return Unknown(user, $"The org's index is not ready ({index.Status ?? "no status"}).");
        }

        if (user.StateUnknown)
        {
            return Unknown(user, "The org's index does not know how it stands.");
        }

        if (_flows.GetValueOrDefault(user.Id) is not { } flow)
        {
            return IsFlow(user) ? Unknown(user, "The org does not list the flow.") : Described(user, PromptUse.Live, null);
        }

        var (live, newest) = (flow.PublishedVersion?.Id, flow.CheckedInVersion?.Id);
        return user.Version is { } indexed && indexed != live && indexed != newest ? Unknown(user, $"The org's index has version {indexed} of the flow, and {live ?? newest} is {(live is null ? "the newest" : "live")}.")
            : live is null ? Described(user, PromptUse.Unpublished, newest)
            : live == newest || _live.GetValueOrDefault(flow.Id)?.Contains(prompt) == true ? Described(user, PromptUse.Live, live)
            : Described(user, PromptUse.Unpublished, newest);
    }

    private PromptUser Unknown(Dependency user, string why) => Described(user, PromptUse.Unknown, null) with { WhyUnknown = why };

    private PromptUser Described(Dependency user, PromptUse use, string? version) =>
        new(user.Id, _flows.GetValueOrDefault(user.Id)?.Name ?? user.Name ?? user.Id, _flows.GetValueOrDefault(user.Id)?.Type.ToLowerInvariant() ?? DependencyClient.FlowTypeOf(user.Type ?? ""), use) { Version = version };

    private static bool IsFlow(Dependency user) => user.Type is "WORKFLOW" || user.Type?.EndsWith("FLOW", StringComparison.Ordinal) == true;
}
