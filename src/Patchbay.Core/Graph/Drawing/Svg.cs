using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph.Layout;
using static Patchbay.Core.Graph.Drawing.SvgText;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Writes a drawing as an SVG picture that needs nothing else: no fonts, no scripts. It is light or dark as the reader's screen is, and what is cut short is told in full where a pointer rests on it.</summary>
public static class Svg
{
    private const string Style = """
        <style>
        text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-size:11px;fill:#59636e;text-anchor:middle}
        .paper{fill:#ffffff}.name{font-size:13px;font-weight:600;fill:#1f2328}.title{font-weight:600;text-anchor:start}
        .frame{fill:#f6f8fa;stroke:#d1d9e0}.node{fill:#ffffff;stroke:#818b98;stroke-width:1.2}.waits{fill:#ddf4ff;stroke:#0969da}.decision{fill:#fff8c5;stroke:#9a6700}.call{fill:#fbefff;stroke:#8250df}
        .final{fill:#eaeef2;stroke:#59636e}.outside{fill:#dafbe1;stroke:#1a7f37}.missing{fill:#ffebe9;stroke:#cf222e;stroke-dasharray:4 3}.closed{stroke-width:2}.dark{fill:#59636e;stroke:#59636e}.dark+text{fill:#ffffff}
        .highlighted{stroke:#1a7f37;stroke-width:3}.way{fill:none;stroke:#818b98;stroke-width:1.3}.error{stroke:#cf222e;stroke-dasharray:5 3}.calls{stroke:#8250df;stroke-width:2}.again{stroke:#1b7c83}
        .head{fill:#818b98}.head-error{fill:#cf222e}.head-calls{fill:#8250df}.head-again{fill:#1b7c83}.on{paint-order:stroke;stroke:#ffffff;stroke-width:4px;stroke-linejoin:round}.framed{stroke:#f6f8fa}.faded{opacity:.45}
        @media (prefers-color-scheme:dark){
        text{fill:#9198a1}.paper{fill:#0d1117}.name{fill:#f0f6fc}.frame{fill:#151b23;stroke:#3d444d}.node{fill:#0d1117;stroke:#656c76}.waits{fill:#0c2d57;stroke:#4493f8}.decision{fill:#341a00;stroke:#d29922}.call{fill:#271052;stroke:#ab7df8}
        .final{fill:#212830;stroke:#9198a1}.outside{fill:#04260f;stroke:#3fb950}.missing{fill:#3c0614;stroke:#f85149}.dark{fill:#9198a1;stroke:#9198a1}.dark+text{fill:#0d1117}.highlighted{stroke:#3fb950}.way{stroke:#656c76}.error{stroke:#f85149}
        .calls{stroke:#ab7df8}.again{stroke:#39c5cf}.head{fill:#656c76}.head-error{fill:#f85149}.head-calls{fill:#ab7df8}.head-again{fill:#39c5cf}.on{stroke:#0d1117}.framed{stroke:#151b23}
        }
        </style>

        """;

    private static readonly (string Class, string Id)[] Heads = [("head", "head"), ("head-error", "head-error"), ("head-calls", "head-calls"), ("head-again", "head-again")];

    /// <summary>The picture, with a line break at its end. Shapes mean the same as in <see cref="Mermaid"/>.</summary>
    /// <param name="drawing">The drawing.</param>
    public static string Write(GraphDrawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var picture = Picture.Of(drawing);
        var (width, height) = (Number(Math.Ceiling(picture.Width)), Number(Math.Ceiling(picture.Height)));
        var text = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        text.Append($"<title>{Escape(drawing.Name)}</title>\n").Append(Style).Append("<defs>");
        foreach (var (style, id) in Heads)
        {
            text.Append($"<marker id=\"{id}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"{style}\" d=\"M0 0.5L8 4L0 7.5z\"/></marker>");
        }

        text.Append($"</defs>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n");
        foreach (var group in picture.Groups)
        {
            var (x, y, w, h) = group.Area;
            text.Append($"<rect class=\"frame{Faded(group.Group.IsFaded)}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(w)}\" height=\"{Number(h)}\" rx=\"8\"/>\n");
        }

        picture.Ways.ForEach(way => AppendCurve(text, way));
        picture.Nodes.ForEach(node => AppendNode(text, node));
        foreach (var group in picture.Groups)
        {
            text.Append($"<text class=\"title on framed{Faded(group.Group.IsFaded)}\" x=\"{Number(group.Area.X + 12)}\" y=\"{Number(group.Area.Y + 19)}\">{Escape(group.Group.Title)}</text>\n");
        }

        picture.Ways.ForEach(way => AppendLabel(text, way));
        return text.Append("</svg>\n").ToString();
    }

