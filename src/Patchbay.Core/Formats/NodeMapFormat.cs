using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>A definition with an object of nodes, each of which names the nodes after it in <c>outputNodes</c>. <c>definition.start</c> names the entry, or else the first node is it.</summary>
internal sealed class NodeMapFormat : DefinitionFormat
{
    private static readonly FieldName OutputNodes = new("outputNodes");
    private static readonly FieldName RoutingTarget = new("routingTarget");

    /// <inheritdoc/>
    public override string Id => "node-map";

    /// <inheritdoc/>
    protected override CallShape Shape { get; } = new("CallModule", "content", new("moduleId"), new("inputs"), new("outputs"), CallerFirst: false);

    /// <inheritdoc/>
    public override bool CanCall(string sharedType) => FlowTypes.Same(sharedType, "module");

    /// <inheritdoc/>
    protected override bool HasContent(MappingNode root) =>
        root["definition"] is MappingNode definition && definition["nodes"] is not SequenceNode && definition["edges"] is not SequenceNode;

    /// <inheritdoc/>
    protected override IEnumerable<SyntaxNode?> ContentOf(MappingNode root) => [root["definition"]];

    /// <inheritdoc/>
    protected override FlowContent ReadContent(SyntaxTree tree, MappingNode root)
    {
        var definition = root.GetMapping("definition");
        var entries = definition?.GetMapping("nodes")?.Entries ?? [];
        var elements = ImmutableArray.CreateBuilder<FlowElement>(entries.Length);
        foreach (var entry in entries)
        {
            var element = ReadElement(tree, entry.Value, entry.Key, entry.KeyNode is ScalarNode key ? VariableScan.Inner(key) : entry.KeyNode.Span, entry.Span);
            var menu = ReadMenu(entry.Value);
            elements.Add(menu is null ? element : element with { Menu = menu, Role = element.Role == ElementRole.Ordinary ? ElementRole.Waits : element.Role });
        }

        var ids = IndexIds(elements);
        var ways = ImmutableArray.CreateBuilder<FlowWay>(entries.Length);
        var entryIndex = ReadEntry(definition, elements.Count, ids, ways);
        for (var i = 0; i < elements.Count; i++)
        {
            var first = ways.Count;
            AddOutputs(tree, i, elements[i], ids, ways);
            AddChoices(i, elements[i], ids, ways);
            if (elements[i].Menu is not null)
            {
                ways.Sort(first, ways.Count - first, Comparer<FlowWay>.Create((left, right) => left.Span.Start.CompareTo(right.Span.Start)));
            }
        }

        return new FlowContent(elements.MoveToImmutable(), ways.DrainToImmutable(), entryIndex);
    }

    /// <inheritdoc/>
    public override string EndId => "";

    /// <inheritdoc/>
    protected override IReadOnlyCollection<FieldName> SpeltFields => [OutputNodes, RoutingTarget];

