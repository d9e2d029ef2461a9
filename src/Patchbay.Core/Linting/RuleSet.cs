using System.Collections.Immutable;

namespace Patchbay.Core.Linting;

/// <summary>The rules: add one here, and its page under <c>docs/rules</c>.</summary>
public static class RuleSet
{
    /// <summary>All rules, sorted by id.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
    ];
}
