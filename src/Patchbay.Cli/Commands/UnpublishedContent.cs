using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>What flows would gain besides a module: the difference between what is live and a newer version of them.</summary>
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

    private static async Task<Flow?> ReadAsync(IFlowStore store, string id, string? version, CancellationToken stop) =>
        FlowFormats.Read(FlowFormats.Parse(new SourceText((await store.ReadAsync(id, version, stop)).Text)));
}
