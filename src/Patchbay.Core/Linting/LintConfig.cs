using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting;

/// <summary>What a user settled about rules.</summary>
public sealed record LintConfig
{
    /// <summary>Severities by rule id, in place of the rules' own; one holds for everything that its rule finds, weaker forms of the fault included. What the parsers report cannot be configured.</summary>
    /// <value>Default: none.</value>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;

    /// <summary>Findings that are accepted, for notations without comments. One that names a flow without wildcards and suppresses nothing in it is reported as unused.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    /// <summary>The rule ids in this configuration that no rule has, each once and sorted: whoever reads a configuration reports them.</summary>
    public ImmutableArray<string> UnknownRules() =>
    [
        .. Severities.Keys.Concat(Suppressions.Select(suppression => suppression.Rule))
            .Where(id => RuleSet.Find(id) is null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every rule at its own severity, and nothing suppressed.</summary>
    public static LintConfig Default { get; } = new();
}

/// <summary>An accepted finding. Where comments can be written, <c># patchbay-disable-next-line RULE</c> and <c># patchbay-disable RULE</c> (for the whole file) say the same.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Flow">The flow's name, which may hold <c>*</c> and <c>?</c>.</param>
/// <param name="Element">The element's id; empty for every element.</param>
public sealed record Suppression(string Rule, string Flow, string Element = "");
