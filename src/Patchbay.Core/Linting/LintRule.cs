using System.Collections.Immutable;
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

    /// <summary>Whether the rule finds more when the org around the flow is known.</summary>
    /// <value>Default: <c>false</c>.</value>
    public virtual bool NeedsOrg => false;

    /// <summary>The API that the rule is about; null where it holds for flows of either.</summary>
    /// <value>Default: null.</value>
    public virtual FlowApi? OnlyFor => null;

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

    /// <summary>What callers can get to.</summary>
    internal Reachability Reached => _reached.Value;

    /// <summary>The parts into which the flow falls.</summary>
    internal ConnectedParts Parts => _parts.Value;

    /// <summary>The root of an Architect YAML file; null for a flow in any other format.</summary>
    internal ArchitectRoot? Architect => _architect.Value;

    /// <summary>Whether a way names an element that does not exist: what seems cut off may be what it means, so advice about connections waits until the name is mended.</summary>
    internal bool HasLooseWays => _hasLooseWays.Value;

    /// <summary>What the checker of expressions finds.</summary>
    internal ImmutableArray<ExpressionFindings.Found> ExpressionProblems => _expressionProblems.Value;

    private readonly Lazy<ImmutableArray<ExpressionFindings.Found>> _expressionProblems = new(() => ExpressionFindings.In(Flow));

    /// <summary>Whether an expression that cannot be read may mention a variable: what is broken is no proof that nobody reads it.</summary>
    internal bool MayBeMentioned(string variable) => _brokenNames.Value.Contains(variable);

    private readonly Lazy<HashSet<string>> _brokenNames = new(() => BrokenNames(Flow));
    private readonly Lazy<bool> _hasLooseWays = new(() => Flow.Ways.Any(way => way.From == FlowWay.Nowhere || (way.To == FlowWay.Nowhere && !way.IsRouting)));
    private readonly Lazy<ArchitectRoot?> _architect = new(() => ArchitectRoot.Of(Flow));
    private readonly Lazy<Reachability> _reached = new(() => Reachability.FromEntries(Graph));
    private readonly Lazy<ConnectedParts> _parts = new(() => ConnectedParts.Of(Graph));
    private readonly Lazy<NearNames> _ids = new(() => new NearNames(Flow.Elements.Select(element => element.Id)));

    /// <summary>The ids of elements that somebody may have meant.</summary>
    internal ImmutableArray<string> NearIds(string id) => _ids.Value.Find(id);

    /// <summary>The id of the element that holds a value; empty for the flow's own.</summary>
    internal string IdOf(int element) => element >= 0 ? Flow.Elements[element].Id : "";

    /// <summary>The characters of a text within a span, without quotes, where it stands there once; null otherwise.</summary>
    internal TextSpan? FindQuoted(TextSpan within, string text) => FindOnce(within, $"\"{text}\"", 1) ?? FindName(within, text);

    /// <summary>A span if its characters are just this name, so that they can be replaced by another; null otherwise.</summary>
    internal TextSpan? FindName(TextSpan span, string name) => Flow.Tree.Source.Text.AsSpan(span.Start, span.Length).SequenceEqual(name) ? span : null;

    /// <summary>The innermost element whose text holds a place; null when none does.</summary>
    internal FlowElement? ElementAt(TextSpan place)
    {
        // Elements stand in document order, those within one behind it; only the error handling is added at the end.
        var (low, high) = (0, Flow.Elements.Length);
        while (high > 0 && Flow.Elements[high - 1].Kind == ElementKind.ErrorHandling)
        {
            high--;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Flow.Elements[middle].Span.Start <= place.Start ? (middle + 1, high) : (low, middle);
        }

        var found = low - 1;
        while (found >= 0 && !Flow.Elements[found].Span.Contains(place))
        {
            found = Flow.Elements[found].Parent;
        }

        return found >= 0 ? Flow.Elements[found] : null;
    }

    private TextSpan? FindOnce(TextSpan within, string text, int quotes)
    {
        var characters = Flow.Tree.Source.Text.AsSpan(within.Start, within.Length);
        var found = characters.IndexOf(text, StringComparison.Ordinal);
        return found >= 0 && characters[(found + 1)..].IndexOf(text, StringComparison.Ordinal) < 0
            ? new TextSpan(within.Start + found + quotes, text.Length - (2 * quotes))
            : null;
    }

    /// <summary>The dotted words, two at a time, in expressions that cannot be read.</summary>
    private static HashSet<string> BrokenNames(Flow flow)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in flow.Values.Where(value => value.Mode == ValueMode.Expression && !value.Expression.IsWellFormed))
        {
            var words = value.Text.Split([' ', '\t', '\r', '\n', '(', ')', '[', ']', ',', '"', '\'', '=', '+', '-', '*', '/', '<', '>', '!', '&', '|'], StringSplitOptions.RemoveEmptyEntries);
            names.UnionWith(words.Select(word => string.Join('.', word.Split('.').Take(2))));
        }

        return names;
    }
}
