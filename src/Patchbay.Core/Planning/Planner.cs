using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>Works out what a change means for flows. Pure and deterministic: the same input gives the same plan to the byte, and the plan for flows that already have the change writes nothing.</summary>
public static class Planner
{
    /// <summary>Plans a change for many flows.</summary>
    /// <param name="store">The display name of the store that the flows were read from.</param>
    /// <param name="readAt">When they were read.</param>
    /// <param name="description">What the change is for; may be empty.</param>
    /// <param name="flows">The selected flows, in any order.</param>
    /// <param name="steps">The change.</param>
    /// <param name="catalogue">The org around them.</param>
    /// <param name="lint">Severities and suppressions.</param>
    public static Plan Plan(
        string store,
        DateTimeOffset readAt,
        string description,
        IEnumerable<ObservedFlow> flows,
        ImmutableArray<ResolvedStep> steps,
        OrgCatalogue catalogue,
        LintConfig lint)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var after = RenamedCatalogue.After(catalogue, steps);
        return new()
        {
            Store = store,
            ReadAt = readAt,
            Description = description,
            Steps = steps,
            Flows = NothingHalfRenamed(steps, catalogue, NothingMisspelt(
            [
                .. flows
                    .OrderBy(flow => flow.Header.Name, StringComparer.Ordinal)
                    .ThenBy(flow => flow.Header.Id, StringComparer.Ordinal)
                    .Select(flow => new FlowPlanner(flow, steps, catalogue, after, lint).Plan()),
            ])),
        };
    }

    /// <summary>A step that finds what it is about in none of the flows is a slip of the pen; then nothing is written, and the plan says why.</summary>
    private static ImmutableArray<PlannedFlow> NothingMisspelt(ImmutableArray<PlannedFlow> flows)
    {
        var looked = flows.Where(flow => !flow.Steps.IsEmpty).ToList();
        var steps = looked.Count == 0 ? 0 : looked.Min(flow => flow.Steps.Length);
        for (var i = 0; i < steps; i++)
        {
            if (looked.TrueForAll(flow => flow.Steps[i].Outcome == StepOutcome.Absent))
            {
                return [.. flows.Select(flow => flow.Action == PlannedAction.Blocked || flow.Steps.IsEmpty ? flow : Blocked(flow, flow.Steps[i], looked.Count))];
            }
        }

        return flows;
    }

    /// <summary>A flow that keeps its name is not called by another: where it is not renamed itself, those that use it are not written.</summary>
    private static ImmutableArray<PlannedFlow> NothingHalfRenamed(ImmutableArray<ResolvedStep> steps, OrgCatalogue catalogue, ImmutableArray<PlannedFlow> flows)
    {
        foreach (var (i, rename) in steps.Index().Where(step => step.Item is ResolvedRename { What: RenameTarget.Flow }).Select(step => (step.Index, (ResolvedRename)step.Item)))
        {
            foreach (var kept in catalogue.Flows.Where(other => other.Name == rename.From && (rename.Type.Length == 0 || FlowTypes.Same(other.Type, rename.Type))))
            {
                var itself = flows.FirstOrDefault(flow => flow.Name == kept.Name && FlowTypes.Same(flow.Type, kept.Type));
                if (itself?.Action == PlannedAction.Change)
                {
                    continue;
                }

                var reason = $"The flow \"{kept.Name}\" ({kept.Type}) would keep its name, since it {(itself is null ? "is not among the selected flows. Select it too." : "cannot be written.")}";
                flows = [.. flows.Select(flow => flow.Action == PlannedAction.Change && flow.Steps[i].Outcome == StepOutcome.Update && Uses(flow, kept) ? flow with { Action = PlannedAction.Blocked, Reason = reason, Edits = [], Problems = [] } : flow)];
            }
        }

        return flows;
    }

    private static bool Uses(PlannedFlow flow, CatalogueFlow other) =>
        FlowFormats.Read(SyntaxTree.Parse(new SourceText(flow.Before))) is { } read && RenameFlow.IsUsedBy(read, other.Name, other.Type);

    private static PlannedFlow Blocked(PlannedFlow flow, PlannedStep step, int count)
    {
        var hint = step.Details.FirstOrDefault(detail => detail.Name == "hint");
        var others = count == 1 ? "" : " The same holds for every other flow that is selected, so the step changes nothing anywhere.";
        return flow with { Action = PlannedAction.Blocked, Reason = $"The flow {step.Summary}.{(hint is null ? "" : $" {hint.Text}")}{others}", Edits = [], Problems = [] };
    }

    /// <summary>Plans a change for one flow; also used on the fresh text of a flow that has moved.</summary>
    /// <param name="observed">The flow.</param>
    /// <param name="steps">The change.</param>
    /// <param name="catalogue">The org around it.</param>
    /// <param name="lint">Severities and suppressions.</param>
    public static PlannedFlow PlanFlow(ObservedFlow observed, ImmutableArray<ResolvedStep> steps, OrgCatalogue catalogue, LintConfig lint)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(lint);
        return new FlowPlanner(observed, steps, catalogue, RenamedCatalogue.After(catalogue, steps), lint).Plan();
    }

    /// <summary>Plans a flow again that has moved since it was planned, and says whether what comes out is what was reviewed: the same steps at the same named places with the same mappings, ways and options.</summary>
    /// <remarks>A step that somebody has made in the meantime does not stand in the way: what remains is less than what was reviewed, never something else.</remarks>
    /// <param name="planned">The flow as it was planned.</param>
    /// <param name="fresh">The flow as it is now.</param>
    /// <param name="steps">The change.</param>
    /// <param name="catalogue">The org around it.</param>
    /// <param name="lint">Severities and suppressions.</param>
    public static RebaseResult Rebase(PlannedFlow planned, ObservedFlow fresh, ImmutableArray<ResolvedStep> steps, OrgCatalogue catalogue, LintConfig lint)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var again = PlanFlow(fresh, steps, catalogue, lint);
        if (again.Action == PlannedAction.None)
        {
            return new RebaseResult.AlreadyDone();
        }

        // What makes a step impossible is a better reason than that it differs.
        if (again.Action == PlannedAction.Blocked)
        {
            return new RebaseResult.Conflict(again.Reason);
        }

        return WhyNotTheSame(planned, again) is { } reason ? new RebaseResult.Conflict(reason) : new RebaseResult.Rebased(again);
    }

    private static string? WhyNotTheSame(PlannedFlow planned, PlannedFlow again)
    {
        foreach (var (was, isNow) in planned.Steps.Zip(again.Steps))
        {
            if (isNow.Outcome == StepOutcome.Already)
            {
                continue;
            }

            if (was.Outcome == StepOutcome.Already)
            {
                return $"When it was planned, the flow {Lowered(was.Summary)}; since then that was taken away, and the step would now be: {isNow.Summary}.";
            }

            if (was.Outcome != isNow.Outcome || was.Summary != isNow.Summary)
            {
                return $"The plan says: {was.Summary}. On the flow as it is now the step would be: {isNow.Summary}.";
            }

            if (!was.Details.SequenceEqual(isNow.Details))
            {
                return $"{was.Summary}: the plan says {Listed(was.Details.Except(isNow.Details))}; on the flow as it is now it would be {Listed(isNow.Details.Except(was.Details))}.";
            }
        }

        return null;
    }

    private static string Lowered(string summary) => summary.Length == 0 ? summary : char.ToLowerInvariant(summary[0]) + summary[1..];

    private static string Listed(IEnumerable<StepDetail> details)
    {
        var text = string.Join(", ", details.Select(detail => $"{detail.Name} {detail.Text}"));
        return text.Length == 0 ? "the same in another order" : text;
    }
}
