using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two cases of one switch with the same condition or value.</summary>
/// <remarks>The first is taken, and the actions of the second never run. Correct one of them, or delete the second.</remarks>
internal sealed class DuplicateConditionRule : ArchitectRule
{
    public override string Id => "duplicate-condition";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Two cases of a switch have the same condition";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var first = new Dictionary<(int Element, ValueMode Mode, string Text), FlowValue>();
        foreach (var value in context.Flow.Values)
        {
            if (value is not { Mode: ValueMode.Literal or ValueMode.Expression, Element: >= 0, Text.Length: > 0 } || !value.Path.StartsWith("evaluate.case ", StringComparison.Ordinal) || !value.Path.EndsWith(".value", StringComparison.Ordinal))
            {
                continue;
            }

            // A case that is never taken is told by a rule of its own.
            if (value.Mode == ValueMode.Expression && ExpressionFolding.Evaluate(value.Expression)?.Truth is not null)
            {
                continue;
            }

            var text = value.Mode == ValueMode.Expression && value.Expression.IsWellFormed ? ExpressionEquality.Canonical(value.Expression) : value.Text;
            if (!first.TryAdd((value.Element, value.Mode, text), value))
            {
                var element = context.Flow.Elements[value.Element];
                yield return new Finding(value.Node.Span, $"An earlier case of \"{Wording.Label(element)}\" has the same condition, so the actions of this one never run. Correct it, or delete the case.")
                {
                    Element = element.Id,
                    Related = [new RelatedPlace(first[(value.Element, value.Mode, text)].Node.Span, "The earlier case.")],
                };
            }
        }
    }
}
