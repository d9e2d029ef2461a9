using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing;

public sealed class FlowDiffTests
{
    private const string NodeMap = """
        {
          "name": "Inbound_Support", "type": "call", "description": "Support line", "division": {"id": "d1", "name": "Home"},
          "variables": ["language"],
          "outcomes": [{"id": "o1", "name": "Solved"}, {"id": "o2", "name": "Lost"}],
          "definition": {
            "start": "greet",
            "nodes": {
              "greet": {"type": "play", "label": "Greeting", "content": {"prompt": "Hello", "volume": 1.50, "parts": ["a", "b"]}, "outputNodes": {"success": "main", "error": "bye"}},
              "main": {"type": "menu", "label": "Main menu", "content": {}, "menu": {"options": [
                {"key": "1", "prompt": "For sales, press 1", "routingTarget": "queue_sales", "voice": "Anna"},
                {"key": "2", "prompt": "For support, press 2", "routingTarget": "auth"}]}, "outputNodes": {"timeout": "bye"}},
              "auth": {"type": "CallModule", "label": "Auth", "content": {"moduleId": "m1", "inputs": {"number": "${caller.number}", "tries": 3}, "outputs": {"ok": "isKnown"}}, "outputNodes": {"success": "bye", "error": ""}},
              "bye": {"type": "disconnect", "label": "Bye", "outputNodes": {}}
            }
          }
        }
        """;

    private const string NodeList = """
        {"name": "L", "type": "call", "definition": {
          "nodes": [{"id": "s", "type": "start"}, {"id": "a", "type": "play", "content": {"text": "Hi"}}, {"id": "b", "type": "disconnect"}],
          "edges": [{"source": "s", "target": "a", "weight": 1}, {"source": "a", "target": "b", "on": "success"}]}}
        """;

    [Fact]
    public void A_flow_does_not_differ_from_itself() => Lines(NodeMap, NodeMap).ShouldBeEmpty();

    [Fact]
    public void Layout_key_order_and_number_spelling_never_show() => Lines(NodeMap, """
        {"definition":{"nodes":{
        "bye":{"outputNodes":{},"label":"Bye","type":"disconnect"},
        "auth":{"outputNodes":{"error":"","success":"bye"},"content":{"outputs":{"ok":"isKnown"},"inputs":{"tries":3.0,"number":"${caller.number}"},"module_id":"m1"},"label":"Auth","type":"CallModule","note":null},
        "main":{"menu":{"options":[{"voice":"Anna","routing_target":"queue_sales","key":"1","prompt":"For sales, press 1"},{"key":"2","prompt":"For support, press 2","routingTarget":"auth"}]},"type":"menu","label":"Main menu","content":{},"outputNodes":{"timeout":"bye"}},
        "greet":{"outputNodes":{"error":"bye","success":"main"},"type":"play","label":"Gr\u0065eting","content":{"parts":["a","b"],"volume":15e-1,"prompt":"Hello"}}},"start":"greet"},
        "outcomes":[{"name":"Lost","id":"o2"},{"id":"o1","name":"Solved"}],"variables":["language"],
        "division":{"name":"Home","id":"d1"},"description":"Support line","type":"inboundcall","name":"Inbound_Support","version":17}
        """).ShouldBeEmpty();

