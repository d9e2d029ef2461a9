using System.Text;
using Patchbay.Core.Changes;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Refactoring;

/// <summary>The golden cases under <c>corpus/refactorings</c>: <c>change.yaml</c>, a change file, and the Architect flows <c>*.before.yaml</c>, all of which know each other; <c>plan.txt</c> is what people see of the plan, <c>*.after.yaml</c> what comes of a flow that changes.</summary>
public sealed class RefactoringCorpusTests
{
    private const string Folder = "refactorings";
    private const string Before = ".before.yaml";

    public static TheoryData<string> Cases => [.. Baseline.Cases(Folder, "change.yaml")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Changes_flows_as_the_case_shows(string name)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "corpus", Folder, name), "*" + Before).Select(path => Path.GetFileName(path)[..^Before.Length]).Order(StringComparer.Ordinal).ToList();
        var flows = files.ToDictionary(file => file, file => Observed(file, Baseline.Read(Folder, name, file + Before)));
        var change = ChangeFileReader.Read(new SourceText(Baseline.Read(Folder, name, "change.yaml"), "change.yaml"), _ => null);
        change.Diagnostics.ShouldBeEmpty();

        var plan = Plan(change.Change.ShouldNotBeNull(), flows);

        Baseline.Check(Folder, name, "plan.txt", Draw(plan));
        foreach (var file in files)
        {
            var planned = plan.Flows.FirstOrDefault(flow => flow.Id == file);
            var isChanged = planned?.Action == PlannedAction.Change;
            Baseline.Check(Folder, name, file + ".after.yaml", isChanged ? planned!.After : null);
            if (isChanged)
            {
                var source = new SourceText(planned!.Before);
                TextEdits.Apply(new SourceText(planned.After), TextEdits.Invert(source, planned.Edits)).Text.ShouldBe(planned.Before);
            }
        }

        PlanFile.Write(PlanFile.Read(PlanFile.Write(plan))).ShouldBe(PlanFile.Write(plan));
        ASecondRunWritesNothing(change.Change, flows, plan);
    }

    private static void ASecondRunWritesNothing(ChangeFile change, Dictionary<string, ObservedFlow> flows, Plan plan)
    {
        foreach (var planned in plan.Changes)
        {
            flows[planned.Id] = Observed(planned.Id, planned.After);
        }

        foreach (var again in plan.Changes.Any() ? Plan(change, flows).Flows : [])
        {
            again.Action.ShouldNotBe(PlannedAction.Change, $"{again.Id}: {string.Join("; ", again.Steps.Select(step => step.Summary))}\n{again.After}");
            if (plan.Flows.First(flow => flow.Id == again.Id).Action == PlannedAction.Change)
            {
                again.Action.ShouldBe(PlannedAction.None, again.Reason);
            }
        }
    }

    private static Plan Plan(ChangeFile change, Dictionary<string, ObservedFlow> flows)
    {
        var known = flows.Values.Select(flow => new CatalogueFlow(flow.Header.CatalogueId, flow.Header.Name, flow.Header.Type).LookedInto(Read(flow.Text))).ToList();
        var catalogue = new OrgCatalogue(known, default, knowsAllFlows: false);
        var steps = change.Steps.Select(step => StepResolver.Resolve(step) ?? Resolve((CallStep)step, known)).ToList();
        var called = steps.OfType<ResolvedCall>().Select(call => call.Call.FlowId).ToHashSet();
        var selected = flows.Values.Where(flow => change.Flows.Matches(flow.Header) && !called.Contains(flow.Header.CatalogueId));
        return Planner.Plan("golden case", DateTimeOffset.UnixEpoch, change.Description, selected, [.. steps], catalogue, LintConfig.Default);
    }

    private static ResolvedCall Resolve(CallStep step, List<CatalogueFlow> known)
    {
        var shared = known.First(flow => flow.Name == step.Shared.Name && FlowTypes.IsShared(flow.Type));
        return StepResolver.Resolve(step, shared.Id, shared.Name, shared.Type);
    }

    private static ObservedFlow Observed(string id, string text)
    {
        var flow = Read(text);
        return new ObservedFlow(new FlowHeader(id, flow.Name, flow.Type, new Revision("1")) { CatalogueId = FlowTypes.IsCalledByName(flow.Type) ? flow.Name : id }, text);
    }

    private static Flow Read(string text) => FlowFormats.Read(YamlText.Parse(new SourceText(text))).ShouldNotBeNull();

    private static string Draw(Plan plan)
    {
        var text = new StringBuilder();
        foreach (var flow in plan.Flows)
        {
            text.Append($"{flow.Name}: {flow.Action.ToString().ToLowerInvariant()}\n");
            foreach (var step in flow.Steps)
            {
                text.Append($"  {step.Outcome.ToString().ToLowerInvariant()}: {step.Summary}\n");
                foreach (var detail in step.Details)
                {
                    text.Append($"      {(detail.Change.Length == 0 ? "" : detail.Change + " ")}{detail.Name}: {detail.Text}\n");
                }
            }

            text.Append(flow.Reason.Length == 0 ? "" : $"  reason: {flow.Reason}\n");
            foreach (var problem in flow.Problems.Where(problem => problem.IsNew || problem.Blocks))
            {
                text.Append($"  problem: {problem.Position} {problem.Severity.ToString().ToLowerInvariant()} [{problem.Rule}] {(problem.IsNew ? "new" : "old")}{(problem.Blocks ? ", blocks" : "")}\n");
            }
        }

        return text.ToString();
    }
}
