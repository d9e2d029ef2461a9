using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting;

/// <summary>The phrases that the rules' messages share.</summary>
internal static class Wording
{
    /// <summary>How a message calls an element: its label or id in quotes, or what little is known of it.</summary>
    public static string Name(FlowElement element) =>
        element.DisplayName.Length > 0 ? $"\"{element.DisplayName}\"" : element.Type.Length > 0 ? $"A \"{element.Type}\" without an id" : "An element without an id";

    /// <summary>How a message calls an element that its sentence did not begin with.</summary>
    public static string NameWithin(FlowElement element)
    {
        var name = Name(element);
        return name.StartsWith('"') ? name : char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>What kind of part of a flow an element is: <c>task</c>, <c>menu choice</c>.</summary>
    public static string Kind(ElementKind kind) => kind switch
    {
        ElementKind.Task => "task",
        ElementKind.Menu => "menu",
        ElementKind.Choice => "menu choice",
        ElementKind.State => "state",
        ElementKind.Bot => "bot",
        _ => "action",
    };

    /// <summary>What an element is called in the text: its name, or its type where it has none.</summary>
    public static string Label(FlowElement element) => element.Label.Length > 0 ? element.Label : element.Type;

    /// <summary>The kind of an element and its name, to begin a sentence with: <c>The menu "Main"</c>.</summary>
    public static string The(FlowElement element) =>
        $"The {Kind(element.Kind)} \"{Label(element)}\"";

    /// <summary>The same within a sentence: <c>the menu "Main"</c>.</summary>
    public static string TheWithin(FlowElement element) => $"the {Kind(element.Kind)} \"{Label(element)}\"";

    /// <summary><c> on "success"</c>, or nothing for a way without a label.</summary>
    public static string On(FlowWay way) => way.Label.Length == 0 ? "" : $" on \"{way.Label}\"";

    /// <summary><c> Did you mean "x"?</c>, or <paramref name="otherwise"/> when nothing is near.</summary>
    public static string DidYouMean(ImmutableArray<string> near, string otherwise) => near.Length switch
    {
        0 => otherwise,
        > 3 => $" Did you mean {string.Join(", ", near.Take(3).Select(Quoted))} or one of {near.Length - 3} more?",
        _ => $" Did you mean {string.Join(" or ", near.Select(Quoted))}?",
    };

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Quoted(string name) => $"\"{name}\"";
}
