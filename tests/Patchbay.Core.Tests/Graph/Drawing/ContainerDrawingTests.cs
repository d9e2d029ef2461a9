using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Graph.Drawing;

/// <summary>Flows with tasks, menus, states or bots. The golden cases lie under <c>corpus/drawings</c>: <c>flow.yaml</c>, and how it is drawn.</summary>
public sealed class ContainerDrawingTests
{
    private const string Folder = "drawings";

    public static TheoryData<string> Cases => [.. Baseline.Cases(Folder, "flow.yaml")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draws_a_flow_as_the_case_shows(string name)
    {
        var drawing = GraphDrawing.Of(FlowGraph.Of(Read(Baseline.Read(Folder, name, "flow.yaml"))));

        ShouldBeWellFormed(drawing);
        Baseline.Check(Folder, name, "flow.mmd", Mermaid.Write(drawing));
        Baseline.Check(Folder, name, "flow.dot", Dot.Write(drawing));
        Baseline.Check(Folder, name, "flow.json", GraphJson.Write(drawing));
        Baseline.Check(Folder, name, "flow.svg", Svg.Write(drawing));
    }

    [Fact]
    public void An_overview_shows_containers_and_what_they_lead_to_alone()
    {
        var drawing = GraphDrawing.Of(FlowGraph.Of(Reception()), detail: DrawingDetail.Overview);

        ShouldBeWellFormed(drawing);
        drawing.Groups.Select(group => group.Kind).ShouldBe(["error handling"]);
        drawing.Nodes.Where(node => node.Shape == NodeShape.Closed).Select(node => node.Label).ShouldBe(["Opening Hours", "Identify", "Take a Message", "Results", "Old Survey"]);
        drawing.Nodes.Where(node => node.Shape is NodeShape.Outside or NodeShape.Call).Select(node => node.Label).Order(StringComparer.Ordinal)
            .ShouldBe(["Booking Desk", "Front Desk", "Laboratory", "Night Desk Bot", "Nurses", "Secure Results", "Voice Message"], ignoreOrder: true);
        Way(drawing, "Main Menu", "Results").Label.ShouldBe("2 Results");
        Way(drawing, "Results", "Identify").Kind.ShouldBe(WayKind.Call);
    }

    [Fact]
    public void One_task_is_drawn_with_what_stands_around_it()
    {
        var flow = Reception();
        var results = flow.Elements.ToList().FindIndex(element => element is { Kind: ElementKind.Task, Label: "Results" });

        var drawing = GraphDrawing.Of(FlowGraph.Of(flow), detail: DrawingDetail.Of(results));

        ShouldBeWellFormed(drawing);
        drawing.Groups.Select(group => group.Label).ShouldBe(["Results"]);
        drawing.Nodes.Where(node => node.Group.Length == 0).Select(node => node.Label).ShouldBe(["Main Menu", "Identify"]);
        drawing.Nodes.Select(node => node.Label).ShouldContain("Which results");
    }

    [Fact]
    public void What_is_switched_off_is_not_drawn_and_what_nobody_reaches_is_faint()
    {
        var drawing = GraphDrawing.Of(FlowGraph.Of(Reception()));

        drawing.Nodes.ShouldNotContain(node => node.Label == "Holiday greeting");
        drawing.Groups.Where(group => group.IsFaded).Select(group => group.Label).ShouldBe(["Old Survey"]);
        drawing.Nodes.Where(node => node.IsFaded).Select(node => node.Label).ShouldBe(["Ask", "Disconnect"]);
    }

    [Fact]
    public void The_same_flow_gives_the_same_picture() =>
        Svg.Write(GraphDrawing.Of(FlowGraph.Of(Reception()))).ShouldBe(Svg.Write(GraphDrawing.Of(FlowGraph.Of(Reception()))));

    [Fact]
    public void Every_real_flow_is_drawn_well_in_all_notations()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml"))
        {
            if (FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file))) is { } flow)
            {
                var graph = FlowGraph.Of(flow);
                ShouldBeWellFormed(GraphDrawing.Of(graph), file);
                ShouldBeWellFormed(GraphDrawing.Of(graph, detail: DrawingDetail.Overview), file);
                for (var i = 0; i < flow.Elements.Length; i++)
                {
                    if (flow.Elements[i].IsContainer)
                    {
                        ShouldBeWellFormed(GraphDrawing.Of(graph, detail: DrawingDetail.Of(i)), file);
                    }
                }
            }
        }
    }

    [Fact]
    public void No_name_breaks_a_drawing() => Prop.ForAll<string?, string?, string?>(DrawNames).QuickCheckThrowOnFailure();

    private static void DrawNames(string? first, string? second, string? third)
    {
        string[] names = [.. new[] { first, second, third }.Select(name => name ?? "")];
        var nodes = names.Select((name, i) => new DrawnNode($"n{i}", NodeShape.Step, name) { Detail = name + name, Type = name, Group = i == 0 ? "" : "g0" });
        DrawnWay[] ways = [new("n0", "n1", WayKind.Call, names[0]), new("n1", "n2", WayKind.Error, names[1]), new("n2", "n0", WayKind.Repeat, names[2]), new("n2", "n2", WayKind.Always, names[0])];

        ShouldBeWellFormed(new GraphDrawing(names[2], [.. nodes], [.. ways]) { Groups = [new DrawnGroup("g0", "task", names[1])] });
    }

    [Fact]
    public void Any_graph_is_laid_out_without_boxes_that_overlap() => Prop.ForAll<byte, (byte From, byte To)[]>(LayOut).QuickCheckThrowOnFailure();

    private static void LayOut(byte count, (byte From, byte To)[] links)
    {
        var nodes = Enumerable.Range(0, (count % 40) + 1).Select(i => new DrawnNode($"n{i}", NodeShape.Step, $"Node {i}") { Detail = "", Group = i % 3 == 0 ? "" : $"g{i % 3}" }).ToList();
        var ways = links.Select(link => new DrawnWay($"n{link.From % nodes.Count}", $"n{link.To % nodes.Count}", WayKind.Always, $"{link.From}"));
        var drawing = new GraphDrawing("any", [.. nodes], [.. ways]) { Groups = [.. new[] { 1, 2 }.Where(i => nodes.Count > i).Select(i => new DrawnGroup($"g{i}", "task", "T"))] };

        ShouldBeWellFormed(drawing);
        var areas = Picture.Of(drawing).Nodes.ConvertAll(node => node.Area);
        areas.Count.ShouldBe(nodes.Count);
        for (var i = 0; i < areas.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var apart = areas[i].X + areas[i].Width <= areas[j].X || areas[j].X + areas[j].Width <= areas[i].X || areas[i].Y + areas[i].Height <= areas[j].Y || areas[j].Y + areas[j].Height <= areas[i].Y;
                apart.ShouldBeTrue($"{areas[i]} and {areas[j]}");
            }
        }
    }

    [Fact]
    public void A_chain_with_ways_over_all_of_it_stays_of_the_size_of_the_flow()
    {
        const int count = 3000;
        var nodes = Enumerable.Range(0, count).Select(i => new DrawnNode($"n{i}", NodeShape.Step, $"Node {i}"));
        var ways = Enumerable.Range(0, count - 1).SelectMany(i => new[] { new DrawnWay($"n{i}", $"n{i + 1}", WayKind.Always, ""), new DrawnWay($"n{i}", $"n{count - 1}", WayKind.Error, "error"), new DrawnWay($"n{i}", "n0", WayKind.Always, "again") });

        Svg.Write(new GraphDrawing("chain", [.. nodes], [.. ways])).Length.ShouldBeLessThan(count * 2500);
    }

    internal static void ShouldBeWellFormed(GraphDrawing drawing, string from = "")
    {
        var keys = drawing.Nodes.Select(node => node.Key).ToHashSet(StringComparer.Ordinal);
        keys.Count.ShouldBe(drawing.Nodes.Length, from);
        drawing.Ways.Where(way => !keys.Contains(way.From) || !keys.Contains(way.To)).ShouldBeEmpty(from);
        var groups = drawing.Groups.Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        drawing.Nodes.Where(node => node.Group.Length > 0 && !groups.Contains(node.Group)).ShouldBeEmpty(from);

        var svg = XDocument.Parse(Svg.Write(drawing));
        svg.Descendants().Count(element => element.Name.LocalName == "g").ShouldBe(drawing.Nodes.Length, from);
        JsonNode.Parse(GraphJson.Write(drawing)).ShouldNotBeNull(from);
        DrawingGrammar.ReadMermaid(Mermaid.Write(drawing)).ShouldBe((drawing.Nodes.Length, drawing.Ways.Length, drawing.Groups.Length), from);
        DrawingGrammar.ReadDot(Dot.Write(drawing)).ShouldBe((drawing.Nodes.Length, drawing.Ways.Length, drawing.Groups.Length), from);
    }

    private static DrawnWay Way(GraphDrawing drawing, string from, string to)
    {
        var names = drawing.Nodes.ToDictionary(node => node.Key, node => node.Label);
        return drawing.Ways.Single(way => names[way.From] == from && names[way.To] == to);
    }

    private static Flow Reception() => Read(Baseline.Read(Folder, "reception", "flow.yaml"));

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))).ShouldNotBeNull();
}

