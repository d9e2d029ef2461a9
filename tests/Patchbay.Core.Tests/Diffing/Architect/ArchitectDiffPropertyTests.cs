using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Diffing;
using Patchbay.Core.Diffing.Architect;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Tests.Diffing.Architect;

/// <summary>What every comparison of Architect flows holds to, on generated flows and on flows changed in known ways.</summary>
public sealed class ArchitectDiffPropertyTests
{
    private static Arbitrary<(GeneratedArchitectFlow Flow, WritingStyle Style)> Written { get; } = (from flow in GeneratedArchitectFlow.Gen from style in WritingStyle.Gen select (flow, style)).ToArbitrary();

    private static Arbitrary<(GeneratedArchitectFlow Flow, int Place)> Placed { get; } = (from flow in GeneratedArchitectFlow.Gen from place in Gen.Choose(0, 1000) select (flow, place)).ToArbitrary();

    private static Arbitrary<(GeneratedArchitectFlow Before, GeneratedArchitectFlow After)> Pairs { get; } = (
        from before in GeneratedArchitectFlow.Gen
        from other in GeneratedArchitectFlow.Gen
        from isNear in Gen.Elements(true, true, false)
        from first in Gen.Choose(0, 1000)
        from second in Gen.Choose(0, 1000)
        select (before, isNear ? Edited(Edited(before, first), second) : other)).ToArbitrary();

