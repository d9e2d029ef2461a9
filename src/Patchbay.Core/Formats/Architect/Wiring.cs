using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Where control goes when a list of actions has run out.</summary>
/// <param name="To">An element, or <see cref="FlowWay.Leaves"/>.</param>
/// <param name="Kind">The kind of way that leads there where nothing else says.</param>
internal readonly record struct Open(int To, WayKind Kind)
{
    /// <summary>Out of the flow, or back to whoever called the task.</summary>
    public static Open End { get; } = new(FlowWay.Leaves, WayKind.Always);
}

/// <summary>Lays the ways between actions: from each to the next, into each path, and from where a path runs out to what follows the action that it belongs to.</summary>
/// <param name="builder">Takes the ways.</param>
/// <param name="find">Finds the element that a reference means, and notes the reference.</param>
internal sealed class Wiring(ArchitectFlowBuilder builder, Func<int, ScalarNode, string, int> find)
{
    /// <summary>The loops around the action at hand, the innermost on top: its head, and where it is left to.</summary>
    private readonly Stack<(int Head, Open After)> _loops = new();

    /// <summary>Wires a container and its actions.</summary>
    /// <param name="container">Index of the task, state, bot or choice.</param>
    /// <param name="actions">Its actions.</param>
    /// <param name="end">Where its end leads.</param>
    public void Wire(int container, ImmutableArray<ActionNode> actions, Open end)
    {
        var first = actions.IsEmpty ? end : new Open(actions[0].Element, WayKind.Always);
        Add(container, first, first.Kind, "", SpanOf(first, container));
        WireList(actions, end);
    }

    /// <summary>Wires a menu choice that does what an action does.</summary>
    /// <param name="choice">Index of the choice.</param>
    /// <param name="kind">The action.</param>
    public void WireSingle(int choice, ActionKind kind)
    {
        var body = builder.Elements[choice].Node as MappingNode;
        builder.Set(choice, known => known with { Role = kind.Category is ActionCategory.Transfer or ActionCategory.End ? ElementRole.Final : known.Role });
        if (TargetOf(body) is { } target)
        {
            WireTarget(choice, target, WayKind.Always);
            return;
        }

        builder.Ways.Add(new FlowWay(choice, FlowWay.Leaves, WayKind.Always, "", builder.Elements[choice].IdSpan) { Target = builder.Elements[choice].Detail });
    }

    private static (ScalarNode Text, string Property)? TargetOf(MappingNode? body)
    {
        foreach (var entry in body?.Entries ?? [])
        {
            if (entry.Key.StartsWith("target", StringComparison.Ordinal) && entry.Key.EndsWith("Ref", StringComparison.Ordinal) && entry.Value is ScalarNode { IsNull: false } text)
            {
                return (text, entry.Key);
            }
        }

        return null;
    }

    private void WireList(ImmutableArray<ActionNode> actions, Open end)
    {
        for (var i = 0; i < actions.Length; i++)
        {
            WireAction(actions[i], i + 1 < actions.Length ? new Open(actions[i + 1].Element, WayKind.Always) : end);
        }
    }

    private void WireAction(ActionNode action, Open next)
    {
        var element = action.Element;
        var type = builder.Elements[element].Type;
        switch (type)
        {
            case "loop" or "loopUntil" or "loopAnythingElse":
                WireLoop(action, next);
                return;
            case "loopNext" when _loops.Count > 0:
                Add(element, new Open(_loops.Peek().Head, WayKind.Repeat), WayKind.Repeat, "", builder.Elements[element].IdSpan);
                return;
            case "loopExit" when _loops.Count > 0:
                Add(element, _loops.Peek().After, WayKind.Always, "", builder.Elements[element].IdSpan);
                return;
            default:
                break;
        }

        var isCall = type == "callTask";
        if (action.Target is { } target)
        {
            WireTarget(element, target, isCall ? WayKind.Call : WayKind.Always);
        }

        WirePaths(action, next);
        WireContinuation(action, next);
    }

