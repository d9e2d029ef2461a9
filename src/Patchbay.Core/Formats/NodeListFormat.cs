using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>A definition with a list of nodes and a list of edges between them. The node of type <c>start</c>, or else the first, is the entry.</summary>
internal sealed class NodeListFormat : EdgeFormat
{
    /// <inheritdoc/>
    public override string Id => "node-list";

    /// <inheritdoc/>
    protected override CallShape Shape { get; } = new("CallModule", "content", new("moduleId"), new("inputs"), new("outputs"), CallerFirst: false);

    /// <inheritdoc/>
    protected override FieldName Source { get; } = new("source");

    /// <inheritdoc/>
    protected override FieldName Target { get; } = new("target");

    /// <inheritdoc/>
    protected override string ElementList => "nodes";

    /// <inheritdoc/>
    public override bool CanCall(string sharedType) => FlowTypes.Same(sharedType, "module");

    /// <inheritdoc/>
    protected override bool HasContent(MappingNode root) =>
        root["definition"] is MappingNode definition
        && (definition["nodes"] is SequenceNode || (definition["nodes"] is not MappingNode && definition["edges"] is SequenceNode));

    /// <inheritdoc/>
    protected override MappingNode? HolderOf(MappingNode root) => root.GetMapping("definition");

    /// <inheritdoc/>
    protected override IEnumerable<SyntaxNode?> ContentOf(MappingNode root) => [root["definition"]];

    /// <inheritdoc/>
    protected override int EntryOf(ImmutableArray<FlowElement>.Builder elements)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (IsStartMarker(elements[i]))
            {
                return i;
            }
        }

        return elements.Count > 0 ? 0 : -1;
    }

    /// <inheritdoc/>
    protected override (WayKind Kind, string Label) ReadCondition(SyntaxTree tree, MappingNode edge)
    {
        var on = edge.GetString("on") ?? "";
        return on.Length == 0 ? (WayKind.Always, "")
            : string.Equals(on, "success", StringComparison.OrdinalIgnoreCase) ? (WayKind.Success, on)
            : string.Equals(on, "error", StringComparison.OrdinalIgnoreCase) ? (WayKind.Error, on)
            : (WayKind.Choice, on);
    }

    /// <inheritdoc/>
    protected override JsonObject WriteElement(PlacedCall call, CallWriter writer)
    {
        var content = new JsonObject();
        writer.AddFields(content);
        return new JsonObject { ["id"] = call.Id, ["type"] = CallType, ["label"] = writer.Label, ["content"] = content };
    }

    /// <inheritdoc/>
    protected override void WriteCondition(JsonObject edge, WayKind kind, SequenceNode? like)
    {
        if (kind is WayKind.Success or WayKind.Error)
        {
            edge["on"] = kind == WayKind.Error ? "error" : "success";
        }
    }

    /// <inheritdoc/>
    public override bool IsStartMarker(FlowElement element) => string.Equals(element.Type, "start", StringComparison.OrdinalIgnoreCase);
}
