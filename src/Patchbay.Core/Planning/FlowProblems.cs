using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>Tells the problems that a change brings from those that were there before it.</summary>
internal static class FlowProblems
{
    /// <summary>The problems after a change, with those that are new marked. A problem is old when the flow had one of the same rule in the same element (or, where no element is at fault, with the same message) before, each counted once.</summary>
    /// <param name="before">What was found before the change.</param>
    /// <param name="after">What is found after it.</param>
    /// <param name="text">The text after it.</param>
    /// <param name="namesChange">Whether the change gives parts of the flow other names: then a problem that is in no element of before is old where one of the same rule has gone.</param>
    public static ImmutableArray<PlannedProblem> Compare(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after, SourceText text, bool namesChange = false)
    {
        var old = new Dictionary<(string, string), int>();
        foreach (var diagnostic in before)
        {
            old[KeyOf(diagnostic)] = old.GetValueOrDefault(KeyOf(diagnostic)) + 1;
        }

        var renamed = namesChange ? Gone(before, after) : [];
        var problems = ImmutableArray.CreateBuilder<PlannedProblem>(after.Length);
        foreach (var diagnostic in after)
        {
            var key = KeyOf(diagnostic);
            var isOld = old.TryGetValue(key, out var count) && count > 0;
            if (isOld)
            {
                old[key] = count - 1;
            }
            else if (renamed.GetValueOrDefault(diagnostic.Id) is > 0 and var left)
            {
                renamed[diagnostic.Id] = left - 1;
                isOld = true;
            }

            // An old problem stands in the way only where the service would refuse the write because of it.
            var blocks = diagnostic.Severity == Severity.Error && (!isOld || diagnostic.Moment == Moment.Write);
            problems.Add(new PlannedProblem(diagnostic.Id, diagnostic.Severity, diagnostic.Moment, diagnostic.Message, text.GetPosition(diagnostic.Span.Start), !isOld, blocks));
        }

        return problems.MoveToImmutable();
    }

    /// <summary>How many problems of each rule are found no longer where they were.</summary>
    private static Dictionary<string, int> Gone(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        var stays = after.GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.Count());
        return before.GroupBy(KeyOf)
            .GroupBy(group => group.Key.Rule, group => Math.Max(0, group.Count() - stays.GetValueOrDefault(group.Key)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);
    }

    /// <summary>Why a flow with these problems is not written; null when it is.</summary>
    public static string? WhyBlocked(ImmutableArray<PlannedProblem> problems)
    {
        var first = problems.FirstOrDefault(problem => problem is { Blocks: true, IsNew: true }) ?? problems.FirstOrDefault(problem => problem.Blocks);
        if (first is null)
        {
            return null;
        }

        var more = problems.Count(problem => problem.Blocks) - 1;
        var others = more == 0 ? "" : more == 1 ? " One other problem stands in the way too." : $" {more} other problems stand in the way too.";
        return first.IsNew
            ? $"The change would bring a new problem, at {first.Position} of the definition as it would be: {first.Message} [{first.Rule}]{others}"
            : $"The service refuses to write this flow because of a problem that was already there before this change, at {first.Position}: {first.Message} [{first.Rule}]{others}";
    }

    private static (string Rule, string Place) KeyOf(Diagnostic diagnostic) =>
        (diagnostic.Id, diagnostic.Element.Length > 0 ? $"element {diagnostic.Element}" : $"message {diagnostic.Message}");
}
