using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

/// <summary>What the rules' pages do not show: which format objects when, what is legal, and what one rule leaves to another. <c>[|...|]</c> marks where findings are expected.</summary>
public sealed class RulesTests
{
    [Theory]
    [InlineData("""{"actions": [{"id": "a", "type": "playAudio", "next": "b"}, {"id": "b", "type": "menu", "next": "a"}]}""", "Write")]
    [InlineData("""{"triggers": [{"id": "a", "type": "t"}], "edges": [{"fromId": "start", "toId": "a"}, {"fromId": "a", "toId": "a"}, {"fromId": "a", "toId": "end", "conditions": ["x"]}]}""", "Write")]
    [InlineData("""{"definition": {"nodes": [{"id": "a", "type": "menu"}, {"id": "b", "type": "play"}], "edges": [{"source": "a", "target": "b"}, {"source": "b", "target": "a"}]}}""", "Compile")]
    [InlineData("""{"definition": {"nodes": {"a": {"type": "play", "outputNodes": {"success": "b"}}, "b": {"type": "play", "outputNodes": {"success": "a"}}}}}""", "Compile")]
    [InlineData("""{"definition": {"nodes": {"a": {"type": "menu", "outputNodes": {"success": "b"}}, "b": {"type": "play", "outputNodes": {"success": "a"}}}}}""", "")]
    public void A_loop_is_refused_when_the_format_says_so(string text, string moment) => Moments(text, "routing-loop").ShouldBe(moment);

    [Fact]
    public void A_loop_beside_a_menu_is_found_in_a_node_map()
    {
        var found = Check("""
            {"definition": {"nodes": {
                "m": {"type": "menu", "outputNodes": {"1": "a"}},
                "a": {"type": "play", "outputNodes": {"success": [|"b"|]}},
                "b": {"type": "play", "outputNodes": {"success": "a", "error": "m"}}}}}
            """).ShouldHaveSingleItem();

        found.Id.ShouldBe("routing-loop");
        found.Message.ShouldBe("\"a\" leads back to itself, so a caller could go round for ever: \"a\" -> \"b\" -> \"a\". Break it, or wait for the caller in it.");
        found.Element.ShouldBe("a");
    }

    [Theory]
    [InlineData("""{"definition": {"nodes": [{"id": "a", "type": "play"}, {"id": "b", "type": "play"}], "edges": []}}""", "disconnected-parts", "Compile")]
    [InlineData("""{"definition": {"nodes": {"a": {"type": "x"}, "b": {"type": "x", "outputNodes": {"success": "c"}}, "c": {"type": "x"}}}}""", "disconnected-parts", "Advice")]
    [InlineData("""{"definition": {"nodes": {"a": {"type": "x"}, "b": {"type": "x"}}}}""", "unreachable-element", "Advice")]
    [InlineData("""{"definition": {"nodes": {"a": {"type": "x"}, "b": {"type": "x"}}}}""", "disconnected-parts", "")]
    public void A_part_that_no_way_joins_is_named_once(string text, string rule, string moment) => Moments(text, rule).ShouldBe(moment);

    [Fact]
    public void Ways_that_lead_nowhere_are_found_in_each_format()
    {
        Check("""{"actions": [{"id": "a", "type": "playAudio", "next": [|"x"|]}, {"id": "b", "type": "disconnect"}]}""", "missing-target");
        Check("""{"triggers": [{"id": "a", "type": "t"}], "edges": [[|{"fromId": "start", "toId": "x"}|], {"fromId": "start", "toId": "a"}, [|{"fromId": "z", "toId": "a"}|], {"fromId": "a", "toId": "end"}]}""", "missing-target");
        Check("""{"definition": {"nodes": [{"id": "a", "type": "t"}], "edges": [[|{"source": "a", "target": "b"}|], [|{"target": "a"}|]]}}""", "missing-target");
        Check("""{"definition": {"start": [|"first"|], "nodes": {"a": {"type": "t", "output_nodes": {"success": [|"b"|], "error": ""}}}}}""", "missing-target");
    }

