using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An element that no caller gets to, though it hangs together with elements that callers do get to.</summary>
/// <remarks>What it says is never heard, and was meant to be. Lead a way to it, or delete it. Of elements that only unreachable ones lead to, the first alone is named. The fix deletes the unreachable elements that hang together; it is safe where nothing else in the text mentions their ids, as then no caller can tell.</remarks>
internal sealed class UnreachableElementRule : LintRule
{
    public override string Id => "unreachable-element";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "No way leads a caller to an element";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var (flow, graph) = (context.Flow, context.Graph);
        if (graph.Entries.IsEmpty || context.HasLooseWays || context.Reached.Count == graph.Count)
        {
            yield break;
        }

        var heads = Heads(context);
        var firstOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var node = 0; node < graph.Count; node++)
        {
            firstOf.TryAdd(flow.Elements[node].Id, node);
        }

        var groups = ConnectedParts.Of(graph, node => context.Reached[node]);
        var deletion = new ElementDeletion(context, node => !context.Reached[node]);
        var hasFix = new HashSet<int>();
        foreach (var (node, others) in heads)
        {
            // A trigger without an edge in is refused as unconnected; an element without an id of its own cannot be led to before it has one.
            var element = flow.Elements[node];
            if ((flow.FormatId == ServiceMoments.TriggerGraph && graph.In(node).IsEmpty) || element.Id.Length == 0 || firstOf[element.Id] != node)
            {
                continue;
            }

            var also = others switch { 0 => "", 1 => " or to the one after it", _ => $" or to the {others} after it" };
            yield return new Finding(element.IdSpan, $"No way leads to {Wording.NameWithin(element)}{also}, so no caller gets there. Lead one to it, or delete it.")
            {
                Element = element.Id,
                Fixes = hasFix.Add(groups[node]) && deletion.Of(groups.Parts[groups[node]]) is { } fix ? [fix] : [],
            };
        }
    }

    /// <summary>The unreached elements to name: first those that nothing leads to, then one for each circle that is left, with the number of others that it accounts for.</summary>
    private static List<(int Node, int Others)> Heads(LintContext context)
    {
        var graph = context.Graph;
        var accounted = new bool[graph.Count];
        for (var node = 0; node < graph.Count; node++)
        {
            accounted[node] = context.Reached[node] || DisconnectedPartsRule.Covers(context, node);
        }

        var heads = new List<(int Node, int Others)>();
        var queue = new Queue<int>();
        foreach (var ledToByNone in (bool[])[true, false])
        {
            for (var node = 0; node < graph.Count; node++)
            {
                if (!accounted[node] && (!ledToByNone || IsLedToByNone(graph, node)))
                {
                    heads.Add((node, Account(graph, node, accounted, queue)));
                }
            }
        }

        heads.Sort();
        return heads;
    }

    private static bool IsLedToByNone(FlowGraph graph, int node)
    {
        foreach (var source in graph.Sources(node))
        {
            if (source >= 0 && source != node)
            {
                return false;
            }
        }

        return true;
    }

    private static int Account(FlowGraph graph, int head, bool[] accounted, Queue<int> queue)
    {
        var others = 0;
        accounted[head] = true;
        queue.Enqueue(head);
        while (queue.TryDequeue(out var node))
        {
            foreach (var target in graph.Targets(node))
            {
                if (target >= 0 && !accounted[target])
                {
                    accounted[target] = true;
                    others++;
                    queue.Enqueue(target);
                }
            }
        }

        return others;
    }
}
