using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads the actions of an Architect configuration: a flat list per container, joined by ids. What follows an action is named by it, and so is what stands on each of its paths; a path that ends goes on behind the action that it belongs to.</summary>
/// <param name="builder">Takes the elements.</param>
/// <param name="values">Takes the fields.</param>
internal sealed class JsonActionReader(ArchitectFlowBuilder builder, JsonValueReader values)
{
    /// <summary>Actions nest in paths so deep; what lies deeper is led to as if it stood elsewhere in its container. Architect's own flows come to ten.</summary>
    private const int MaxDepth = 128;

    private readonly Dictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly HashSet<MappingNode> _read = [];
    private Dictionary<string, MappingNode> _unread = [];

    /// <summary>The elements by id: of an action, a container or a choice. The first with an id has it.</summary>
    public IReadOnlyDictionary<string, int> Elements => _elements;

    /// <summary>Makes an element known by an id.</summary>
    /// <param name="id">The id; null for none.</param>
    /// <param name="element">Its index.</param>
    public void Know(string? id, int element)
    {
        if (id is not null)
        {
            _elements.TryAdd(id, element);
        }
    }

    /// <summary>The element that a target means, which is noted; <see cref="FlowWay.Nowhere"/> when there is none.</summary>
    /// <param name="from">Index of the element that holds it; -1 for the flow.</param>
    /// <param name="target">The target.</param>
    public int Find(int from, FlowTarget target)
    {
        var to = _elements.GetValueOrDefault(target.Text.Value, FlowWay.Nowhere);
        builder.References.Add(new ElementReference(from, to, target.Text.Value, target.Text.Span, target.Property));
        return to;
    }

    /// <summary>Reads the actions of a container: first those that its start leads to, then each that nothing leads to.</summary>
    /// <param name="container">The container.</param>
    /// <param name="parent">Index of the element that it is.</param>
    /// <returns>The lists of actions; the first is entered with the container, if it is not empty.</returns>
    public ImmutableArray<ImmutableArray<ActionNode>> Read(MappingNode container, int parent)
    {
        var actions = (container["actionList"] as SequenceNode)?.Mappings.ToList() ?? [];
        var waiting = _unread;
        _unread = new Dictionary<string, MappingNode>(actions.Count, StringComparer.Ordinal);
        foreach (var action in actions)
        {
            _unread.TryAdd(action.GetString("id") ?? "", action);
        }

        var lists = ImmutableArray.CreateBuilder<ImmutableArray<ActionNode>>();
        lists.Add(ReadList(container.GetString("startAction"), parent, "", 0));
        foreach (var action in actions)
        {
            var id = action.GetString("id") ?? "";
            if (!_read.Contains(action))
            {
                // Nothing leads to it; one without an id of its own cannot be led to at all.
                lists.Add(_unread.TryGetValue(id, out var unread) && ReferenceEquals(unread, action) ? ReadList(id, parent, "", 0) : [ReadAction(action, parent, "", 0)]);
            }
        }

        _unread = waiting;
        return lists.DrainToImmutable();
    }

    /// <summary>The YAML key of a type of action: <c>transferToAcd</c> of <c>TransferPureMatchAction</c>.</summary>
    /// <param name="type">The type in the configuration.</param>
    public static string KeyOf(string type)
    {
        const string suffix = "Action";
        if (ActionKinds.FromJsonType(type) is { } kind)
        {
            return kind.Name;
        }

        var plain = type.EndsWith(suffix, StringComparison.Ordinal) ? type[..^suffix.Length] : type;
        return plain.Length == 0 ? "" : char.ToLowerInvariant(plain[0]) + plain[1..];
    }

    /// <summary>The task, menu or state that an action enters; null for none.</summary>
    /// <param name="action">The action.</param>
    public static FlowTarget? TargetOf(MappingNode action)
    {
        foreach (var entry in action.Entries)
        {
            if (entry is { Key: "taskReference" or "menuReference" or "stateReference", Value: ScalarNode { IsNull: false } id })
            {
                return new FlowTarget(id, entry.Key);
            }
        }

        return null;
    }

    /// <summary>Reads what an action holds beside its paths.</summary>
    /// <param name="action">The action.</param>
    /// <param name="element">Its index.</param>
    /// <returns>What it does, in a few words.</returns>
    public string ReadFields(MappingNode action, int element)
    {
        var detail = new ElementDetail(builder);
        foreach (var field in action.Entries)
        {
            if (field.Value is not ScalarNode && field.Key is not ("paths" or "path" or "uiMetaData" or "metaData"))
            {
                values.Read(field.Value, element, field.Key);
                detail.TakeFields();
            }
        }

        var thing = action.GetString("flowName") ?? action.GetString("actionName") ?? action.GetString("datatableName") ?? action.GetString("screenPopName") ?? action.GetString("pathName")
            ?? (action["queues"] as SequenceNode)?.Mappings.FirstOrDefault()?.GetString("text");
        return string.IsNullOrEmpty(thing) ? detail.Text : ValueReader.OneLine(thing);
    }