    [Fact]
    public void An_unknown_action_may_be_the_last_one()
    {
        Check("""{"actions": [{"id": "a", "type": "somethingNew"}]}""").ShouldBeEmpty();
        Check("""{"actions": [{"id": "[|a|]", "type": "playAudio"}]}""", "missing-next").ShouldHaveSingleItem().Moment.ShouldBe(Moment.Write);
    }

    [Fact]
    public void A_trigger_graph_needs_a_start_an_end_and_edges()
    {
        const string text = """{"name": "[|Hello|]", "triggers": [{"id": "a", "type": "t"}], "edges": []}""";

        Check(text).Select(found => found.Id).ShouldBe(["missing-end", "missing-start", "unconnected-trigger"]);
        Check("""{"triggers": [{"id": "a", "type": "t"}], "edges": [{"fromId": "start", "toId": "a"}, {"fromId": "a", "toId": "end"}]}""").ShouldBeEmpty();
    }

    [Fact]
    public void Elements_need_an_id_a_type_and_an_id_of_their_own()
    {
        Check("""{"actions": [[|{"type": "disconnect"}|]]}""", "missing-id");
        Check("""{"actions": [{"id": "[|a|]"}]}""", "missing-type").ShouldHaveSingleItem().Element.ShouldBe("a");
        Check("""{"actions": [{"id": "a", "type": "playAudio", "next": "a2"}, {"id": "a2", "type": "exit"}, {"id": "[|a|]", "type": "exit"}]}""", "duplicate-id");
        Check("""{"definition": {"nodes": {"a": {"type": "exit"}, "a": {"type": "exit"}}}}""", "duplicate-id").ShouldBeEmpty();
        Check("""{"definition": {"nodes": {"a": {"type": "exit"}, "a": {"type": "exit"}}}}""", "duplicate-key").ShouldHaveSingleItem();
    }

    [Fact]
    public void Nobody_guesses_about_an_org_that_is_not_known()
    {
        const string text = """
            {"definition": {"nodes": {
                "m": {"type": "menu", "menu": {"options": [{"key": "1", "prompt": "p", "routingTarget": "q1"}]}, "outputNodes": {"success": "c"}},
                "c": {"type": "CallModule", "content": {"moduleId": "m1", "inputs": {"x": "1"}}}}}}
            """;

        Check(text).ShouldBeEmpty();
        var known = new OrgCatalogue([], [], knowsAllFlows: true);
        Check(text, known).Select(found => (found.Id, found.Moment)).ShouldBe([("unknown-routing-target", Moment.Write), ("unknown-shared-flow", Moment.Compile)]);
    }

    [Fact]
    public void A_call_that_comes_back_shows_the_way()
    {
        const string text = """{"name": "Main", "definition": {"nodes": {"c": {"type": "CallModule", "content": {"moduleId": "m1"}}}}}""";
        var org = new OrgCatalogue(
            [
                new CatalogueFlow("m1", "First", "module") { Calls = ["m2", "gone"] },
                new CatalogueFlow("m2", "Second", "module") { Calls = ["m1", "main"] },
                new CatalogueFlow("main", "Main", "module") { Calls = [] },
            ],
            [],
            knowsAllFlows: true);

        Check(text, org, "main").ShouldHaveSingleItem().Message.ShouldBe("\"c\" calls its way back here: \"Main\" -> \"First\" -> \"Second\" -> \"Main\". Take one of these calls out.");
        Check(text, org, "other").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("call", "play", false, true)]
    [InlineData("module", "play", false, false)]
    [InlineData("module", "menu", true, false)]
    [InlineData("call", "disconnect", false, false)]
    [InlineData("call", "novelty", false, false)]
    [InlineData("call", "CallModule", false, false)]
    public void A_flow_may_stop_where_stopping_is_ordinary(string flow, string element, bool isWarning, bool isInformation)
    {
        var found = Check($$"""{"type": "{{flow}}", "definition": {"nodes": {"a": {"type": "{{element}}", "content": {"moduleId": "m"} } } } }""");

        found.Select(one => (one.Id, one.Severity)).ShouldBe(isWarning ? [("dead-end", Severity.Warning)] : isInformation ? [("dead-end", Severity.Info)] : []);
    }

