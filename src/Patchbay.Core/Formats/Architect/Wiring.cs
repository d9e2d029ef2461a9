using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Where control goes when a list of actions has run out.</summary>
/// <param name="To">An element, or <see cref="FlowWay.Leaves"/>.</param>
/// <param name="Kind">The kind of way that leads there where nothing else says.</param>
/// <param name="Missing">What is meant, where there is no such element; empty otherwise.</param>
internal readonly record struct Open(int To, WayKind Kind, string Missing = "")
{
    /// <summary>Out of the flow, or back to whoever called the task.</summary>
    public static Open End { get; } = new(FlowWay.Leaves, WayKind.Always);
}

/// <summary>Lays the ways between actions: from each to the next, into each path, and from where a path runs out to what follows the action that it belongs to.</summary>
/// <param name="builder">Takes the ways.</param>
/// <param name="find">Finds the element that a target means.</param>
/// <param name="rootKey">The root key of the flow's type: some actions have other paths in other flows.</param>
internal sealed class Wiring(ArchitectFlowBuilder builder, FindTarget find, string rootKey)
{
    /// <summary>So many named outputs of a task are led on from where it is called without naming them.</summary>
    private const int MaxOutputs = 64;

    private static readonly ImmutableArray<string> OnlyDefault = ["default"];

    /// <summary>The loops around the action at hand, the innermost on top: its head, and where it is left to.</summary>
    private readonly Stack<(int Head, Open After)> _loops = new();

    /// <summary>Wires a container and its actions.</summary>
    /// <param name="container">Index of the task, state, bot or choice.</param>
    /// <param name="actions">Its actions.</param>
    /// <param name="end">Where its end leads.</param>
    public void Wire(int container, ImmutableArray<ActionNode> actions, Open end)
    {
        Go(container, actions.IsEmpty ? end : new Open(actions[0].Element, WayKind.Always), WayKind.Always, "");
        WireList(actions, end);
    }

    /// <summary>Wires a list that nothing leads into.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="end">Where its end leads.</param>
    public void WireList(ImmutableArray<ActionNode> actions, Open end)
    {
        for (var i = 0; i < actions.Length; i++)
        {
            var next = i + 1 < actions.Length ? new Open(actions[i + 1].Element, WayKind.Always) : end;
            WireAction(actions[i], actions[i].Next is { } elsewhere ? Jump(actions[i].Element, elsewhere) : next);
        }
    }

    private void WireAction(ActionNode action, Open next)
    {
        var element = action.Element;
        switch (builder.Elements[element].Type)
        {
            case "loop" or "loopUntil" or "loopAnythingElse":
                WireLoop(action, next);
                return;
            case "loopNext" when _loops.Count > 0:
                Go(element, new Open(_loops.Peek().Head, WayKind.Repeat), WayKind.Repeat, "");
                return;
            case "loopExit" when _loops.Count > 0:
                Go(element, _loops.Peek().After, WayKind.Always, "");
                return;
            default:
                break;
        }

        var entered = action.Target is { } target ? Enter(element, target) : FlowWay.Nowhere;
        if (!WirePaths(action, next, entered))
        {
            WireContinuation(action, next);
        }
    }

    private int Enter(int element, FlowTarget target)
    {
        var to = find(element, target);
        var kind = builder.Elements[element].Type == "callTask" ? WayKind.Call : WayKind.Always;
        builder.Ways.Add(new FlowWay(element, to, kind, "", target.Text.Span) { Target = to < 0 ? target.Text.Value : "" });
        return to;
    }

    /// <summary>A loop: its path comes back to its head, and it is left when it has run often enough or on a path of another name.</summary>
    private void WireLoop(ActionNode action, Open next)
    {
        var head = new Open(action.Element, WayKind.Repeat);
        _loops.Push((action.Element, next));
        foreach (var path in action.Paths)
        {
            WirePath(action.Element, path, path.Label == "loop" ? head : next);
        }

        _loops.Pop();
        Go(action.Element, next, WayKind.Always, "");
    }

