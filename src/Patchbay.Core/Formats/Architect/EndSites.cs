using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds the places before the ends of a flow: before every action or choice that ends it or hands the caller on, and where a list that nobody comes back from runs out.</summary>
/// <remarks>What is only reached when a transfer has failed comes after a place already, and so is none itself.</remarks>
/// <param name="parts">The nodes behind the elements.</param>
/// <param name="graph">The ways.</param>
/// <param name="sites">Finds places in lists.</param>
internal sealed class EndSites(FlowParts parts, FlowGraph graph, CallSites sites)
{
    private readonly Flow _flow = parts.Flow;
    private readonly HashSet<int> _called = [.. parts.Flow.Ways.Where(way => way.Kind == WayKind.Call && way.To >= 0).Select(way => way.To)];

    public FoundSites Find()
    {
        var found = ImmutableArray.CreateBuilder<CallSite>();
        var openEnds = new HashSet<int>();
        foreach (var element in ReachedFinals(openEnds))
        {
            var site = SiteBefore(element);
            if (site.Reason.Length > 0)
            {
                return site;
            }

            found.AddRange(site.Sites);
        }

        foreach (var holder in openEnds.Order())
        {
            if (BackOf(holder) is { } site)
            {
                found.Add(site);
            }
        }

        return found.Count == 0
            ? FoundSites.Refused(ListsRepeat() ? "The flow starts over while the caller waits, so it has no end. Put the call at start, or before an action." : "The flow has no final action that a way leads to, so there is no place at its end.")
            : new FoundSites(found.DrainToImmutable(), "");
    }

    /// <summary>The finals that a caller meets before any other, in document order; holders whose list runs out before one are noted.</summary>
    private IEnumerable<int> ReachedFinals(HashSet<int> openEnds)
    {
        var finals = new SortedSet<int>();
        var seen = new HashSet<int>();
        var open = new Stack<int>(graph.Entries.Where(entry => _flow.Elements[entry].Kind != ElementKind.ErrorHandling));
        while (open.TryPop(out var element))
        {
            if (!seen.Add(element))
            {
                continue;
            }

            if (IsFinal(element))
            {
                finals.Add(element);
                continue;
            }

            foreach (var index in graph.Out(element))
            {
                var way = _flow.Ways[index];
                if (way.To >= 0)
                {
                    open.Push(way.To);
                }
                else if (way.To == FlowWay.Leaves && sites.HolderOf(element) is >= 0 and var holder && !_called.Contains(holder) && IsRunningOut(element))
                {
                    openEnds.Add(holder);
                }
            }
        }

        return finals;
    }

    private bool IsRunningOut(int element) => _flow.Elements[element].Kind is ElementKind.Action or ElementKind.Task or ElementKind.State or ElementKind.Bot || _flow.Elements[element].Type == "menuTask";

    private bool IsFinal(int element)
    {
        var part = _flow.Elements[element];
        if (part.Type is "loopNext" or "loopExit" || (part.Type == "endTask" && _called.Contains(sites.HolderOf(element))))
        {
            return false;
        }

        var leaves = false;
        foreach (var way in graph.Out(element))
        {
            leaves |= _flow.Ways[way].To == FlowWay.Leaves;
        }

        return part.Kind switch
        {
            ElementKind.Choice => leaves && part.Type != "menuTask",
            ElementKind.Action => leaves && ActionKinds.Find(part.Type) is { Category: ActionCategory.End or ActionCategory.Transfer },
            _ => false,
        };
    }

    private FoundSites SiteBefore(int element)
    {
        var part = _flow.Elements[element];
        if (part.Kind == ElementKind.Choice)
        {
            return new ChoiceSites(parts, sites).At(element);
        }

        return parts.ItemOf(element) is { } item
            ? FoundSites.At(sites.InList(item.List, item.Index, sites.HolderOf(element)) with { Spot = new Spot(element, element) { Ways = [.. graph.In(element)] }, Name = part.DisplayName })
            : FoundSites.Refused($"\"{part.DisplayName}\" is no item of a list of actions; mend that first.");
    }

    /// <summary>The place behind the last action of a container.</summary>
    private CallSite? BackOf(int holder)
    {
        var element = _flow.Elements[holder];
        var body = element.Kind == ElementKind.Choice ? (element.Node as MappingNode)?["task"] : element.Node;
        if ((body as SequenceNode ?? (body as MappingNode)?["actions"]) is not SequenceNode { Items.IsEmpty: false } list)
        {
            return null;
        }

        var last = parts.ElementAt(list, list.Items.Length - 1);
        return sites.InList(list, list.Items.Length, holder) with
        {
            Spot = new Spot(last, list.Items.Length) { IsFollowed = true },
            Notes = [new EditNote("where", $"behind the last action of \"{element.DisplayName}\", whose actions run out there")],
            Name = element.DisplayName,
        };
    }

    private bool ListsRepeat() => _flow.Ways.Any(way => way.Kind == WayKind.Repeat);
}