/// <summary>Just enough of the grammars of Mermaid and DOT to read what is written here, and nothing that would be taken for something else.</summary>
internal static partial class DrawingGrammar
{
    private static readonly HashSet<string> MermaidWords = ["end", "graph", "flowchart", "subgraph", "class", "classDef", "style", "click", "default"];

    /// <summary>How many nodes, ways and groups a flowchart has.</summary>
    public static (int Nodes, int Ways, int Groups) ReadMermaid(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("flowchart TD");
        var (nodes, ways, groups, open) = (0, 0, 0, 0);
        foreach (var line in lines.Skip(1).Select(line => line.Trim()))
        {
            if (MermaidNode().Match(line) is { Success: true } node)
            {
                MermaidWords.ShouldNotContain(node.Groups[1].Value);
                nodes++;
            }
            else if (MermaidWay().IsMatch(line))
            {
                ways++;
            }
            else if (MermaidGroup().IsMatch(line))
            {
                groups++;
                open++;
            }
            else if (line == "end")
            {
                open--;
            }
            else
            {
                MermaidStyle().IsMatch(line).ShouldBeTrue(line);
            }
        }

        open.ShouldBe(0);
        return (nodes, ways, groups);
    }

    /// <summary>How many nodes, ways and groups a graph has.</summary>
    public static (int Nodes, int Ways, int Groups) ReadDot(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n').Select(line => line.Trim()).ToList();
        DotHead().IsMatch(lines[0]).ShouldBeTrue(lines[0]);
        lines[^1].ShouldBe("}");
        var groups = lines.Count(line => DotGroup().IsMatch(line));
        var ways = lines.Count(line => DotWay().IsMatch(line));
        var nodes = lines.Count(line => DotNode().IsMatch(line)) - 2;
        var attributes = lines.Count(line => DotAttribute().IsMatch(line));

        // Nothing but these: the head, the two lines of defaults, and a brace for each that was opened.
        (1 + 2 + nodes + ways + (2 * groups) + attributes + 1).ShouldBe(lines.Count, text);
        return (nodes, ways, groups);
    }