    private static string Faded(bool isFaded) => isFaded ? " faded" : "";

    private static void AppendCurve(StringBuilder text, PlacedWay way)
    {
        var path = PathOf(way.Curves);
        var (style, head) = way.Way.Kind switch
        {
            WayKind.Error => (" error", "head-error"),
            WayKind.Call => (" calls", "head-calls"),
            WayKind.Repeat => (" again", "head-again"),
            _ => ("", "head"),
        };
        if (way.CutTo.Length > 0)
        {
            var end = way.Curves[^1];
            text.Append($"<path class=\"way{style}\" d=\"{path}L{At(new Spot(end.X, end.Y + 9))}\" marker-end=\"url(#{head})\"/><text class=\"on\" x=\"{Number(end.X)}\" y=\"{Number(end.Y + 20)}\">{Escape(ElementCaption.Cut(way.CutTo, 16))}</text>\n");
            return;
        }

        text.Append($"<path class=\"way{style}{Faded(way.Way.IsFaded)}\" d=\"{path}\" marker-end=\"url(#{head})\"/>\n");
    }

    /// <summary>The curve; straight pieces that follow each other are one.</summary>
    private static string PathOf(List<Spot> curves)
    {
        var path = new StringBuilder($"M{At(curves[0])}");
        var straight = "";
        for (var i = 1; i + 2 < curves.Count; i += 3)
        {
            var x = Number(curves[i - 1].X);
            if (x == Number(curves[i].X) && x == Number(curves[i + 1].X) && x == Number(curves[i + 2].X))
            {
                straight = $"V{Number(curves[i + 2].Y)}";
                continue;
            }

            path.Append($"{straight}C{At(curves[i])} {At(curves[i + 1])} {At(curves[i + 2])}");
            straight = "";
        }

        return path.Append(straight).ToString();
    }

    private static string At(Spot spot) => $"{Number(spot.X)} {Number(spot.Y)}";

    private static void AppendLabel(StringBuilder text, PlacedWay way)
    {
        var y = way.LabelAt.Y - ((way.Label.Count - 1) * NodeText.SmallLine / 2) + 4;
        foreach (var line in way.Label)
        {
            text.Append($"<text class=\"on{(way.IsFramed ? " framed" : "")}{Faded(way.Way.IsFaded)}\" x=\"{Number(way.LabelAt.X)}\" y=\"{Number(y)}\">{Escape(line)}</text>\n");
            y += NodeText.SmallLine;
        }
    }

    private static void AppendNode(StringBuilder text, PlacedNode placed)
    {
        var (node, area) = (placed.Node, placed.Area);
        text.Append($"<g{(node.IsFaded ? " class=\"faded\"" : "")}><title>{Escape(Hover(node))}</title>{SvgShape.Of(node, area)}");
        var middle = Number(area.X + (area.Width / 2));
        var used = (placed.Text.Name.Count * NodeText.NameLine) + (placed.Text.Below.Count * NodeText.SmallLine);
        var y = area.Y + ((area.Height - used) / 2) + 13;
        foreach (var line in placed.Text.Name)
        {
            text.Append(node.Shape == NodeShape.Start ? $"<text x=\"{middle}\" y=\"{Number(y - 1)}\">{Escape(line)}</text>" : $"<text class=\"name\" x=\"{middle}\" y=\"{Number(y)}\">{Escape(line)}</text>");
            y += NodeText.NameLine;
        }

        y -= 2;
        foreach (var line in placed.Text.Below)
        {
            text.Append($"<text x=\"{middle}\" y=\"{Number(y)}\">{Escape(line)}</text>");
            y += NodeText.SmallLine;
        }

        text.Append("</g>\n");
    }

    private static string Hover(DrawnNode node)
    {
        string[] parts = [node.Label, node.Type.Length > 0 ? ElementCaption.TitleOf(node.Type) : "", node.Detail ?? (node.Calls.Length > 0 ? $"calls {node.Calls}" : ""), node.IsFaded ? "no caller gets here" : ""];
        return string.Join("\n", parts.Where(part => part.Length > 0).Distinct(StringComparer.Ordinal).Select(ElementCaption.OneLine));
    }
}