    /// <inheritdoc/>
    public override EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var named = options.FirstOrDefault(option => option.Target != MenuTarget.Any);
        return (WhyNotEditable(flow) ?? (named is null ? null : $"The option \"{named.Key}\" names what it leads to by kind, and flows of the format {Id} know ids alone. Give it a \"routingTarget\".")) is { } obstacle
            ? new EditResult.Refused(obstacle)
            : new MenuOptions(flow.Tree, RoutingTarget, SpellingOf(flow)[RoutingTarget]).Replace(flow.Elements[element], options);
    }

    /// <inheritdoc/>
    protected override IEnumerable<MappingNode> SpeltMappings(Flow flow) => base.SpeltMappings(flow).Concat(
        flow.Elements.SelectMany(element => ((element.Node as MappingNode)?.GetMapping("menu")?.GetSequence("options")?.Mappings) ?? []));

    /// <inheritdoc/>
    protected override void WriteCalls(Flow flow, JsonEditor editor, ImmutableArray<PlacedCall> calls, CallWriter writer)
    {
        var definition = ((MappingNode)flow.Tree.Root!).GetMapping("definition")!;
        var nodes = definition.GetMapping("nodes")!;
        foreach (var call in calls)
        {
            var content = new JsonObject();
            writer.AddFields(content);
            var node = new JsonObject
            {
                ["type"] = CallType,
                ["label"] = writer.Label,
                ["content"] = content,
                [writer.Spelling[OutputNodes]] = new JsonObject { ["success"] = TargetId(flow, call.Success), ["error"] = TargetId(flow, call.Error) },
            };
            editor.InsertMembers(nodes, call.Spot.Position, [new(call.Id, node)]);
            foreach (var way in call.Spot.Ways)
            {
                editor.ReplaceText(flow.Ways[way].Span, call.Id);
            }

            if (call.Spot.TakesEntry && definition["start"] is ScalarNode { IsNull: false, Value.Length: > 0 } start)
            {
                editor.ReplaceText(start.Span, call.Id);
            }

            if (call.Spot.NewWayFrom is { } from)
            {
                AddSuccess(editor, (MappingNode)flow.Elements[from].Node, writer.Spelling, call.Id);
            }
        }
    }

    private static void AddSuccess(JsonEditor editor, MappingNode node, Spelling spelling, string target)
    {
        if (OutputNodes.In(node) is MappingNode outputs)
        {
            editor.SetMember(outputs, "success", target);
        }
        else
        {
            editor.SetMember(node, OutputNodes.Find(node)?.Key ?? spelling[OutputNodes], new JsonObject { ["success"] = target });
        }
    }

    private static int ReadEntry(MappingNode? definition, int count, Dictionary<string, int> ids, ImmutableArray<FlowWay>.Builder ways)
    {
        if (definition?["start"] is not ScalarNode { IsNull: false, Value.Length: > 0 } start)
        {
            return count > 0 ? 0 : -1;
        }

        if (ids.TryGetValue(start.Value, out var entry))
        {
            return entry;
        }

        ways.Add(new FlowWay(FlowWay.FromStart, FlowWay.Nowhere, WayKind.Always, "", start.Span) { Target = start.Value });
        return -1;
    }

    private static void AddOutputs(SyntaxTree tree, int from, FlowElement element, Dictionary<string, int> ids, ImmutableArray<FlowWay>.Builder ways)
    {
        foreach (var output in (OutputNodes.In(element.Node as MappingNode) as MappingNode)?.Entries ?? [])
        {
            var kind = string.Equals(output.Key, "success", StringComparison.OrdinalIgnoreCase) ? WayKind.Success
                : string.Equals(output.Key, "error", StringComparison.OrdinalIgnoreCase) ? WayKind.Error
                : WayKind.Choice;
            var target = output.Value is ScalarNode { IsNull: true } ? "" : CallShape.TextOf(tree, output.Value);
            ways.Add(target.Length == 0 ? new FlowWay(from, FlowWay.Leaves, kind, output.Key, output.Value.Span)
                : ids.TryGetValue(target, out var to) ? new FlowWay(from, to, kind, output.Key, output.Value.Span)
                : new FlowWay(from, FlowWay.Nowhere, kind, output.Key, output.Value.Span) { Target = target });
        }
    }

    private static void AddChoices(int from, FlowElement element, Dictionary<string, int> ids, ImmutableArray<FlowWay>.Builder ways)
    {
        foreach (var option in element.Menu?.Options ?? [])
        {
            ways.Add(ids.TryGetValue(option.RoutingTarget, out var to)
                ? new FlowWay(from, to, WayKind.Choice, option.Key, option.TargetSpan)
                : new FlowWay(from, FlowWay.Leaves, WayKind.Choice, option.Key, option.TargetSpan) { Target = option.RoutingTarget, IsRouting = true });
        }
    }

    private static Menu? ReadMenu(SyntaxNode node)
    {
        if ((node as MappingNode)?.GetMapping("menu")?["options"] is not SequenceNode list)
        {
            return null;
        }

        var options = ImmutableArray.CreateBuilder<MenuOption>(list.Items.Length);
        foreach (var item in list.Items)
        {
            var option = item as MappingNode;
            options.Add(new MenuOption(option?.GetString("key") ?? "", option?.GetString("prompt") ?? "", RoutingTarget.TextIn(option), item.Span)
            {
                KeySpan = (option?["key"] ?? item).Span,
                TargetSpan = (RoutingTarget.In(option) ?? item).Span,
            });
        }

        return new Menu(list.Span, options.MoveToImmutable());
    }
}
