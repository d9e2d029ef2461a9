using Patchbay.Core.Graph.Layout;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>A rectangle of a picture.</summary>
/// <param name="X">Its left side, in pixels.</param>
/// <param name="Y">Its upper side, in pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal readonly record struct Area(double X, double Y, double Width, double Height);

/// <summary>A node with its place and the lines written in it.</summary>
internal sealed record PlacedNode(DrawnNode Node, Area Area, NodeText Text);

/// <summary>A frame with its place.</summary>
internal sealed record PlacedGroup(DrawnGroup Group, Area Area);

/// <summary>A way with its curve, and what is written on it.</summary>
/// <param name="Way">The way.</param>
/// <param name="Curves">A start, then curves of three points each.</param>
/// <param name="Label">The lines written on it.</param>
/// <param name="LabelAt">The middle of these.</param>
/// <param name="IsFramed">Whether that lies in a frame.</param>
/// <param name="CutTo">What it leads to, where only its beginning is drawn; empty otherwise.</param>
internal sealed record PlacedWay(DrawnWay Way, List<Spot> Curves, List<string> Label, Spot LabelAt, bool IsFramed, string CutTo);

/// <summary>What is written in a node.</summary>
/// <param name="Name">The lines of its name.</param>
/// <param name="Below">The lines below.</param>
/// <param name="Width">The room that the node needs, in pixels.</param>
/// <param name="Height">The room that the node needs, in pixels.</param>
internal sealed record NodeText(List<string> Name, List<string> Below, double Width, double Height)
{
    /// <summary>The size of names, in pixels.</summary>
    public const double NameSize = 13;

    /// <summary>The size of everything else, in pixels.</summary>
    public const double SmallSize = 11;

    /// <summary>From line to line of a name, in pixels.</summary>
    public const double NameLine = 17;

    /// <summary>From line to line of everything else, in pixels.</summary>
    public const double SmallLine = 14;

    private const double Widest = 200;
    private const double LeastWidth = 64;

    /// <summary>Breaks the texts of a node into lines.</summary>
    /// <param name="node">The node.</param>
    public static NodeText Of(DrawnNode node)
    {
        if (node.Shape is NodeShape.End)
        {
            return new NodeText([], [], 22, 22);
        }

        var name = SvgText.Wrap(ElementCaption.OneLine(node.Shown), NameSize, Widest, 2);
        var below = SvgText.Wrap(ElementCaption.OneLine(node.Below), SmallSize, Widest, 2);
        var widest = name.Select(line => SvgText.Width(line, NameSize) * 1.06).Concat(below.Select(line => SvgText.Width(line, SmallSize))).DefaultIfEmpty(0).Max();
        var sides = node.Shape switch
        {
            NodeShape.Decision or NodeShape.Waits => 44,
            NodeShape.Start => 20,
            _ => 28,
        };
        return new NodeText(name, below, Math.Max(node.Shape == NodeShape.Start ? 50 : LeastWidth, Math.Ceiling(widest + sides)), (name.Count * NameLine) + (below.Count * SmallLine) + (node.Shape == NodeShape.Start ? 8 : 15));
    }
}

/// <summary>A drawing with a place for everything: what is in a frame is placed first, then the frames and what stands outside.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Groups">The frames.</param>
/// <param name="Ways">The ways.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record Picture(List<PlacedNode> Nodes, List<PlacedGroup> Groups, List<PlacedWay> Ways, double Width, double Height)
{
    /// <summary>Finds a place for everything.</summary>
    /// <param name="drawing">The drawing.</param>
    public static Picture Of(GraphDrawing drawing) => new PictureMaker(drawing).Make();
}
