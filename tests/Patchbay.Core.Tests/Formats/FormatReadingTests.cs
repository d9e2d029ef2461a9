using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

public sealed class FormatReadingTests
{
    private const string ActionList = """
        {"id": "f1", "name": "Inbound", "type": "call", "division": {"id": "d1", "name": "Sales"}, "variables": ["lang", {"name": "tries"}],
         "actions": [
          {"id": "hello", "type": "playPrompt", "name": "Say hello", "text": "Hi ${caller.name}", "next": "auth"},
          {"id": "auth", "type": "invokeflow", "flowId": "s1", "inputs": {"number": "${caller.phoneNumber}", "n": 3}, "outputs": {"ok": "isKnown"},
           "on_success": "bye", "onError": "gone"},
          {"id": "keep", "type": "setVariable", "variable": "tries", "value": "${tries + 1}", "next": null},
          {"id": "bye", "type": "disconnect"}
        ]}
        """;

    private const string TriggerGraph = """
        {"name": "Support", "type": "call",
         "triggers": [
          {"id": "auth", "type": "callsubflow", "properties": {"flowId": "s1", "arguments": {"phone": "${caller.number}"}, "returnVariables": {"known": "isKnown"}}},
          {"id": "talk", "type": "transfer", "properties": {}}
         ],
         "edges": [
          {"fromId": "start", "toId": "auth", "conditions": []},
          {"fromId": "auth", "toId": "talk", "conditions": [{"type": "expression", "expression": "known"}]},
          {"from_id": "auth", "to_id": "end", "conditions": [{"type": "error"}]},
          {"fromId": "nobody", "toId": "nothing"},
          7
         ]}
        """;

    private const string NodeMap = """
        {"name": "Menu", "type": "call", "definition": {"start": "main", "nodes": {
          "sales": {"type": "CallModule", "label": "Sales auth", "content": {"module_id": "m1", "inputs": {"a": "b"}, "outputs": {"c": "d"}}, "output_nodes": {"success": "", "error": "old"}},
          "main": {"type": "collect", "menu": {"options": [
            {"key": "1", "prompt": "Sales", "routingTarget": "sales"},
            {"key": 2, "prompt": "Support", "routing_target": "queue_support"}]},
            "outputNodes": {"timeout": "main"}}}}}
        """;

    private const string NodeList = """
        {"name": "List", "type": "module", "definition": {
          "nodes": [{"id": "a", "type": "play"}, {"id": "s", "type": "Start"}, {"id": "b", "type": "ExitModule", "label": "Out"}],
          "edges": [{"source": "s", "target": "a"}, {"source": "a", "target": "b", "on": "success"}, {"source": "a", "target": "z", "on": "error"}]}}
        """;

