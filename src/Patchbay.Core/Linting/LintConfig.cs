using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting;

/// <summary>What a user settled about rules.</summary>
public sealed record LintConfig
{
    /// <summary>Severities by rule id, in place of the rules' own.</summary>
    /// <value>Default: none.</value>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;

    /// <summary>Findings that are accepted, for notations without comments.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    /// <summary>Every rule at its own severity, and nothing suppressed.</summary>
    public static LintConfig Default { get; } = new();
}

/// <summary>An accepted finding.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Flow">The flow's name, which may hold <c>*</c>.</param>
/// <param name="Element">The element's id; empty for every element.</param>
public sealed record Suppression(string Rule, string Flow, string Element = "");
