using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing;

/// <summary>What differs between two flows, as people and scripts need it: what callers can notice and what editors wrote, never layout, key order, comments or the spelling of numbers.</summary>
/// <remarks>The comparison is a value; the lines, the JSON and the unified text are views of it. Which order counts: that of a menu's options and of lists inside an element, since callers hear them in their order. Elsewhere position means nothing.</remarks>
/// <param name="Differences">The differences: of the flow first, then element by element as the flow after has them, then the elements that are gone.</param>
public sealed record FlowDiff(ImmutableArray<FlowDifference> Differences)
{
    /// <summary>Whether the flows mean the same.</summary>
    public bool IsEmpty => Differences.IsEmpty;

    /// <summary>One line for each difference.</summary>
    public IEnumerable<string> Lines => Differences.Select(difference => difference.Text);

    /// <summary>Compares two flows.</summary>
    /// <param name="before">The flow as it was; null when it is new.</param>
    /// <param name="after">The flow as it is; null when it is gone.</param>
    /// <param name="catalogue">The org around them, for the names of queues and shared flows; null when unknown.</param>
    public static FlowDiff Compare(Flow? before, Flow? after, OrgCatalogue? catalogue = null) => (before, after) switch
    {
        (null, null) => new FlowDiff([]),
        (null, { } created) => new FlowDiff([Whole(DifferenceKind.Added, created) with { AfterSpan = created.NameSpan }]),
        ({ } deleted, null) => new FlowDiff([Whole(DifferenceKind.Removed, deleted) with { BeforeSpan = deleted.NameSpan }]),
        ({ } l, { } r) => new FlowDiff(new FlowComparer(new FlowSide(l), new FlowSide(r), catalogue ?? OrgCatalogue.Unknown).Compare()),
    };

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
