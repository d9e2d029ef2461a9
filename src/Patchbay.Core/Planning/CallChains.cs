using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Planning;

/// <summary>Follows ways over the calls of a change: several of them may stand at one place, one after the other.</summary>
/// <param name="flow">The flow.</param>
/// <param name="callees">The ids of all shared flows that the change calls; a chain is never longer.</param>
internal sealed class CallChains(Flow flow, HashSet<string> callees)
{
    private readonly FlowGraph _graph = FlowGraph.Of(flow);

    /// <summary>Whether an element is a call to this shared flow, or leads to one by success over calls of the change.</summary>
    /// <param name="element">The element, or one of the values of a way that leads to none.</param>
    /// <param name="flowId">The shared flow's id.</param>
    /// <param name="found">Takes the call.</param>
    public bool LeadsToCall(int element, string flowId, HashSet<int> found)
    {
        for (var left = callees.Count; element >= 0 && left > 0; left--)
        {
            if (IsCallTo(element, flowId))
            {
                found.Add(element);
                return true;
            }

            if (!IsCallOfTheChange(element))
            {
                return false;
            }

            element = Next(element);
        }

        return false;
    }

    /// <summary>Whether all of these ways, of which there is at least one, come from calls to this shared flow, be it over calls of the change.</summary>
    /// <param name="ways">Indices of ways.</param>
    /// <param name="flowId">The shared flow's id.</param>
    /// <param name="found">Takes the calls.</param>
    public bool AllComeFromCall(IEnumerable<int> ways, string flowId, HashSet<int> found) => AllComeFromCall(ways, flowId, found, callees.Count);

    /// <summary>Whether an element is a call of the change that leads by success to another element, be it over more such calls.</summary>
    /// <param name="id">The element's id.</param>
    /// <param name="target">The id of the element that may come after it.</param>
    public bool LeadsTo(string id, string target)
    {
        var element = IndexOf(id);
        for (var left = callees.Count; element >= 0 && left > 0 && IsCallOfTheChange(element); left--)
        {
            element = Next(element);
            if (element >= 0 && flow.Elements[element].Id == target)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The way of a kind out of an element; the one that is always taken counts as success.</summary>
    /// <param name="element">The element.</param>
    /// <param name="kind">The kind.</param>
    public FlowWay? WayOf(int element, WayKind kind)
    {
        foreach (var index in _graph.Out(element))
        {
            var way = flow.Ways[index];
            if (way.Kind == kind || (kind == WayKind.Success && way.Kind == WayKind.Always))
            {
                return way;
            }
        }

        return null;
    }

    private bool AllComeFromCall(IEnumerable<int> ways, string flowId, HashSet<int> found, int left)
    {
        var any = false;
        foreach (var way in ways)
        {
            any = true;
            var from = flow.Ways[way].From;
            if (from >= 0 && IsCallTo(from, flowId))
            {
                found.Add(from);
            }
            else if (from < 0 || left <= 1 || !IsCallOfTheChange(from) || !AllComeFromCall(_graph.In(from).ToArray(), flowId, found, left - 1))
            {
                return false;
            }
        }

        return any;
    }

    private int Next(int element) => WayOf(element, WayKind.Success)?.To ?? FlowWay.Leaves;

    private bool IsCallTo(int element, string flowId) => flow.Elements[element].Call?.FlowId == flowId;

    private bool IsCallOfTheChange(int element) => flow.Elements[element].Call is { } call && callees.Contains(call.FlowId);

    private int IndexOf(string id)
    {
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            if (flow.Elements[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
