using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

/// <summary>What every edit of every flow holds to, on generated flows.</summary>
public sealed class EditPropertyTests
{
    private static readonly string[] Ways = ["", "", "success", "error", "next", "0", "choice1"];

    private static readonly CallSpec Call = new("shared-1", "Common Validation", "module")
    {
        Inputs = [new("number", "${caller.phoneNumber}")],
        Outputs = [new("isValid", "callerIsValid")],
    };

    private static Arbitrary<(GeneratedFlow Flow, Place Place)> Placed { get; } = (
        from flow in GeneratedFlow.Gen
        from kind in Gen.Elements(PlaceKind.Start, PlaceKind.Before, PlaceKind.After, PlaceKind.End)
        from element in Gen.Choose(0, flow.Nodes.Length - 1)
        from way in Gen.Elements(Ways)
        select (flow, kind is PlaceKind.Start or PlaceKind.End ? new Place(kind) : new Place(kind, $"n{element}", kind == PlaceKind.After ? way : ""))).ToArbitrary();

    [Fact]
    public void A_generated_flow_is_read_in_its_own_format() => Check(GeneratedFlow.Arbitrary, generated =>
    {
        var flow = generated.Read();

        flow.FormatId.ShouldBe(generated.Format);
        flow.Elements.Length.ShouldBe(generated.Nodes.Length);
    });

    [Fact]
    public void Inserting_keeps_every_element_and_reads_back_in_the_same_format() => CheckInserted((before, after, _, inserted) =>
    {
        after.Tree.Diagnostics.ShouldBeEmpty();
        after.FormatId.ShouldBe(before.FormatId);
        after.Elements.Select(e => e.Id).Except(inserted).ShouldBe(before.Elements.Select(e => e.Id));
        after.Elements.Length.ShouldBe(before.Elements.Length + inserted.Count);
        foreach (var element in after.Elements.Where(e => inserted.Contains(e.Id)))
        {
            element.Call!.FlowId.ShouldBe("shared-1");
            element.Call.Inputs.ShouldHaveSingleItem().SharedName.ShouldBe("number");
            element.Call.Outputs.ShouldHaveSingleItem().CallerSide.ShouldBe("callerIsValid");
        }
    });

    [Fact]
    public void Inserting_replaces_only_pointers_and_can_be_taken_back() => Check(Placed, sample =>
    {
        var flow = sample.Flow.Read();
        if (Insert(flow, sample.Place) is EditResult.Edited edited)
        {
            foreach (var replaced in edited.Edits.Where(edit => edit.Span.Length > 0).Select(edit => flow.Tree.Source.GetText(edit.Span)))
            {
                (replaced is "[]" or "{}" or "\"\"" || (replaced.StartsWith('"') && replaced.EndsWith('"') && !replaced.Contains(' '))).ShouldBeTrue(replaced);
            }

            var after = TextEdits.Apply(flow.Tree.Source, edited.Edits);
            TextEdits.Apply(after, TextEdits.Invert(flow.Tree.Source, edited.Edits)).Text.ShouldBe(sample.Flow.Text);
        }
    });

    [Fact]
    public void Inserting_the_same_call_again_gives_the_same_edits() => Check(Placed, sample =>
    {
        var first = Insert(sample.Flow.Read(), sample.Place);
        var second = Insert(sample.Flow.Read(), sample.Place);

        if (first is EditResult.Edited edited)
        {
            ((EditResult.Edited)second).Edits.ShouldBe(edited.Edits.AsEnumerable());
        }
        else
        {
            second.ShouldBe(first);
        }
    });

    [Fact]
    public void Without_the_call_no_caller_gets_past_its_place() => CheckInserted((before, after, place, inserted) =>
    {
        var reached = ReachedWithout(after, inserted);
        switch (place.Kind)
        {
            case PlaceKind.Start:
                reached.ShouldBeSubsetOf(before.Elements.Where((e, i) => i == before.Entry && e.Type == "start").Select(e => e.Id).Concat(ErrorWaysOfStart(before)));
                break;
            case PlaceKind.Before:
                reached.ShouldNotContain(place.Element);
                break;
            case PlaceKind.End when after.FormatId == "trigger-graph":
                after.Ways.Count(way => way.To == FlowWay.Leaves && !inserted.Contains(after.Elements[way.From].Id)).ShouldBe(0);
                break;
            case PlaceKind.End:
                FinalsOf(before).Where(reached.Contains).ShouldBeEmpty();
                break;
        }
    });

