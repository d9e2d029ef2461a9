using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A function in an expression whose name is near to one that is known.</summary>
/// <remarks>The publisher refuses the flow. Correct the name; names compare without regard to case. A function that is not near to any is left alone, as it may be new.</remarks>
internal sealed class UnknownFunctionRule : ArchitectRule
{
    public override string Id => "unknown-function";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "An expression calls a function whose name is misspelt";

    public override IEnumerable<Finding> Check(LintContext context) => ExpressionFindings.Of(context, ExpressionProblem.UnknownFunction);
}
