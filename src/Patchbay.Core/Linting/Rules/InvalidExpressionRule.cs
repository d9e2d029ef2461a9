using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An expression that cannot be read as one: a parenthesis without its other half, a text without its end, an operator of another language.</summary>
/// <remarks>The publisher refuses the flow. What is wrong stands at its place in the file, within quotes and across lines. Where a substitution without a value takes part it is a warning, as only its value can tell; so is an empty expression, as exports hold some.</remarks>
internal sealed class InvalidExpressionRule : ArchitectRule
{
    public override string Id => "invalid-expression";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An expression cannot be read";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        // In configuration JSON every field has a text, empty where nothing was chosen.
        var isYaml = context.Architect is not null;
        foreach (var value in context.Flow.Values)
        {
            if ((value.Text.Length == 0 && !isYaml) || value is not { Mode: ValueMode.Expression, Node: ScalarNode scalar } || value.Expression.Diagnostics.IsEmpty)
            {
                continue;
            }

            var places = ScalarPositions.Of(context.Flow.Tree.Source, scalar);
            var isWarning = scalar.Value.Length == 0 || ArchitectRoot.IsOpen(context, scalar.Span);
            foreach (var problem in value.Expression.Diagnostics.Where(problem => problem.Problem == ExpressionProblem.Syntax))
            {
                yield return new Finding(scalar.IsNull ? scalar.Span : places.ToSource(problem.Span), problem.Message, Moment.Compile)
                {
                    Element = context.IdOf(value.Element),
                    Severity = isWarning ? Severity.Warning : null,
                };
            }
        }
    }
}
