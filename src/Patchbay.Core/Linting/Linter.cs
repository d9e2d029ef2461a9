using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Linting;

/// <summary>Runs the rules over flows. The emulator and the command line both ask it, so that they say the same thing of the same flow.</summary>
public static class Linter
{
    /// <summary>Everything wrong with a flow: what its parser found and what the rules find, sorted by position.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="catalogue">The org around it, as far as known.</param>
    /// <param name="config">Severities and suppressions; null for the defaults.</param>
    /// <param name="flowId">The id under which the org knows the flow, where the text does not say; null otherwise.</param>
    public static ImmutableArray<Diagnostic> Check(Flow flow, OrgCatalogue catalogue, LintConfig? config = null, string? flowId = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        config ??= LintConfig.Default;
        var context = new LintContext(flow, FlowGraph.Of(flow), catalogue) { FlowId = flowId ?? flow.Id };
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        found.AddRange(flow.Tree.Diagnostics);
        foreach (var rule in RuleSet.All)
        {
            var configured = config.Severities.TryGetValue(rule.Id, out var severity) ? severity : (Severity?)null;
            if (configured == Severity.Off)
            {
                continue;
            }

            foreach (var finding in rule.Check(context))
            {
                found.Add(new Diagnostic(rule.Id, configured ?? finding.Severity ?? rule.DefaultSeverity, finding.Span, finding.Message)
                {
                    Moment = finding.Moment,
                    Element = finding.Element,
                    Related = [.. finding.Related],
                    Fixes = [.. finding.Fixes],
                });
            }
        }

        found.Sort((left, right) => left.Span.Start != right.Span.Start ? left.Span.Start.CompareTo(right.Span.Start) : string.CompareOrdinal(left.Id, right.Id));
        return found.DrainToImmutable();
    }
}