    [Fact]
    public void A_way_that_is_written_as_empty_is_meant() =>
        Check("""{"type": "call", "definition": {"nodes": {"a": {"type": "menu", "outputNodes": {"success": "", "error": ""}}}}}""").ShouldBeEmpty();

    [Fact]
    public void Variables_are_known_when_provided_declared_set_or_passed_in()
    {
        const string body = """
            "definition": {"nodes": {"a": {"type": "set", "variable": "vip", "value": "${caller.phoneNumber} ${call.id} ${declared} ${vip} ${unknown}", "outputNodes": {"success": ""}}}}}
            """;

        var found = Check($$"""{"type": "call", "variables": ["declared"], {{body.Replace("${unknown}", "${[|unknown|]}")}}""", "unset-variable");
        found.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Info);
        Check($$"""{"type": "module", "variables": ["declared"], {{body}}""", "unset-variable").ShouldBeEmpty();
        Check($$"""{"type": "module", "variables": ["declared"], {{body.Replace("${unknown}", "${[|Vip|]}")}}""", "unset-variable").ShouldHaveSingleItem().Severity.ShouldBe(Severity.Warning);
    }

    [Fact]
    public void What_follows_an_unreachable_element_is_counted_and_not_named()
    {
        var found = Check("""
            {"actions": [
                {"id": "a", "type": "playAudio", "next": "z"},
                {"id": "[|b|]", "type": "playAudio", "next": "c"},
                {"id": "c", "type": "playAudio", "next": "z"},
                {"id": "z", "type": "disconnect"}]}
            """).ShouldHaveSingleItem();

        found.Message.ShouldBe("No way leads to \"b\" or to the one after it, so no caller gets there. Lead one to it, or delete it.");
    }

    private static string Moments(string text, string rule) => string.Join(' ', Check(text).Where(found => found.Id == rule).Select(found => found.Moment));

    private static ImmutableArray<Diagnostic> Check(string marked, string rule)
    {
        var (text, spans) = Marked(marked);
        var found = Check(text).Where(one => one.Id == rule).ToImmutableArray();
        if (!spans.IsEmpty)
        {
            found.Select(one => text.Substring(one.Span.Start, Math.Max(one.Span.Length, 0))).Zip(spans.Select(span => text.Substring(span.Start, span.Length)))
                .ShouldAllBe(pair => pair.Second.StartsWith(pair.First));
            found.Select(one => one.Span.Start).ShouldBe(spans.Select(span => span.Start));
        }

        return found;
    }

    private static ImmutableArray<Diagnostic> Check(string marked, OrgCatalogue? org = null, string? flowId = null)
    {
        var (text, spans) = Marked(marked);
        var flow = FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldNotBeNull();
        var found = Linter.Check(flow, org ?? OrgCatalogue.Unknown, flowId: flowId);
        spans.ShouldAllBe(span => found.Any(one => one.Span.Start == span.Start));
        return found;
    }

    private static (string Text, ImmutableArray<TextSpan> Spans) Marked(string marked)
    {
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        var text = "";
        var parts = marked.Split("[|");
        text = parts[0];
        foreach (var part in parts.Skip(1))
        {
            var halves = part.Split("|]");
            spans.Add(new TextSpan(text.Length, halves[0].Length));
            text += halves[0] + halves[1];
        }

        return (text, spans.ToImmutable());
    }
}
