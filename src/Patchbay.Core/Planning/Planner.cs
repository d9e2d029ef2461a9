using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;

namespace Patchbay.Core.Planning;

/// <summary>Works out what a change means for flows. Pure and deterministic: the same input gives the same plan to the byte.</summary>
public static class Planner
{
    /// <summary>Plans a change for one flow; also used on the fresh text of a flow that has moved.</summary>
    /// <param name="observed">The flow.</param>
    /// <param name="steps">The change.</param>
    /// <param name="catalogue">The org around it.</param>
    /// <param name="lint">Severities and suppressions.</param>
    public static PlannedFlow PlanFlow(ObservedFlow observed, ImmutableArray<ResolvedStep> steps, OrgCatalogue catalogue, LintConfig lint) =>
        throw new InvalidOperationException($"{observed} {steps.Length} {catalogue.Flows.Count} {lint}");
}
