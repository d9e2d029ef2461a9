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

    /// <inheritdoc/>
    public override EditResult InsertCall(Flow flow, Place place, CallSpec call) => new EditResult.Refused($"Flows of the format {Id} can be read and not yet changed.");

    /// <inheritdoc/>
    public override EditResult UpdateCall(Flow flow, int element, CallSpec call) => new EditResult.Refused($"Flows of the format {Id} can be read and not yet changed.");

    /// <inheritdoc/>
    public override EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options) => new EditResult.Refused($"Flows of the format {Id} can be read and not yet changed.");

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
