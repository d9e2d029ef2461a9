using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>What the four formats of the definitions API have in common: JSON text, the flow's own fields at the top, calls and variables.</summary>
internal abstract class DefinitionFormat : FlowFormat
{
    /// <summary>The id of an element, where it is a field.</summary>
    protected static FieldName IdField { get; } = new("id");

    /// <inheritdoc/>
    public sealed override string CallType => Shape.Type;

    /// <summary>How the format writes a call down.</summary>
    protected abstract CallShape Shape { get; }

    /// <inheritdoc/>
    public sealed override bool Detect(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.Notation == Notation.Json && tree.Root is MappingNode root && HasContent(root);
    }

    /// <inheritdoc/>
    public override bool CanCall(string sharedType) => FlowTypes.IsShared(sharedType);

    /// <inheritdoc/>
    public sealed override Flow Read(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var root = tree.Root as MappingNode ?? new MappingNode(default, []);
        var content = ReadContent(tree, root);
        var name = root["name"] as ScalarNode;
        return new Flow(Id, tree)
        {
            Id = root.GetString("id"),
            Name = root.GetString("name") ?? "",
            Type = root.GetString("type") ?? "",
            Description = root.GetString("description"),
            Division = ReadDivision(root),
            NameSpan = name is { IsNull: false } ? VariableScan.Inner(name) : new TextSpan(root.Span.Start, 0),
            Elements = content.Elements,
            Ways = content.Ways,
            Entry = content.Entry,
            Variables = ReadVariables(root, content.Elements),
        };
    }

    /// <summary>What a way out of the flow is written as, where it is written as something.</summary>
    public virtual string? EndId => null;

    /// <summary>Whether callers come in by a start that is no element.</summary>
    public virtual bool StartsOutside => false;

    /// <summary>Whether any element may be the last that a caller meets.</summary>
    public virtual bool MayEndAnywhere => true;

    /// <summary>Whether an element only marks where callers come in.</summary>
    public virtual bool IsStartMarker(FlowElement element) => false;

    /// <summary>Whether a caller's way ends at an element: no way leads on from it, or it hands the caller on and only an error comes back.</summary>
    /// <param name="element">The element.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="outs">The ways out of it.</param>
    public virtual bool IsFinal(FlowElement element, Flow flow, ReadOnlySpan<int> outs)
    {
        foreach (var way in outs)
        {
            var isErrorOfFinal = element.Role == ElementRole.Final && flow.Ways[way].Kind == WayKind.Error;
            if (flow.Ways[way].To != FlowWay.Leaves && !isErrorOfFinal)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public sealed override EditResult InsertCall(Flow flow, Place place, CallSpec call)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(call);
        if ((WhyNotEditable(flow) ?? WhyNotCallable(call) ?? CallMappings.WhyNot(Shape, call)) is { } obstacle)
        {
            return new EditResult.Refused(obstacle);
        }

        if (!TryFindTarget(flow, call.Success, out var success, out var reason) || !TryFindTarget(flow, call.Error, out var error, out reason))
        {
            return new EditResult.Refused(reason);
        }

        var found = new PlaceFinder(flow, this, success is not null).Find(place);
        if (found.Reason.Length > 0)
        {
            return new EditResult.Refused(found.Reason);
        }

        var ids = new NewIds(flow);
        ImmutableArray<PlacedCall> calls = [.. found.Spots.Select(spot => PlacedCall.At(spot, ids.ForCall(call), success, error))];
        var editor = new JsonEditor(flow.Tree);
        var spelling = SpellingOf(flow);
        WriteCalls(flow, editor, calls, new CallWriter(call, new CallMappings(flow.Tree, Shape, spelling), spelling));
        return new EditResult.Edited(editor.ToEdits()) { Insertions = [.. calls.Select(placed => placed.Describe(flow))] };
    }

    /// <inheritdoc/>
    internal sealed override ImmutableArray<Spot> FindPlace(Flow flow, Place place) => new PlaceFinder(flow, this, successIsGiven: true).Find(place).Spots;

    /// <inheritdoc/>
    public sealed override EditResult UpdateCall(Flow flow, int element, CallSpec call)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(call);
        var target = flow.Elements[element];
        if (target.Call is null)
        {
            throw new ArgumentException($"The element \"{target.DisplayName}\" makes no call.", nameof(element));
        }

        if ((WhyNotEditable(flow) ?? CallMappings.WhyNot(Shape, call)) is { } obstacle)
        {
            return new EditResult.Refused(obstacle);
        }

        if (Shape.HolderOf(target.Node) is not { } holder)
        {
            return new EditResult.Refused($"The call \"{target.DisplayName}\" has no \"{Shape.Holder}\" to hold its mappings; mend that first.");
        }

        var editor = new JsonEditor(flow.Tree);
        var reason = new CallMappings(flow.Tree, Shape, SpellingOf(flow)).Update(editor, holder, call);
        return reason is null ? new EditResult.Edited(editor.ToEdits()) : new EditResult.Refused(reason);
    }

