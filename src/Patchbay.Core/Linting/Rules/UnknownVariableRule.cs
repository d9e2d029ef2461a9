using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A name in an expression that is neither a variable nor provided by the platform.</summary>
/// <remarks>The publisher refuses the flow. Correct the name, or put it in double quotes where a text was meant. Variables that a flow, task or state should declare are told by `undeclared-variable`.</remarks>
internal sealed class UnknownVariableRule : ArchitectRule
{
    public override string Id => "unknown-variable";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An expression names something that is no variable";

    public override IEnumerable<Finding> Check(LintContext context) => ExpressionFindings.Of(context, ExpressionProblem.UnknownName);
}
