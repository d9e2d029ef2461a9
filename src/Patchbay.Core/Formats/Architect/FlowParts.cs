using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The nodes behind the elements of an Architect file, for what changes it: which list an action is an item of, and what its paths hold.</summary>
internal sealed class FlowParts
{
    private readonly Dictionary<int, (SequenceNode List, int Index)> _items = [];
    private readonly Dictionary<int, int> _elements = [];

    /// <summary>Looks at a flow once, in linear time.</summary>
    /// <param name="flow">A flow that was read from an Architect file.</param>
    public FlowParts(Flow flow)
    {
        Flow = flow;
        (RootKey, Body) = ArchitectYamlFormat.FindRoot(flow.Tree) ?? ("", new MappingNode(default, []));
        foreach (var list in SyntaxWalk.Entries(flow.Tree.Root).Select(entry => entry.Value).OfType<SequenceNode>())
        {
            for (var i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i] is MappingNode { Entries: [{ } only, ..] })
                {
                    _items.TryAdd(only.Span.Start, (list, i));
                }
            }
        }

        for (var i = 0; i < flow.Elements.Length; i++)
        {
            _elements.TryAdd(flow.Elements[i].Span.Start, i);
        }
    }

    /// <summary>The flow.</summary>
    public Flow Flow { get; }

    /// <summary>The root key, such as <c>inboundCall</c>.</summary>
    public string RootKey { get; }

    /// <summary>What stands under the root key.</summary>
    public MappingNode Body { get; }

    /// <summary>The list that an element is an item of; null where it is none.</summary>
    /// <param name="element">Index of the element.</param>
    public (SequenceNode List, int Index)? ItemOf(int element) => _items.TryGetValue(Flow.Elements[element].Span.Start, out var item) ? item : null;

    /// <summary>The entry that an element is: its kind and its body.</summary>
    /// <param name="element">Index of the element.</param>
    public MappingEntry? EntryOf(int element) => ItemOf(element) is { } item && item.List.Items[item.Index] is MappingNode { Entries: [{ } entry, ..] } ? entry : null;

    /// <summary>Index of the action that is an item of a list; <see cref="FlowWay.Leaves"/> where there is none.</summary>
    /// <param name="list">The list.</param>
    /// <param name="index">The item; may lie outside.</param>
    public int ElementAt(SequenceNode list, int index) =>
        index >= 0 && index < list.Items.Length && list.Items[index] is MappingNode { Entries: [{ } entry, ..] } && _elements.TryGetValue(entry.Span.Start, out var element) ? element : FlowWay.Leaves;

    /// <summary>The paths of an action that the text writes, by the names that ways have.</summary>
    /// <param name="element">Index of the action.</param>
    public ImmutableArray<WrittenPath> PathsOf(int element)
    {
        var paths = ImmutableArray.CreateBuilder<WrittenPath>();
        foreach (var field in (Flow.Elements[element].Node as MappingNode)?.Entries ?? [])
        {
            switch (field)
            {
                case { Key: "outputs", Value: MappingNode outputs }:
                    AddOutputs(outputs, paths);
                    break;
                case { Key: "evaluate", Value: MappingNode { Entries: [{ Key: "firstTrue" or "firstMatch" } way, ..] } }:
                    AddCases(way, paths);
                    break;
                case { Value: MappingNode inner } when inner["actions"] is SequenceNode:
                    paths.Add(new WrittenPath(field.Key, field));
                    break;
            }
        }

        return paths.DrainToImmutable();
    }

    private static void AddOutputs(MappingNode outputs, ImmutableArray<WrittenPath>.Builder paths)
    {
        foreach (var output in outputs.Entries)
        {
            if (output.Value is SequenceNode items)
            {
                foreach (var item in items.Mappings.SelectMany(mapping => mapping.Entries))
                {
                    paths.Add(new WrittenPath((item.Value as MappingNode)?.GetString("name") ?? $"{item.Key} {paths.Count + 1}", item));
                }
            }
            else
            {
                paths.Add(new WrittenPath(output.Key, output));
            }
        }
    }

    private static void AddCases(MappingEntry way, ImmutableArray<WrittenPath>.Builder paths)
    {
        var holder = way is { Key: "firstMatch", Value: MappingNode { Entries: [{ Value: MappingNode typed }, ..] } } ? typed : way.Value as MappingNode;
        var number = 0;
        foreach (var field in holder?.Entries ?? [])
        {
            if (field is { Key: "cases", Value: SequenceNode cases })
            {
                foreach (var item in cases.Mappings.SelectMany(mapping => mapping.Entries))
                {
                    paths.Add(new WrittenPath($"case {++number}", item));
                }
            }
            else if (field.Key == "default")
            {
                paths.Add(new WrittenPath("default", field));
            }
        }
    }
}

/// <summary>A path of an action, as the text writes it.</summary>
/// <param name="Label">Its name, as ways have it.</param>
/// <param name="Entry">Its key and what it holds.</param>
internal sealed record WrittenPath(string Label, MappingEntry Entry)
{
    /// <summary>Whether control can take it.</summary>
    public bool IsEnabled => (Entry.Value as MappingNode)?.GetString("enabled") != "false";
}