    public static TheoryData<string, string> Samples => new()
    {
        { "action-list", ActionList },
        { "trigger-graph", TriggerGraph },
        { "node-map", NodeMap },
        { "node-list", NodeList },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Tells_the_formats_apart(string id, string text)
    {
        var tree = Parse(text);

        FlowFormats.All.Where(format => format.Detect(tree)).Select(format => format.Id).ShouldBe([id]);
        FlowFormats.Of(Read(text)).Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"name": "x"}""")]
    [InlineData("""{"actions": "none", "triggers": null}""")]
    [InlineData("actions:\n- id: a\n")]
    public void Knows_nothing_of_other_documents(string text) => FlowFormats.Detect(SyntaxTree.Parse(new SourceText(text))).ShouldBeNull();

    [Fact]
    public void Reads_what_a_flow_says_of_itself()
    {
        var flow = Read(ActionList);

        flow.Id.ShouldBe("f1");
        flow.Name.ShouldBe("Inbound");
        flow.Type.ShouldBe("call");
        flow.Division.ShouldBe(new Division("d1", "Sales"));
        flow.Tree.Source.GetText(flow.NameSpan).ShouldBe("Inbound");
    }

    [Fact]
    public void Reads_an_action_list()
    {
        var flow = Read(ActionList);

        FlowText.Of(flow).ShouldBe("""
            entry hello
            hello: playPrompt "Say hello" needs-way
              -> auth
            auth: invokeflow call needs-way
              calls s1 (number <- ${caller.phoneNumber}, n <- 3) (ok -> isKnown)
              success "on_success" -> bye
              error "onError" -> missing "gone"
            keep: setVariable needs-way
            bye: disconnect final
            variables: lang declared, tries declared 1r 1w, caller.name 1r, caller.phoneNumber 1r, isKnown 1w

            """);
    }

    [Fact]
    public void Reads_a_trigger_graph_with_the_shared_name_on_the_left()
    {
        FlowText.Of(Read(TriggerGraph)).ShouldBe("""
            entry none
            auth: callsubflow call needs-way
              calls s1 (phone <- ${caller.number}) (isKnown -> known)
              choice "known" -> talk
              error "error" -> leaves
            talk: transfer final needs-way
            start: -> auth
            missing "nobody": -> missing "nothing"
            missing "7": -> missing ""
            variables: caller.number 1r, known 1w

            """);
    }

    [Fact]
    public void Reads_a_node_map_with_its_menu()
    {
        FlowText.Of(Read(NodeMap)).ShouldBe("""
            entry main
            sales: CallModule "Sales auth" call
              calls m1 (a <- b) (c -> d)
              success "success" -> leaves
              error "error" -> missing "old"
            main: collect waits menu[1 "Sales" sales; 2 "Support" queue_support]
              choice "1" -> sales
              choice "2" -> routes to "queue_support"
              choice "timeout" -> main
            variables: d 1w

            """);
    }

    [Fact]
    public void Reads_a_node_list_that_starts_at_its_start_node()
    {
        FlowText.Of(Read(NodeList)).ShouldBe("""
            entry s
            a: play
              success "success" -> b
              error "error" -> missing "z"
            s: Start
              -> a
            b: ExitModule "Out" final

            """);
    }

    [Fact]
    public void A_start_that_names_no_node_leads_nowhere()
    {
        var flow = Read("""{"definition": {"start": "gone", "nodes": {"a": {"type": "play"}}}}""");

        flow.Entry.ShouldBe(-1);
        flow.Ways.ShouldHaveSingleItem().Target.ShouldBe("gone");
    }

    [Fact]
    public void Leaves_empty_what_is_missing()
    {
        var flow = Read("""{"actions": [5, {}, {"id": null, "type": 3}, {"id": "c", "type": "invokeflow"}]}""");

        flow.Elements.Select(e => (e.Id, e.Type)).ShouldBe([("", ""), ("", ""), ("", "3"), ("c", "invokeflow")]);
        flow.Elements[3].Call!.FlowId.ShouldBe("");
    }

    [Fact]
    public void A_field_of_a_known_variable_counts_for_the_variable()
    {
        var flow = Read("""{"variables": ["customer"], "actions": [{"id": "a", "type": "play", "text": "${customer.name} ${other.name} ${upper(x) + 'y'}"}]}""");

        flow.Variables.Select(v => v.Name).ShouldBe(["customer", "other.name", "x"]);
        flow.Tree.Source.GetText(flow.Variables[0].Reads.ShouldHaveSingleItem()).ShouldBe("customer.name");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Never_throws_on_a_text_cut_short(string id, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var read = 0;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var tree = JsonText.Parse(SourceText.FromUtf8(bytes.AsSpan(0, length)));
            foreach (var format in FlowFormats.All)
            {
                format.Read(tree).FormatId.ShouldBe(format.Id);
            }

            read += FlowFormats.Detect(tree)?.Id == id ? 1 : 0;
        }

        read.ShouldBeGreaterThan(bytes.Length / 2);
    }

    private static SyntaxTree Parse(string text) => JsonText.Parse(new SourceText(text));

    private static Flow Read(string text) => FlowFormats.Read(Parse(text)).ShouldNotBeNull();
}
