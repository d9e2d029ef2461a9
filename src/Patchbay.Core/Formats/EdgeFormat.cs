using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>What the two formats with a list of elements and a list of edges have in common.</summary>
internal abstract class EdgeFormat : DefinitionFormat
{
    /// <summary>The field of an edge that names where it leaves.</summary>
    protected abstract FieldName Source { get; }

    /// <summary>The field of an edge that names where it leads.</summary>
    protected abstract FieldName Target { get; }

    /// <summary>The mapping that holds the two lists.</summary>
    protected abstract MappingNode? HolderOf(MappingNode root);

    /// <summary>The name of the list of elements.</summary>
    protected abstract string ElementList { get; }

    /// <summary>What a source stands for that is no element.</summary>
    protected virtual int OutsideSource(string source) => FlowWay.Nowhere;

    /// <summary>What a target stands for that is no element.</summary>
    protected virtual int OutsideTarget(string target) => FlowWay.Nowhere;

    /// <summary>What kind of way an edge is, and how it is called.</summary>
    protected abstract (WayKind Kind, string Label) ReadCondition(SyntaxTree tree, MappingNode edge);

    /// <summary>The first element, or -1.</summary>
    protected abstract int EntryOf(ImmutableArray<FlowElement>.Builder elements);

    /// <inheritdoc/>
    protected sealed override FlowContent ReadContent(SyntaxTree tree, MappingNode root)
    {
        var holder = HolderOf(root);
        var items = holder?.GetSequence(ElementList)?.Items ?? [];
        var elements = ImmutableArray.CreateBuilder<FlowElement>(items.Length);
        foreach (var item in items)
        {
            elements.Add(ReadItem(tree, item));
        }

        var ids = IndexIds(elements);
        var edges = holder?.GetSequence("edges")?.Items ?? [];
        var ways = ImmutableArray.CreateBuilder<FlowWay>(edges.Length);
        foreach (var item in edges)
        {
            ways.Add(ReadEdge(tree, item, ids));
        }

        var entry = EntryOf(elements);
        return new FlowContent(elements.MoveToImmutable(), ways.MoveToImmutable(), entry);
    }

    private FlowWay ReadEdge(SyntaxTree tree, SyntaxNode item, Dictionary<string, int> ids)
    {
        if (item is not MappingNode edge)
        {
            return new FlowWay(FlowWay.Nowhere, FlowWay.Nowhere, WayKind.Always, "", item.Span) { Source = CallShape.TextOf(tree, item) };
        }

        var source = Source.TextIn(edge);
        var target = Target.TextIn(edge);
        var from = OutsideSource(source);
        if (from == FlowWay.Nowhere && ids.TryGetValue(source, out var fromElement))
        {
            from = fromElement;
        }

        var to = OutsideTarget(target);
        if (to == FlowWay.Nowhere && ids.TryGetValue(target, out var toElement))
        {
            to = toElement;
        }

        var (kind, label) = ReadCondition(tree, edge);
        return new FlowWay(from, to, kind, label, edge.Span)
        {
            Source = from == FlowWay.Nowhere ? source : "",
            Target = to == FlowWay.Nowhere ? target : "",
        };
    }
}
