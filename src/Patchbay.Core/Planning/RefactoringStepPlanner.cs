using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Refactoring;

namespace Patchbay.Core.Planning;

/// <summary>Plans a step that renames, points elsewhere or says otherwise.</summary>
/// <param name="flow">The flow as the steps before left it.</param>
/// <param name="step">The step.</param>
/// <param name="catalogue">The org around it.</param>
internal sealed class RefactoringStepPlanner(Flow flow, ResolvedStep step, OrgCatalogue catalogue)
{
    private const string Editable = "architect-yaml";

    public StepResult Plan() => flow.FormatId == Editable
        ? WhyNotWhole() is { } reason ? StepResult.Refused(Described(), reason) : Result(Refactor())
        : StepResult.Refused(Described(), $"Flows of the format {flow.FormatId} take no such step; it is for Architect flows in YAML.");

    /// <summary>What stands behind a fault may point at what is renamed, and nobody has read it.</summary>
    private string? WhyNotWhole() => flow.Tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } fault
        ? $"The text is not valid YAML at {flow.Tree.Source.GetPosition(fault.Span.Start)}: {fault.Message} Mend that first."
        : null;

    private Refactored Refactor() => step switch
    {
        ResolvedRename { What: RenameTarget.Flow } rename => WhyTaken(rename) is { } reason
            ? new Refactored.Refused(Described(), reason)
            : RenameFlow.Apply(flow, rename.From, rename.To, rename.Type),
        ResolvedRename { What: RenameTarget.Variable } rename => rename.Of.Length == 0 || rename.Of == flow.Name
            ? RenameVariable.Apply(flow, rename.From, rename.To, rename.Within, takesCallersAlong: rename.Of.Length > 0)
            : RenameVariable.ApplyToBindings(flow, rename.Of, rename.From, rename.To),
        ResolvedRename rename => RenameElement.Apply(flow, KindOf(rename.What), rename.From, rename.To, rename.Within),
        ResolvedTransfer { Transfer.Length: > 0 } transfer => PointTransfers.One(flow, transfer.Transfer, transfer.Queue),
        ResolvedTransfer transfer => PointTransfers.All(flow, transfer.FromQueue, transfer.Queue),
        ResolvedSay say => ChangeSpeech.Apply(flow, say.Element, say.Field, say.IsPrompt, say.Text),
        var other => throw new InvalidOperationException($"The planner knows no step {other.GetType().Name}."),
    };

    /// <summary>A name that another flow of the same type has is not given to a second one. Once the flow itself is renamed, its new name stands in its way no longer.</summary>
    private string? WhyTaken(ResolvedRename rename)
    {
        var types = catalogue.Flows.Where(other => other.Name == rename.From && (rename.Type.Length == 0 || FlowTypes.Same(other.Type, rename.Type))).Select(other => FlowTypes.Normalize(other.Type)).ToHashSet(StringComparer.Ordinal);
        return catalogue.Flows.FirstOrDefault(other => other.Name == rename.To && types.Contains(FlowTypes.Normalize(other.Type))) is { } taken
            ? $"There is a flow \"{taken.Name}\" of type {taken.Type} already. Choose another name."
            : null;
    }

    private static ElementKind KindOf(RenameTarget what) => what switch
    {
        RenameTarget.Task => ElementKind.Task,
        RenameTarget.Menu => ElementKind.Menu,
        RenameTarget.State => ElementKind.State,
        RenameTarget.Bot => ElementKind.Bot,
        _ => ElementKind.Action,
    };

    private string Described() => step switch
    {
        ResolvedRename rename => $"rename the {rename.What.ToString().ToLowerInvariant()} \"{rename.From}\" to \"{rename.To}\"",
        ResolvedTransfer { Transfer.Length: > 0 } transfer => $"point \"{transfer.Transfer}\" at the queue \"{transfer.Queue}\"",
        ResolvedTransfer transfer => $"point every transfer to the queue \"{transfer.FromQueue}\" at \"{transfer.Queue}\"",
        ResolvedSay say => $"change what \"{say.Element}\" says",
        _ => "change the flow",
    };

    private static StepResult Result(Refactored result) => result switch
    {
        Refactored.Changed changed => new StepResult(StepOutcome.Update, changed.Summary)
        {
            Edits = changed.Edits,
            Details = [.. changed.Details.Select(detail => new StepDetail(detail.Name, detail.Text, detail.Change))],
        },
        Refactored.Already already => new StepResult(StepOutcome.Already, already.Summary),
        Refactored.Absent absent => new StepResult(StepOutcome.Absent, absent.Summary) { Details = absent.Hint.Length > 0 ? [new StepDetail("hint", absent.Hint)] : [] },
        Refactored.Refused refused => StepResult.Refused(refused.Summary, refused.Reason),
        _ => throw new InvalidOperationException($"The planner knows no result {result.GetType().Name}."),
    };
}
