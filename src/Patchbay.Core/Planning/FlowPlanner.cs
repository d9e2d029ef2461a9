using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>Plans one flow: makes the steps one after another on the text as it becomes, puts their edits together into edits of the text as it was, and looks at what is wrong with the result.</summary>
internal sealed class FlowPlanner(ObservedFlow observed, ImmutableArray<ResolvedStep> steps, OrgCatalogue catalogue, OrgCatalogue catalogueAfter, LintConfig lint)
{
    private readonly SourceText _source = new(observed.Text);

    public PlannedFlow Plan()
    {
        var planned = new PlannedFlow
        {
            Id = observed.Header.Id,
            Name = observed.Header.Name,
            Type = observed.Header.Type,
            Division = observed.Header.Division?.Name ?? "",
            Revision = observed.Header.Revision,
            Version = observed.Header.Version,
            Action = PlannedAction.None,
            Before = observed.Text,
        };
        if (WhyNotSelected() is { } reason)
        {
            return planned with { Action = PlannedAction.Blocked, Reason = reason };
        }

        var tree = SyntaxTree.Parse(_source);
        return FlowFormats.Read(tree) is { } flow ? PlanSteps(planned, flow) : planned with { Action = PlannedAction.Blocked, Reason = WhyNotReadable(tree) };
    }

    private PlannedFlow PlanSteps(PlannedFlow planned, Flow before)
    {
        var flow = before;
        var edits = ImmutableArray<TextEdit>.Empty;
        var results = ImmutableArray.CreateBuilder<PlannedStep>(steps.Length);
        var reason = "";
        var callees = steps.OfType<ResolvedCall>().Select(call => call.Call.FlowId).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < steps.Length; i++)
        {
            var result = steps[i] switch
            {
                ResolvedCall call => new CallStepPlanner(flow, call, callees, catalogue).Plan(),
                ResolvedMenu menu => new MenuStepPlanner(flow, menu, callees, catalogue).Plan(),
                ResolvedMenuEdit menu => MenuStepPlanner.Of(flow, menu, callees, catalogue).Plan(),
                var other => new RefactoringStepPlanner(flow, other, catalogue).Plan(),
            };
            results.Add(result.ToPlanned(i));
            reason = reason.Length == 0 ? result.Reason : reason;
            if (!result.Edits.IsEmpty)
            {
                edits = TextEdits.Compose(_source, edits, result.Edits);
                flow = Reread(TextEdits.Apply(flow.Tree.Source, result.Edits));
            }
        }

        planned = planned with { Steps = results.MoveToImmutable() };
        if (reason.Length > 0)
        {
            return planned with { Action = PlannedAction.Blocked, Reason = reason };
        }

        if (edits.IsEmpty)
        {
            return planned;
        }

        var problems = FlowProblems.Compare(
            Linter.Check(before, catalogue, lint, observed.Header.CatalogueId),
            Linter.Check(flow, catalogueAfter, lint, observed.Header.CatalogueId),
            flow.Tree.Source,
            namesChange: steps.Zip(planned.Steps).Any(pair => pair.First is ResolvedRename && pair.Second.Outcome == StepOutcome.Update));
        planned = planned with { Problems = problems };
        return FlowProblems.WhyBlocked(problems) is { } problem
            ? planned with { Action = PlannedAction.Blocked, Reason = problem }
            : planned with { Action = PlannedAction.Change, Edits = edits };
    }

    /// <summary>A caller selects flows; this holds whoever selects.</summary>
    private string? WhyNotSelected()
    {
        foreach (var call in steps.OfType<ResolvedCall>().Select(step => step.Call))
        {
            if (call.FlowId == observed.Header.CatalogueId)
            {
                return $"This is \"{call.FlowName}\" itself, and a flow cannot call itself. Leave it out of the selection.";
            }

            if (IsCalledBy(call.FlowId, observed.Header.CatalogueId))
            {
                return $"\"{call.FlowName}\" calls this flow, so a call back would never end. Leave it out of the selection.";
            }
        }

        return null;
    }

    private bool IsCalledBy(string caller, string callee)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { caller };
        var open = new Stack<string>(seen);
        while (open.TryPop(out var id))
        {
            if (catalogue.FindFlow(id) is not { Calls.IsDefaultOrEmpty: false } flow)
            {
                continue;
            }

            foreach (var called in flow.Calls)
            {
                if (called == callee)
                {
                    return true;
                }

                if (seen.Add(called))
                {
                    open.Push(called);
                }
            }
        }

        return false;
    }

    private string WhyNotReadable(SyntaxTree tree)
    {
        var fault = tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Diagnostics.Severity.Error);
        return fault is null
            ? $"The definition is in none of the formats that Patchbay knows ({string.Join(", ", FlowFormats.All.Select(format => format.Id))})."
            : $"The definition cannot be read: at {_source.GetPosition(fault.Span.Start)}: {fault.Message}";
    }

    private static Flow Reread(SourceText text) =>
        FlowFormats.Read(SyntaxTree.Parse(text)) ?? throw new InvalidOperationException("A format made edits after which it does not recognise its own text.");
}

/// <summary>What one step comes to in a flow, before it is known where the step stands in the change.</summary>
/// <param name="Outcome">What it does.</param>
/// <param name="Summary">One line for people.</param>
internal sealed record StepResult(StepOutcome Outcome, string Summary)
{
    /// <summary>Lines of detail.</summary>
    public ImmutableArray<StepDetail> Details { get; init; } = [];

    /// <summary>Edits of the flow's text.</summary>
    public ImmutableArray<TextEdit> Edits { get; init; } = [];

    /// <summary>Why the step cannot be made; empty when it can.</summary>
    public string Reason { get; init; } = "";

    public static StepResult Refused(string summary, string reason) =>
        new(StepOutcome.Refuse, summary) { Reason = reason, Details = [new StepDetail("reason", reason)] };

    public PlannedStep ToPlanned(int step) => new(step, Outcome, Summary) { Details = Details };
}
