using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A literal that is none of those which its field takes, or a number or truth value that is none.</summary>
/// <remarks>The publisher refuses the flow, or takes the field for unset. Write one of the values that are listed.</remarks>
internal sealed class InvalidValueRule : ArchitectRule
{
    public override string Id => "invalid-value";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A field has a literal that it does not take";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var use in ActionFields.UsesIn(context.Flow))
        {
            var literal = use.Field.Shape switch
            {
                FieldShape.Plain => use.Entry.Value as ScalarNode,
                FieldShape.Value => (use.Entry.Value as MappingNode)?["lit"] as ScalarNode,
                _ => null,
            };
            if (literal is { IsNull: false } && use.Entry.Key != "dtmf" && !ArchitectRoot.IsOpen(context, literal.Span) && Problem(use.Field, literal.Value) is { } problem)
            {
                yield return new Finding(literal.Span, $"The \"{use.Entry.Key}\" of {Wording.TheWithin(use.Element)} is \"{literal.Value}\"; {problem}", Moment.Compile) { Element = use.Element.Id };
            }
        }
    }

    private static string? Problem(ActionField field, string value)
    {
        if (!field.Values.IsEmpty)
        {
            return field.Values.Contains(value) ? null : $"it takes {string.Join(", ", field.Values.Select(known => $"\"{known}\""))}.{Wording.DidYouMean(new NearNames(field.Values).Find(value), "")}";
        }

        return field.Type switch
        {
            "boolean" when value is not ("true" or "false") => "it takes \"true\" or \"false\".",
            "integer" when !IsInteger(value) => "it takes a whole number.",
            _ => null,
        };
    }

    private static bool IsInteger(string value)
    {
        var digits = value.AsSpan().TrimStart("+-");
        return !digits.IsEmpty && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
