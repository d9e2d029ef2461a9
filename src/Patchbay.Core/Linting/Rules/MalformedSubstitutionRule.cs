using Patchbay.Core.Diagnostics;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A substitution with blanks inside its braces.</summary>
/// <remarks>CX as Code replaces the exact text `{{key}}`, so one with blanks stays in the flow as it is. Delete the blanks.</remarks>
internal sealed class MalformedSubstitutionRule : ArchitectRule
{
    public override string Id => "malformed-substitution";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A substitution has blanks inside its braces";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var tree = context.Flow.Tree;
        foreach (var substitution in tree.Substitutions)
        {
            if (substitution.Kind == SubstitutionKind.Archy && substitution.Span.Length != substitution.Key.Length + 4)
            {
                yield return new Finding(substitution.Span, $"\"{tree.Source.GetText(substitution.Span)}\" has blanks inside its braces, so CX as Code does not fill it in. Write \"{{{{{substitution.Key}}}}}\".")
                {
                    Element = context.ElementAt(substitution.Span)?.Id ?? "",
                    Fixes = [new Fix("Delete the blanks", FixSafety.Unsafe, [new TextEdit(substitution.Span, $"{{{{{substitution.Key}}}}}")])],
                };
            }
        }
    }
}
