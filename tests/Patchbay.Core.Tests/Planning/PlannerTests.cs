using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Refactoring;

namespace Patchbay.Core.Tests.Planning;

public sealed class PlannerTests
{
    private const string Support = """
        {
          "name": "Inbound_Support", "type": "call",
          "definition": {
            "nodes": {
              "main": {"type": "menu", "label": "Main menu", "menu": {"options": [
                {"key": "1", "prompt": "For sales, press 1", "routingTarget": "q_sales"},
                {"key": "2", "prompt": "For billing, press 2", "routingTarget": "bill"}]}, "outputNodes": {"timeout": "bye"}},
              "bill": {"type": "play", "label": "Billing", "outputNodes": {"success": "bye", "error": ""}},
              "bye": {"type": "disconnect", "label": "Disconnect politely", "outputNodes": {}}
            }
          }
        }
        """;

    private static readonly OrgCatalogue Org = new(
        [
            new CatalogueFlow("m1", "Common_Validation_Module", "module") { Calls = ["m2"], Variables = [] },
            new CatalogueFlow("m2", "Helper", "module") { Calls = [], Variables = [] },
            new CatalogueFlow("s1", "Sub", "subflow"),
            new CatalogueFlow("f1", "Inbound_Support", "call"),
        ],
        [new CatalogueQueue("q_sales", "Sales"), new CatalogueQueue("q_support", "Support")],
        knowsAllFlows: true);

    private static readonly CallSpec Module = new("m1", "Common_Validation_Module", "module")
    {
        Inputs = [new("callerNumber", "${caller.phoneNumber}")],
        Outputs = [new("isValid", "callerIsValid")],
    };

    [Fact]
    public void Says_what_a_call_comes_to()
    {
        var planned = PlanOne(Support, new ResolvedCall(Module with { Error = "Disconnect politely" }, Place.Start, Again: false));

        planned.Action.ShouldBe(PlannedAction.Change);
        var step = planned.Steps.ShouldHaveSingleItem();
        step.Outcome.ShouldBe(StepOutcome.Insert);
        step.Summary.ShouldBe("call \"Common_Validation_Module\" at start, before \"Main menu\"");
        step.Details.ShouldBe(
        [
            new StepDetail("inputs", "callerNumber <- ${caller.phoneNumber}"),
            new StepDetail("outputs", "isValid -> callerIsValid"),
            new StepDetail("success", "-> Main menu"),
            new StepDetail("error", "-> Disconnect politely"),
        ]);
        planned.After.ShouldContain("\"moduleId\": \"m1\"");
        planned.Revision.ShouldBe(new Revision("14"));
        planned.Division.ShouldBe("Home");
    }

    [Fact]
    public void Says_that_the_error_goes_where_success_goes()
    {
        var step = PlanOne(Support, Call(Place.Start)).Steps.ShouldHaveSingleItem();

        step.Details.ShouldContain(new StepDetail("error", "-> Main menu (error goes where success goes)"));
    }

