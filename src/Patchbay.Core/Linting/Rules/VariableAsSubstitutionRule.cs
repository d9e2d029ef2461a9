using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A substitution whose key is the name of a variable: `{{Flow.Balance}}`.</summary>
/// <remarks>Substitutions are filled in before the flow is published, not while a caller waits, so callers hear the braces. Build the text in an expression: `Append("Your balance is ", Flow.Balance)`.</remarks>
internal sealed class VariableAsSubstitutionRule : ArchitectRule
{
    public override string Id => "variable-as-substitution";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A substitution is used to read a variable";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var substitution in context.Flow.Tree.Substitutions)
        {
            if (substitution is { IsResolved: false, Kind: SubstitutionKind.Archy } && (ArchitectScopes.Of(substitution.Key).ToLowerInvariant() is "flow" or "task" or "state" or "common" or "slot" || BuiltInNames.TypeOf(substitution.Key).IsKnown))
            {
                yield return new Finding(substitution.Span, $"\"{{{{{substitution.Key}}}}}\" is filled in before the flow is published, and not with what the variable holds. Build the text in an expression, as in \"exp: Append(..., {substitution.Key})\".") { Element = context.ElementAt(substitution.Span)?.Id ?? "" };
            }
        }
    }
}