    [Fact]
    public void Taking_the_call_out_of_the_graph_gives_the_ways_that_were_there() => CheckInserted((before, after, place, inserted) =>
    {
        var expected = WaysOf(before, []);
        var actual = WaysOf(after, inserted);
        var gained = actual.Except(expected).ToList();

        expected.Except(actual).ShouldBeEmpty();
        if (place.Kind == PlaceKind.After || before.Elements.Length == 1 || before.FormatId == "node-list")
        {
            // An element that nothing followed has gained a way to the call, after which nothing follows.
            gained.Where(way => !way.EndsWith("-> leaves", StringComparison.Ordinal)).ShouldBeEmpty();
        }
        else
        {
            gained.ShouldBeEmpty();
        }
    });

    [Fact]
    public void An_error_way_that_is_named_is_wired() => Check(Placed, sample =>
    {
        var flow = sample.Flow.Read();
        var last = flow.Elements[^1].Id;
        if (Insert(flow, sample.Place, Call with { Success = "n0", Error = last }) is EditResult.Edited edited)
        {
            var after = Apply(flow, edited);
            foreach (var id in edited.Insertions.Select(i => i.ElementId))
            {
                var index = IndexOf(after, id);
                var ways = after.Ways.Where(way => way.From == index).Select(way => (way.Kind == WayKind.Error, after.Elements[way.To].Id)).ToList();
                ways.ShouldContain((false, "n0"));
                if (last != "n0")
                {
                    ways.ShouldContain((true, last));
                }
            }
        }
    });