    [Theory]
    [InlineData(PlaceKind.Start, "", "", false)]
    [InlineData(PlaceKind.Start, "", "", true)]
    [InlineData(PlaceKind.Before, "Billing", "", true)]
    [InlineData(PlaceKind.Before, "bye", "", true)]
    [InlineData(PlaceKind.After, "bill", "", true)]
    [InlineData(PlaceKind.After, "main", "timeout", true)]
    [InlineData(PlaceKind.After, "main", "2", true)]
    [InlineData(PlaceKind.End, "", "", true)]
    public void A_second_run_does_nothing(PlaceKind kind, string element, string way, bool again)
    {
        var steps = ImmutableArray.Create<ResolvedStep>(new ResolvedCall(Module, new Place(kind, element, way), again));
        var first = Planner.PlanFlow(Observed(Support), steps, Org, LintConfig.Default);
        first.Action.ShouldBe(PlannedAction.Change, first.Reason);

        var second = Planner.PlanFlow(Observed(first.After), steps, Org, LintConfig.Default);

        second.Action.ShouldBe(PlannedAction.None, second.Reason);
        second.Steps.ShouldHaveSingleItem().Summary.ShouldStartWith("already calls \"Common_Validation_Module\" ");
        second.Edits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PlaceKind.Start, "")]
    [InlineData(PlaceKind.Before, "bye")]
    [InlineData(PlaceKind.After, "bill")]
    [InlineData(PlaceKind.End, "")]
    public void Two_calls_at_one_place_stand_one_after_the_other_and_a_second_run_does_nothing(PlaceKind kind, string element)
    {
        ImmutableArray<ResolvedStep> steps =
        [
            new ResolvedCall(Module, new Place(kind, element), Again: true),
            new ResolvedCall(new CallSpec("m2", "Helper", "module"), new Place(kind, element), Again: true),
        ];
        var first = Planner.PlanFlow(Observed(Support), steps, Org, LintConfig.Default);
        first.Action.ShouldBe(PlannedAction.Change, first.Reason);

        var second = Planner.PlanFlow(Observed(first.After), steps, Org, LintConfig.Default);

        second.Action.ShouldBe(PlannedAction.None, string.Join("; ", second.Steps.Select(step => step.Summary)));
    }

    [Fact]
    public void A_call_that_is_the_last_element_stands_at_the_end()
    {
        const string onlyStart = """{"name": "x", "definition": {"nodes": [{"id": "s", "type": "start"}], "edges": []}}""";
        var planned = PlanOne(onlyStart, Call(Place.End, again: true));
        planned.Action.ShouldBe(PlannedAction.Change, planned.Reason);

        PlanOne(planned.After, Call(Place.End, again: true)).Action.ShouldBe(PlannedAction.None);
    }

    [Fact]
    public void A_flow_that_calls_it_elsewhere_is_reported_and_left_alone()
    {
        var elsewhere = PlanOne(Support, Call(new Place(PlaceKind.After, "bill"))).After;

        var planned = PlanOne(elsewhere, Call(Place.Start));

        planned.Action.ShouldBe(PlannedAction.None);
        planned.Steps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            step => step.Outcome.ShouldBe(StepOutcome.Already),
            step => step.Summary.ShouldBe("already calls \"Common_Validation_Module\", from \"Call Common_Validation_Module\""));
    }

    [Fact]
    public void Again_inserts_a_call_where_the_flow_has_one_elsewhere()
    {
        var elsewhere = PlanOne(Support, Call(new Place(PlaceKind.After, "bill"))).After;

        var planned = PlanOne(elsewhere, Call(Place.Start, again: true));

        planned.Action.ShouldBe(PlannedAction.Change, planned.Reason);
        planned.Steps[0].Outcome.ShouldBe(StepOutcome.Insert);
        PlanOne(planned.After, Call(Place.Start, again: true)).Action.ShouldBe(PlannedAction.None);
    }

    [Theory]
    [InlineData(PlaceKind.Start, "already calls \"Common_Validation_Module\" at start; its mapping is updated")]
    [InlineData(PlaceKind.End, "already calls \"Common_Validation_Module\", from \"Call Common_Validation_Module\"; its mapping is updated")]
    public void The_one_call_there_is_gets_the_mapping_of_the_change(PlaceKind place, string summary)
    {
        var calling = PlanOne(Support, Call(Place.Start)).After;
        var change = new ResolvedCall(Module with { Inputs = [new("callerNumber", "${caller.ani}"), new("language", "de")] }, new Place(place), Again: false);

        var planned = PlanOne(calling, change);

        planned.Action.ShouldBe(PlannedAction.Change, planned.Reason);
        var step = planned.Steps.ShouldHaveSingleItem();
        step.Outcome.ShouldBe(StepOutcome.Update);
        step.Summary.ShouldBe(summary);
        step.Details.ShouldBe(
        [
            new StepDetail("inputs", "callerNumber <- ${caller.ani} (was ${caller.phoneNumber})", "~"),
            new StepDetail("inputs", "language <- de", "+"),
        ]);
        PlanOne(planned.After, change).Action.ShouldBe(PlannedAction.None);
    }

    [Fact]
    public void Of_several_calls_elsewhere_none_is_touched()
    {
        var twice = PlanOne(Support, Call(new Place(PlaceKind.After, "bill")), Call(new Place(PlaceKind.After, "main", "timeout"), again: true)).After;

        var planned = PlanOne(twice, new ResolvedCall(Module with { Inputs = [new("callerNumber", "x")] }, Place.Start, Again: false));

        planned.Action.ShouldBe(PlannedAction.None);
        planned.Steps[0].Details.ShouldContain(detail => detail.Text == "the change says inputs callerNumber <- x (was ${caller.phoneNumber})");
    }

    [Fact]
    public void A_call_that_stays_where_it_is_keeps_its_ways_and_the_plan_says_so()
    {
        var calling = PlanOne(Support, Call(Place.Start)).After;

        var planned = PlanOne(calling, new ResolvedCall(Module with { Error = "Disconnect politely" }, Place.Start, Again: false));

        planned.Action.ShouldBe(PlannedAction.None);
        planned.Steps[0].Details.ShouldBe([new StepDetail("error", "-> Main menu stays; the change says Disconnect politely")]);
    }

    [Fact]
    public void Says_what_becomes_of_a_menu_key_by_key()
    {
        var planned = PlanOne(Support, new ResolvedMenu("Main menu", [new("2", "For billing, press 2", "q_support"), new("3", "For help, press 3", "bye")]));

        planned.Action.ShouldBe(PlannedAction.Change, planned.Reason);
        var step = planned.Steps.ShouldHaveSingleItem();
        step.Summary.ShouldBe("change the menu \"Main menu\"");
        step.Details.ShouldBe(
        [
            new StepDetail("2", "\"For billing, press 2\" -> Support (was Billing)", "~"),
            new StepDetail("3", "\"For help, press 3\" -> Disconnect politely", "+"),
            new StepDetail("1", "\"For sales, press 1\" -> Sales", "-"),
        ]);
        PlanOne(planned.After, new ResolvedMenu("main", [new("2", "For billing, press 2", "q_support"), new("3", "For help, press 3", "bye")])).Action.ShouldBe(PlannedAction.None);
    }

    [Fact]
    public void An_element_without_a_menu_gets_none_to_take_options_out_of()
    {
        var planned = PlanOne(Support, new ResolvedMenuEdit("bill", [], ["1"]));

        planned.Action.ShouldBe(PlannedAction.None);
        planned.Steps.ShouldHaveSingleItem().Summary.ShouldBe("\"Billing\" already has no options");
    }

    [Fact]
    public void A_menu_in_another_order_says_the_order()
    {
        var planned = PlanOne(Support, new ResolvedMenu("main", [new("2", "For billing, press 2", "bill"), new("1", "For sales, press 1", "q_sales")]));

        planned.Steps[0].Details.ShouldBe([new StepDetail("order", "2, 1 (was 1, 2)", "~")]);
    }

    [Fact]
    public void A_key_that_leads_over_a_call_of_the_same_change_stays_on_it()
    {
        ResolvedStep[] steps = [new ResolvedMenu("main", [new("1", "Billing", "bill"), new("2", "For billing, press 2", "bill")]), Call(new Place(PlaceKind.Before, "bill"))];
        var first = PlanOne(Support, steps);
        first.Action.ShouldBe(PlannedAction.Change, first.Reason);

        PlanOne(first.After, steps).Action.ShouldBe(PlannedAction.None);
        PlanOne(first.After, [steps[1], steps[0]]).Action.ShouldBe(PlannedAction.None);
    }

    [Fact]
    public void What_a_format_refuses_blocks_the_flow_and_nothing_is_edited()
    {
        var planned = PlanOne(Support, Call(Place.Start), Call(new Place(PlaceKind.Before, "old_menu"), again: true));

        planned.Action.ShouldBe(PlannedAction.Blocked);
        planned.Reason.ShouldContain("old_menu");
        planned.Edits.ShouldBeEmpty();
        planned.Steps.Select(step => step.Outcome).ShouldBe([StepOutcome.Insert, StepOutcome.Refuse]);
        planned.Steps[1].Details.ShouldBe([new StepDetail("reason", planned.Reason)]);
    }

    [Fact]
    public void A_flow_of_the_wrong_type_cannot_be_called() =>
        PlanOne(Support, new ResolvedCall(new CallSpec("s1", "Sub", "subflow"), Place.Start, Again: false)).Reason.ShouldContain("subflow");

    [Theory]
    [InlineData("m1", "itself")]
    [InlineData("m2", "calls this flow")]
    public void The_shared_flow_and_what_it_calls_are_refused(string id, string told)
    {
        var planned = Planner.PlanFlow(new ObservedFlow(new FlowHeader(id, "X", "module", new Revision("1")), Support), [Call(Place.Start)], Org, LintConfig.Default);

        planned.Action.ShouldBe(PlannedAction.Blocked);
        planned.Reason.ShouldContain(told);
    }

    [Theory]
    [InlineData("{\"name\": \"x\"", "cannot be read: at 1:")]
    [InlineData("{\"name\": \"x\"}", "none of the formats")]
    public void A_definition_that_cannot_be_read_is_blocked(string text, string told) => PlanOne(text, Call(Place.Start)).Reason.ShouldContain(told);

    [Fact]
    public void A_problem_that_the_change_brings_blocks_with_its_position()
    {
        var planned = PlanOne(Support, new ResolvedMenu("main", [new("1", "Sales", "q_gone")]));

        planned.Action.ShouldBe(PlannedAction.Blocked);
        var problem = planned.Problems.Single(p => p.Blocks);
        problem.Rule.ShouldBe("unknown-routing-target");
        problem.IsNew.ShouldBeTrue();
        planned.Reason.ShouldStartWith($"The change would bring a new problem, at {problem.Position} of the definition as it would be: ");
    }

    [Fact]
    public void A_problem_that_was_there_blocks_only_where_the_service_refuses_the_write()
    {
        var refused = PlanOne(Support.Replace("\"success\": \"bye\"", "\"success\": \"old_menu\""), Call(Place.Start));
        refused.Action.ShouldBe(PlannedAction.Blocked);
        refused.Problems.ShouldContain(problem => problem.Rule == "missing-target" && !problem.IsNew && problem.Blocks);
        refused.Reason.ShouldStartWith("The service refuses to write this flow because of a problem that was already there before this change");

        var compiles = Support.Replace("\"bye\": {", "\"other\": {\"type\": \"CallModule\", \"content\": {\"moduleId\": \"gone\"}, \"outputNodes\": {\"success\": \"bye\"}}, \"bye\": {");
        var shown = PlanOne(compiles, Call(Place.Start));
        shown.Action.ShouldBe(PlannedAction.Change, shown.Reason);
        shown.Problems.ShouldContain(problem => problem.Rule == "unknown-shared-flow" && problem.Severity == Severity.Error && !problem.IsNew && !problem.Blocks);
    }

    [Fact]
    public void Flows_come_sorted_and_the_same_input_gives_the_same_bytes()
    {
        ImmutableArray<ObservedFlow> flows = [Observed(Support, "f3", "b"), Observed(Support, "f2", "a"), Observed(Support, "f1", "a"), Observed(Support, "f4", "B")];

        var plan = Planner.Plan("org", DateTimeOffset.UnixEpoch, "d", flows, [Call(Place.Start)], Org, LintConfig.Default);

        plan.Flows.Select(flow => flow.Id).ShouldBe(["f4", "f1", "f2", "f3"]);
        PlanFile.Write(Planner.Plan("org", DateTimeOffset.UnixEpoch, "d", flows.Reverse(), [Call(Place.Start)], Org, LintConfig.Default)).ShouldBe(PlanFile.Write(plan));
        PlanFile.Write(PlanFile.Read(PlanFile.Write(plan))).ShouldBe(PlanFile.Write(plan));
    }

    [Fact]
    public void Steps_work_on_what_the_steps_before_them_left()
    {
        var planned = PlanOne(Support, Call(new Place(PlaceKind.After, "bill")), new ResolvedMenu("main", [new("1", "Check", "call_common_validation_module")]));

        planned.Action.ShouldBe(PlannedAction.Change, planned.Reason);
        planned.After.ShouldContain("\"routingTarget\": \"call_common_validation_module\"");
    }

    [Fact]
    public void A_moved_flow_gets_the_same_change_on_its_fresh_text()
    {
        var planned = PlanOne(Support, Call(Place.Start));

        var result = Rebase(planned, Support.Replace("For sales, press 1", "Sales: 1"), Call(Place.Start));

        var flow = result.ShouldBeOfType<RebaseResult.Rebased>().Flow;
        flow.After.ShouldContain("Sales: 1");
        flow.After.ShouldContain("m1");
    }

    [Fact]
    public void A_moved_flow_that_has_the_change_by_now_is_done() =>
        Rebase(PlanOne(Support, Call(Place.Start)), PlanOne(Support, Call(Place.Start)).After, Call(Place.Start)).ShouldBeOfType<RebaseResult.AlreadyDone>();

    [Fact]
    public void A_step_that_somebody_has_made_meanwhile_does_not_stand_in_the_way()
    {
        ResolvedStep[] steps = [Call(Place.Start), new ResolvedMenu("main", [new("1", "Sales", "q_sales")])];

        var result = Rebase(PlanOne(Support, steps), PlanOne(Support, steps[0]).After, steps);

        result.ShouldBeOfType<RebaseResult.Rebased>().Flow.Steps.Select(step => step.Outcome).ShouldBe([StepOutcome.Already, StepOutcome.Update]);
    }

    [Theory]
    [InlineData("\"bill\": {", "\"invoice\": {", PlaceKind.After, "bill", "has no element \"bill\"")]
    [InlineData("\"label\": \"Main menu\"", "\"label\": \"Other menu\"", PlaceKind.Start, "", "On the flow as it is now the step would be: call \"Common_Validation_Module\" at start, before \"Other menu\"")]
    [InlineData("\"success\": \"bye\"", "\"success\": \"main\"", PlaceKind.After, "bill", "The plan says: call \"Common_Validation_Module\" after \"bill\", before \"Disconnect politely\". On the flow as it is now the step would be: call \"Common_Validation_Module\" after \"bill\", before \"Main menu\".")]
    public void A_moved_flow_where_the_change_would_be_another_one_is_a_conflict(string old, string changed, PlaceKind kind, string element, string told)
    {
        var step = Call(new Place(kind, element));
        var planned = PlanOne(Support, step);

        var result = Rebase(planned, Support.Replace(old, changed, StringComparison.Ordinal), step);

        result.ShouldBeOfType<RebaseResult.Conflict>().Reason.ShouldContain(told);
    }

    private static ResolvedCall Call(Place place, bool again = false) => new(Module, place, again);

    [Fact]
    public void A_flow_is_renamed_with_those_that_use_it()
    {
        var plan = PlanRename([Shared, Using]);

        plan.Changes.Select(flow => flow.Name).ShouldBe(["Greeting", "Line"]);
        plan.Flows[1].After.ShouldContain("Welcome:");
    }

    [Fact]
    public void What_uses_a_flow_that_keeps_its_name_is_blocked()
    {
        var kept = PlanRename([Using]).Flows.ShouldHaveSingleItem();
        var broken = PlanRename([Shared with { Text = Shared.Text + "broken: [" }, Using]);

        (kept.Action, kept.Reason).ShouldBe((PlannedAction.Blocked, "The flow \"Greeting\" (commonmodule) would keep its name, since it is not among the selected flows. Select it too."));
        broken.Flows[1].Reason.ShouldBe("The flow \"Greeting\" (commonmodule) would keep its name, since it cannot be written.");
        PlanRename([Using], knows: false).Flows.ShouldHaveSingleItem().Action.ShouldBe(PlannedAction.Change, "nothing is known of the flow, as in a folder of some flows");
    }

    private static readonly ObservedFlow Shared = new(new FlowHeader("Greeting", "Greeting", "commonmodule", new Revision("1")), """
        commonModule:
          name: Greeting
          startUpTaskActions:
            - endTask:
                name: Back

        """);

    private static readonly ObservedFlow Using = new(new FlowHeader("l1", "Line", "inboundcall", new Revision("1")), """
        inboundCall:
          name: Line
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - callCommonModule:
                      name: Greet
                      commonModule:
                        Greeting:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
                  - disconnect:
                      name: Disconnect

        """);

    private static Plan PlanRename(ImmutableArray<ObservedFlow> flows, bool knows = true)
    {
        var catalogue = new OrgCatalogue(knows ? [new CatalogueFlow("Greeting", "Greeting", "commonmodule"), new CatalogueFlow("l1", "Line", "inboundcall")] : [], default, knowsAllFlows: false);
        return Planner.Plan("org", DateTimeOffset.UnixEpoch, "", flows, [new ResolvedRename(RenameTarget.Flow, "Greeting", "Welcome", "", "", "")], catalogue, LintConfig.Default);
    }

    private static ObservedFlow Observed(string text, string id = "f1", string name = "Inbound_Support") =>
        new(new FlowHeader(id, name, "call", new Revision("14")) { Version = "14", Division = new Division("d1", "Home") }, text);

    private static PlannedFlow PlanOne(string text, params ResolvedStep[] steps) => Planner.PlanFlow(Observed(text), [.. steps], Org, LintConfig.Default);

    private static RebaseResult Rebase(PlannedFlow planned, string fresh, params ResolvedStep[] steps) => Planner.Rebase(planned, Observed(fresh), [.. steps], Org, LintConfig.Default);
}
