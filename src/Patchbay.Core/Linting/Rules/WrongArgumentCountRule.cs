using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A function that is called with fewer arguments than it needs, or with more than it takes.</summary>
/// <remarks>The publisher refuses the flow. Give the arguments that are missing. Too many are a warning: the platform may have learnt to take more.</remarks>
internal sealed class WrongArgumentCountRule : ArchitectRule
{
    public override string Id => "wrong-argument-count";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A function is called with too few or too many arguments";

    public override IEnumerable<Finding> Check(LintContext context) => ExpressionFindings.Of(context, ExpressionProblem.ArgumentCount);
}
