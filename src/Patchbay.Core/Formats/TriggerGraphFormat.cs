using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>A list of triggers, and a list of edges that lead from <c>start</c> over them to <c>end</c>.</summary>
internal sealed class TriggerGraphFormat : EdgeFormat
{
    private const int LongestLabel = 40;

    /// <inheritdoc/>
    public override string Id => "trigger-graph";

    /// <inheritdoc/>
    protected override CallShape Shape { get; } = new("callsubflow", "properties", new("flowId"), new("arguments"), new("returnVariables"), CallerFirst: true);

    /// <inheritdoc/>
    protected override FieldName Source { get; } = new("fromId");

    /// <inheritdoc/>
    protected override FieldName Target { get; } = new("toId");

    /// <inheritdoc/>
    protected override string ElementList => "triggers";

    /// <inheritdoc/>
    protected override bool HasContent(MappingNode root) =>
        (root["triggers"] is SequenceNode || root["edges"] is SequenceNode) && root["definition"] is not MappingNode && root["actions"] is not SequenceNode;

    /// <inheritdoc/>
    protected override MappingNode? HolderOf(MappingNode root) => root;

    /// <inheritdoc/>
    protected override bool NeedsWay(string type) => true;

    /// <inheritdoc/>
    protected override IEnumerable<SyntaxNode?> ContentOf(MappingNode root) => [root["triggers"], root["edges"]];

    /// <inheritdoc/>
    protected override int OutsideSource(string source) => source == "start" ? FlowWay.FromStart : FlowWay.Nowhere;

    /// <inheritdoc/>
    protected override int OutsideTarget(string target) => target == "end" ? FlowWay.Leaves : FlowWay.Nowhere;

    /// <inheritdoc/>
    protected override int EntryOf(ImmutableArray<FlowElement>.Builder elements) => -1;

    /// <inheritdoc/>
    protected override (WayKind Kind, string Label) ReadCondition(SyntaxTree tree, MappingNode edge)
    {
        ImmutableArray<SyntaxNode> conditions = edge["conditions"] switch
        {
            SequenceNode list => list.Items,
            null or ScalarNode { IsNull: true } => [],
            var single => [single],
        };
        if (conditions.IsEmpty)
        {
            return (WayKind.Always, "");
        }

        if (conditions.OfType<MappingNode>().Any(condition => string.Equals(condition.GetString("type"), "error", StringComparison.OrdinalIgnoreCase)))
        {
            return (WayKind.Error, "error");
        }

        var label = string.Join(" and ", conditions.Select(item => LabelOf(tree, item)));
        return (WayKind.Choice, label.Length > LongestLabel ? $"{label.AsSpan(0, LongestLabel - 3)}..." : label);
    }

    /// <inheritdoc/>
    public override string EndId => "end";

    /// <inheritdoc/>
    public override bool StartsOutside => true;

    /// <inheritdoc/>
    public override bool MayEndAnywhere => false;

    /// <inheritdoc/>
    protected override JsonObject WriteElement(PlacedCall call, CallWriter writer)
    {
        var properties = new JsonObject();
        writer.AddFields(properties);
        return new JsonObject { ["id"] = call.Id, ["type"] = CallType, ["properties"] = properties };
    }

    /// <summary>An edge without conditions is taken whenever no other is, so a success way has none.</summary>
    protected override void WriteCondition(JsonObject edge, WayKind kind, SequenceNode? like)
    {
        if (kind == WayKind.Error)
        {
            edge["conditions"] = new JsonArray(new JsonObject { ["type"] = "error" });
        }
        else if (like is null || like.Items.IsEmpty || like.Mappings.Any(other => other["conditions"] is SequenceNode))
        {
            edge["conditions"] = new JsonArray();
        }
    }

    private static string LabelOf(SyntaxTree tree, SyntaxNode condition) =>
        condition is MappingNode mapping
            ? mapping.GetString("label") ?? mapping.GetString("name") ?? mapping.GetString("expression") ?? mapping.GetString("value") ?? mapping.GetString("type") ?? tree.Source.GetText(condition.Span)
            : CallShape.TextOf(tree, condition);
}