    [GeneratedRegex("""^(\w+)(\[\[|\[/|\[|\(\(\(|\(\(|\(\[|\(|\{\{|\{)"(?:[^"`#;|<>\\]|#\w+;|<br/>|</?small>)*"(\]\]|/\]|\]|\)\)\)|\)\)|\]\)|\)|\}\}|\})$""")]
    private static partial Regex MermaidNode();

    [GeneratedRegex("""^\w+ (-->|-\.->|==>)(\|"(?:[^"`#;|<>\\]|#\w+;)*"\|)? \w+$""")]
    private static partial Regex MermaidWay();

    [GeneratedRegex("""^subgraph \w+\["(?:[^"`#;|<>\\]|#\w+;)*"\]$""")]
    private static partial Regex MermaidGroup();

    [GeneratedRegex("""^(classDef \w+ [\w:#,.\- ]+|class [\w,]+ \w+)$""")]
    private static partial Regex MermaidStyle();

    [GeneratedRegex("""^digraph "(?:[^"\\]|\\.)*" \{$""")]
    private static partial Regex DotHead();

    [GeneratedRegex("""^subgraph cluster_\w+ \{$""")]
    private static partial Regex DotGroup();

    [GeneratedRegex("""^\w+ -> \w+( \[((, )?\w+=("(?:[^"\\]|\\.)*"|\w+))+\])?;$""")]
    private static partial Regex DotWay();

    [GeneratedRegex("""^\w+ \[((, )?\w+=("(?:[^"\\]|\\.)*"|\w+))+\];$""")]
    private static partial Regex DotNode();

    [GeneratedRegex("""^\w+=("(?:[^"\\]|\\.)*"|\w+);$""")]
    private static partial Regex DotAttribute();
}
