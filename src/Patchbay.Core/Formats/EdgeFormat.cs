using System.Collections.Immutable;
using System.Text.Json.Nodes;
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

    /// <summary>Marks a new edge as one of a kind.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="kind">The kind of way.</param>
    /// <param name="like">The edges there are.</param>
    protected abstract void WriteCondition(JsonObject edge, WayKind kind, SequenceNode? like);

    /// <summary>Makes the element of a new call.</summary>
    protected abstract JsonObject WriteElement(PlacedCall call, CallWriter writer);

    /// <inheritdoc/>
    protected sealed override IReadOnlyCollection<FieldName> SpeltFields => [Source, Target];

    /// <inheritdoc/>
    protected sealed override IEnumerable<MappingNode> SpeltMappings(Flow flow) =>
        base.SpeltMappings(flow).Concat(EdgesOf(flow)?.Mappings ?? []);

    /// <inheritdoc/>
    protected sealed override void WriteCalls(Flow flow, JsonEditor editor, ImmutableArray<PlacedCall> calls, CallWriter writer)
    {
        var holder = HolderOf((MappingNode)flow.Tree.Root!)!;
        var edges = EdgesOf(flow);
        foreach (var call in calls)
        {
            editor.InsertItems(holder.GetSequence(ElementList)!, call.Spot.Position, [WriteElement(call, writer)]);
            var last = -1;
            foreach (var way in call.Spot.Ways)
            {
                editor.ReplaceText(Target.In((MappingNode)edges!.Items[way])!.Span, call.Id);
                last = Math.Max(last, way);
            }

            foreach (var way in call.Spot.Moved)
            {
                editor.ReplaceText(Source.In((MappingNode)edges!.Items[way])!.Span, call.Id);
                last = Math.Max(last, way);
            }

            var added = NewEdges(flow, call, writer.Spelling, edges).ToList<JsonNode?>();
            if (edges is not null)
            {
                editor.InsertItems(edges, last < 0 ? edges.Items.Length : last + 1, added);
            }
            else if (added.Count > 0)
            {
                editor.SetMember(holder, "edges", new JsonArray([.. added]));
            }
        }
    }

    private SequenceNode? EdgesOf(Flow flow) => HolderOf((MappingNode)flow.Tree.Root!)?.GetSequence("edges");

    private IEnumerable<JsonObject> NewEdges(Flow flow, PlacedCall call, Spelling spelling, SequenceNode? like)
    {
        if (call.Spot.NewWayFrom is { } from)
        {
            yield return Edge(from == FlowWay.FromStart ? "start" : flow.Elements[from].Id, call.Id, WayKind.Always);
        }

        var isSplit = call.Error != call.Success || (!call.Spot.Moved.IsEmpty && !call.ErrorIsDefault);
        if (call.Spot.Moved.IsEmpty && (call.Success >= 0 || EndId is not null))
        {
            yield return Edge(call.Id, TargetId(flow, call.Success), isSplit ? WayKind.Success : WayKind.Always);
        }

        if (isSplit)
        {
            yield return Edge(call.Id, TargetId(flow, call.Error), WayKind.Error);
        }

        JsonObject Edge(string source, string target, WayKind kind)
        {
            var edge = new JsonObject { [spelling[Source]] = source, [spelling[Target]] = target };
            WriteCondition(edge, kind, like);
            return edge;
        }
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
