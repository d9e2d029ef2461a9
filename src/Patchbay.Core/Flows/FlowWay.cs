using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

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

    /// <summary>Enters a task and comes back: the way on stands beside it.</summary>
    Call,

    /// <summary>Goes back to the head of a counted loop, or lets a list start over while the caller waits.</summary>
    Repeat,
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

    /// <summary>When the way is taken, in a few words, where the label does not say it: the condition of a case. Null otherwise.</summary>
    public string? When { get; init; }
}
