using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Actions that no caller gets to in a task that callers do get to: they stand behind an action that never goes on.</summary>
/// <remarks>They never run, though somebody wrote them. Move them before the action that ends the way, or delete them. In message, e-mail and chat flows nothing follows a transfer, not even a failed one. Of actions that stand in a row the first alone is named.</remarks>
internal sealed class UnreachableActionRule : ArchitectRule
{
    public override string Id => "unreachable-action";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "An action stands behind one that never goes on";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (context.Graph.Entries.IsEmpty || context.HasLooseWays)
        {
            yield break;
        }

        var lists = new Dictionary<(int Parent, string Path), List<int>>();
        for (var node = 0; node < flow.Elements.Length; node++)
        {
            if (flow.Elements[node] is { Kind: ElementKind.Action } element)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(lists, (element.Parent, element.ParentPath), out _) ??= [];
                lists[(element.Parent, element.ParentPath)].Add(node);
            }
        }

        foreach (var list in lists.Values)
        {
            var first = list.FindIndex(node => !context.Reached[node]);
            if (first > 0)
            {
                yield return Describe(context, [.. list.Skip(first)], list[first - 1]);
            }
        }
    }

    private static Finding Describe(LintContext context, ImmutableArray<int> unreached, int previous)
    {
        var flow = context.Flow;
        var (first, last) = (flow.Elements[unreached[0]], flow.Elements[previous]);
        var also = unreached.Length switch { 1 => "", 2 => ", nor does the action after it", var count => $", nor do the {count - 1} actions after it" };
        var cuts = unreached.Select(node => YamlItems.Cut(flow.Tree, flow.Elements[node].Span)).ToList();
        return new Finding(first.IdSpan, $"\"{Wording.Label(first)}\" never runs{also}: \"{Wording.Label(last)}\" {Reason(last)}. Move it, or delete it.")
        {
            Element = first.Id,
            Related = [new RelatedPlace(last.IdSpan, "Nothing comes after this.")],
            Fixes = cuts.TrueForAll(cut => cut is not null) ? [new Fix($"Delete \"{Wording.Label(first)}\"{(unreached.Length > 1 ? " and what comes after it" : "")}", FixSafety.Safe, [.. cuts.OfType<TextSpan>().Select(cut => new TextEdit(cut, ""))])] : [],
        };
    }

    private static string Reason(FlowElement previous) =>
        previous.Type == "transferToAcd" ? "before it hands the conversation on, even when that fails"
        : ActionKinds.Find(previous.Type) is { Then: Continuation.Never } ? "before it never goes on"
        : "before it leaves on every path";
}
