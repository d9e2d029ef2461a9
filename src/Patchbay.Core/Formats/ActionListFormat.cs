using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>A list of actions that point at each other with <c>next</c>, <c>onSuccess</c> and <c>onError</c>. The first action is the entry.</summary>
internal sealed class ActionListFormat : DefinitionFormat
{
    private static readonly FieldName Next = new("next");
    private static readonly FieldName OnSuccess = new("onSuccess");
    private static readonly FieldName OnError = new("onError");

    /// <inheritdoc/>
    public override string Id => "action-list";

    /// <inheritdoc/>
    protected override CallShape Shape { get; } = new("invokeflow", "", new("flowId"), new("inputs"), new("outputs"), CallerFirst: false);

    /// <inheritdoc/>
    protected override bool HasContent(MappingNode root) => root["actions"] is SequenceNode && root["definition"] is not MappingNode;

    /// <inheritdoc/>
    protected override bool NeedsWay(string type) => ActionTypes.GoesOn(type);

    /// <inheritdoc/>
    protected override IEnumerable<SyntaxNode?> ContentOf(MappingNode root) => [root["actions"]];

    /// <inheritdoc/>
    protected override FlowContent ReadContent(SyntaxTree tree, MappingNode root)
    {
        var items = root.GetSequence("actions")?.Items ?? [];
        var elements = ImmutableArray.CreateBuilder<FlowElement>(items.Length);
        foreach (var item in items)
        {
            elements.Add(ReadItem(tree, item));
        }

        var ids = IndexIds(elements);
        var ways = ImmutableArray.CreateBuilder<FlowWay>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            foreach (var entry in (items[i] as MappingNode)?.Entries ?? [])
            {
                if (KindOf(entry.Key) is { } kind && entry.Value is not ScalarNode { IsNull: true } and not ScalarNode { Value: "" })
                {
                    var target = CallShape.TextOf(tree, entry.Value);
                    var label = kind == WayKind.Always ? "" : entry.Key;
                    ways.Add(ids.TryGetValue(target, out var to)
                        ? new FlowWay(i, to, kind, label, entry.Value.Span)
                        : new FlowWay(i, FlowWay.Nowhere, kind, label, entry.Value.Span) { Target = target });
                }
            }
        }

        return new FlowContent(elements.MoveToImmutable(), ways.DrainToImmutable(), items.IsEmpty ? -1 : 0);
    }

    /// <inheritdoc/>
    public override bool MayEndAnywhere => false;

    /// <inheritdoc/>
    public override bool IsFinal(FlowElement element, Flow flow, ReadOnlySpan<int> outs) =>
        !element.NeedsWay && base.IsFinal(element, flow, outs);

    /// <inheritdoc/>
    protected override IReadOnlyCollection<FieldName> SpeltFields => [OnSuccess, OnError];

    /// <inheritdoc/>
    protected override void WriteCalls(Flow flow, JsonEditor editor, ImmutableArray<PlacedCall> calls, CallWriter writer)
    {
        var actions = ((MappingNode)flow.Tree.Root!).GetSequence("actions")!;
        foreach (var call in calls)
        {
            var action = new JsonObject { ["id"] = call.Id, ["type"] = CallType, ["name"] = writer.Label };
            writer.AddFields(action);
            action[writer.Spelling[OnSuccess]] = TargetId(flow, call.Success);
            action[writer.Spelling[OnError]] = TargetId(flow, call.Error);
            editor.InsertItems(actions, call.Spot.Position, [action]);
            foreach (var way in call.Spot.Ways)
            {
                editor.ReplaceText(flow.Ways[way].Span, call.Id);
            }
        }
    }

    private static WayKind? KindOf(string key) =>
        key == Next.Camel ? WayKind.Always
        : key == OnSuccess.Camel || key == OnSuccess.Snake ? WayKind.Success
        : key == OnError.Camel || key == OnError.Snake ? WayKind.Error
        : null;
}
