using Patchbay.Cli.Views;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>The common modules that a plan changes, with the published flows that hold a copy: these keep the old one until they are published again. Flows that the plan changes because a module gets another name are published after the module, and hold the new one then.</summary>
internal static class ChangedModules
{
    /// <summary>Asks the org's index, once for each module; null where no module is changed, or where modules are not copied.</summary>
    public static async Task<IReadOnlyList<PlanView.ModuleRow>?> ReadAsync(OpenStore open, Plan plan, CancellationToken stop)
    {
        var found = new List<PlanView.ModuleRow>();
        if (open.Platform is not { } api)
        {
            return null;
        }

        var changed = plan.Changes.Select(flow => flow.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var module in plan.Changes.Where(flow => FlowTypes.Same(flow.Type, "commonmodule")))
        {
            var consumers = await api.Dependencies.ConsumersAsync(module.Id, DependencyClient.CommonModule, isPublished: true, stop).ToListAsync(stop);
            var name = FlowFormats.ReadHead(new SourceText(module.After))?.Name ?? module.Name;
            if (name != module.Name && consumers.RemoveAll(consumer => changed.Contains(consumer.Id)) > 0 && consumers.Count == 0)
            {
                continue;
            }

            found.Add(new PlanView.ModuleRow(
                name,
                [.. consumers.Select(flow => new PlanView.ConsumerRow(flow.Id, flow.Name ?? flow.Id, DependencyClient.FlowTypeOf(flow.Type ?? ""))).OrderBy(flow => flow.Name, StringComparer.Ordinal)]));
        }

        return found.Count > 0 ? found : null;
    }
}
