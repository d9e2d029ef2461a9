using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A part of a flow: an action, a node, a trigger, a task, menu, choice or state.</summary>
/// <param name="Id">Its id within the flow; empty where the text lacks one.</param>
/// <param name="Type">Its type as written; empty where the text lacks one.</param>
/// <param name="Span">All of its text.</param>
public sealed record FlowElement(string Id, string Type, TextSpan Span)
{
    /// <summary>Its label or name for people; empty where the text holds none.</summary>
    public string Label { get; init; } = "";

    /// <summary>How messages call it: the label, or else the id.</summary>
    public string DisplayName => Label.Length > 0 ? Label : Id;

    /// <summary>The characters of the id, without quotes; the start of the element where there is none.</summary>
    public TextSpan IdSpan { get; init; }

    /// <summary>What it is to a caller.</summary>
    public ElementRole Role { get; init; }

    /// <summary>Whether the format demands a way on from this element.</summary>
    public bool NeedsWay { get; init; }

    /// <summary>The call it makes to a shared flow; null for other elements.</summary>
    public SharedFlowCall? Call { get; init; }

    /// <summary>The menu it offers; null for other elements.</summary>
    public Menu? Menu { get; init; }

    /// <summary>The node of the tree that is this element.</summary>
    public required SyntaxNode Node { get; init; }

    /// <summary>What part of the flow it is.</summary>
    public ElementKind Kind { get; init; }

    /// <summary>Index of the element that it stands in: the action on one of whose paths it lies, or the choice, task, state or bot; for a choice its menu. -1 where it stands in none.</summary>
    public int Parent { get; init; } = -1;

    /// <summary>The path of <see cref="Parent"/> that it lies on, as a way's label names it: <c>yes</c>, <c>failure</c>, <c>case 2</c>; empty where the parent has no paths.</summary>
    public string ParentPath { get; init; } = "";

    /// <summary>The text by which references in the document point at it (<c>refId</c>); empty where there is none.</summary>
    public string RefId { get; init; } = "";

    /// <summary>The characters of <see cref="RefId"/>, without quotes.</summary>
    public TextSpan RefIdSpan { get; init; }

    /// <summary>What it does, in a few words: a condition shortened, the queue, the first words spoken; empty where there is nothing to say.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether nothing is known of its type.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether it is a task, menu, state or bot: something with a name that is entered as a whole.</summary>
    public bool IsContainer => Kind is ElementKind.Task or ElementKind.Menu or ElementKind.State or ElementKind.Bot;
}

/// <summary>What part of a flow an element is.</summary>
public enum ElementKind
{
    /// <summary>An action: does something.</summary>
    Action,

    /// <summary>A reusable task, or the implied list of actions that a flow starts with.</summary>
    Task,

    /// <summary>A menu.</summary>
    Menu,

    /// <summary>A choice of a menu.</summary>
    Choice,

    /// <summary>A state of a message, e-mail, chat or workflow flow.</summary>
    State,

    /// <summary>A bot of a bot flow.</summary>
    Bot,

    /// <summary>What happens when an action fails in a way that no path of its own takes.</summary>
    ErrorHandling,
}

/// <summary>What an element is to a caller.</summary>
public enum ElementRole
{
    /// <summary>Does something and goes on.</summary>
    Ordinary,

    /// <summary>Waits for the caller to say or press something.</summary>
    Waits,

    /// <summary>Ends the caller's way through the flow, or hands the caller on.</summary>
    Final,

    /// <summary>Calls a shared flow and comes back.</summary>
    Call,
}
