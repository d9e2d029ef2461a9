using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A reference of an Architect flow, taken apart: <c>/inboundCall/menus/menu[Main Menu_10]</c>, <c>./choices/menuTask[x]</c>, <c>./shared/tasks.yaml#/tasks/task[x]</c>.</summary>
/// <param name="File">The file before <c>#</c>; empty for a reference within the document.</param>
/// <param name="Up">For a relative path how many levels it goes up; -1 for an absolute one.</param>
/// <param name="Segments">The steps of the path.</param>
internal sealed record ArchitectReference(string File, int Up, ImmutableArray<ArchitectReference.Segment> Segments)
{
    /// <summary>A step of a path: a property, or an item of a list.</summary>
    /// <param name="Name">The property's key, or the item's kind.</param>
    /// <param name="RefId">For an item its <c>refId</c>; null for a property.</param>
    public readonly record struct Segment(string Name, string? RefId);

    /// <summary>The last step; default where there is none.</summary>
    public Segment Last => Segments.IsEmpty ? default : Segments[^1];

    /// <summary>Takes a reference apart. What stands in brackets is free text: it may hold blanks, slashes and brackets.</summary>
    /// <param name="text">The reference as written.</param>
    public static ArchitectReference Parse(string text)
    {
        var hash = text.IndexOf("#/", StringComparison.Ordinal);
        var file = hash > 0 ? text[..hash] : "";
        var path = text.AsSpan(hash > 0 ? hash + 1 : 0);
        var up = path.StartsWith("/") ? -1 : 0;
        var segments = ImmutableArray.CreateBuilder<Segment>();
        while (!path.IsEmpty)
        {
            var segment = Take(ref path);
            if (segment is "..")
            {
                up++;
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(Split(segment));
            }
        }

        return new ArchitectReference(file, up, segments.DrainToImmutable());
    }

    /// <summary>What the last step of a reference to an element calls it: its key, or for one that is itself a reference what that leads to.</summary>
    /// <param name="element">The element.</param>
    public static string KindOf(FlowElement element) => element is { Type: "ref", Node: ScalarNode text } ? Parse(text.Value).Last.Name ?? "" : element.Type;

    /// <summary>Takes the text up to the next slash that stands outside of brackets. A bracket is closed by the <c>]</c> that a slash or the end follows.</summary>
    private static string Take(ref ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var open = path.IndexOf('[');
        if (open >= 0 && (slash < 0 || open < slash))
        {
            var close = path.IndexOf("]/");
            slash = close < 0 ? -1 : close + 1;
        }

        var segment = (slash < 0 ? path : path[..slash]).ToString();
        path = slash < 0 ? [] : path[(slash + 1)..];
        return segment;
    }

    private static Segment Split(string segment)
    {
        var open = segment.IndexOf('[');
        return open > 0 && segment.EndsWith(']') ? new Segment(segment[..open], segment[(open + 1)..^1]) : new Segment(segment, null);
    }
}
