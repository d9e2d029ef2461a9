using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A flow as read from its text: what selection, linting, diffing, planning and simulation see. Only the format that read it knows how it is spelt.</summary>
/// <param name="FormatId">The format that read it, such as <c>node-map</c>.</param>
/// <param name="Tree">The document; every span below is a span of its text.</param>
public sealed record Flow(string FormatId, SyntaxTree Tree)
{
    /// <summary>The id written in the text; null where the text holds none (a file).</summary>
    public string? Id { get; init; }

    /// <summary>The flow's name; empty where the text holds none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The flow's type as written; empty where the text holds none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The description; null where the text holds none.</summary>
    public string? Description { get; init; }

    /// <summary>The division's id or name as written; null where the text holds none.</summary>
    public Division? Division { get; init; }

    /// <summary>The characters of the name, or of the whole document's start where there is no name: where a finding about the flow as a whole is shown.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>The parts of the flow, in document order.</summary>
    public ImmutableArray<FlowElement> Elements { get; init; } = [];

    /// <summary>The ways from element to element, in document order.</summary>
    public ImmutableArray<FlowWay> Ways { get; init; } = [];

    /// <summary>The variables that the text declares, reads or writes, by name, in order of first mention.</summary>
    public ImmutableArray<FlowVariable> Variables { get; init; } = [];

    /// <summary>Index of the first element that a caller meets, or -1 when the flow has none or only <see cref="FlowWay.FromStart"/> ways say so.</summary>
    public int Entry { get; init; } = -1;
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

/// <summary>A part of a flow: an action, a node, a trigger; later a task, menu or state.</summary>
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
}

/// <summary>What kind of way leads from one element to another.</summary>
public enum WayKind
{
    /// <summary>Always taken.</summary>
    Always,

    /// <summary>Taken when the element succeeded.</summary>
    Success,

    /// <summary>Taken when the element failed.</summary>
    Error,

    /// <summary>Taken under a condition, or when the caller chooses it; the label says which.</summary>
    Choice,
}

/// <summary>A way out of an element, or from the start.</summary>
/// <param name="From">Index of the element it leaves, <see cref="FromStart"/>, or <see cref="Nowhere"/> for an edge whose source does not exist.</param>
/// <param name="To">Index of the element it leads to, <see cref="Leaves"/> or <see cref="Nowhere"/>.</param>
/// <param name="Kind">What kind of way it is.</param>
/// <param name="Label">Its name as written: an output's name, a menu key, a condition shortened; empty for <see cref="WayKind.Always"/>.</param>
/// <param name="Span">The characters that name the target, quotes included; for an edge, the edge.</param>
public readonly record struct FlowWay(int From, int To, WayKind Kind, string Label, TextSpan Span)
{
    /// <summary>The <see cref="From"/> of a way that starts outside: the explicit <c>start</c> of a trigger graph.</summary>
    public const int FromStart = -1;

    /// <summary>The <see cref="To"/> of a way that leaves the flow: its end, a queue, another flow.</summary>
    public const int Leaves = -1;

    /// <summary>The <see cref="To"/> of a way that names something that does not exist; the <see cref="From"/> of an edge whose source does not.</summary>
    public const int Nowhere = -2;

    /// <summary>The target as written, where it is not an element: the missing id, the queue. Empty otherwise.</summary>
    public string Target { get; init; } = "";

    /// <summary>The source as written, where it is not an element: the id that an edge comes from and that does not exist. Empty otherwise.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the target must be an element, a queue or a flow of the org, which only the org can tell (a menu's routing target).</summary>
    public bool IsRouting { get; init; }
}

/// <summary>One mapping between a shared flow's variable and its caller. The shared flow's name is always on the left, whatever the format writes.</summary>
/// <param name="SharedName">The name inside the shared flow.</param>
/// <param name="CallerSide">For an input the caller's expression, for an output the caller's variable.</param>
/// <param name="Span">The characters of the mapping.</param>
public sealed record CallMapping(string SharedName, string CallerSide, TextSpan Span);

/// <summary>A call to a shared flow.</summary>
/// <param name="FlowId">The id of the shared flow; empty where the text lacks one.</param>
/// <param name="Span">The characters of the id, quotes included; the element's where there is none.</param>
public sealed record SharedFlowCall(string FlowId, TextSpan Span)
{
    /// <summary>What goes in, in document order.</summary>
    public ImmutableArray<CallMapping> Inputs { get; init; } = [];

    /// <summary>What comes back, in document order.</summary>
    public ImmutableArray<CallMapping> Outputs { get; init; } = [];
}

/// <summary>A menu: what a caller can choose.</summary>
/// <param name="Span">The characters of the option list.</param>
/// <param name="Options">The options in document order.</param>
public sealed record Menu(TextSpan Span, ImmutableArray<MenuOption> Options);

/// <summary>One choice of a menu.</summary>
/// <param name="Key">What the caller presses.</param>
/// <param name="Prompt">What the caller hears.</param>
/// <param name="RoutingTarget">Where it leads: an element's id, a queue, a flow.</param>
/// <param name="Span">The characters of the option.</param>
public sealed record MenuOption(string Key, string Prompt, string RoutingTarget, TextSpan Span)
{
    /// <summary>The characters of the key, quotes included.</summary>
    public TextSpan KeySpan { get; init; }

    /// <summary>The characters of the target, quotes included.</summary>
    public TextSpan TargetSpan { get; init; }
}

/// <summary>A variable of a flow.</summary>
/// <param name="Name">Its name as first mentioned.</param>
/// <param name="IsDeclared">Whether the text declares it.</param>
/// <param name="Reads">Where it is read.</param>
/// <param name="Writes">Where it is written.</param>
public sealed record FlowVariable(string Name, bool IsDeclared, ImmutableArray<TextSpan> Reads, ImmutableArray<TextSpan> Writes);
