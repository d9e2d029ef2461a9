using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Planning;

/// <summary>What every plan holds to, on generated flows and changes.</summary>
public sealed class PlanPropertyTests
{
    // What is wrong with a generated flow is not what these tests are about.
    private static readonly LintConfig Lenient = new() { Severities = RuleSet.All.ToImmutableDictionary(rule => rule.Id, _ => Diagnostics.Severity.Warning) };

    private static Gen<ResolvedStep> StepGen(int nodes) =>
        from kind in Gen.Elements(PlaceKind.Start, PlaceKind.Before, PlaceKind.After, PlaceKind.End)
        from element in Gen.Choose(0, nodes - 1)
        from way in Gen.Elements("", "", "error", "choice0")
        from shared in Gen.Elements("First", "Second")
        from again in Gen.Elements(true, false)
        from isMenu in Gen.Elements(true, false, false, false)
        from keys in Gen.SubListOf("0", "1", "7", "#")
        select isMenu
            ? (ResolvedStep)new ResolvedMenu($"n{element}", [.. keys.Select(key => new MenuOptionSpec(key, $"Press {key}", "n0"))])
            : new ResolvedCall(
                new CallSpec(shared, shared, "module") { Inputs = [new("a", "${b}")], Outputs = [new("c", "d")] },
                kind is PlaceKind.Start or PlaceKind.End ? new Place(kind) : new Place(kind, $"n{element}", kind == PlaceKind.After ? way : ""),
                again);

    private static Arbitrary<(GeneratedFlow Flow, ImmutableArray<ResolvedStep> Steps)> Changes { get; } = (
        from flow in GeneratedFlow.Gen
        from count in Gen.Choose(1, 3)
        from steps in StepGen(flow.Nodes.Length).ListOf(count)
        select (flow, steps.ToImmutableArray())).ToArbitrary();

    private static Arbitrary<(GeneratedFlow Flow, ResolvedStep Step)> SingleChanges { get; } = (
        from flow in GeneratedFlow.Gen
        from step in StepGen(flow.Nodes.Length)
        select (flow, step)).ToArbitrary();

    [Fact]
    public void Once_a_change_is_made_planning_it_again_writes_nothing()
    {
        var changed = 0;
        Prop.ForAll(SingleChanges, one =>
        {
            var first = Plan(one.Flow.Text, one.Step);
            if (first.Action == PlannedAction.Change)
            {
                changed++;
                var second = Plan(first.After, one.Step);
                second.Action.ShouldBe(PlannedAction.None, $"{one.Step}: {string.Join("; ", second.Steps.Select(step => step.Summary))}\n{second.Reason}\n{first.After}");
            }
        }).QuickCheckThrowOnFailure();
        changed.ShouldBeGreaterThan(20);
    }

    /// <summary>With <c>again</c>, a later step may take away the place that an earlier one stood at; without it, no order of steps can make a second run write.</summary>
    [Fact]
    public void Once_all_steps_of_a_change_are_made_planning_them_again_writes_nothing() => Prop.ForAll(Changes, one =>
    {
        ResolvedStep[] steps = [.. one.Steps.Select(step => step is ResolvedCall call ? call with { Again = false } : step)];
        var first = Plan(one.Flow.Text, steps);
        if (first.Action == PlannedAction.Change)
        {
            var second = Plan(first.After, steps);
            second.Action.ShouldBe(PlannedAction.None, $"{string.Join("; ", second.Steps.Select(step => step.Summary))}\n{second.Reason}\n{first.After}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_edits_of_all_steps_do_what_the_steps_do_one_after_the_other() => EditsDoWhatStepsDo(Config.QuickThrowOnFailure);

    // An element without a menu is to have no options; it gets options and loses them again.
    [Theory]
    [InlineData(7210419976235586750UL, 6641144415871800613UL, 12)]
    [InlineData(18405444786083029393UL, 11242959716729599761UL, 41)]
    public void The_edits_of_all_steps_do_what_the_steps_do_where_they_once_did_not(ulong seed, ulong gamma, int size) =>
        EditsDoWhatStepsDo(Config.QuickThrowOnFailure.WithMaxTest(1).WithReplay(seed, gamma, size));

    private static void EditsDoWhatStepsDo(Config config) => Prop.ForAll(Changes, one =>
    {
        var together = Plan(one.Flow.Text, [.. one.Steps]);
        if (together.Action != PlannedAction.Change)
        {
            together.Edits.ShouldBeEmpty();
            return;
        }

        together.Steps.Length.ShouldBe(one.Steps.Length);
        var after = FlowFormats.Read(JsonText.Parse(new SourceText(together.After))).ShouldNotBeNull();
        after.Tree.Diagnostics.ShouldBeEmpty();
        after.FormatId.ShouldBe(one.Flow.Format);
        FlowDiff.Compare(one.Flow.Read(), after).IsEmpty.ShouldBeFalse();
    }).Check(config);

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_a_plan_file_gives_them_back() => Prop.ForAll(Changes, one =>
    {
        var text = PlanFile.Write(PlanOf(one.Flow.Text, one.Steps));

        PlanFile.Write(PlanOf(one.Flow.Text, one.Steps)).ShouldBe(text);
        PlanFile.Write(PlanFile.Read(text)).ShouldBe(text);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flow_that_moved_only_in_its_layout_is_rebased_to_the_same_change() => Prop.ForAll(Changes, one =>
    {
        var planned = Plan(one.Flow.Text, [.. one.Steps]);
        if (planned.Action == PlannedAction.Change)
        {
            var moved = JsonPrinter.Indented(JsonText.Parse(new SourceText(one.Flow.Text)));
            var rebased = Planner.Rebase(planned, Observed(moved), one.Steps, OrgCatalogue.Unknown, Lenient).ShouldBeOfType<RebaseResult.Rebased>().Flow;

            FlowDiff.Compare(Read(planned.After), Read(rebased.After)).Lines.ShouldBeEmpty();
        }
    }).QuickCheckThrowOnFailure();

    private static Flow Read(string text) => FlowFormats.Read(JsonText.Parse(new SourceText(text))).ShouldNotBeNull();

    private static ObservedFlow Observed(string text) => new(new FlowHeader("f1", "Generated", "call", new Revision("1")), text);

    private static PlannedFlow Plan(string text, params ResolvedStep[] steps) => Planner.PlanFlow(Observed(text), [.. steps], OrgCatalogue.Unknown, Lenient);

    private static Plan PlanOf(string text, ImmutableArray<ResolvedStep> steps) =>
        Planner.Plan("org", DateTimeOffset.UnixEpoch, "", [Observed(text)], steps, OrgCatalogue.Unknown, Lenient);
}
