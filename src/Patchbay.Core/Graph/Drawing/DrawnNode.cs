using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>What a person sees a node of a drawing as.</summary>
public enum NodeShape
{
    /// <summary>Where callers come in.</summary>
    Start,

    /// <summary>An element that does something and goes on.</summary>
    Step,

    /// <summary>An element that waits for the caller: a menu, a question.</summary>
    Waits,

    /// <summary>An element that calls a shared flow.</summary>
    Call,

    /// <summary>An element that ends the call or hands it on.</summary>
    Final,

    /// <summary>The end of the flow.</summary>
    End,

    /// <summary>A queue or a flow to which callers are routed.</summary>
    Outside,

    /// <summary>A name that something leads to, or comes from, and that does not exist.</summary>
    Missing,

    /// <summary>An element that decides where to go on.</summary>
    Decision,

    /// <summary>A task, state or bot drawn as one, without what is in it.</summary>
    Closed,
}

/// <summary>A node of a drawing.</summary>
/// <param name="Key">Its name within the drawing: made of its kind and its place in the flow, so that the same flow gives the same drawing.</param>
/// <param name="Shape">What it is seen as.</param>
/// <param name="Label">What it is called.</param>
public sealed record DrawnNode(string Key, NodeShape Shape, string Label)
{
    /// <summary>The element's id; empty for what is no element.</summary>
    public string Id { get; init; } = "";

    /// <summary>The element's type; empty for what is no element.</summary>
    public string Type { get; init; } = "";

    /// <summary>The shared flow that it calls, by name where the name is known; empty for other elements.</summary>
    public string Calls { get; init; } = "";

    /// <summary>What it does, on one line and in full: a condition, a queue, the words spoken. Empty where there is nothing to say; null where its type says it.</summary>
    public string? Detail { get; init; }

    /// <summary>The key of the group that it stands in; empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether it is to stand out.</summary>
    public bool IsHighlighted { get; init; }

    /// <summary>Whether no caller ever gets there.</summary>
    public bool IsFaded { get; init; }

    /// <summary>The most characters that a drawing shows of a name.</summary>
    internal const int LongestLabel = 60;

    /// <summary>The most characters that a drawing shows of what a node does.</summary>
    internal const int LongestDetail = 56;

    /// <summary>The line below the name, cut to what is good to look at; empty for none.</summary>
    internal string Below => Detail is not null ? ElementCaption.Cut(Detail, LongestDetail) : Calls.Length > 0 ? $"calls {Calls}" : Type;

    /// <summary>The name; of a flow that nobody cuts names for, in full.</summary>
    internal string Shown => Detail is null ? Label : ElementCaption.Cut(Label, LongestLabel);
}

/// <summary>A way of a drawing.</summary>
/// <param name="From">The key of the node it leaves.</param>
/// <param name="To">The key of the node it leads to.</param>
/// <param name="Kind">When it is taken.</param>
/// <param name="Label">What it is called; may be empty.</param>
public sealed record DrawnWay(string From, string To, WayKind Kind, string Label)
{
    /// <summary>Whether no caller ever takes it.</summary>
    public bool IsFaded { get; init; }
}

/// <summary>A frame around nodes that belong together.</summary>
/// <param name="Key">Its name within the drawing.</param>
/// <param name="Kind">What it is: <c>task</c>, <c>state</c>, <c>bot</c>, <c>menu task</c>, <c>error handling</c>.</param>
/// <param name="Label">What it is called.</param>
public sealed record DrawnGroup(string Key, string Kind, string Label)
{
    /// <summary>Whether no caller ever gets into it.</summary>
    public bool IsFaded { get; init; }

    /// <summary>Its title, in one line.</summary>
    internal string Title => Label.Length == 0 ? Kind : $"{ElementCaption.Cut(Label, DrawnNode.LongestLabel)} ({Kind})";
}
