using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A field that an action cannot do without, and that is missing, empty or set to no value: the queue of a transfer, the data action of a call, the statements of an update.</summary>
/// <remarks>The publisher refuses the flow. Give the field, or delete the action.</remarks>
internal sealed class MissingFieldRule : ArchitectRule
{
    public override string Id => "missing-field";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An action lacks a field that it cannot do without";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var group in ActionFields.GroupsIn(context.Flow))
        {
            foreach (var field in group.IsOneOf ? [] : group.Fields)
            {
                if (!field.IsRequired || field.Name.Length == 0)
                {
                    continue;
                }

                var entry = group.Body.Find(field.Name);
                if (entry is null)
                {
                    // A choice or action without a name is told by a rule of its own.
                    if (field.Name != "name" && group.Body["ref"] is null)
                    {
                        yield return new Finding(group.Place, $"{Wording.The(group.Element)} has no \"{field.Name}\", and \"{group.Element.Type}\" cannot do without it. Add it.", Moment.Compile) { Element = group.Element.Id };
                    }
                }
                else if (IsEmpty(entry.Value))
                {
                    yield return new Finding(entry.KeyNode.Span, $"The \"{field.Name}\" of {Wording.TheWithin(group.Element)} says nothing, and \"{group.Element.Type}\" cannot do without it. {WayOut(field)}", Moment.Compile) { Element = group.Element.Id };
                }
            }
        }
    }

    private static bool IsEmpty(SyntaxNode value) => value switch
    {
        ScalarNode scalar => scalar.IsNull || string.IsNullOrWhiteSpace(scalar.Value),
        SequenceNode list => list.Items.IsEmpty,
        MappingNode body => body.Entries.IsEmpty || body.Entries[0].Key == "noValue" || (body.Entries[0] is { Key: "exp" or "var", Value: ScalarNode inner } && (inner.IsNull || string.IsNullOrWhiteSpace(inner.Value))),
        _ => false,
    };

    private static string WayOut(ActionField field) => field.Shape switch
    {
        FieldShape.Output => "Name a variable with \"var\".",
        FieldShape.Value or FieldShape.Audio => "Give it a value with \"lit\" or \"exp\".",
        FieldShape.List => "Add an item, or delete the action.",
        _ => "Fill it in, or delete the action.",
    };
}
