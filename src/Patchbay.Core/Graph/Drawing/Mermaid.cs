using System.Text;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Writes a drawing as a Mermaid flowchart, which code hosts show in Markdown.</summary>
public static class Mermaid
{
    /// <summary>The flowchart, without a Markdown fence, with a line break at its end. Error ways are dashed, calls of a task thick; calls to shared flows have double sides, what waits for the caller is a hexagon, what decides a rhombus, what ends the call a stadium; what no caller gets to is faint.</summary>
    /// <param name="drawing">The drawing.</param>
    public static string Write(GraphDrawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in drawing.Nodes.Where(node => node.Group.Length == 0))
        {
            Append(text, node, "    ");
        }

        var members = drawing.Nodes.ToLookup(node => node.Group, StringComparer.Ordinal);
        foreach (var group in drawing.Groups)
        {
            text.Append($"    subgraph {group.Key}[\"{Escape(group.Title)}\"]\n");
            foreach (var node in members[group.Key])
            {
                Append(text, node, "        ");
            }

            text.Append("    end\n");
        }

        foreach (var way in drawing.Ways)
        {
            var arrow = way.Kind switch
            {
                WayKind.Error => "-.->",
                WayKind.Call => "==>",
                _ => "-->",
            };
            var label = way.Label.Length == 0 ? "" : $"|\"{Escape(way.Label)}\"|";
            text.Append($"    {way.From} {arrow}{label} {way.To}\n");
        }

        AppendClass(text, drawing, "missing", "stroke:#cf222e,stroke-dasharray:4 3,color:#cf222e", node => node.Shape == NodeShape.Missing);
        AppendClass(text, drawing, "highlighted", "stroke:#1a7f37,stroke-width:3px", node => node.IsHighlighted);
        AppendClass(text, drawing, "faded", "opacity:0.45", node => node.IsFaded);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DrawnNode node, string indent)
    {
        var (open, close) = Brackets(node.Shape);
        text.Append($"{indent}{node.Key}{open}\"{Label(node)}\"{close}\n");
    }

    private static void AppendClass(StringBuilder text, GraphDrawing drawing, string name, string style, Func<DrawnNode, bool> belongs)
    {
        var keys = drawing.Nodes.Where(belongs).Select(node => node.Key).ToList();
        if (keys.Count > 0)
        {
            text.Append($"    classDef {name} {style}\n    class {string.Join(',', keys)} {name}\n");
        }
    }

    private static (string Open, string Close) Brackets(NodeShape shape) => shape switch
    {
        NodeShape.Start => ("((", "))"),
        NodeShape.End => ("(((", ")))"),
        NodeShape.Waits => ("{{", "}}"),
        NodeShape.Call => ("[[", "]]"),
        NodeShape.Final => ("([", "])"),
        NodeShape.Outside => ("(", ")"),
        NodeShape.Decision => ("{", "}"),
        NodeShape.Closed => ("[/", "/]"),
        _ => ("[", "]"),
    };

    private static string Label(DrawnNode node)
    {
        var below = node.Below;
        return below.Length == 0 ? Escape(node.Shown) : $"{Escape(node.Shown)}<br/><small>{Escape(below)}</small>";
    }

    /// <summary>Mermaid reads <c>#name;</c> in labels as HTML reads <c>&amp;name;</c>; everything that it would take for markup is written so.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        for (var i = 0; i < text.Length; i++)
        {
            // "- x" and "1. x" would begin a list.
            var beginsList = (i == 0 && text[i] is ('-' or '+')) || (i == digits && text[i] == '.');
            escaped.Append(text[i] switch
            {
                '"' => "#quot;",
                '<' => "#lt;",
                '>' => "#gt;",
                '&' => "#amp;",
                '#' or '`' or '\\' or '|' or ';' or '*' or '%' => $"#{(int)text[i]};",
                var c when beginsList => $"#{(int)c};",
                var c when char.IsControl(c) => " ",
                var c => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