    [Fact]
    public void A_flow_never_differs_from_itself_however_it_is_written() => Prop.ForAll(Written, written =>
    {
        var (flow, style) = written;

        FlowDiff.Compare(flow.Read(), flow.Read()).Lines.ShouldBeEmpty();
        FlowDiff.Compare(flow.Read(), flow.Read(style)).Lines.ShouldBeEmpty();
        FlowDiff.Compare(flow.Read(style), flow.Read()).ToUnified("a", "b").ShouldBe("");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Turned_round_a_comparison_says_the_same_the_other_way() => Prop.ForAll(Pairs, pair =>
    {
        var (before, after) = (pair.Before.Read(), pair.After.Read());
        var there = FlowDiff.Compare(before, after).Differences.Select(Turned);
        var back = FlowDiff.Compare(after, before).Differences.Select(Plain);

        there.Order(StringComparer.Ordinal).ShouldBe(back.Order(StringComparer.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_action_put_in_is_one_line() => Prop.ForAll(Placed, placed =>
    {
        var after = Inserted(placed.Flow, placed.Place);

        var difference = FlowDiff.Compare(placed.Flow.Read(), after.Read()).Differences.ShouldHaveSingleItem();
        difference.Kind.ShouldBe(DifferenceKind.Added);
        difference.Text.ShouldContain("\"Put in\"");
        FlowDiff.Compare(after.Read(), placed.Flow.Read()).Differences.ShouldHaveSingleItem().Kind.ShouldBe(DifferenceKind.Removed);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_action_that_says_something_else_is_one_line() => Prop.ForAll(Placed, placed =>
    {
        var before = Inserted(placed.Flow, placed.Place);
        var after = before.Map(list => [.. list.Select(action => action.Name == "Put in" ? action with { Text = "something else entirely" } : action)]);

        var difference = FlowDiff.Compare(before.Read(), after.Read()).Differences.ShouldHaveSingleItem();
        difference.Text.ShouldEndWith("\"Put in\" now plays \"something else entirely\" (was \"quite new here\")");
        difference.Group.ShouldBe(DifferenceGroup.Caller);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_action_that_moved_is_one_line() => Prop.ForAll(Placed, placed =>
    {
        var before = Inserted(placed.Flow, placed.Place);
        var after = Inserted(placed.Flow, (placed.Place * 7) + 3);
        if (before.Write(WritingStyle.Plain) != after.Write(WritingStyle.Plain))
        {
            FlowDiff.Compare(before.Read(), after.Read()).Differences.ShouldHaveSingleItem().Kind.ShouldBe(DifferenceKind.Moved);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_task_with_another_name_is_one_line_wherever_it_is_called() => Prop.ForAll(Placed, placed =>
    {
        // A task that holds nothing to know it by is another task under another name.
        var place = placed.Place % placed.Flow.Tasks.Length;
        var before = new GeneratedArchitectFlow(placed.Flow.Tasks.SetItem(place, placed.Flow.Tasks[place] with { Actions = [New, .. placed.Flow.Tasks[place].Actions] }));
        var after = new GeneratedArchitectFlow(before.Tasks.SetItem(place, before.Tasks[place] with { Name = "Somewhere else" }));

        FlowDiff.Compare(before.Read(), after.Read()).Lines.ShouldBe([$"Task \"{before.Tasks[place].Name}\" is now called \"Somewhere else\""]);
        FlowDiff.Compare(before.Read(), after.Read()).Without(DifferenceGroup.Cosmetic).IsEmpty.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unified_text_leads_from_one_file_to_the_other() => Prop.ForAll(Pairs, pair =>
    {
        var diff = FlowDiff.Compare(pair.Before.Read(WritingStyle.Plain with { FirstNumber = 30, TurnsKeys = true }), pair.After.Read());
        if (!diff.IsEmpty)
        {
            var lines = diff.ToUnified("a", "b", context: 100_000).Split('\n')[3..^1];
            var before = string.Concat(lines.Where(line => line[0] != '+').Select(line => line[1..] + "\n"));

            string.Concat(lines.Where(line => line[0] != '-').Select(line => line[1..] + "\n")).ShouldBe(AlignedYaml.Of(pair.After.Read()));
            FlowDiff.Compare(pair.Before.Read(), GeneratedArchitectFlow.Read(before)).Lines.ShouldBeEmpty();
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_of_five_thousand_alike_is_compared_as_any_other()
    {
        var alike = Enumerable.Range(0, 5000).Select(i => New with { Name = "Play Audio", Text = $"word {i % 7}" }).ToImmutableArray();
        var before = new GeneratedArchitectFlow([new GeneratedTask("Long", alike)]);
        var after = new GeneratedArchitectFlow([new GeneratedTask("Long", alike.Insert(2500, New).RemoveAt(4000))]);

        FlowDiff.Compare(before.Read(), after.Read()).Differences.Length.ShouldBeLessThan(20);
    }

    private static GeneratedAction New { get; } = new("playAudio", "Put in", "quite new here", []);

    private static int Lists(GeneratedArchitectFlow flow)
    {
        var count = 0;
        flow.Map(list =>
        {
            count++;
            return list;
        });
        return count;
    }

    private static GeneratedArchitectFlow Inserted(GeneratedArchitectFlow flow, int place)
    {
        var (at, wanted) = (0, place % Lists(flow));
        return flow.Map(list => at++ == wanted ? list.Insert(place % (list.Length + 1), New) : list);
    }

    private static GeneratedArchitectFlow Edited(GeneratedArchitectFlow flow, int place)
    {
        var (at, wanted) = (0, place % Lists(flow));
        return flow.Map(list => at++ != wanted ? list : (place % 4) switch
        {
            0 => list.Insert(place % (list.Length + 1), New with { Text = $"new {place % 3}" }),
            1 when list.Length > 0 => list.RemoveAt(place % list.Length),
            2 => [.. list.Reverse()],
            _ => [.. list.Select((action, index) => index == place % list.Length ? action with { Text = "changed words" } : action)],
        });
    }

    private static string Plain(FlowDifference difference) => $"{difference.Group} {difference.Kind} {difference.Subject} {difference.Before} => {difference.After}";

    private static string Turned(FlowDifference difference)
    {
        var kind = difference.Kind switch { DifferenceKind.Added => DifferenceKind.Removed, DifferenceKind.Removed => DifferenceKind.Added, var same => same };
        return $"{difference.Group} {kind} {difference.Subject} {difference.After} => {difference.Before}";
    }
}