    [Theory]
    [InlineData("\"queue_sales\"", "\"queue_other\"", "Menu \"Main menu\": key 1 now leads to queue_other (was queue_sales)")]
    [InlineData("\"routingTarget\": \"auth\"", "\"routingTarget\": \"greet\"", "Menu \"Main menu\": key 2 now leads to \"Greeting\" (was \"Auth\")")]
    [InlineData("For sales, press 1", "Sales: 1", "Menu \"Main menu\": key 1 now says \"Sales: 1\" (was \"For sales, press 1\")")]
    [InlineData("\"Anna\"", "\"Otto\"", "Menu \"Main menu\": key 1: voice is now \"Otto\" (was \"Anna\")")]
    [InlineData("\"Hello\"", "\"Good morning\"", "Element \"Greeting\": content.prompt is now \"Good morning\" (was \"Hello\")")]
    [InlineData("\"volume\": 1.50, ", "", "Element \"Greeting\": content.volume is gone (was 1.50)")]
    [InlineData("[\"a\", \"b\"]", "[\"a\", \"x\", \"b\"]", "Element \"Greeting\": content.parts[1] is now \"x\" (new)")]
    [InlineData("\"label\": \"Bye\"", "\"label\": \"Bye\", \"menu\": {\"options\": []}", "Menu \"Bye\": the menu is new and has no options")]
    [InlineData("\"success\": \"main\"", "\"success\": \"auth\"", "Element \"Greeting\": success now leads to \"Auth\" (was \"Main menu\")")]
    [InlineData("\"success\": \"main\"", "\"success\": \"gone\"", "Element \"Greeting\": success now leads to \"gone\", which does not exist (was \"Main menu\")")]
    [InlineData(", \"error\": \"bye\"", "", "Element \"Greeting\": error leads nowhere any more (was \"Bye\")")]
    [InlineData("\"outputNodes\": {}", "\"outputNodes\": {\"success\": \"auth\"}", "Element \"Bye\": success now leads to \"Auth\" (new)")]
    [InlineData("\"timeout\"", "\"noInput\"", "Menu \"Main menu\": the way to \"Bye\" is now taken on \"noInput\" (was \"timeout\")")]
    [InlineData("\"m1\"", "\"m2\"", "Call \"Auth\" now calls m2 (was m1)")]
    [InlineData("\"tries\": 3", "\"tries\": 4", "Call \"Auth\": input tries <- 4 (was 3)")]
    [InlineData("\"tries\": 3", "\"tries\": \"3\"", "Call \"Auth\": input tries <- \"3\" (was 3)")]
    [InlineData(", \"tries\": 3", "", "Call \"Auth\": input tries is gone (was 3)")]
    [InlineData("\"ok\": \"isKnown\"", "\"ok\": \"isKnown\", \"why\": \"reason\"", "Call \"Auth\": output why -> reason (new)")]
    [InlineData("\"name\": \"Inbound_Support\"", "\"name\": \"Support\"", "The flow's name is now \"Support\" (was \"Inbound_Support\")")]
    [InlineData("\"description\": \"Support line\", ", "", "The flow's description is gone (was \"Support line\")")]
    [InlineData("\"type\": \"call\"", "\"type\": \"module\"", "The flow's type is now module (was call)")]
    [InlineData("{\"id\": \"d1\", \"name\": \"Home\"}", "{\"id\": \"d2\", \"name\": \"Sales\"}", "The flow's division is now \"Sales\" (was \"Home\")")]
    [InlineData("\"start\": \"greet\"", "\"start\": \"main\"", "The flow now starts at \"Main menu\" (was \"Greeting\")")]
    [InlineData("[\"language\"]", "[\"language\", \"tries\"]", "Variable \"tries\" is now declared")]
    [InlineData("[\"language\"]", "[]", "Variable \"language\" is no longer declared")]
    [InlineData("\"Solved\"", "\"Done\"", "The flow: outcomes[o1].name is now \"Done\" (was \"Solved\")")]
    [InlineData(", {\"id\": \"o2\", \"name\": \"Lost\"}", "", "The flow: outcomes[o2] is gone (was {\"id\": \"o2\", \"name\": \"Lost\"})")]
    [InlineData("\"type\": \"disconnect\"", "\"type\": \"transfer\"", "Element \"Bye\": type is now \"transfer\" (was \"disconnect\")")]
    [InlineData("\"label\": \"Bye\"", "\"label\": \"Good bye\"", "Element \"Good bye\": label is now \"Good bye\" (was \"Bye\")")]
    public void Says_what_changed_and_nothing_else(string old, string changed, string line)
    {
        NodeMap.ShouldContain(old);

        Lines(NodeMap, Replace(NodeMap, old, changed)).ShouldBe([line]);
    }

    [Theory]
    [InlineData("\"weight\": 1", "\"weight\": 2", "Element \"s\", next to \"a\": weight is now 2 (was 1)")]
    [InlineData("\"on\": \"success\"", "\"on\": \"error\"", "Element \"a\": the way to \"b\" is now taken on error (was success)")]
    [InlineData("\"source\": \"a\", \"target\": \"b\"", "\"source\": \"a\", \"target\": \"a\"", "Element \"a\": success now leads to \"a\" (was \"b\")")]
    [InlineData("\"Hi\"", "\"Ho\"", "Element \"a\": content.text is now \"Ho\" (was \"Hi\")")]
    public void Says_what_changed_in_an_edge(string old, string changed, string line) => Lines(NodeList, Replace(NodeList, old, changed)).ShouldBe([line]);

    [Fact]
    public void A_menu_whose_options_change_places_sounds_different()
    {
        var options = """
            {"key": "1", "prompt": "a", "routingTarget": "q1"}, {"key": "2", "prompt": "b", "routingTarget": "q2"}, {"key": "3", "prompt": "c", "routingTarget": "q3"}
            """.Trim();
        var other = """
            {"key": "2", "prompt": "b", "routingTarget": "q2"}, {"key": "4", "prompt": "d", "routingTarget": "q4"}, {"key": "1", "prompt": "a", "routingTarget": "q1"}
            """.Trim();

        Lines(Menu(options), Menu(other)).ShouldBe(
        [
            "Menu \"m\": key 4 is new: \"d\" leads to q4",
            "Menu \"m\": key 3 is gone (\"c\" led to q3)",
            "Menu \"m\": the keys now come in the order 2, 1 (was 1, 2)",
        ]);

        static string Menu(string options) => """{"name": "x", "definition": {"nodes": {"m": {"type": "menu", "menu": {"options": [OPTIONS]}}}}}""".Replace("OPTIONS", options);
    }

    [Fact]
    public void An_element_put_between_two_others_shows_as_one_new_element_and_one_new_target() =>
        Lines(NodeMap, Replace(NodeMap, "\"success\": \"main\"", "\"success\": \"check\"").Replace("\"bye\": {\"type\"", """
            "check": {"type": "CallModule", "label": "Check", "content": {"moduleId": "m9"}, "outputNodes": {"success": "main", "error": "bye"}}, "bye": {"type"
            """.Trim())).ShouldBe(
        [
            "Element \"Greeting\": success now leads to \"Check\" (was \"Main menu\")",
            "Call \"Check\" (CallModule of m9) is new: success leads to \"Main menu\", error leads to \"Bye\"",
        ]);