    private void WireLoop(ActionNode action, Open next)
    {
        var head = new Open(action.Element, WayKind.Repeat);
        _loops.Push((action.Element, next));
        foreach (var path in action.Paths)
        {
            WirePath(action.Element, path, path.Label == "loop" ? head : next, path.Label == "loop" ? WayKind.Choice : KindOf(path.Label));
        }

        _loops.Pop();
        Add(action.Element, next, WayKind.Always, "", SpanOf(next, action.Element));
    }

    private void WirePaths(ActionNode action, Open next)
    {
        foreach (var path in action.Paths)
        {
            WirePath(action.Element, path, next, KindOf(path.Label));
        }

        var kind = action.Kind;
        foreach (var label in kind?.Paths ?? [])
        {
            var isWritten = action.Paths.Any(path => path.Label == label);
            if (!isWritten && kind is { OffByDefault: var off } && !off.Contains(label))
            {
                Add(action.Element, next, KindOf(label), label, SpanOf(next, action.Element));
            }
        }
    }

    private void WirePath(int element, ActionPath path, Open next, WayKind kind)
    {
        if (path.IsEnabled)
        {
            var to = path.Actions.IsEmpty ? next : new Open(path.Actions[0].Element, kind);
            builder.Ways.Add(new FlowWay(element, to.To, to.Kind == WayKind.Repeat ? WayKind.Repeat : kind, path.Label, path.Span) { When = path.When });
        }

        WireList(path.Actions, next);
    }

    /// <summary>The way on that no path speaks of.</summary>
    private void WireContinuation(ActionNode action, Open next)
    {
        var element = builder.Elements[action.Element];
        switch (action.Kind?.Then)
        {
            case Continuation.Never when action.Target is null:
                builder.Ways.Add(new FlowWay(action.Element, FlowWay.Leaves, WayKind.Always, "", element.IdSpan) { Target = element.Detail });
                break;
            case Continuation.WhenFailed:
                builder.Ways.Add(new FlowWay(action.Element, FlowWay.Leaves, WayKind.Success, "success", element.IdSpan) { Target = element.Detail });
                break;
            case Continuation.Next or null when HasPlainWayOn(action):
                Add(action.Element, next, WayKind.Always, "", SpanOf(next, action.Element));
                break;
            default:
                break;
        }
    }

    /// <summary>Whether control simply goes on: an action without paths; one whose paths are answers beside others that have no name, as a switch without a default; a digital menu whose answers have no paths of their own.</summary>
    private static bool HasPlainWayOn(ActionNode action) =>
        action.Kind is { PathList.Length: > 0 } menu && action.Paths.All(path => menu.Paths.Contains(path.Label)) ? true
        : action.Kind is { Paths.IsEmpty: false } ? false
        : action.Paths.IsEmpty || action.Kind is { Category: ActionCategory.Logical } ? action.Paths.All(path => path.Label != "default")
        : action.Kind is null;

    private void WireTarget(int element, (ScalarNode Text, string Property) target, WayKind kind)
    {
        var to = find(element, target.Text, target.Property);
        builder.Ways.Add(new FlowWay(element, to, kind, "", target.Text.Span) { Target = to < 0 ? target.Text.Value : "" });
    }

    private static WayKind KindOf(string label) => label switch
    {
        "success" => WayKind.Success,
        "failure" or "timeout" => WayKind.Error,
        _ => WayKind.Choice,
    };

    private void Add(int from, Open to, WayKind kind, string label, TextSpan span) => builder.Ways.Add(new FlowWay(from, to.To, to.Kind == WayKind.Repeat ? WayKind.Repeat : kind, label, span));

    private TextSpan SpanOf(Open to, int from) => builder.Elements[to.To >= 0 && to.Kind != WayKind.Repeat ? to.To : from].IdSpan;
}
