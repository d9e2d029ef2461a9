using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>One kind of fault that flows can have. A rule is a pure function of a flow and what is known of its org; severity, configuration and suppression belong to <see cref="Linter"/>.</summary>
public abstract class LintRule
{
    /// <summary>The rule's id in kebab-case, named for the problem; also the name of its page under <c>docs/rules</c>.</summary>
    public abstract string Id { get; }

    /// <summary>How bad the fault is unless configured otherwise.</summary>
    public abstract Severity DefaultSeverity { get; }

    /// <summary>One line that says what the rule finds, without a full stop.</summary>
    public abstract string Summary { get; }

    /// <summary>Finds the faults in one flow, in linear time.</summary>
    /// <param name="context">The flow and its surroundings.</param>
    public abstract IEnumerable<Finding> Check(LintContext context);
}

/// <summary>A fault, before severity is settled.</summary>
/// <param name="Span">The characters at fault.</param>
/// <param name="Message">Full sentences: the thing in quotes, what is wrong, the way out.</param>
/// <param name="Moment">When the service objects.</param>
public sealed record Finding(TextSpan Span, string Message, Moment Moment = Moment.Advice)
{
    /// <summary>The element at fault, where there is one; empty otherwise.</summary>
    public string Element { get; init; } = "";

    /// <summary>A severity other than the rule's default, for a weaker form of the fault.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Other places that belong to it.</summary>
    public IReadOnlyList<RelatedPlace> Related { get; init; } = [];

    /// <summary>Edits that would mend it.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];
}

/// <summary>What a rule may look at.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="Catalogue">The org around it, as far as known.</param>
public sealed record LintContext(Flow Flow, FlowGraph Graph, OrgCatalogue Catalogue)
{
    /// <summary>The id under which the org knows the flow; null where it has none yet.</summary>
    public string? FlowId { get; init; } = Flow.Id;
}
