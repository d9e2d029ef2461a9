using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

public sealed class LintFixerTests
{
    [Fact]
    public void Deletes_what_is_never_heard_until_nothing_is_left_to_delete()
    {
        var result = Fix("""
            {
              "actions": [
                {"id": "a", "type": "playAudio", "next": "z"},
                {"id": "b", "type": "playAudio", "next": "c"},
                {"id": "c", "type": "playAudio", "next": "z"},
                {"id": "z", "type": "disconnect"},
                {"id": "y", "type": "exit"}
              ]
            }
            """);

        result.Flow.Tree.Source.Text.ShouldBe("""
            {
              "actions": [
                {"id": "a", "type": "playAudio", "next": "z"},
                {"id": "z", "type": "disconnect"}
              ]
            }
            """);
        result.Applied.Select(fix => fix.Title).ShouldBe(["Delete \"b\" and the one that hangs together with it", "Delete \"y\""]);
        result.Left.ShouldBeEmpty();
    }

    [Fact]
    public void Deletes_the_edges_of_what_it_deletes()
    {
        var result = Fix("""
            {"definition": {"nodes": [{"id": "a", "type": "x"}, {"id": "b", "type": "x"}],
              "edges": [{"source": "b", "target": "a"}, {"source": "b", "target": "a", "on": "error"}]}}
            """);

        result.Flow.Tree.Source.Text.ShouldBe("""
            {"definition": {"nodes": [{"id": "a", "type": "x"}],
              "edges": []}}
            """);
    }

    [Fact]
    public void Leaves_alone_what_other_text_may_mean()
    {
        const string text = """{"settings": {"fallback": "b"}, "actions": [{"id": "a", "type": "exit"}, {"id": "b", "type": "exit"}]}""";

        Fix(text).Applied.ShouldBeEmpty();
        Fix(text, "unreachable-element").Flow.Tree.Source.Text.ShouldBe("""{"settings": {"fallback": "b"}, "actions": [{"id": "a", "type": "exit"}]}""");
    }

    [Fact]
    public void Guesses_only_when_told_to()
    {
        const string text = """{"actions": [{"id": "a", "type": "playAudio", "next": "mainMenu"}, {"id": "main_menu", "type": "disconnect"}]}""";

        Fix(text).Applied.ShouldBeEmpty();
        Fix(text, "dead-end").Applied.ShouldBeEmpty();
        var result = Fix(text, "missing-target");
        result.Flow.Tree.Source.Text.ShouldBe(text.Replace("mainMenu", "main_menu"));
        result.Left.ShouldBeEmpty();
    }

    [Fact]
    public void Leaves_a_broken_text_as_it_is()
    {
        const string text = """{"actions": [{"id": "a", "type": "exit"}, {"id": "b", "type": "exit"},]}""";

        Fix(text).Flow.Tree.Source.Text.ShouldBe(text);
    }

    [Fact]
    public void Removes_what_it_mends_and_does_nothing_the_second_time()
    {
        var mended = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            var flow = Read(RandomFlow(new Random(seed)));
            var before = Linter.Check(flow, OrgCatalogue.Unknown);
            var reachable = Heard(flow);
            var offered = before.Count(one => one.Fixes.Any(fix => fix.Safety == FixSafety.Safe));

            var first = LintFixer.Apply(flow, OrgCatalogue.Unknown);
            var second = LintFixer.Apply(first.Flow, OrgCatalogue.Unknown);

            first.Left.ShouldAllBe(one => one.Fixes.All(fix => fix.Safety != FixSafety.Safe), $"seed {seed}");
            first.Left.Count(one => one.Severity == Severity.Error).ShouldBeLessThanOrEqualTo(before.Count(one => one.Severity == Severity.Error), $"seed {seed}");
            Heard(first.Flow).ShouldBe(reachable, $"seed {seed}");
            second.Applied.ShouldBeEmpty($"seed {seed}");
            second.Flow.Tree.Source.Text.ShouldBe(first.Flow.Tree.Source.Text, $"seed {seed}");
            first.Applied.Length.ShouldBe(offered, $"seed {seed}");
            mended += first.Applied.Length;
        }

        mended.ShouldBeGreaterThan(100);
    }

    /// <summary>The elements that callers hear, with the ways between them.</summary>
    private static List<string> Heard(Flow flow)
    {
        var reached = Core.Graph.Reachability.FromEntries(Core.Graph.FlowGraph.Of(flow));
        return [.. flow.Ways.Where(way => way.From >= 0 && reached[way.From]).Select(way => $"{flow.Elements[way.From].Id} {way.Label} {(way.To >= 0 ? flow.Elements[way.To].Id : way.Target)}")];
    }

    private static string RandomFlow(Random random)
    {
        var count = random.Next(1, 8);
        var text = new StringBuilder("""{"definition": {"nodes": [""");
        text.AppendJoin(",\n", Enumerable.Range(0, count).Select(i => $$"""{"id": "n{{i}}", "type": "step"}"""));
        text.Append("""], "edges": [""");
        text.AppendJoin(", ", Enumerable.Range(0, random.Next(0, 9)).Select(i => (From: random.Next(count), To: random.Next(count))).Where(edge => edge.From != edge.To || random.Next(4) == 0)
            .Select(edge => $$"""{"source": "n{{edge.From}}", "target": "n{{edge.To}}"}"""));
        return text.Append("]}}").ToString();
    }

    private static FixResult Fix(string text, params string[] rules) => LintFixer.Apply(Read(text), OrgCatalogue.Unknown, rules: rules.Length == 0 ? null : rules.ToHashSet());

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldNotBeNull();
}
