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
        foreach (var node in drawing.Nodes.Where(node => node.Group.Length == 0))
        {
            text.Append($"    {node.Key} [label=\"{Label(node)}\"{Look(node)}];\n");
        }

        var members = drawing.Nodes.ToLookup(node => node.Group, StringComparer.Ordinal);
        foreach (var group in drawing.Groups)
        {
            text.Append($"    subgraph cluster_{group.Key} {{\n        label=\"{Escape(group.Title)}\";\n        style=rounded;\n        fontname=\"Helvetica\";\n        color=\"#8c959f\";\n");
            foreach (var node in members[group.Key])
            {
                text.Append($"        {node.Key} [label=\"{Label(node)}\"{Look(node)}];\n");
            }

            text.Append("    }\n");
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
            NodeShape.Decision => ", shape=diamond",
            NodeShape.Closed => ", shape=tab",
            NodeShape.Missing => ", style=dashed, color=\"#cf222e\", fontcolor=\"#cf222e\"",
            _ => "",
        };
        return node.IsHighlighted ? $"{shape}, color=\"#1a7f37\", penwidth=3"
            : node.IsFaded && node.Shape != NodeShape.Missing ? $"{shape}, color=\"#afb8c1\", fontcolor=\"#8c959f\""
            : shape;
    }

    private static string Look(DrawnWay way)
    {
        var look = new List<string>();
        if (way.Label.Length > 0)
        {
            look.Add($"label=\"{Escape(way.Label)}\"");
        }

        if (way.Kind is WayKind.Error or WayKind.Call or WayKind.Repeat)
        {
            look.Add(way.Kind switch
            {
                WayKind.Error => "style=dashed",
                WayKind.Call => "style=bold",
                _ => "constraint=false",
            });
        }

        if (way.IsFaded)
        {
            look.Add("color=\"#afb8c1\", fontcolor=\"#8c959f\"");
        }

        return look.Count == 0 ? "" : $" [{string.Join(", ", look)}]";
    }

    private static string Label(DrawnNode node)
    {
        var below = node.Below;
        return below.Length == 0 ? Escape(node.Shown) : $"{Escape(node.Shown)}\\n{Escape(below)}";
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
