using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>Holds actions and menu choices against the table of actions: what stands where a field is known, and which fields a place knows. Kinds that are spelled after the vendor's library alone are left out, as some of their fields may be missing in the table.</summary>
internal static class ActionFields
{
    /// <summary>A field that is written, and what is known of it.</summary>
    /// <param name="Element">The action or choice.</param>
    /// <param name="Entry">The field as written.</param>
    /// <param name="Field">What the table says of it.</param>
    public sealed record Use(FlowElement Element, MappingEntry Entry, ActionField Field);

    /// <summary>A mapping whose fields are known.</summary>
    /// <param name="Element">The action or choice.</param>
    /// <param name="Body">The mapping.</param>
    /// <param name="Place">The characters to show where a field is missing: the key above the mapping.</param>
    /// <param name="Fields">The fields that it may have.</param>
    /// <param name="IsOneOf">Whether it has one of them only.</param>
    public sealed record Group(FlowElement Element, MappingNode Body, TextSpan Place, ImmutableArray<ActionField> Fields, bool IsOneOf);

    /// <summary>Every known field of a flow's actions and choices, outer ones first.</summary>
    /// <param name="flow">The flow.</param>
    public static IEnumerable<Use> UsesIn(Flow flow) => Walk(flow).OfType<Use>();

    /// <summary>Every mapping of a flow's actions and choices whose fields are known, outer ones first.</summary>
    /// <param name="flow">The flow.</param>
    public static IEnumerable<Group> GroupsIn(Flow flow) => Walk(flow).OfType<Group>();

    private static IEnumerable<object> Walk(Flow flow)
    {
        foreach (var element in flow.Elements)
        {
            if (element.Node is MappingNode body && FieldsOf(element) is { IsDefault: false } fields && body["ref"] is null)
            {
                foreach (var found in OfGroup(new Group(element, body, element.IdSpan, fields, IsOneOf: false)))
                {
                    yield return found;
                }
            }
        }
    }

    private static ImmutableArray<ActionField> FieldsOf(FlowElement element) => element.Kind switch
    {
        ElementKind.Action => ActionKinds.Find(element.Type) is { IsSeen: true } kind ? kind.Fields : default,
        ElementKind.Choice => MenuChoiceKinds.Find(element.Type) is { IsSeen: true } choice ? choice.Fields : default,
        _ => default,
    };

    private static IEnumerable<object> OfGroup(Group group)
    {
        yield return group;
        foreach (var entry in group.Body.Entries)
        {
            foreach (var field in group.Fields)
            {
                if (field.Name == entry.Key)
                {
                    foreach (var found in OfEntry(group.Element, entry, field))
                    {
                        yield return found;
                    }

                    break;
                }
            }
        }
    }

    // As deep as the table is, whatever the text holds.
    private static IEnumerable<object> OfEntry(FlowElement element, MappingEntry entry, ActionField field)
    {
        yield return new Use(element, entry, field);
        var within = field.Shape == FieldShape.List
            ? ((entry.Value as SequenceNode)?.Mappings ?? []).SelectMany(item => OfValue(element, item, entry.KeyNode.Span, field.Item ?? field))
            : OfValue(element, entry.Value, entry.KeyNode.Span, field);
        foreach (var found in within)
        {
            yield return found;
        }
    }

    private static IEnumerable<object> OfValue(FlowElement element, SyntaxNode value, TextSpan place, ActionField field) => (field.Shape, value) switch
    {
        (FieldShape.Group or FieldShape.OneOf, MappingNode body) => OfGroup(new Group(element, body, place, field.Fields, field.Shape == FieldShape.OneOf)),
        (FieldShape.ByName or FieldShape.ByType or FieldShape.Inputs or FieldShape.Outputs, MappingNode body) =>
            body.Entries.SelectMany(inner => field.Within(inner.Key) is { } known ? OfEntry(element, inner, known) : []),
        _ => [],
    };
}
