using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing;

/// <summary>What every comparison holds to, on generated flows.</summary>
public sealed class DiffPropertyTests
{
    private static readonly JsonSerializerOptions Wide = new() { WriteIndented = true, IndentSize = 5 };

    private static Arbitrary<(GeneratedFlow Before, GeneratedFlow After)> Pairs { get; } = (
        from before in GeneratedFlow.Gen
        from other in GeneratedFlow.Gen
        from sameFormat in Gen.Elements(true, true, false)
        select (before, sameFormat ? other with { Format = before.Format } : other)).ToArbitrary();

    [Fact]
    public void A_flow_never_differs_from_itself_in_another_order_and_layout() => Prop.ForAll(GeneratedFlow.Arbitrary, generated =>
    {
        var root = JsonNode.Parse(generated.Text).ShouldNotBeNull();
        var shuffled = Read(Reordered(root, path: "").ToJsonString(Wide));

        FlowDiff.Compare(generated.Read(), generated.Read()).Lines.ShouldBeEmpty();
        FlowDiff.Compare(generated.Read(), shuffled).Lines.ShouldBeEmpty();
        FlowDiff.Compare(shuffled, generated.Read()).ToUnified("a", "b").ShouldBe("");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Turned_round_a_comparison_says_the_same_the_other_way() => Prop.ForAll(Pairs, pair =>
    {
        var there = FlowDiff.Compare(pair.Before.Read(), pair.After.Read()).Differences.Select(Turned);
        var back = FlowDiff.Compare(pair.After.Read(), pair.Before.Read()).Differences.Select(Plain);

        there.Order(StringComparer.Ordinal).ShouldBe(back.Order(StringComparer.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Inserting_a_call_shows_as_one_new_element_and_new_ways_to_it() => Prop.ForAll(GeneratedFlow.Arbitrary, generated =>
    {
        var before = generated.Read();
        if (FlowFormats.Of(before).InsertCall(before, Place.Start, new CallSpec("s", "Shared", "module")) is EditResult.Edited edited)
        {
            var after = Read(TextEdits.Apply(before.Tree.Source, edited.Edits).Text);
            var differences = FlowDiff.Compare(before, after).Differences;

            differences.Where(d => d.Subject == DifferenceSubject.Element).ShouldHaveSingleItem().Element.ShouldBe("call_shared");
            differences.ShouldAllBe(d => d.Subject == DifferenceSubject.Element || d.Subject == DifferenceSubject.Entry || d.Subject == DifferenceSubject.Way || d.Subject == DifferenceSubject.MenuOption);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unified_text_leads_from_one_definition_to_the_other() => Prop.ForAll(Pairs, pair =>
    {
        var diff = FlowDiff.Compare(pair.Before.Read(), pair.After.Read());
        if (!diff.IsEmpty)
        {
            var lines = diff.ToUnified("a", "b", context: 100_000).Split('\n')[3..^1];

            string.Concat(lines.Where(line => line[0] != '-').Select(line => line[1..] + "\n")).ShouldBe(AlignedText.Of(pair.After.Read(), other: null));
            JsonNode.DeepEquals(JsonNode.Parse(string.Concat(lines.Where(line => line[0] != '+').Select(line => line[1..]))), JsonNode.Parse(AlignedText.Of(pair.Before.Read(), pair.After.Read()))).ShouldBeTrue();
        }
    }).QuickCheckThrowOnFailure();

    private static string Plain(FlowDifference difference) => $"{difference.Kind} {difference.Subject} {Where(difference, difference.Element)} {difference.Before} => {difference.After}";

    private static string Turned(FlowDifference difference)
    {
        var kind = difference.Kind switch { DifferenceKind.Added => DifferenceKind.Removed, DifferenceKind.Removed => DifferenceKind.Added, var same => same };
        return $"{kind} {difference.Subject} {Where(difference, difference.Kind == DifferenceKind.Renamed ? difference.Before ?? "" : difference.Element)} {difference.After} => {difference.Before}";
    }

    /// <summary>An element that has another id is called by its new one; a way taken for another reason by its new reason.</summary>
    private static string Where(FlowDifference difference, string element) =>
        difference.Subject == DifferenceSubject.Way && difference.Kind == DifferenceKind.Changed ? element : $"{element} {difference.Path}";

    /// <summary>Turns round the keys of every object and the lists whose order means nothing.</summary>
    private static JsonNode Reordered(JsonNode node, string path) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.OrderByDescending(entry => KeepsItsPlace(path) ? "" : entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : Reordered(entry.Value, entry.Key)))),
        JsonArray list => new JsonArray([.. (path is "edges" ? list.Reverse() : list).Select(item => item is null ? null : Reordered(item, path + "[]"))]),
        _ => node.DeepClone(),
    };

    /// <summary>The first node of a map is its entry where no start is named, so nodes keep their places.</summary>
    private static bool KeepsItsPlace(string path) => path == "nodes";

    private static Flow Read(string text) => FlowFormats.Read(JsonText.Parse(new SourceText(text))).ShouldNotBeNull();
}
