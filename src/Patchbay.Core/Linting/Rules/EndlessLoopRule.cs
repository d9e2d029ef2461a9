using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Actions that lead back to each other with no way out and nothing that takes time.</summary>
/// <remarks>A caller who gets there never gets out: the flow runs its 10,000 actions in a moment and fails. Leave the circle on a condition, or wait in it. A circle that plays something or waits for the caller is left alone, and so is what an in-queue flow repeats.</remarks>
internal sealed class EndlessLoopRule : ArchitectRule
{
    public override string Id => "endless-loop";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Actions lead back to each other with no way out";

    private const int Shown = 6;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        foreach (var loop in Loops.Find(context.Graph))
        {
            var members = loop.Elements.ToHashSet();
            if (!context.Reached[loop.Elements[0]] || loop.Elements.Any(node => TakesTime(flow.Elements[node]) || HasWayOut(context.Graph, flow, node, members)))
            {
                continue;
            }

            var first = flow.Elements[flow.Ways[loop.Witness[0]].From];
            var names = loop.Witness.Select(way => $"\"{Wording.Label(flow.Elements[flow.Ways[way].From])}\"").ToList();
            var circle = names.Count <= Shown ? names : [.. names.Take(Shown), $"{names.Count - Shown} more"];
            yield return new Finding(flow.Ways[loop.Witness[^1]].Span, $"{string.Join(" -> ", circle)} -> {names[0]} goes round for ever: nothing in it waits, and no way leads out. Leave it on a condition.")
            {
                Element = first.Id,
                Related = [.. loop.Witness.Take(Shown).Select(way => new RelatedPlace(flow.Elements[flow.Ways[way].From].IdSpan, "A step of the circle."))],
            };
        }
    }

    private static bool TakesTime(FlowElement element) =>
        element.Role == ElementRole.Waits || element.IsUnknown || element.Kind == ElementKind.Menu || element.Type is "wait" or "ref"
        || ActionKinds.Find(element.Type) is { Category: ActionCategory.Audio or ActionCategory.Flow or ActionCategory.Input };

    private static bool HasWayOut(FlowGraph graph, Flow flow, int node, HashSet<int> members)
    {
        foreach (var way in graph.Out(node))
        {
            if (!members.Contains(flow.Ways[way].To))
            {
                return true;
            }
        }

        return false;
    }
}
