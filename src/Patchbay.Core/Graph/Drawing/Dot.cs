using System.Text;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Writes a drawing in DOT, the language of Graphviz.</summary>
public static class Dot
{
    /// <summary>The graph, with a line break at its end. Shapes and dashes mean the same as in <see cref="Mermaid"/>.</summary>
    /// <param name="drawing">The drawing.</param>
    public static string Write(GraphDrawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var text = new StringBuilder($"digraph \"{Escape(drawing.Name)}\" {{\n");
        text.Append("    node [shape=box, fontname=\"Helvetica\", fontsize=11];\n");
        text.Append("    edge [fontname=\"Helvetica\", fontsize=9];\n");
        foreach (var node in drawing.Nodes)
        {
            text.Append($"    {node.Key} [label=\"{Label(node)}\"{Look(node)}];\n");
        }

        foreach (var way in drawing.Ways)
        {
            text.Append($"    {way.From} -> {way.To}{Look(way)};\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Look(DrawnNode node)
    {
        var shape = node.Shape switch
        {
            NodeShape.Start => ", shape=circle",
            NodeShape.End => ", shape=doublecircle",
            NodeShape.Waits => ", shape=hexagon",
            NodeShape.Call => ", shape=box, peripheries=2",
            NodeShape.Final => ", shape=oval",
            NodeShape.Outside => ", style=rounded",
            NodeShape.Missing => ", style=dashed, color=\"#cf222e\", fontcolor=\"#cf222e\"",
            _ => "",
        };
        return node.IsHighlighted ? $"{shape}, color=\"#1a7f37\", penwidth=3" : shape;
    }

    private static string Look(DrawnWay way)
    {
        string[] look = [.. way.Label.Length > 0 ? [$"label=\"{Escape(way.Label)}\""] : (string[])[], .. way.Kind == WayKind.Error ? ["style=dashed"] : (string[])[]];
        return look.Length == 0 ? "" : $" [{string.Join(", ", look)}]";
    }

    private static string Label(DrawnNode node)
    {
        var below = node.Calls.Length > 0 ? $"calls {node.Calls}" : node.Type;
        return below.Length == 0 ? Escape(node.Label) : $"{Escape(node.Label)}\\n{Escape(below)}";
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(c) => " ",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
