using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>What would go live with flows besides what is asked for: the difference between what is live and a newer version of them.</summary>
internal static class UnpublishedContent
{
    /// <summary>More flows than this are named, and not looked into.</summary>
    private const int Most = 20;

    /// <summary>The differences by flow, for flows of a plan with a newer version than the live one. A draft that is not checked in is not exported by the org, so nothing is said of it.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(IFlowStore store, RepublishPlan plan, CancellationToken stop)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var consumers = plan.Steps.Select(step => step.Consumer).Concat(plan.LeftAlone.Select(left => left.Consumer));
        foreach (var consumer in consumers.Where(consumer => consumer.Holds is not null && consumer.Unpublished is { } newer && char.IsDigit(newer[0])).Take(Most))
        {
            var (live, newest) = (await ReadAsync(store, consumer.Id, consumer.LiveVersion, stop), await ReadAsync(store, consumer.Id, consumer.Unpublished, stop));
            found[consumer.Id] = [.. FlowDiff.Compare(live, newest).Lines];
        }

        return found;
    }

    /// <summary>The flows that a plan changes and whose version it was made from is not live, where a write makes it so; null where there are none.</summary>
    public static async Task<IReadOnlyList<PlanView.UnheardRow>?> ReadAsync(IFlowStore store, Plan plan, CancellationToken stop)
    {
        var ids = plan.Changes.Select(flow => flow.Id).ToList();
        if (ids.Count == 0 || store.Capabilities is not { Draft: false, Publish: true })
        {
            return null;
        }

        var found = new List<PlanView.UnheardRow>();
        await foreach (var header in store.FindAsync(new FlowQuery { Ids = ids }, stop))
        {
            if (header.Published?.Version is var live && live != header.Version)
            {
                var differences = live is null || found.Count >= Most ? null
                    : FlowDiff.Compare(await ReadAsync(store, header.Id, live, stop), await ReadAsync(store, header.Id, header.Version, stop)).Lines;
                found.Add(new PlanView.UnheardRow(header.Id, live, header.Version, differences is null ? null : [.. differences]));
            }
        }

        return found.Count > 0 ? found : null;
    }

    private static async Task<Flow?> ReadAsync(IFlowStore store, string id, string? version, CancellationToken stop) =>
        FlowFormats.Read(FlowFormats.Parse(new SourceText((await store.ReadAsync(id, version, stop)).Text)));
}
