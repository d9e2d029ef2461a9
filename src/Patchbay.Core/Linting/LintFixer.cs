using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>A fix that was applied.</summary>
/// <param name="Rule">The rule whose finding it mended.</param>
/// <param name="Title">What it did, in the imperative.</param>
public sealed record AppliedFix(string Rule, string Title);

/// <summary>What became of a flow when its findings were mended.</summary>
/// <param name="Flow">The flow as it is now; its tree holds the text.</param>
/// <param name="Applied">The fixes, in the order in which they were applied.</param>
/// <param name="Left">What is still found.</param>
public sealed record FixResult(Flow Flow, ImmutableArray<AppliedFix> Applied, ImmutableArray<Diagnostic> Left);

/// <summary>Applies the fixes that findings offer, and looks again until there are none left to apply: a second run does nothing.</summary>
public static class LintFixer
{
    private const int MaxRounds = 1000;

    /// <summary>Mends a flow. Of fixes that overlap the first is applied, and the others only if they are still offered afterwards. A text that could not be read without an error, or whose format is only read, is left as it is.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="catalogue">The org around it, as far as known.</param>
    /// <param name="config">Severities and suppressions; null for the defaults.</param>
    /// <param name="flowId">The id under which the org knows the flow, where the text does not say; null otherwise.</param>
    /// <param name="rules">Ids of the rules to mend, with their unsafe fixes too; null for the safe fixes of all rules.</param>
    /// <param name="values">The values of substitutions that the flow was read with; null for none.</param>
    /// <exception cref="InvalidOperationException">A fix broke the text: a fault of its rule.</exception>
    public static FixResult Apply(Flow flow, OrgCatalogue catalogue, LintConfig? config = null, string? flowId = null, IReadOnlySet<string>? rules = null, SubstitutionValues? values = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var applied = ImmutableArray.CreateBuilder<AppliedFix>();
        var found = Linter.Check(flow, catalogue, config, flowId);
        var seen = new HashSet<string>(StringComparer.Ordinal) { flow.Tree.Source.Text };
        for (var round = 0; round < MaxRounds && flow.Tree.IsWellFormed && FlowFormats.Of(flow).CanEdit; round++)
        {
            var chosen = Choose(found, rules);
            if (chosen.Count == 0)
            {
                break;
            }

            var text = TextEdits.Apply(flow.Tree.Source, [.. chosen.SelectMany(fix => fix.Fix.Edits)]);
            if (!seen.Add(text.Text))
            {
                break;
            }

            var tree = SyntaxTree.Parse(text, values);
            flow = tree.IsWellFormed && FlowFormats.Read(tree) is { } read
                ? read
                : throw new InvalidOperationException($"These fixes broke the text: {string.Join(", ", chosen.Select(fix => fix.Fix.Title))}.");
            applied.AddRange(chosen.Select(fix => new AppliedFix(fix.Rule, fix.Fix.Title)));
            found = Linter.Check(flow, catalogue, config, flowId);
        }

        return new FixResult(flow, applied.DrainToImmutable(), found);
    }

    private static List<(string Rule, Fix Fix)> Choose(ImmutableArray<Diagnostic> found, IReadOnlySet<string>? rules)
    {
        var chosen = new List<(string Rule, Fix Fix)>();
        var taken = new List<TextSpan>();
        foreach (var diagnostic in found)
        {
            var fix = diagnostic.Fixes.FirstOrDefault(fix => rules is null ? fix.Safety == FixSafety.Safe : rules.Contains(diagnostic.Id));
            if (fix is not null && !fix.Edits.Any(edit => Overlaps(taken, edit.Span)))
            {
                chosen.Add((diagnostic.Id, fix));
                foreach (var edit in fix.Edits)
                {
                    taken.Insert(PlaceOf(taken, edit.Span.Start), edit.Span);
                }
            }
        }

        return chosen;
    }

    /// <summary>Whether a span shares characters, or its first place, with one that is taken; those are sorted and do not overlap.</summary>
    private static bool Overlaps(List<TextSpan> taken, TextSpan span)
    {
        var next = PlaceOf(taken, span.Start);
        return (next > 0 && taken[next - 1].End > span.Start) || (next < taken.Count && (taken[next].Start < span.End || taken[next].Start == span.Start));
    }

    private static int PlaceOf(List<TextSpan> taken, int start)
    {
        var (low, high) = (0, taken.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = taken[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
