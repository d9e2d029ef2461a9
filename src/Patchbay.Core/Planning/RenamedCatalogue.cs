using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Refactoring;

namespace Patchbay.Core.Planning;

/// <summary>The org as it is once a change is made everywhere: what the linter holds against a flow after its renames.</summary>
internal static class RenamedCatalogue
{
    /// <summary>The catalogue with flows and their variables under their new names.</summary>
    /// <param name="catalogue">The org as it is.</param>
    /// <param name="steps">The change.</param>
    public static OrgCatalogue After(OrgCatalogue catalogue, ImmutableArray<ResolvedStep> steps)
    {
        foreach (var rename in steps.OfType<ResolvedRename>())
        {
            catalogue = rename switch
            {
                { What: RenameTarget.Variable, Of: { Length: > 0 } of } => catalogue.With(catalogue.Flows.Where(flow => flow.Name == of && !flow.Variables.IsDefault).Select(flow => flow with { Variables = Renamed(flow.Variables, rename) })),
                { What: RenameTarget.Flow } => catalogue.With(catalogue.Flows.Where(flow => flow.Name == rename.From && FlowTypes.IsCalledByName(flow.Type)).Select(flow => flow with { Id = flow.Id == rename.From ? rename.To : flow.Id, Name = rename.To })),
                _ => catalogue,
            };
        }

        return catalogue;
    }

    private static ImmutableArray<FlowVariable> Renamed(ImmutableArray<FlowVariable> variables, ResolvedRename rename)
    {
        var to = rename.To.Contains('.', StringComparison.Ordinal) ? rename.To : $"{rename.From[..Math.Max(0, rename.From.IndexOf('.', StringComparison.Ordinal))]}.{rename.To}";
        return [.. variables.Select(variable => string.Equals(variable.Name, rename.From, StringComparison.OrdinalIgnoreCase) ? variable with { Name = to } : variable)];
    }
}
