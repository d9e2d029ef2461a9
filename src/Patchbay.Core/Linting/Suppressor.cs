using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>Holds findings back that somebody has accepted, and tells which acceptances held back nothing.</summary>
internal sealed class Suppressor
{
    public const string UnknownRule = "unknown-rule";
    public const string UnusedSuppression = "unused-suppression";
    private const string ForNextLine = "patchbay-disable-next-line";
    private const string ForFile = "patchbay-disable";

    private readonly Flow _flow;
    private readonly LintConfig _config;
    private readonly List<Acceptance> _acceptances = [];
    private readonly List<(string Rule, TextSpan Span)> _unknown = [];

    public Suppressor(Flow flow, LintConfig config)
    {
        _flow = flow;
        _config = config;
        foreach (var suppression in config.Suppressions)
        {
            if (NamePattern.Matches(suppression.Flow, flow.Name))
            {
                var isForThisFlow = suppression.Flow.AsSpan().IndexOfAny('*', '?') < 0;
                _acceptances.Add(new Acceptance(suppression.Rule, flow.NameSpan) { Element = suppression.Element, IsJudged = isForThisFlow });
            }
        }

        foreach (var comment in flow.Tree.Comments)
        {
            ReadComment(comment.Span);
        }
    }

    /// <summary>Whether a finding is accepted.</summary>
    public bool Holds(Diagnostic found)
    {
        var held = false;
        foreach (var acceptance in _acceptances)
        {
            if (acceptance.Rule == found.Id
                && (acceptance.Element.Length == 0 || acceptance.Element == found.Element)
                && (acceptance.Line == 0 || acceptance.Line == _flow.Tree.Source.GetPosition(found.Span.Start).Line))
            {
                acceptance.IsUsed = true;
                held = true;
            }
        }

        return held;
    }

    /// <summary>Findings about the acceptances themselves. A rule that was off, or that did not know enough, proves nothing.</summary>
    public IEnumerable<Diagnostic> Findings(OrgCatalogue catalogue)
    {
        foreach (var (rule, span) in _unknown)
        {
            var message = rule.Length == 0
                ? "The comment does not say which rule it disables. Name one."
                : $"There is no rule \"{rule}\" to disable.{Wording.DidYouMean(RuleSet.NearIds(rule), " The rules are listed in docs/rules.")}";
            yield return new Diagnostic(UnknownRule, SeverityOf(UnknownRule, Severity.Warning), span, message);
        }

        foreach (var acceptance in _acceptances)
        {
            if (acceptance.IsUsed || !acceptance.IsJudged || SeverityOf(acceptance.Rule, Severity.Error) == Severity.Off)
            {
                continue;
            }

            var rule = RuleSet.All.FirstOrDefault(rule => rule.Id == acceptance.Rule);
            if (rule is not null && (!rule.NeedsOrg || catalogue is { KnowsAllFlows: true, KnowsAllQueues: true }))
            {
                var where = acceptance.Line > 0 ? "on the next line" : acceptance.Element.Length > 0 ? $"at \"{acceptance.Element}\"" : "in this flow";
                yield return new Diagnostic(UnusedSuppression, SeverityOf(UnusedSuppression, Severity.Info), acceptance.Span, $"\"{acceptance.Rule}\" finds nothing {where}, so its suppression does nothing. Remove it.");
            }
        }
    }

    private Severity SeverityOf(string rule, Severity otherwise) => _config.Severities.GetValueOrDefault(rule, otherwise);

    /// <summary>Reads <c># patchbay-disable RULE, RULE -- why</c>.</summary>
    private void ReadComment(TextSpan span)
    {
        var source = _flow.Tree.Source;
        var text = source.GetText(span).TrimStart('#').Trim();
        var words = text.Split("--", 2)[0].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words is not [ForFile or ForNextLine, ..])
        {
            return;
        }

        var line = words[0] == ForNextLine ? source.GetPosition(span.Start).Line + 1 : 0;
        if (words.Length == 1)
        {
            _unknown.Add(("", span));
        }

        foreach (var rule in words.Skip(1))
        {
            if (RuleSet.All.Any(known => known.Id == rule))
            {
                _acceptances.Add(new Acceptance(rule, span) { Line = line, IsJudged = true });
            }
            else
            {
                _unknown.Add((rule, span));
            }
        }
    }

    /// <summary>One accepted kind of finding.</summary>
    private sealed class Acceptance(string rule, TextSpan span)
    {
        public string Rule { get; } = rule;

        public TextSpan Span { get; } = span;

        public string Element { get; init; } = "";

        /// <summary>The line it is for; 0 for the whole flow.</summary>
        public int Line { get; init; }

        /// <summary>Whether it is known to be meant for this flow, so that it can be called unused.</summary>
        public bool IsJudged { get; init; }

        public bool IsUsed { get; set; }
    }
}
