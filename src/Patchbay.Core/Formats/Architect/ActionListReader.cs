using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads lists of actions and what is nested in them.</summary>
/// <param name="builder">Takes the elements.</param>
/// <param name="values">Takes the fields.</param>
internal sealed class ActionListReader(ArchitectFlowBuilder builder, ValueReader values)
{
    /// <summary>Reads a list of actions.</summary>
    /// <param name="list">The value of <c>actions</c>.</param>
    /// <param name="parent">Index of the element that the list belongs to.</param>
    /// <param name="path">The path of the parent that it stands on.</param>
    public ImmutableArray<ActionNode> Read(SyntaxNode? list, int parent, string path)
    {
        if (list is not SequenceNode sequence)
        {
            return [];
        }

        var nodes = ImmutableArray.CreateBuilder<ActionNode>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            foreach (var entry in (item as MappingNode)?.Entries ?? [])
            {
                nodes.Add(ReadAction(entry, parent, path));
            }
        }

        return nodes.DrainToImmutable();
    }

    /// <summary>Reads one action: an item of a list.</summary>
    /// <param name="entry">The single key of the item and what stands under it.</param>
    /// <param name="parent">Index of the element that it belongs to; -1 for none.</param>
    /// <param name="path">The path of the parent that it stands on.</param>
    public ActionNode ReadAction(MappingEntry entry, int parent, string path)
    {
        var kind = ActionKinds.Find(entry.Key);
        var body = entry.Value as MappingNode;
        var element = AddAction(entry, body, kind, parent, path);
        var detail = new ElementDetail(builder);
        var paths = ImmutableArray.CreateBuilder<ActionPath>();
        FlowTarget? target = null;
        foreach (var field in body?.Entries ?? [])
        {
            if (field.Key is "name" or "refId")
            {
                continue;
            }

            if (field.Key.EndsWith("Ref", StringComparison.Ordinal) && field.Value is ScalarNode { IsNull: false } text)
            {
                target ??= new FlowTarget(text, field.Key);
            }
            else if (ReadPaths(field, element, paths, detail))
            {
                detail.Skip();
            }
            else
            {
                values.ReadField(field, element, FieldOf(kind, field.Key));
                detail.TakeFields();
            }
        }

        var shown = builder.Elements[element].Call?.FlowId ?? (entry.Key == "endTask" ? body?.GetMapping("outputPath")?.GetString("name") : null) ?? detail.Text;
        builder.Set(element, known => known with { Detail = shown });
        return new ActionNode(element, kind, paths.DrainToImmutable()) { Target = target };
    }

    private int AddAction(MappingEntry entry, MappingNode? body, ActionKind? kind, int parent, string path)
    {
        var name = body?["name"] as ScalarNode;
        var refId = body?["refId"] as ScalarNode;
        var reference = entry is { Key: "ref", Value: ScalarNode { IsNull: false } text } ? text : null;
        var meant = reference is null ? null : ArchitectReference.Parse(reference.Value).Last.RefId;
        var label = reference is null ? name?.Value ?? "" : meant ?? reference.Value;
        var element = builder.Add(ElementKind.Action, entry.Key, label, parent, entry.Value, entry.Span, name is { IsNull: false } ? VariableScan.Inner(name) : entry.KeyNode.Span, refId is { IsNull: false } ? refId.Value : meant ?? "");
        builder.Set(element, known => known with
        {
            ParentPath = path,
            IsUnknown = kind is null && reference is null,
            Role = RoleOf(kind),
            RefIdSpan = refId is { IsNull: false } ? VariableScan.Inner(refId) : default,
            Call = SharedCalls.Read(entry.Key, body),
        });
        if (reference is not null)
        {
            values.NoteReference(element, new FlowTarget(reference, "ref"));
        }

        return element;
    }

    /// <summary>What an action is to a caller.</summary>
    /// <param name="kind">Its row; null for an unknown kind.</param>
    public static ElementRole RoleOf(ActionKind? kind) => kind switch
    {
        null => ElementRole.Ordinary,
        { Category: ActionCategory.Flow } => ElementRole.Call,
        { Waits: true } => ElementRole.Waits,
        { Category: ActionCategory.End or ActionCategory.Transfer } => ElementRole.Final,
        _ => ElementRole.Ordinary,
    };

    /// <summary>What is known of a field of an action.</summary>
    /// <param name="kind">The action's row; null for an unknown kind.</param>
    /// <param name="key">The field's key.</param>
    public static ActionField? FieldOf(ActionKind? kind, string key)
    {
        foreach (var field in kind?.Fields ?? [])
        {
            if (field.Name == key)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Reads a field that holds paths. False where it is another.</summary>
    private bool ReadPaths(MappingEntry field, int element, ImmutableArray<ActionPath>.Builder paths, ElementDetail detail)
    {
        switch (field)
        {
            case { Key: "outputs", Value: MappingNode outputs }:
                ReadOutputs(outputs, element, paths);
                return true;
            case { Key: "evaluate", Value: MappingNode { Entries: [{ Key: "firstTrue" or "firstMatch" } way, ..] } }:
                ReadCases(way, element, paths, detail);
                return true;
            case { Value: MappingNode inner } when inner["actions"] is SequenceNode:
                paths.Add(PathOf(field.Key, null, inner, element, field.KeyNode.Span));
                return true;
            default:
                return false;
        }
    }

    private void ReadOutputs(MappingNode outputs, int element, ImmutableArray<ActionPath>.Builder paths)
    {
        foreach (var output in outputs.Entries)
        {
            if (output.Value is SequenceNode items)
            {
                // intents: - intent: {...}   paths: - path: {...}
                foreach (var item in items.Mappings.SelectMany(mapping => mapping.Entries))
                {
                    var inner = item.Value as MappingNode;
                    var name = inner?["name"] as ScalarNode;
                    paths.Add(PathOf(name?.Value ?? $"{item.Key} {paths.Count + 1}", null, inner, element, (name ?? item.KeyNode).Span));
                }
            }
            else
            {
                paths.Add(PathOf(output.Key, null, output.Value as MappingNode, element, output.KeyNode.Span));
            }
        }
    }

    /// <summary>The cases of a switch: <c>firstTrue: {cases, default}</c>, or <c>firstMatch: {string: {value, cases, default}}</c>.</summary>
    private void ReadCases(MappingEntry way, int element, ImmutableArray<ActionPath>.Builder paths, ElementDetail detail)
    {
        var (holder, type) = way is { Key: "firstMatch", Value: MappingNode { Entries: [{ Value: MappingNode typed } first, ..] } } ? (typed, first.Key) : (way.Value as MappingNode, "boolean");
        foreach (var field in holder?.Entries ?? [])
        {
            if (field is { Key: "cases", Value: SequenceNode cases })
            {
                ReadCaseList(cases, element, paths, detail, type);
            }
            else if (field.Key == "default")
            {
                paths.Add(PathOf("default", null, field.Value as MappingNode, element, field.KeyNode.Span));
            }
            else
            {
                values.ReadField(field, element, new ActionField(field.Key, FieldShape.Value, type), "evaluate.");
                detail.TakeFields();
            }
        }
    }

    private void ReadCaseList(SequenceNode cases, int element, ImmutableArray<ActionPath>.Builder paths, ElementDetail detail, string type)
    {
        var number = 0;
        foreach (var item in cases.Mappings.SelectMany(mapping => mapping.Entries))
        {
            var label = $"case {++number}";
            var inner = item.Value as MappingNode;
            if (inner?.Find("value") is { } value)
            {
                values.ReadField(value, element, new ActionField("value", FieldShape.Value, type), $"evaluate.{label}.");
                detail.TakeFields();
            }

            paths.Add(PathOf(label, ValueReader.Shown(inner?["value"]), inner, element, item.KeyNode.Span));
            detail.Skip();
        }
    }

    private ActionPath PathOf(string label, string? when, MappingNode? body, int element, TextSpan span)
    {
        var isEnabled = body?.GetString("enabled") != "false";
        if (body?["ref"] is ScalarNode { IsNull: false } reference)
        {
            values.NoteReference(element, new FlowTarget(reference, "ref"));
        }

        return new ActionPath(label, when, Read(body?["actions"], element, label), isEnabled, span);
    }
}
