using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A value in an expression, or the whole of it, of a type that does not fit where it stands.</summary>
/// <remarks>The publisher refuses the flow. Convert the value, for example with `ToString` or `ToInt`, or take another. Nothing is said where a type is not known, or the platform may convert by itself.</remarks>
internal sealed class WrongExpressionTypeRule : ArchitectRule
{
    public override string Id => "wrong-expression-type";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A value in an expression has a type that does not fit";

    public override IEnumerable<Finding> Check(LintContext context) => ExpressionFindings.Of(context, ExpressionProblem.Type);
}
