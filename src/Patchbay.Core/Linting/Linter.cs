using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Linting;

/// <summary>Runs the rules over flows. The emulator and the command line both ask it, so that they say the same thing of the same flow.</summary>
public static class Linter
{
    /// <summary>Everything wrong with a flow: what its parser found and what the rules find, except what is suppressed, sorted by position and then by rule.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="catalogue">The org around it, as far as known.</param>
    /// <param name="config">Severities and suppressions; null for the defaults.</param>
    /// <param name="flowId">The id under which the org knows the flow, where the text does not say; null otherwise.</param>
    public static ImmutableArray<Diagnostic> Check(Flow flow, OrgCatalogue catalogue, LintConfig? config = null, string? flowId = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(catalogue);
        config ??= LintConfig.Default;
        var context = new LintContext(flow, FlowGraph.Of(flow), catalogue) { FlowId = flowId ?? flow.Id };
        var suppressor = new Suppressor(flow, config);
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        found.AddRange(flow.Tree.Diagnostics);
        foreach (var rule in RuleSet.All)
        {
            foreach (var diagnostic in Run(rule, context, config))
            {
                if (!suppressor.Holds(diagnostic))
                {
                    found.Add(diagnostic);
                }
            }
        }

        found.AddRange(suppressor.Findings(catalogue).Where(diagnostic => diagnostic.Severity != Severity.Off));
        found.Sort(Compare);
        return found.DrainToImmutable();
    }

    private static IEnumerable<Diagnostic> Run(LintRule rule, LintContext context, LintConfig config)
    {
        var configured = config.Severities.TryGetValue(rule.Id, out var severity) ? severity : (Severity?)null;
        var isForeign = rule.OnlyFor is { } api && api != context.Flow.Api;
        return isForeign || configured == Severity.Off ? [] : rule.Check(context).Select(finding => new Diagnostic(rule.Id, configured ?? finding.Severity ?? rule.DefaultSeverity, finding.Span, finding.Message)
        {
            Moment = finding.Moment,
            Element = finding.Element,
            Related = [.. finding.Related],
            Fixes = [.. finding.Fixes],
        });
    }

    private static int Compare(Diagnostic left, Diagnostic right)
    {
        var order = left.Span.Start.CompareTo(right.Span.Start);
        order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
        order = order != 0 ? order : left.Span.Length.CompareTo(right.Span.Length);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }
}