    private ImmutableArray<ActionNode> ReadList(string? first, int parent, string path, int depth)
    {
        var list = ImmutableArray.CreateBuilder<ActionNode>();
        var id = first;
        while (id is not null && _unread.Remove(id, out var action))
        {
            var node = ReadAction(action, parent, path, depth);
            var next = action["nextAction"] as ScalarNode;
            id = next is { IsNull: false } ? next.Value : null;
            list.Add(id is null || _unread.ContainsKey(id) || next is null ? node : node with { Next = new FlowTarget(next, "nextAction") });
        }

        return list.DrainToImmutable();
    }

    private ActionNode ReadAction(MappingNode action, int parent, string path, int depth)
    {
        _read.Add(action);
        var key = KeyOf(action.GetString("__type") ?? "");
        var kind = ActionKinds.Find(key);
        var name = action["name"] as ScalarNode;
        var element = builder.Add(ElementKind.Action, key, name?.Value ?? "", parent, action, action.Span, name is { IsNull: false } ? VariableScan.Inner(name) : new(action.Span.Start, 0));
        Know(action.GetString("id"), element);
        builder.Set(element, known => known with { ParentPath = path, IsUnknown = kind is null, Role = ActionListReader.RoleOf(kind), Call = CallOf(key, action) });
        var detail = ReadFields(action, element);
        builder.Set(element, known => known with { Detail = detail });
        return new ActionNode(element, kind, ReadPaths(action, element, depth)) { Target = TargetOf(action) };
    }

    private ImmutableArray<ActionPath> ReadPaths(MappingNode action, int element, int depth)
    {
        var paths = (action["paths"] as SequenceNode)?.Mappings ?? (action["path"] is MappingNode only ? [only] : []);
        var cases = new Dictionary<string, (string Label, string? When)>(StringComparer.Ordinal);
        foreach (var item in (action["cases"] as SequenceNode)?.Mappings ?? [])
        {
            cases.TryAdd(item.GetString("referenceId") ?? "", ($"case {cases.Count + 1}", item.GetMapping("value")?.GetString("text")));
        }

        var read = ImmutableArray.CreateBuilder<ActionPath>();
        foreach (var path in paths)
        {
            var (label, when) = cases.TryGetValue(path.GetString("outputId") ?? "", out var known) ? known : (LabelOf(path), null);
            var next = path["nextActionId"] as ScalarNode is { IsNull: false } id ? id : null;
            var isHere = next is not null && depth < MaxDepth && _unread.ContainsKey(next.Value);
            // A default path that is out of service is one that nobody laid: the action goes on all the same.
            var isEnabled = path.GetString("disabled") != "true" && (path.GetString("outOfService") != "true" || label == "default");
            read.Add(new ActionPath(label, when is null ? null : ValueReader.OneLine(when), isHere ? ReadList(next?.Value, element, label, depth + 1) : [], isEnabled, (path["label"] ?? path).Span)
            {
                Target = next is null || isHere ? null : new FlowTarget(next, "nextActionId"),
            });
        }

        return read.DrainToImmutable();
    }

    /// <summary>The label of a path: for one of the platform's own, such as <c>__NOT_FOUND__</c>, as YAML spells it, for any other as written.</summary>
    private static string LabelOf(MappingNode path)
    {
        var id = path.GetString("outputId") ?? "";
        if (!id.StartsWith("__", StringComparison.Ordinal))
        {
            return path.GetString("label") ?? id;
        }

        var label = new StringBuilder(id.Length);
        foreach (var word in id.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            var lower = word.ToLowerInvariant();
            label.Append(label.Length == 0 ? lower : char.ToUpperInvariant(lower[0]) + lower[1..]);
        }

        return label.ToString();
    }

    private static SharedFlowCall? CallOf(string key, MappingNode action) =>
        SharedCalls.TypeOf(key) is { } type && action["flowName"] is ScalarNode { IsNull: false } flow
            ? new SharedFlowCall(flow.Value, flow.Span) { FlowType = type, Inputs = Mappings(action["inputs"]), Outputs = Mappings(action["outputs"]) }
            : null;

    private static ImmutableArray<CallMapping> Mappings(SyntaxNode? list) =>
        [.. ((list as SequenceNode)?.Mappings ?? []).Select(item => new CallMapping(item.GetString("name") ?? "", ValueReader.OneLine(item.GetMapping("value")?.GetString("text") ?? ""), item.Span))];
}
