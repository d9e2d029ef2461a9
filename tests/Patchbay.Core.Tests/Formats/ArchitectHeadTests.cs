using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

public sealed class ArchitectHeadTests
{
    [Theory]
    [InlineData("inboundCall:\n  name: A\n  division: Home\n  description: Says hello\n  tasks:\n    - task:\n        name: T\n        actions: []\n", 0)]
    [InlineData("# comment\r\n\r\ninboundCall:\r\n    # more\r\n    name: 'A'\r\n    settingsMenu:\r\n        x: 1\r\n    division: Later\r\n", 0)]
    [InlineData("inboundCall:\n  tasks:\n    - task:\n        name: T\n        actions: []\n  name: A\n  division: Home\n", 1)]
    [InlineData("{inboundCall: {name: A, tasks: [{task: {name: T}}]}}", 1)]
    public void The_head_says_the_same_as_the_whole(string text, int elements)
    {
        var source = new SourceText(text, "flow.yaml");

        var head = FlowFormats.ReadHead(source).ShouldNotBeNull();

        var whole = FlowFormats.Read(SyntaxTree.Parse(source)).ShouldNotBeNull();
        (head.Name, head.Type, head.Division, head.Description).ShouldBe((whole.Name, whole.Type, whole.Division, whole.Description));
        head.Elements.Length.ShouldBe(elements);
    }

    [Fact]
    public void What_is_no_flow_has_no_head() => FlowFormats.ReadHead(new SourceText("colours: [red]\n", "x.yaml")).ShouldBeNull();

    [Fact]
    public void Of_every_real_flow_the_head_says_the_same_as_the_whole()
    {
        foreach (var path in RealFlows.Files(".yaml", ".tftpl"))
        {
            var source = RealFlows.Read(path);
            var (head, whole) = (FlowFormats.ReadHead(source), FlowFormats.Read(SyntaxTree.Parse(source)));
            (head?.Name, head?.Type, head?.Division, head?.Description).ShouldBe((whole?.Name, whole?.Type, whole?.Division, whole?.Description), path);
        }
    }
}
