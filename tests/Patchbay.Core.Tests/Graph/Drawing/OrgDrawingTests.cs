using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Graph.Drawing;

public sealed class OrgDrawingTests
{
    [Fact]
    public void Draws_which_Architect_flow_leads_to_which_by_name_and_type()
    {
        var drawing = OrgDrawing.Of("clinic", [Architect("inboundCall", "Front", Transfer("Back") + Call("Module") + Call("Module")), Architect("inboundCall", "Back", Transfer("Front")), Architect("commonModule", "Module", ""), Architect("inboundCall", "Module", ""), Architect("workflow", "Nobody", "")]);

        ContainerDrawingTests.ShouldBeWellFormed(drawing);
        Ways(drawing).ShouldBe(["f0>f1 Repeat transfers", "f0>f2 Call calls 2 times", "f1>f0 Repeat transfers"]);
        drawing.Nodes.Where(node => node.IsHighlighted).Select(node => node.Label).ShouldBe(["Front", "Back"]);
        drawing.Nodes.Where(node => node.Group.Length > 0).Select(node => $"{node.Label} {node.Detail}").ShouldBe(["Module inbound call flow", "Nobody workflow"]);
    }

    [Fact]
    public void A_flow_that_is_not_there_is_marked()
    {
        var drawing = OrgDrawing.Of("clinic", [Architect("inboundCall", "Front", Call("Elsewhere"))]);

        drawing.Nodes[1].ShouldBe(new DrawnNode("missing0", NodeShape.Missing, "Elsewhere") { Id = "Elsewhere", Detail = "module, not here" });
        ContainerDrawingTests.ShouldBeWellFormed(drawing);
    }

    [Fact]
    public void Flows_of_the_definitions_API_lead_to_each_other_by_id()
    {
        const string caller = """{"name": "Caller", "definition": {"start": "a", "nodes": {"a": {"type": "CallModule", "content": {"moduleId": "m1"}, "outputNodes": {"success": "m"}}, "m": {"type": "menu", "menu": {"options": [{"key": "1", "prompt": "x", "routingTarget": "q1"}, {"key": "2", "prompt": "y", "routingTarget": "c2"}]}}}}}""";
        var drawing = OrgDrawing.Of("org", [new OrgFlow("c1", "Caller", "call", Read(caller)), new OrgFlow("m1", "Auth", "module", null), new OrgFlow("c2", "Other", "call", null)]);

        Ways(drawing).ShouldBe(["f0>f1 Call calls", "f0>f2 Always transfers"]);
        drawing.Nodes.Select(node => node.Label).ShouldBe(["Caller", "Auth", "Other"]);
    }

    private static IEnumerable<string> Ways(GraphDrawing drawing) => drawing.Ways.Select(way => $"{way.From}>{way.To} {way.Kind} {way.Label}");

    private static string Call(string module) => $"        - callCommonModule:\n            name: c\n            commonModule:\n              {module}:\n                ver_latestPublished:\n                  inputs: {{}}\n";

    private static string Transfer(string flow) => $"        - transferToFlow:\n            name: t\n            targetFlow:\n              name: {flow}\n";

    private static OrgFlow Architect(string root, string name, string actions)
    {
        var body = root == "commonModule" ? "  startUpTaskActions:\n    - endTask:\n        name: End\n" : $"  startUpRef: /x/tasks/task[t]\n  tasks:\n  - task:\n      name: T\n      refId: t\n      actions:\n{actions}        - disconnect:\n            name: d\n";
        var flow = Read($"{root}:\n  name: {name}\n{body}");
        return new OrgFlow($"{name}.yaml", name, flow.Type, flow);
    }

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, text.StartsWith('{') ? "a.json" : "a.yaml"))).ShouldNotBeNull();
}
