using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

/// <summary>Whatever is left of a flow can be read, checked, drawn and compared.</summary>
public sealed class BrokenFlowTests
{
    private const int MaxLength = 60_000;
    private const int TriesPerFile = 6;

    [Theory]
    [InlineData("inboundCall:\n  name: Cut off\n  startUpRef: \"/inboundCall/tasks/task[T_1]\"\n")]
    [InlineData("inboundCall:\n")]
    [InlineData("inboundCall:\n  tasks:\n    - task:\n    - \n    - task: x\n  menus: 5\n")]
    [InlineData("commonModule:\n  startUpTaskActions:\n    - decision:\n        outputs:\n          yes:\n            actions:\n")]
    public void A_flow_that_was_hardly_begun_is_read_checked_drawn_and_compared(string text) => UseAll(text, text + "  description: more\n");

    [Fact]
    public void Real_flows_that_were_cut_or_lost_a_line_or_had_two_exchanged_are_read_checked_drawn_and_compared()
    {
        var random = new Random(11);
        foreach (var path in RealFlows.Files(".yaml", ".json", ".tftpl"))
        {
            var text = RealFlows.Read(path).Text;
            for (var i = 0; i < TriesPerFile && text.Length <= MaxLength; i++)
            {
                UseAll(Mutate(text, i % 3, random), text);
            }
        }
    }

    private static string Mutate(string text, int how, Random random)
    {
        if (how == 0)
        {
            return text[..random.Next(text.Length + 1)];
        }

        var lines = text.Split('\n').ToList();
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        if (how == 1)
        {
            lines.RemoveAt(one);
        }
        else
        {
            (lines[one], lines[other]) = (lines[other], lines[one]);
        }

        return string.Join('\n', lines);
    }

    private static void UseAll(string text, string original)
    {
        if (FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))) is not { } flow)
        {
            return;
        }

        foreach (var diagnostic in Linter.Check(flow, OrgCatalogue.Unknown))
        {
            diagnostic.Span.Start.ShouldBeInRange(0, text.Length);
            diagnostic.Span.End.ShouldBeInRange(diagnostic.Span.Start, text.Length);
        }

        var drawing = GraphDrawing.Of(FlowGraph.Of(flow));
        Svg.Write(drawing).ShouldStartWith("<svg");
        Mermaid.Write(drawing).ShouldNotBeEmpty();
        Dot.Write(drawing).ShouldNotBeEmpty();
        var before = FlowFormats.Read(SyntaxTree.Parse(new SourceText(original)));
        FlowDiff.Compare(before, flow).ToJson().ShouldNotBeEmpty();
        FlowDiff.Compare(flow, before).ToUnified("after", "before").ShouldNotBeNull();
    }
}
