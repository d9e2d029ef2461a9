using Patchbay.Cli.Views;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;
using Patchbay.Core.Planning;

namespace Patchbay.Cli.Commands;

/// <summary>The common modules that a plan changes, with the published flows that hold a copy: these keep the old one until they are published again.</summary>
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

        foreach (var module in plan.Changes.Where(flow => FlowTypes.Same(flow.Type, "commonmodule")))
        {
            var consumers = await api.Dependencies.ConsumersAsync(module.Id, DependencyClient.CommonModule, isPublished: true, stop).ToListAsync(stop);
            found.Add(new PlanView.ModuleRow(
                module.Name,
                [.. consumers.Select(flow => new PlanView.ConsumerRow(flow.Id, flow.Name ?? flow.Id, DependencyClient.FlowTypeOf(flow.Type ?? ""))).OrderBy(flow => flow.Name, StringComparer.Ordinal)]));
        }

        return found.Count > 0 ? found : null;
    }
}
