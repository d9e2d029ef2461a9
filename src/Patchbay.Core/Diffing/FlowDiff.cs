using System.Collections.Immutable;
using Patchbay.Core.Diffing.Architect;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing;

/// <summary>What differs between two flows, as people and scripts need it: what callers can notice and what editors wrote, never layout, key order, comments or the spelling of numbers.</summary>
/// <remarks>The comparison is a value; the lines, the JSON and the unified text are views of it. Which order counts: that of a menu's options and of lists inside an element, since callers hear them in their order. Elsewhere position means nothing.</remarks>
/// <param name="Differences">The differences. Of flows of the definitions API: of the flow first, then element by element as the flow after has them, then the elements that are gone. Of Architect flows: group by group, and in each of the flow first, then container by container.</param>
public sealed record FlowDiff(ImmutableArray<FlowDifference> Differences)
{
    /// <summary>Whether the flows mean the same.</summary>
    public bool IsEmpty => Differences.IsEmpty;

    /// <summary>One line for each difference.</summary>
    public IEnumerable<string> Lines => Differences.Select(difference => difference.Text);

    /// <summary>The flow as it was; null when it is new.</summary>
    internal Flow? Before { get; private init; }

    /// <summary>The flow as it is; null when it is gone.</summary>
    internal Flow? After { get; private init; }

    /// <summary>The comparison without the differences of some groups.</summary>
    /// <param name="groups">The groups that do not count.</param>
    public FlowDiff Without(params IReadOnlyCollection<DifferenceGroup> groups) => groups.Count == 0 ? this : this with { Differences = [.. Differences.Where(difference => !groups.Contains(difference.Group))] };

    /// <summary>The comparison as JSON that ends in a line break: an object with <c>differences</c>, each with <c>group</c>, <c>kind</c>, <c>subject</c>, <c>text</c>, and where they are known <c>element</c>, <c>path</c>, <c>before</c>, <c>after</c> and the positions <c>beforeAt</c> and <c>afterAt</c>.</summary>
    public string ToJson() => FlowDiffJson.Write(this);

    /// <summary>The comparison as unified text. Both definitions are laid out alike and what may stand in any order is put in the order of the flow after, so that only real differences show; empty when the flows mean the same.</summary>
    /// <param name="beforeName">What the first line calls the flow before.</param>
    /// <param name="afterName">What the second line calls the flow after.</param>
    /// <param name="context">How many equal lines are shown around a difference.</param>
    public string ToUnified(string beforeName, string afterName, int context = 3) => IsEmpty ? "" : UnifiedText.Write(this, beforeName, afterName, context);

    /// <summary>Compares two flows.</summary>
    /// <param name="before">The flow as it was; null when it is new.</param>
    /// <param name="after">The flow as it is; null when it is gone.</param>
    /// <param name="catalogue">The org around them, for the names of queues and shared flows; null when unknown.</param>
    public static FlowDiff Compare(Flow? before, Flow? after, OrgCatalogue? catalogue = null)
    {
        ImmutableArray<FlowDifference> differences = (before, after) switch
        {
            (null, null) => [],
            (null, { } created) => [Whole(DifferenceKind.Added, created) with { AfterSpan = created.NameSpan }],
            ({ } deleted, null) => [Whole(DifferenceKind.Removed, deleted) with { BeforeSpan = deleted.NameSpan }],
            ({ Api: FlowApi.Platform } l, { Api: FlowApi.Platform } r) => ArchitectComparer.Compare(l, r),
            ({ } l, { } r) => new FlowComparer(new FlowSide(l), new FlowSide(r), catalogue ?? OrgCatalogue.Unknown).Compare(),
        };
        return new FlowDiff(differences) { Before = before, After = after };
    }

    private static FlowDifference Whole(DifferenceKind kind, Flow flow)
    {
        var size = flow.Elements.Length == 1 ? "1 element" : $"{flow.Elements.Length} elements";
        var text = $"Flow \"{flow.Name}\"{(flow.Type.Length == 0 ? "" : $" ({flow.Type})")} {(kind == DifferenceKind.Added ? "is new" : "is gone")}: {size}";
        return new FlowDifference(kind, DifferenceSubject.Flow, text)
        {
            Before = kind == DifferenceKind.Added ? null : flow.Name,
            After = kind == DifferenceKind.Added ? flow.Name : null,
        };
    }
}