    [Fact]
    public void Most_places_take_a_call()
    {
        var samples = Placed.Generator.Sample(400, 50);

        samples.Count(sample => Insert(sample.Flow.Read(), sample.Place) is EditResult.Edited).ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Updating_a_call_twice_changes_nothing_the_second_time()
    {
        var mapping = from name in Gen.Elements("number", "isValid", "a", "b \"quoted\"")
                      from value in Gen.Elements("${x}", "plain", "")
                      select KeyValuePair.Create(name, value);
        var samples = from flow in GeneratedFlow.Gen
                      from inputs in Gen.ArrayOf(mapping)
                      from outputs in Gen.ArrayOf(mapping)
                      select (flow, Call with { Inputs = [.. inputs], Outputs = [.. outputs.DistinctBy(o => o.Key).DistinctBy(o => o.Value)] });
        Check(samples.ToArbitrary(), sample =>
        {
            if (Insert(sample.flow.Read(), Place.Start) is not EditResult.Edited inserted)
            {
                return;
            }

            var flow = Apply(sample.flow.Read(), inserted);
            var element = IndexOf(flow, inserted.Insertions[0].ElementId);
            var format = FlowFormats.Of(flow);
            var edited = format.UpdateCall(flow, element, sample.Item2).ShouldBeOfType<EditResult.Edited>();

            var after = Apply(flow, edited);
            after.Tree.Diagnostics.ShouldBeEmpty();
            var call = after.Elements[element].Call!;
            foreach (var (name, value) in sample.Item2.Outputs.Concat(sample.Item2.Inputs.GroupBy(i => i.Key).Select(g => g.Last())))
            {
                call.Inputs.Concat(call.Outputs).Any(m => m.SharedName == name && m.CallerSide == value).ShouldBeTrue();
            }

            format.UpdateCall(after, element, sample.Item2).ShouldBeOfType<EditResult.Edited>().Edits.ShouldBeEmpty();
        });
    }

    [Fact]
    public void Replacing_a_menu_gives_exactly_its_options_and_nothing_to_do_afterwards()
    {
        var option = from key in Gen.Elements("0", "1", "2", "*")
                     from prompt in Gen.Elements("Press 0", "Press 1", "Ünother \\ one")
                     from target in Gen.Elements("n0", "queue")
                     select new MenuOptionSpec(key, prompt, target);
        var samples = from flow in GeneratedFlow.Gen.Where(flow => flow.Format == "node-map")
                      from element in Gen.Choose(0, flow.Nodes.Length - 1)
                      from options in Gen.ArrayOf(option)
                      select (flow, element, options.DistinctBy(o => o.Key).ToImmutableArray());
        Check(samples.ToArbitrary(), sample =>
        {
            var (generated, element, options) = sample;
            var flow = generated.Read();
            var format = FlowFormats.Of(flow);
            var edited = format.ReplaceMenu(flow, element, options).ShouldBeOfType<EditResult.Edited>();
            TextEdits.Apply(TextEdits.Apply(flow.Tree.Source, edited.Edits), TextEdits.Invert(flow.Tree.Source, edited.Edits)).Text.ShouldBe(generated.Text);

            var after = Apply(flow, edited);
            after.Tree.Diagnostics.ShouldBeEmpty();
            var menu = after.Elements[element].Menu.ShouldNotBeNull();
            menu.Options.Select(o => new MenuOptionSpec(o.Key, o.Prompt, o.RoutingTarget)).ShouldBe(options.AsEnumerable());
            format.ReplaceMenu(after, element, options).ShouldBeOfType<EditResult.Edited>().Edits.ShouldBeEmpty();

            var old = flow.Elements[element].Menu?.Options.Select(o => o.Key).ToList() ?? [];
            foreach (var kept in menu.Options.Where(o => old.Contains(o.Key)))
            {
                after.Tree.Source.GetText(kept.Span).ShouldContain("\"keep\"");
            }
        });
    }

    private static void Check<T>(Arbitrary<T> samples, Action<T> property) => Prop.ForAll(samples, property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void CheckInserted(Action<Flow, Flow, Place, HashSet<string>> property) => Check(Placed, sample =>
    {
        var before = sample.Flow.Read();
        if (Insert(before, sample.Place) is EditResult.Edited edited)
        {
            edited.Insertions.ShouldNotBeEmpty();
            var after = Apply(before, edited);
            property(before, after, sample.Place, [.. edited.Insertions.Select(insertion => insertion.ElementId)]);
        }
    });

    private static EditResult Insert(Flow flow, Place place, CallSpec? call = null) => FlowFormats.Of(flow).InsertCall(flow, place, call ?? Call);

    private static Flow Apply(Flow flow, EditResult.Edited edited) => FlowFormats.Read(JsonText.Parse(TextEdits.Apply(flow.Tree.Source, edited.Edits))).ShouldNotBeNull();

    private static int IndexOf(Flow flow, string id) => flow.Elements.Select(e => e.Id).ToList().IndexOf(id);

    private static IEnumerable<string> FinalsOf(Flow flow)
    {
        var graph = FlowGraph.Of(flow);
        var format = (DefinitionFormat)FlowFormats.Of(flow);
        return Enumerable.Range(0, graph.Count)
            .Where(i => format.IsFinal(flow.Elements[i], flow, graph.Out(i)) && !format.IsStartMarker(flow.Elements[i]))
            .Select(i => flow.Elements[i].Id);
    }

    /// <summary>What callers reach by the error ways of a start node, which no call at the start can stand on.</summary>
    private static HashSet<string> ErrorWaysOfStart(Flow flow)
    {
        var starts = flow.Ways.Where(way => way is { Kind: WayKind.Error, To: >= 0 } && way.From == flow.Entry && way.From >= 0 && flow.Elements[way.From].Type == "start");
        return Reach(flow, [], [.. starts.Select(way => way.To)]);
    }

    private static HashSet<string> ReachedWithout(Flow flow, HashSet<string> removed) => Reach(flow, removed, [.. FlowGraph.Of(flow).Entries]);

    private static HashSet<string> Reach(Flow flow, HashSet<string> removed, IEnumerable<int> from)
    {
        var graph = FlowGraph.Of(flow);
        var reached = new HashSet<string>();
        var open = new Stack<int>(from);
        while (open.TryPop(out var node))
        {
            if (!removed.Contains(flow.Elements[node].Id) && reached.Add(flow.Elements[node].Id))
            {
                foreach (var way in graph.Out(node))
                {
                    if (flow.Ways[way].To >= 0)
                    {
                        open.Push(flow.Ways[way].To);
                    }
                }
            }
        }

        return reached;
    }

    /// <summary>The ways and entries of a flow as if some of its elements were not there, and led straight on.</summary>
    private static List<string> WaysOf(Flow flow, HashSet<string> removed)
    {
        var graph = FlowGraph.Of(flow);
        var ways = new List<string>();
        bool IsRemoved(int element) => element >= 0 && removed.Contains(flow.Elements[element].Id);
        void Add(string from, FlowWay way, int to)
        {
            var target = to >= 0 ? flow.Elements[to].Id : to == FlowWay.Leaves ? $"{way.Target} leaves".Trim() : way.Target;
            ways.Add($"{from} {way.Kind} {way.Label} -> {target}");
        }

        foreach (var way in flow.Ways.Where(way => !IsRemoved(way.From)))
        {
            var from = way.From >= 0 ? flow.Elements[way.From].Id : "start";
            if (!IsRemoved(way.To))
            {
                Add(from, way, way.To);
                continue;
            }

            var onward = graph.Out(way.To).ToArray().Select(w => flow.Ways[w]).Where(w => w.Kind != WayKind.Error).ToList();
            var isMoved = onward.Count > 1 || onward.Exists(w => w.Kind == WayKind.Choice);
            foreach (var next in onward)
            {
                Add(from, isMoved ? next : way, next.To);
            }

            if (onward.Count == 0)
            {
                Add(from, way, FlowWay.Leaves);
            }
        }

        for (var entry = flow.Entry; entry >= 0;)
        {
            if (!IsRemoved(entry))
            {
                ways.Add($"entry {flow.Elements[entry].Id}");
                break;
            }

            entry = flow.Ways[graph.Out(entry)[0]].To;
        }

        return ways;
    }
}
