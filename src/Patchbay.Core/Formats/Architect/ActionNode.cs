using System.Collections.Immutable;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>An action that was read and has no ways yet.</summary>
/// <param name="Element">Its index.</param>
/// <param name="Kind">Its row; null for an unknown kind.</param>
/// <param name="Paths">Its paths, in document order.</param>
internal sealed record ActionNode(int Element, ActionKind? Kind, ImmutableArray<ActionPath> Paths)
{
    /// <summary>The task, menu or state that it enters; null for none.</summary>
    public FlowTarget? Target { get; init; }

    /// <summary>What comes after it, where that is not the action behind it in its list; null for that one.</summary>
    public FlowTarget? Next { get; init; }
}

/// <summary>A path out of an action.</summary>
/// <param name="Label">Its name: an output, an intent, <c>case 2</c>.</param>
/// <param name="When">The condition of a case; null for others.</param>
/// <param name="Actions">What stands on it.</param>
/// <param name="IsEnabled">Whether control ever takes it.</param>
/// <param name="Span">The characters of its name.</param>
internal sealed record ActionPath(string Label, string? When, ImmutableArray<ActionNode> Actions, bool IsEnabled, TextSpan Span)
{
    /// <summary>The action that it leads to, where that stands elsewhere; null where <see cref="Actions"/> says.</summary>
    public FlowTarget? Target { get; init; }
}
