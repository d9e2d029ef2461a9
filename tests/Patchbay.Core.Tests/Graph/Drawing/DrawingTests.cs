using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Graph.Drawing;

public sealed class DrawingTests
{
    private const string Example = """
        {
          "name": "Inbound \"Support\"",
          "definition": {
            "start": "auth",
            "nodes": {
              "main": {
                "type": "menu",
                "label": "Main <menu> #1",
                "menu": {"options": [{"key": "1", "prompt": "Sales", "routingTarget": "q1"}, {"key": "*", "prompt": "Again", "routingTarget": "main"}]},
                "outputNodes": {"timeout": "bye", "error": "old"}
              },
              "auth": {"type": "CallModule", "label": "Check", "content": {"moduleId": "m1"}, "outputNodes": {"success": "main", "error": "bye"}},
              "note": {"type": "PlayAudio", "outputNodes": {"success": ""}},
              "bye": {"type": "disconnect", "label": "Bye"}
            }
          }
        }
        """;

    [Fact]
    public void Draws_mermaid_that_tells_what_each_element_is_to_a_caller() => Mermaid.Write(Draw(Example, "note")).ShouldBe(
        """
        flowchart TD
            start(("start"))
            n0{{"Main #lt;menu#gt; #35;1<br/><small>menu</small>"}}
            n1[["Check<br/><small>calls Global Auth</small>"]]
            n2["note<br/><small>PlayAudio</small>"]
            n3(["Bye<br/><small>disconnect</small>"])
            out0("Sales")
            missing1["old"]
            finish((("end")))
            start --> n1
            n0 -->|"1"| out0
            n0 -->|"#42;"| n0
            n0 -->|"timeout"| n3
            n0 -.->|"error"| missing1
            n1 -->|"success"| n0
            n1 -.->|"error"| n3
            n2 -->|"success"| finish
            classDef missing stroke:#cf222e,stroke-dasharray:4 3,color:#cf222e
            class missing1 missing
            classDef highlighted stroke:#1a7f37,stroke-width:3px
            class n2 highlighted

        """);

    [Fact]
    public void Draws_the_same_in_dot() => Dot.Write(Draw(Example, "note")).ShouldBe(
        """"
        digraph "Inbound \"Support\"" {
            node [shape=box, fontname="Helvetica", fontsize=11];
            edge [fontname="Helvetica", fontsize=9];
            start [label="start", shape=circle];
            n0 [label="Main <menu> #1\nmenu", shape=hexagon];
            n1 [label="Check\ncalls Global Auth", shape=box, peripheries=2];
            n2 [label="note\nPlayAudio", color="#1a7f37", penwidth=3];
            n3 [label="Bye\ndisconnect", shape=oval];
            out0 [label="Sales", style=rounded];
            missing1 [label="old", style=dashed, color="#cf222e", fontcolor="#cf222e"];
            finish [label="end", shape=doublecircle];
            start -> n1;
            n0 -> out0 [label="1"];
            n0 -> n0 [label="*"];
            n0 -> n3 [label="timeout"];
            n0 -> missing1 [label="error", style=dashed];
            n1 -> n0 [label="success"];
            n1 -> n3 [label="error", style=dashed];
            n2 -> finish [label="success"];
        }

        """");

    [Fact]
    public void Draws_the_same_in_json()
    {
        var json = JsonNode.Parse(GraphJson.Write(Draw(Example, "note")))!;

        json["name"]!.GetValue<string>().ShouldBe("Inbound \"Support\"");
        json["nodes"]!.AsArray().Select(node => (string)node!["shape"]!).ShouldBe(["start", "waits", "call", "step", "final", "outside", "missing", "end"]);
        json["nodes"]![2]!.ToJsonString().ShouldBe("""{"key":"n1","shape":"call","label":"Check","id":"auth","type":"CallModule","calls":"Global Auth"}""");
        json["nodes"]![3]!["highlighted"]!.GetValue<bool>().ShouldBeTrue();
        json["ways"]![4]!.ToJsonString().ShouldBe("""{"from":"n0","to":"missing1","kind":"error","label":"error"}""");
    }

    [Fact]
    public void Draws_the_start_and_the_end_of_a_trigger_graph_once()
    {
        var drawing = Draw("""
            {"triggers": [{"id": "a", "type": "t"}, {"id": "b", "type": "t"}],
             "edges": [{"fromId": "start", "toId": "a"}, {"fromId": "a", "toId": "end"}, {"fromId": "a", "toId": "b", "conditions": ["vip"]}, {"fromId": "b", "toId": "end"}, {"fromId": "z", "toId": "b"}]}
            """);

        drawing.Nodes.Select(node => node.Key).ShouldBe(["start", "n0", "n1", "finish", "missing1"]);
        drawing.Ways.Select(way => $"{way.From}>{way.To}").ShouldBe(["start>n0", "n0>finish", "n0>n1", "n1>finish", "missing1>n1"]);
    }

    [Fact]
    public void Draws_a_flow_without_elements() => Mermaid.Write(Draw("""{"actions": []}""")).ShouldBe("flowchart TD\n");

    [Theory]
    [InlineData("1. first", "1#46; first")]
    [InlineData("- dash", "#45; dash")]
    [InlineData("a `b` \\ | ; \"c\" & d", "a #96;b#96; #92; #124; #59; #quot;c#quot; #amp; d")]
    [InlineData("two\\nlines", "two lines")]
    [InlineData("%%{init: {}}%%", "#37;#37;{init: {}}#37;#37;")]
    public void Nothing_in_a_label_is_taken_for_markup(string label, string drawn) =>
        Mermaid.Write(Draw($$"""{"actions": [{"id": "a", "type": "exit", "name": "{{label.Replace("\\ ", "\\\\ ").Replace("\"", "\\\"")}}"}]}""")).ShouldContain($"\"{drawn}<br/>");

    private static GraphDrawing Draw(string text, params string[] highlighted)
    {
        var org = new OrgCatalogue([new CatalogueFlow("m1", "Global Auth", "module")], [new CatalogueQueue("q1", "Sales")], knowsAllFlows: true);
        return GraphDrawing.Of(FlowGraph.Of(FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldNotBeNull()), org, highlighted.ToHashSet());
    }
}
