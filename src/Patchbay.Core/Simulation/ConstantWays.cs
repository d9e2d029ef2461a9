using System.Globalization;
using System.Runtime.CompilerServices;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Simulation;

/// <summary>The paths that nobody, or everybody, takes, because a condition always comes out the same.</summary>
internal sealed class ConstantWays
{
    private static readonly ConditionalWeakTable<FlowGraph, ConstantWays> Known = [];
    private readonly Dictionary<int, List<ConstantCondition>> _conditions = [];

    private ConstantWays(Flow flow)
    {
        foreach (var condition in ConstantConditions.Of(flow))
        {
            if (!_conditions.TryGetValue(condition.Value.Element, out var asked))
            {
                _conditions.Add(condition.Value.Element, asked = []);
            }

            asked.Add(condition);
        }
    }

    /// <summary>The constant conditions of a flow; found once for each graph.</summary>
    /// <param name="graph">The flow.</param>
    public static ConstantWays Of(FlowGraph graph) => Known.GetValue(graph, graph => new ConstantWays(graph.Flow));

    /// <summary>Leaves only the ways that a caller could take.</summary>
    /// <param name="element">Index of the element that they leave.</param>
    /// <param name="ways">The ways; changed.</param>
    public void Keep(int element, List<FlowWay> ways)
    {
        foreach (var (_, path, outcome) in _conditions.GetValueOrDefault(element) ?? [])
        {
            if (outcome)
            {
                // Of a switch the first case that holds is taken: one before may, one behind never is.
                ways.RemoveAll(way => way.Label != path && !(NumberOf(way.Label) < NumberOf(path)));
                return;
            }

            ways.RemoveAll(way => way.Label == path);
        }
    }

    /// <summary>The number of a case; null for another path.</summary>
    private static int? NumberOf(string label) =>
        label.StartsWith("case ", StringComparison.Ordinal) && int.TryParse(label.AsSpan("case ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
