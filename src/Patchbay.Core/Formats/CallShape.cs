using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>How a format writes a call to a shared flow down.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Holder">The field of the element that holds the call's own fields; empty when the element itself does.</param>
/// <param name="FlowId">The field with the shared flow's id.</param>
/// <param name="Inputs">The field with what goes in.</param>
/// <param name="Outputs">The field with what comes back.</param>
/// <param name="CallerFirst">Whether outputs are written with the caller's variable on the left.</param>
internal sealed record CallShape(string Type, string Holder, FieldName FlowId, FieldName Inputs, FieldName Outputs, bool CallerFirst)
{
    /// <summary>The mapping that holds the call's own fields; null when the element has none.</summary>
    public MappingNode? HolderOf(SyntaxNode element) => Holder.Length == 0 ? element as MappingNode : (element as MappingNode)?.GetMapping(Holder);

    /// <summary>Reads the call of an element of this type.</summary>
    public SharedFlowCall Read(SyntaxTree tree, SyntaxNode element)
    {
        var holder = HolderOf(element);
        var id = FlowId.In(holder);
        return new SharedFlowCall(FlowId.TextIn(holder), (id ?? element).Span)
        {
            Inputs = ReadMappings(tree, Inputs.In(holder), callerFirst: false),
            Outputs = ReadMappings(tree, Outputs.In(holder), CallerFirst),
        };
    }

    /// <summary>The value of a mapping as a plan shows it: a scalar's text, or the source of anything else.</summary>
    public static string TextOf(SyntaxTree tree, SyntaxNode node) => node is ScalarNode scalar ? scalar.Value : tree.Source.GetText(node.Span);

    private static ImmutableArray<CallMapping> ReadMappings(SyntaxTree tree, SyntaxNode? node, bool callerFirst)
    {
        if (node is not MappingNode mapping)
        {
            return [];
        }

        var mappings = ImmutableArray.CreateBuilder<CallMapping>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var value = TextOf(tree, entry.Value);
            mappings.Add(callerFirst ? new CallMapping(value, entry.Key, entry.Span) : new CallMapping(entry.Key, value, entry.Span));
        }

        return mappings.MoveToImmutable();
    }
}
