using static Patchbay.Core.Graph.Drawing.SvgText;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>The outlines of nodes.</summary>
internal static class SvgShape
{
    /// <summary>The outline of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="area">Where it stands.</param>
    public static string Of(DrawnNode node, Area area)
    {
        var (x, y, w, h) = area;
        return node.Shape switch
        {
            NodeShape.Start => Rectangle(area, h / 2, Class(node, "dark")),
            NodeShape.End => Circle(x + (w / 2), y + (h / 2), 10, Class(node, "")) + Circle(x + (w / 2), y + (h / 2), 5, Class(node, "dark")),
            NodeShape.Waits => Polygon(Class(node, "waits"), (x + 12, y), (x + w - 12, y), (x + w, y + (h / 2)), (x + w - 12, y + h), (x + 12, y + h), (x, y + (h / 2))),
            NodeShape.Decision => Polygon(Class(node, "decision"), (x + 9, y), (x + w - 9, y), (x + w, y + 9), (x + w, y + h - 9), (x + w - 9, y + h), (x + 9, y + h), (x, y + h - 9), (x, y + 9)),
            NodeShape.Call => Rectangle(area, 2, Class(node, "call")) + Line(x + 5, y, h, Class(node, "call")) + Line(x + w - 5, y, h, Class(node, "call")),
            NodeShape.Final => Rectangle(area, h / 2, Class(node, "final")),
            NodeShape.Outside => Rectangle(area, 10, Class(node, "outside")),
            NodeShape.Missing => Rectangle(area, 4, Class(node, "missing")),
            NodeShape.Closed => Rectangle(area, 8, Class(node, "closed")),
            _ => Rectangle(area, 4, Class(node, "")),
        };
    }

    private static string Class(DrawnNode node, string shape) => $"class=\"node{(shape.Length > 0 ? " " + shape : "")}{(node.IsHighlighted ? " highlighted" : "")}\"";

    private static string Rectangle(Area area, double round, string style) =>
        $"<rect {style} x=\"{Number(area.X)}\" y=\"{Number(area.Y)}\" width=\"{Number(area.Width)}\" height=\"{Number(area.Height)}\" rx=\"{Number(round)}\"/>";

    private static string Circle(double x, double y, double radius, string style) => $"<circle {style} cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\"/>";

    private static string Line(double x, double y, double height, string style) => $"<path {style} d=\"M{Number(x)} {Number(y)}v{Number(height)}\"/>";

    private static string Polygon(string style, params (double X, double Y)[] corners) => $"<polygon {style} points=\"{string.Join(' ', corners.Select(corner => $"{Number(corner.X)},{Number(corner.Y)}"))}\"/>";
}