    /// <summary>Wires the paths that are written, and those that the action has without their being written. False where it has none.</summary>
    private bool WirePaths(ActionNode action, Open next, int entered)
    {
        foreach (var path in action.Paths)
        {
            WirePath(action.Element, path, next);
        }

        var any = HasAnswers(action);
        foreach (var label in ImpliedPaths(action))
        {
            if (!IsWritten(action, label))
            {
                Go(action.Element, next, KindOf(label), label);
                any = true;
            }
        }

        if (builder.OutputPaths.TryGetValue(entered, out var outputs) && builder.Elements[action.Element].Type == "callTask")
        {
            foreach (var name in outputs.Take(MaxOutputs).Where(name => !IsWritten(action, name)))
            {
                Go(action.Element, next, WayKind.Choice, name);
            }
        }

        return any && action.Kind is not { Then: not Continuation.Next };
    }

    /// <summary>Whether one of the written paths is sure to be taken: of a menu of a bot those of its answers, not those of too many mistakes.</summary>
    private static bool HasAnswers(ActionNode action) => action.Kind switch
    {
        null => false,
        { PathList.Length: > 0 } menu => action.Paths.Any(path => !menu.Paths.Contains(path.Label)),
        _ => !action.Paths.IsEmpty,
    };

    private IEnumerable<string> ImpliedPaths(ActionNode action) => action.Kind switch
    {
        null => [],
        { Name: "switch" } => OnlyDefault,
        { } kind => kind.PathsIn(rootKey).Where(label => !kind.OffByDefault.Contains(label)),
    };

    private static bool IsWritten(ActionNode action, string label)
    {
        foreach (var path in action.Paths)
        {
            if (path.Label == label)
            {
                return true;
            }
        }

        return false;
    }

    private void WirePath(int element, ActionPath path, Open end)
    {
        if (path.IsEnabled)
        {
            var to = path.Target is { } elsewhere ? Jump(element, elsewhere) : path.Actions.IsEmpty ? end : new Open(path.Actions[0].Element, WayKind.Choice);
            builder.Ways.Add(new FlowWay(element, to.To, to.Kind == WayKind.Repeat ? WayKind.Repeat : KindOf(path.Label), path.Label, path.Span)
            {
                When = path.When,
                Target = to.Missing,
            });
        }

        WireList(path.Actions, end);
    }

    /// <summary>The way on that no path speaks of.</summary>
    private void WireContinuation(ActionNode action, Open next)
    {
        var element = builder.Elements[action.Element];
        switch (action.Kind?.ThenIn(rootKey))
        {
            case Continuation.Never when action.Target is null:
                builder.Ways.Add(new FlowWay(action.Element, FlowWay.Leaves, WayKind.Always, "", element.IdSpan) { Target = element.Detail });
                break;
            case Continuation.Never:
                break;
            case Continuation.WhenFailed:
                builder.Ways.Add(new FlowWay(action.Element, FlowWay.Leaves, WayKind.Success, "success", element.IdSpan) { Target = element.Detail });
                break;
            default:
                Go(action.Element, next, WayKind.Always, "");
                break;
        }
    }

    private static WayKind KindOf(string label) => label switch
    {
        "success" => WayKind.Success,
        "failure" or "timeout" => WayKind.Error,
        _ => WayKind.Choice,
    };

    private Open Jump(int element, FlowTarget target)
    {
        var to = find(element, target);
        return new Open(to, WayKind.Always, to < 0 ? target.Text.Value : "");
    }

    private void Go(int from, Open to, WayKind kind, string label)
    {
        var repeats = to.Kind == WayKind.Repeat;
        var span = builder.Elements[to.To >= 0 && !repeats ? to.To : from].IdSpan;
        builder.Ways.Add(new FlowWay(from, to.To, repeats ? WayKind.Repeat : kind, label, span) { Target = to.Missing });
    }
}
