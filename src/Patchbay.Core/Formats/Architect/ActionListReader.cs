using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>An action that was read and has no ways yet.</summary>
/// <param name="Element">Its index.</param>
/// <param name="Kind">Its row; null for an unknown kind.</param>
/// <param name="Paths">Its paths, in document order.</param>
internal sealed record ActionNode(int Element, ActionKind? Kind, ImmutableArray<ActionPath> Paths)
{
    /// <summary>A reference to a task, menu or state; null for none.</summary>
    public (ScalarNode Text, string Property)? Target { get; init; }
}

/// <summary>A path out of an action.</summary>
/// <param name="Label">Its name: an output, an intent, <c>case 2</c>.</param>
/// <param name="When">The condition of a case; null for others.</param>
/// <param name="Actions">What stands on it.</param>
/// <param name="IsEnabled">Whether control ever takes it.</param>
/// <param name="Span">The characters of its name.</param>
internal sealed record ActionPath(string Label, string? When, ImmutableArray<ActionNode> Actions, bool IsEnabled, TextSpan Span);

/// <summary>Reads lists of actions and what is nested in them.</summary>
/// <param name="builder">Takes the elements.</param>
/// <param name="values">Takes the fields.</param>
/// <param name="rootKey">The root key of the flow.</param>
internal sealed class ActionListReader(ArchitectFlowBuilder builder, ValueReader values, string rootKey)
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
        foreach (var entry in sequence.Mappings.SelectMany(item => item.Entries))
        {
            nodes.Add(ReadAction(entry, parent, path));
        }

        return nodes.DrainToImmutable();
    }

    /// <summary>The row of an action in this type of flow: what transfers do when they fail differs between them.</summary>
    public static ActionKind? KindOf(string type, string rootKey) =>
        ActionKinds.Find(type) is not { } kind ? null
        : kind is { Name: "transferToAcd" } && !HasTransferFailure(rootKey) ? kind with { Paths = [], Then = Continuation.Never }
        : kind;

    // Seen in all flows of which both notations are known: e-mail, message and chat flows never come back from a transfer.
    private static bool HasTransferFailure(string rootKey) => rootKey is not ("inboundEmail" or "inboundShortMessage" or "inboundChat" or "inqueueEmail" or "inqueueShortMessage");

    private ActionNode ReadAction(MappingEntry entry, int parent, string path)
    {
        var kind = KindOf(entry.Key, rootKey);
        var body = entry.Value as MappingNode;
        var name = body?["name"] as ScalarNode;
        var isReference = entry.Key == "ref";
        var element = builder.Add(ElementKind.Action, entry.Key, isReference ? NameOfReference(entry.Value) : name?.Value ?? "", parent, entry.Value, entry.Span, name is { IsNull: false } ? VariableScan.Inner(name) : entry.KeyNode.Span);
        builder.Set(element, known => known with
        {
            ParentPath = path,
            IsUnknown = kind is null && !isReference,
            Role = RoleOf(kind),
            Call = SharedCalls.Read(entry.Key, body),
        });
        if (isReference && entry.Value is ScalarNode { IsNull: false } reference)
        {
            NoteReference(element, reference, "ref");
        }

        var paths = ImmutableArray.CreateBuilder<ActionPath>();
        (ScalarNode, string)? target = null;
        foreach (var field in body?.Entries ?? [])
        {
            switch (field.Key)
            {
                case "name" or "refId":
                    break;
                case "outputs" when field.Value is MappingNode outputs:
                    ReadOutputs(outputs, element, paths);
                    break;
                case "evaluate" when ReadCases(field.Value, element, paths):
                    break;
                case "ref" when field.Value is ScalarNode { IsNull: false } external:
                    NoteReference(element, external, "ref");
                    break;
                default:
                    if (field.Value is MappingNode inner && inner["actions"] is SequenceNode nested)
                    {
                        paths.Add(PathOf(field.Key, null, inner, nested, element, field.KeyNode.Span));
                    }
                    else if (field.Key.EndsWith("Ref", StringComparison.Ordinal) && field.Value is ScalarNode { IsNull: false } text)
                    {
                        target ??= (text, field.Key);
                    }
                    else
                    {
                        values.ReadField(field, element, kind?.Fields.FirstOrDefault(known => known.Name == field.Key));
                    }

                    break;
            }
        }

        builder.Set(element, known => known with { Detail = values.DetailOf(element, known) });
        return new ActionNode(element, kind, paths.DrainToImmutable()) { Target = target };
    }

    private static ElementRole RoleOf(ActionKind? kind) => kind switch
    {
        null => ElementRole.Ordinary,
        { Category: ActionCategory.Flow } => ElementRole.Call,
        { Waits: true } => ElementRole.Waits,
        { Category: ActionCategory.End or ActionCategory.Transfer } => ElementRole.Final,
        _ => ElementRole.Ordinary,
    };

    /// <summary>An action in another file is called by what the reference calls it.</summary>
    private static string NameOfReference(SyntaxNode value) => value is ScalarNode { IsNull: false } text ? ArchitectReference.Parse(text.Value).Last.RefId ?? text.Value : "";

    private void NoteReference(int element, ScalarNode text, string property)
    {
        var reference = ArchitectReference.Parse(text.Value);
        builder.References.Add(new ElementReference(element, FlowWay.Nowhere, text.Value, text.Span, property) { File = reference.File });
        if (reference.File.Length > 0)
        {
            builder.Dependencies.Add(new FlowDependency(DependencyKind.File, reference.File, text.Span, element));
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
                    paths.Add(PathOf(name?.Value ?? $"{item.Key} {paths.Count + 1}", null, inner, inner?["actions"], element, (name ?? item.KeyNode).Span));
                }
            }
            else
            {
                var inner = output.Value as MappingNode;
                paths.Add(PathOf(output.Key, null, inner, inner?["actions"], element, output.KeyNode.Span));
            }
        }
    }

    /// <summary>The cases of a switch: <c>firstTrue: {cases, default}</c>, or <c>firstMatch: {string: {value, cases, default}}</c>. False where the field is something else.</summary>
    private bool ReadCases(SyntaxNode evaluate, int element, ImmutableArray<ActionPath>.Builder paths)
    {
        if (evaluate is not MappingNode { Entries: [{ Key: "firstTrue" or "firstMatch" } way, ..] })
        {
            return false;
        }

        var holder = way.Value as MappingNode;
        if (way.Key == "firstMatch" && holder is { Entries: [{ Value: MappingNode typed }, ..] })
        {
            holder = typed;
        }

        foreach (var field in holder?.Entries ?? [])
        {
            switch (field.Key)
            {
                case "cases" when field.Value is SequenceNode cases:
                    var number = 0;
                    foreach (var item in cases.Mappings.SelectMany(mapping => mapping.Entries))
                    {
                        number++;
                        var inner = item.Value as MappingNode;
                        var label = $"case {number}";
                        if (inner?.Find("value") is { } value)
                        {
                            values.ReadField(value, element, null, $"evaluate.{label}.");
                        }

                        paths.Add(PathOf(label, ValueReader.Shown(inner?["value"]), inner, inner?["actions"], element, item.KeyNode.Span));
                    }

                    break;
                case "default":
                    var otherwise = field.Value as MappingNode;
                    paths.Add(PathOf("default", null, otherwise, otherwise?["actions"], element, field.KeyNode.Span));
                    break;
                default:
                    values.ReadField(field, element, null, "evaluate.");
                    break;
            }
        }

        return true;
    }

    private ActionPath PathOf(string label, string? when, MappingNode? body, SyntaxNode? actions, int element, TextSpan span) =>
        new(label, when, Read(actions, element, label), body?.GetString("enabled") != "false", span);
}