    /// <inheritdoc/>
    public override EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options) =>
        new EditResult.Refused($"Flows of the format {Id} have no menus that can be changed; only those of the format node-map have.");

    /// <summary>Why the text of a flow cannot be edited; null when it can.</summary>
    protected static string? WhyNotEditable(Flow flow)
    {
        var fault = flow.Tree.Diagnostics.FirstOrDefault(d => d is { Severity: Diagnostics.Severity.Error, Id: "syntax" });
        return fault is null ? null : $"The text is not valid JSON at {flow.Tree.Source.GetPosition(fault.Span.Start)}: {fault.Message} Mend that first.";
    }

    /// <summary>Writes calls and leads the ways over them.</summary>
    protected abstract void WriteCalls(Flow flow, JsonEditor editor, ImmutableArray<PlacedCall> calls, CallWriter writer);

    /// <summary>The fields of the format that have two spellings, beside those of a call.</summary>
    protected abstract IReadOnlyCollection<FieldName> SpeltFields { get; }

    /// <summary>The mappings of a flow in which those fields stand.</summary>
    protected virtual IEnumerable<MappingNode> SpeltMappings(Flow flow) =>
        flow.Elements.SelectMany(element => new[] { element.Node as MappingNode, Shape.HolderOf(element.Node) }).OfType<MappingNode>().Distinct();

    /// <summary>How a flow spells its fields.</summary>
    protected Spelling SpellingOf(Flow flow) => new(SpeltMappings(flow), [Shape.FlowId, Shape.Inputs, Shape.Outputs, .. SpeltFields]);

    /// <summary>The id of an element as a target, or what a way out of the flow is written as.</summary>
    protected string TargetId(Flow flow, int element) => element >= 0 ? flow.Elements[element].Id : EndId ?? "";

    /// <summary>Whether a document holds content of this format.</summary>
    protected abstract bool HasContent(MappingNode root);

    /// <summary>Reads elements and ways.</summary>
    protected abstract FlowContent ReadContent(SyntaxTree tree, MappingNode root);

    /// <summary>The parts of the document in which expressions may stand.</summary>
    protected abstract IEnumerable<SyntaxNode?> ContentOf(MappingNode root);

    /// <summary>Makes an element of its node.</summary>
    protected FlowElement ReadElement(SyntaxTree tree, SyntaxNode node, string id, TextSpan idSpan, TextSpan span)
    {
        var mapping = node as MappingNode;
        var type = mapping?.GetString("type") ?? "";
        var isCall = string.Equals(type, CallType, StringComparison.OrdinalIgnoreCase);
        return new FlowElement(id, type, span)
        {
            Node = node,
            IdSpan = idSpan,
            Label = mapping?.GetString("label") ?? mapping?.GetString("name") ?? "",
            Role = isCall ? ElementRole.Call : ActionTypes.IsFinal(type) ? ElementRole.Final : ActionTypes.Waits(type) ? ElementRole.Waits : ElementRole.Ordinary,
            NeedsWay = NeedsWay(type),
            Call = isCall ? Shape.Read(tree, node) : null,
        };
    }

    /// <summary>Makes an element of an item that carries its id in a field.</summary>
    protected FlowElement ReadItem(SyntaxTree tree, SyntaxNode item)
    {
        var id = (item as MappingNode)?["id"] as ScalarNode;
        return id is { IsNull: false }
            ? ReadElement(tree, item, id.Value, VariableScan.Inner(id), item.Span)
            : ReadElement(tree, item, "", new TextSpan(item.Span.Start, 0), item.Span);
    }

    /// <summary>Whether the format demands a way on from elements of a type.</summary>
    protected virtual bool NeedsWay(string type) => false;

    /// <summary>The element that an id names; of several the first. Null ids name none.</summary>
    protected static Dictionary<string, int> IndexIds(ImmutableArray<FlowElement>.Builder elements)
    {
        var index = new Dictionary<string, int>(elements.Count, StringComparer.Ordinal);
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i].Id.Length > 0)
            {
                index.TryAdd(elements[i].Id, i);
            }
        }

        return index;
    }

    private bool TryFindTarget(Flow flow, string name, out int? element, out string reason)
    {
        element = null;
        reason = "";
        if (name.Length == 0)
        {
            return true;
        }

        var isFound = new ElementNames(flow).TryFind(name, out var found, out reason);
        element = isFound ? found : null;
        if (!isFound && StartsOutside && name == EndId)
        {
            element = FlowWay.Leaves;
            isFound = true;
        }

        return isFound;
    }

    private string? WhyNotCallable(CallSpec call) => CanCall(call.FlowType)
        ? null
        : $"A {CallType} calls {(CanCall("subflow") ? "modules and sub-flows" : "modules only")}, and \"{call.FlowName}\" is of type {call.FlowType}.";

    private static Division? ReadDivision(MappingNode root) => root["division"] switch
    {
        MappingNode division => new Division(division.GetString("id") ?? "", division.GetString("name") ?? ""),
        ScalarNode { IsNull: false } written => new Division(written.Value, written.Value),
        _ => null,
    };

    private ImmutableArray<FlowVariable> ReadVariables(MappingNode root, ImmutableArray<FlowElement> elements)
    {
        var scan = new VariableScan();
        scan.Declare(root["variables"]);
        foreach (var element in elements)
        {
            if (element.Call is not null && Shape.Outputs.In(Shape.HolderOf(element.Node)) is MappingNode outputs)
            {
                foreach (var entry in outputs.Entries)
                {
                    scan.Write(Shape.CallerFirst ? entry.KeyNode : entry.Value);
                }
            }
            else if (ActionTypes.Sets(element.Type) && element.Node is MappingNode mapping)
            {
                scan.Write(mapping["variable"] ?? mapping.GetMapping("content")?["variable"] ?? mapping.GetMapping("properties")?["variable"]);
            }
        }

        foreach (var part in ContentOf(root))
        {
            scan.Read(part);
        }

        return scan.ToVariables();
    }
}

/// <summary>The elements and ways of a definition.</summary>
/// <param name="Elements">The elements in document order.</param>
/// <param name="Ways">The ways in document order.</param>
/// <param name="Entry">The first element, or -1.</param>
internal readonly record struct FlowContent(ImmutableArray<FlowElement> Elements, ImmutableArray<FlowWay> Ways, int Entry);
