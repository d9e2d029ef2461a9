using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Tests.Corpus;

namespace Patchbay.Core.Tests.Planning;

/// <summary>The golden cases under <c>corpus/plans</c>: <c>before.json</c>, and <c>change.json</c>, which is a plan without flows; <c>plan.txt</c> is what people see of the plan, <c>plan.json</c> all of it.</summary>
public sealed class PlanCorpusTests
{
    private const string Folder = "plans";

    private static readonly OrgCatalogue Org = new(
        [new CatalogueFlow("f1", "The flow", "call"), new CatalogueFlow("m1", "Common_Validation_Module", "module")],
        [new CatalogueQueue("queue_invoices", "Invoices"), new CatalogueQueue("queue_payments", "Payments queue")],
        knowsAllFlows: true);

    public static TheoryData<string> Cases => [.. Baseline.Cases(Folder, "before.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_a_change_as_the_case_shows(string name)
    {
        var change = PlanFile.Read(Baseline.Read(Folder, name, "change.json"));
        var observed = new ObservedFlow(new FlowHeader("f1", "The flow", "call", new Revision("7")) { Version = "7" }, Baseline.Read(Folder, name, "before.json"));

        var plan = Planner.Plan(change.Store, change.ReadAt, change.Description, [observed], change.Steps, Org, LintConfig.Default);

        Baseline.Check(Folder, name, "plan.txt", Draw(plan.Flows.ShouldHaveSingleItem()));
        Baseline.Check(Folder, name, "plan.json", PlanFile.Write(plan));
        var planned = plan.Flows[0];
        Baseline.Check(Folder, name, "after.json", planned.Action == PlannedAction.Change ? planned.After : null);
        if (planned.Action == PlannedAction.Change)
        {
            Planner.PlanFlow(observed with { Text = planned.After }, change.Steps, Org, LintConfig.Default).Action.ShouldBe(PlannedAction.None);
        }
    }

    private static string Draw(PlannedFlow flow)
    {
        var text = new StringBuilder($"{flow.Action.ToString().ToLowerInvariant()}\n");
        foreach (var step in flow.Steps)
        {
            text.Append($"{step.Outcome.ToString().ToLowerInvariant()}: {step.Summary}\n");
            foreach (var detail in step.Details)
            {
                text.Append($"    {(detail.Change.Length == 0 ? "" : detail.Change + " ")}{detail.Name}: {detail.Text}\n");
            }
        }

        text.Append(flow.Reason.Length == 0 ? "" : $"reason: {flow.Reason}\n");
        foreach (var problem in flow.Problems)
        {
            text.Append($"problem: {problem.Position} {problem.Severity.ToString().ToLowerInvariant()} [{problem.Rule}] {(problem.IsNew ? "new" : "old")}{(problem.Blocks ? ", blocks" : "")}\n");
        }

        return text.ToString();
    }
}