    [Fact]
    public void An_element_that_only_has_another_id_is_recognised() =>
        Lines(NodeMap, NodeMap.Replace("\"bye\"", "\"good_bye\"").Replace("\"auth\"", "\"check\"")).ShouldBe(
        [
            "Call \"Auth\" now has the id check (was auth)",
            "Element \"Bye\" now has the id good_bye (was bye)",
        ]);

    [Fact]
    public void An_element_with_another_id_and_another_content_is_another_element() =>
        Lines(NodeMap, NodeMap.Replace("\"bye\"", "\"good_bye\"").Replace("\"label\": \"Bye\"", "\"label\": \"Tschüss\"")).ShouldContain("Element \"Bye\" (disconnect) is gone");

    [Fact]
    public void A_flow_that_is_new_or_gone_is_one_line()
    {
        FlowDiff.Compare(null, Read(NodeMap)).Lines.ShouldBe(["Flow \"Inbound_Support\" (call) is new: 4 elements"]);
        FlowDiff.Compare(Read(NodeMap), null).Lines.ShouldBe(["Flow \"Inbound_Support\" (call) is gone: 4 elements"]);
        FlowDiff.Compare(null, null).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Two_formats_are_compared_by_what_both_of_them_say()
    {
        var list = """
            {"name": "L", "type": "call", "definition": {
              "nodes": [{"id": "s", "type": "start"}, {"id": "a", "type": "CallModule", "content": {"moduleId": "m1", "inputs": {"x": "1"}}}, {"id": "b", "type": "disconnect"}],
              "edges": [{"source": "s", "target": "a", "on": "success"}, {"source": "a", "target": "b", "on": "success"}]}}
            """;
        var map = """
            {"name": "L", "type": "inboundcall", "definition": {"nodes": {
              "s": {"type": "start", "outputNodes": {"success": "a"}},
              "a": {"type": "CallModule", "content": {"moduleId": "m2", "inputs": {"x": "2"}}, "outputNodes": {"success": "s"}},
              "b": {"type": "disconnect"}}}}
            """;

        Lines(list, map).ShouldBe(
        [
            "The flow is now written as node-map (was node-list); fields that only one of them knows are not compared",
            "Call \"a\" now calls m2 (was m1)",
            "Call \"a\": input x <- 2 (was 1)",
            "Call \"a\": success now leads to \"s\" (was \"b\")",
        ]);
    }

    [Fact]
    public void Names_come_from_the_org_where_it_knows_them()
    {
        var org = new OrgCatalogue([new CatalogueFlow("m2", "Auth v2", "module")], [new CatalogueQueue("queue_vip", "VIP")], knowsAllFlows: true);

        FlowDiff.Compare(Read(NodeMap), Read(NodeMap.Replace("\"m1\"", "\"m2\"").Replace("queue_sales", "queue_vip")), org).Lines.ShouldBe(
        [
            "Menu \"Main menu\": key 1 now leads to queue \"VIP\" (was queue_sales)",
            "Call \"Auth\" now calls \"Auth v2\" (was m1)",
        ]);
    }

    [Fact]
    public void A_difference_knows_where_it_stands_in_both_texts()
    {
        var before = Read(NodeMap);
        var after = Read(NodeMap.Replace("\"Hello\"", "\"Good morning\""));

        var difference = FlowDiff.Compare(before, after).Differences.ShouldHaveSingleItem();

        difference.Element.ShouldBe("greet");
        difference.Path.ShouldBe("content.prompt");
        before.Tree.Source.GetText(difference.BeforeSpan!.Value).ShouldBe("\"Hello\"");
        after.Tree.Source.GetText(difference.AfterSpan!.Value).ShouldBe("\"Good morning\"");
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("100", "1e2")]
    [InlineData("-0.05", "-5E-2")]
    [InlineData("0", "-0.000")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890.0")]
    public void Numbers_are_compared_by_value(string left, string right) => Lines(Number(left), Number(right)).ShouldBeEmpty();

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "10")]
    [InlineData("1", "-1")]
    [InlineData("0", "false")]
    [InlineData("9007199254740993", "9007199254740992")]
    public void Other_values_are_other_values(string left, string right) => Lines(Number(left), Number(right)).Count.ShouldBe(1);

    private static string Number(string number) => """{"name": "x", "definition": {"nodes": {"a": {"type": "play", "content": {"n": NUMBER}}}}}""".Replace("NUMBER", number);

    private static string Replace(string text, string old, string changed)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0);
        return text[..at] + changed + text[(at + old.Length)..];
    }

    private static List<string> Lines(string before, string after) => [.. FlowDiff.Compare(Read(before), Read(after)).Lines];

    private static Flow Read(string text) => FlowFormats.Read(JsonText.Parse(new SourceText(text))).ShouldNotBeNull();
}
