using Patchbay.Core.Diagnostics;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A substitution without a value, in a file for which values were given.</summary>
/// <remarks>The publisher stops, or puts the braces into the flow as they are. Give the value with `--set` or in the file of values, or correct the key. Where no values were given at all, nothing is said: a template is checked as it is.</remarks>
internal sealed class UnresolvedSubstitutionRule : ArchitectRule
{
    public override string Id => "unresolved-substitution";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A substitution has no value, though others have";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var substitutions = context.Flow.Tree.Substitutions;
        if (!substitutions.Any(substitution => substitution.IsResolved))
        {
            yield break;
        }

        var near = new NearNames(substitutions.Where(substitution => substitution.IsResolved).Select(substitution => substitution.Key));
        var told = new HashSet<string>(StringComparer.Ordinal);
        var comments = context.Flow.Tree.Comments;
        var comment = 0;
        foreach (var substitution in substitutions)
        {
            // Both stand in document order.
            while (comment < comments.Length && comments[comment].Span.End < substitution.Span.End)
            {
                comment++;
            }

            var isInComment = comment < comments.Length && comments[comment].Span.Contains(substitution.Span);
            if (substitution is { IsResolved: false, Kind: not SubstitutionKind.TerraformDirective } && !isInComment && told.Add(substitution.Key))
            {
                yield return new Finding(substitution.Span, $"The substitution \"{substitution.Key}\" has no value.{Wording.DidYouMean(near.Find(substitution.Key), " Give it one with --set or in the file of values.")}", Moment.Write);
            }
        }
    }
}
