using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A task, state or bot that was read and has no ways yet.</summary>
/// <param name="Element">Its index.</param>
/// <param name="Actions">Its actions.</param>
/// <param name="IsImplied">Whether it is entered without anything naming it.</param>
internal sealed record ContainerBody(int Element, ImmutableArray<ActionNode> Actions, bool IsImplied);

/// <summary>Reads tasks, states and bots.</summary>
/// <param name="builder">Takes the elements.</param>
/// <param name="values">Takes the fields.</param>
/// <param name="actions">Reads the actions.</param>
internal sealed class YamlContainerReader(ArchitectFlowBuilder builder, ValueReader values, ActionListReader actions)
{
    /// <summary>The containers so far.</summary>
    public List<ContainerBody> Containers { get; } = [];

    /// <summary>Reads a task, state or bot.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="entry">The item of a list.</param>
    public void Read(ElementKind kind, MappingEntry entry)
    {
        var element = Add(kind, entry, -1);
        Containers.Add(new ContainerBody(element, ReadBody(element, entry.Value), IsImplied: false));
    }

    /// <summary>Reads an implied start: a list of actions, or a state without an item around it.</summary>
    /// <param name="entry">The property.</param>
    /// <param name="variables">The variables that a list of actions declares beside it; null for none.</param>
    public void ReadImplied(MappingEntry entry, SyntaxNode? variables)
    {
        var isList = entry.Value is SequenceNode;
        var element = Add(isList ? ElementKind.Task : ElementKind.State, entry, -1);
        if (isList && variables is not null)
        {
            values.ReadDeclarations(variables, element);
        }

        Containers.Add(new ContainerBody(element, isList ? actions.Read(entry.Value, element, "") : ReadBody(element, entry.Value), IsImplied: true));
    }

    /// <summary>Adds an element with a name and a <c>refId</c> of its own.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="entry">Its key and its body; a reference to another file in place of both.</param>
    /// <param name="parent">Index of the element that it stands in, or -1.</param>
    public int Add(ElementKind kind, MappingEntry entry, int parent)
    {
        var body = entry.Value as MappingNode;
        var name = body?["name"] as ScalarNode;
        var refId = body?["refId"] as ScalarNode;
        if (entry is { Key: "ref", Value: ScalarNode { IsNull: false } reference })
        {
            var last = ArchitectReference.Parse(reference.Value).Last.RefId ?? reference.Value;
            var external = builder.Add(kind, entry.Key, last, parent, entry.Value, entry.Span, reference.Span, last);
            values.NoteReference(external, new FlowTarget(reference, entry.Key));
            return external;
        }

        var element = builder.Add(kind, entry.Key, name?.Value ?? "", parent, body ?? entry.Value, entry.Span, name is { IsNull: false } ? VariableScan.Inner(name) : entry.KeyNode.Span, refId is { IsNull: false } ? refId.Value : "");
        if (refId is { IsNull: false })
        {
            builder.Set(element, known => known with { RefIdSpan = VariableScan.Inner(refId) });
        }

        return element;
    }

    /// <summary>Reads what stands in a task, state, bot or choice.</summary>
    /// <param name="element">Its index.</param>
    /// <param name="body">Its fields.</param>
    /// <returns>Its actions.</returns>
    public ImmutableArray<ActionNode> ReadBody(int element, SyntaxNode body)
    {
        var list = ImmutableArray<ActionNode>.Empty;
        foreach (var entry in (body as MappingNode)?.Entries ?? [])
        {
            switch (entry.Key)
            {
                case "actions":
                    list = actions.Read(entry.Value, element, "");
                    break;
                case "variables":
                    values.ReadDeclarations(entry.Value, element);
                    break;
                case "outputPaths":
                    ReadOutputPaths(element, entry.Value);
                    break;
                case "name" or "refId":
                    break;
                default:
                    values.ReadField(entry, element, null);
                    break;
            }
        }

        return list;
    }

    /// <summary>The named paths of a task: <c>outputPaths: - outputPath: {name}</c>.</summary>
    private void ReadOutputPaths(int element, SyntaxNode list)
    {
        var names = ((list as SequenceNode)?.Mappings ?? []).SelectMany(item => item.Entries)
            .Select(entry => (entry.Value as MappingNode)?["name"]).OfType<ScalarNode>().Where(name => !name.IsNull);
        builder.OutputPaths[element] = [.. names.Select(name => name.Value)];
    }
}
