using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Formats;

/// <summary>A place for one call: which ways lead to it afterwards, and what comes after it.</summary>
/// <param name="Target">The element that comes after it, or <see cref="FlowWay.Leaves"/>.</param>
/// <param name="Position">Before which element the call is written.</param>
internal sealed record Spot(int Target, int Position)
{
    /// <summary>The ways that lead to the call afterwards.</summary>
    public ImmutableArray<int> Ways { get; init; } = [];

    /// <summary>The ways that leave from the call afterwards, where the start had several.</summary>
    public ImmutableArray<int> Moved { get; init; } = [];

    /// <summary>Whether the call becomes the entry.</summary>
    public bool TakesEntry { get; init; }

    /// <summary>Whether a call at this place is the <see cref="Target"/> itself, or leads on to it, whatever kind of place it is.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>The element, or <see cref="FlowWay.FromStart"/>, that gets a new way to the call; null when none does.</summary>
    public int? NewWayFrom { get; init; }
}

/// <summary>What the places of a flow are, or why there is none.</summary>
/// <param name="Spots">One for each call to insert; empty when there is no place.</param>
/// <param name="Reason">A full sentence; empty when there is a place.</param>
internal readonly record struct FoundPlaces(ImmutableArray<Spot> Spots, string Reason);

/// <summary>Turns a place that a user names into the ways of a flow that it stands on.</summary>
internal sealed class PlaceFinder(Flow flow, DefinitionFormat format, bool successIsGiven)
{
    private readonly FlowGraph _graph = FlowGraph.Of(flow);
    private readonly ElementNames _names = new(flow);

    /// <summary>Finds a place.</summary>
    public FoundPlaces Find(Place place)
    {
        if (flow.Elements.IsEmpty)
        {
            return Refused("The flow has no elements, so there is no place for a call.");
        }

        return place.Kind switch
        {
            PlaceKind.Start => FindStart(),
            PlaceKind.End => FindEnd(),
            PlaceKind.Before when format.StartsOutside && format.EndId == place.Element => FindEnd(),
            _ => FindAt(place),
        };
    }

    private FoundPlaces FindAt(Place place) =>
        place is { Kind: PlaceKind.Choice, Element.Length: 0 } ? Refused("Say which menu has the choice: {choice: KEY, menu: ELEMENT}.") :
        !_names.TryFind(place.Element, out var element, out var reason) ? Refused(reason)
        : place.Kind == PlaceKind.Before ? FindBefore(element)
        : FindAfter(element, place.Way);

    private static FoundPlaces Refused(string reason) => new([], reason);

    private static FoundPlaces At(Spot spot) => new([spot], "");

    private FoundPlaces FindStart()
    {
        if (format.StartsOutside)
        {
            return FindAfterStart(FlowWay.FromStart, [.. Enumerable.Range(0, flow.Ways.Length).Where(way => flow.Ways[way].From == FlowWay.FromStart)]);
        }

        if (flow.Entry < 0)
        {
            var start = flow.Ways.FirstOrDefault(way => way.From == FlowWay.FromStart);
            return Refused($"The flow starts at \"{start.Target}\", which does not exist, so there is no place before its entry.");
        }

        if (format.IsStartMarker(flow.Elements[flow.Entry]))
        {
            return FindAfterStart(flow.Entry, [.. _graph.Out(flow.Entry)]);
        }

        return flow.Elements[flow.Entry].Id.Length == 0
            ? Refused("The first element has no id, so a call cannot lead to it; give it one first.")
            : At(new Spot(flow.Entry, flow.Entry) { TakesEntry = true });
    }

    /// <summary>The place between a start that only marks where callers come in, and what it leads to.</summary>
    private FoundPlaces FindAfterStart(int start, ImmutableArray<int> outs)
    {
        var ways = outs.Where(way => flow.Ways[way].Kind != WayKind.Error).ToImmutableArray();
        if (ways.IsEmpty)
        {
            return start == FlowWay.FromStart
                ? Refused("No edge leaves \"start\", so the flow has no entry.")
                : At(new Spot(FlowWay.Leaves, start + 1) { NewWayFrom = start });
        }

        var targets = ways.Select(way => flow.Ways[way].To).ToList();
        if (targets.Contains(FlowWay.Nowhere) && !successIsGiven)
        {
            var missing = flow.Ways[ways[targets.IndexOf(FlowWay.Nowhere)]].Target;
            return Refused($"The flow starts at \"{missing}\", which does not exist; mend that first.");
        }

        var position = start >= 0 ? start + 1 : targets[0] >= 0 ? targets[0] : flow.Elements.Length;
        var spot = new Spot(targets[0], position);
        return At(ways.Length == 1 || successIsGiven ? spot with { Ways = ways } : spot with { Moved = ways, NewWayFrom = start });
    }

    private FoundPlaces FindBefore(int element)
    {
        var name = flow.Elements[element].DisplayName;
        if (format.IsStartMarker(flow.Elements[element]))
        {
            return Refused($"Nothing can come before \"{name}\", where the flow starts; use the place start.");
        }

        var spot = new Spot(element, element) { Ways = [.. _graph.In(element)], TakesEntry = flow.Entry == element };
        return spot.Ways.IsEmpty && !spot.TakesEntry
            ? Refused($"No way leads to \"{name}\", so a call before it would never be made.")
            : At(spot);
    }

    private FoundPlaces FindAfter(int element, string wayName)
    {
        var name = flow.Elements[element].DisplayName;
        var outs = _graph.Out(element).ToArray();
        var candidates = wayName.Length > 0 ? Named(outs, wayName) : SuccessWays(outs);
        if (candidates.Count != 1)
        {
            return candidates.Count == 0 && wayName.Length == 0 && CanGainWay(element, outs)
                ? At(new Spot(FlowWay.Leaves, element + 1) { NewWayFrom = element })
                : Refused(WhyNoWay(name, wayName, outs, candidates));
        }

        var way = flow.Ways[candidates[0]];
        if (!successIsGiven && (way.To == FlowWay.Nowhere || way.IsRouting))
        {
            return Refused(way.IsRouting
                ? $"The way \"{way.Label}\" of \"{name}\" routes callers to \"{way.Target}\", and a call cannot route them on; say where success goes."
                : $"The way of \"{name}\" leads to \"{way.Target}\", which does not exist; mend that first, or say where success goes.");
        }

        return way is { IsRouting: true, Target: "" }
            ? Refused($"The way \"{way.Label}\" of \"{name}\" has no target; mend that first.")
            : At(new Spot(way.To, element + 1) { Ways = [candidates[0]] });
    }

    private FoundPlaces FindEnd()
    {
        if (format.StartsOutside)
        {
            var toEnd = Enumerable.Range(0, flow.Ways.Length).Where(way => flow.Ways[way] is { To: FlowWay.Leaves, From: >= FlowWay.FromStart }).ToImmutableArray();
            return toEnd.IsEmpty
                ? Refused("No edge leads to \"end\", so the flow has no end.")
                : At(new Spot(FlowWay.Leaves, flow.Elements.Length) { Ways = toEnd });
        }

        var spots = ImmutableArray.CreateBuilder<Spot>();
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            var element = flow.Elements[i];
            var isEntry = flow.Entry == i;
            if (!format.IsFinal(element, flow, _graph.Out(i)) || (_graph.In(i).IsEmpty && !isEntry))
            {
                continue;
            }

            if (element.Id.Length == 0)
            {
                return Refused("A final element has no id, so a call cannot lead to it; give it one first.");
            }

            spots.Add(format.IsStartMarker(element)
                ? new Spot(FlowWay.Leaves, i + 1) { NewWayFrom = i }
                : new Spot(i, i) { Ways = [.. _graph.In(i)], TakesEntry = isEntry });
        }

        return spots.Count == 0
            ? Refused("The flow has no final element that a way leads to, so there is no place at its end.")
            : new FoundPlaces(spots.DrainToImmutable(), "");
    }

    /// <summary>The ways that a caller goes on by when all is well: the success way where there is one, or else every way but the error way.</summary>
    private List<int> SuccessWays(int[] outs)
    {
        var success = outs.Where(way => flow.Ways[way].Kind is WayKind.Success or WayKind.Always).ToList();
        return success.Count > 0 ? success : [.. outs.Where(way => flow.Ways[way].Kind == WayKind.Choice)];
    }

    private List<int> Named(int[] outs, string name)
    {
        var exact = outs.Where(way => flow.Ways[way].Label == name && name.Length > 0).ToList();
        return exact.Count > 0 ? exact : [.. outs.Where(way => string.Equals(NameOf(flow.Ways[way]), name, StringComparison.OrdinalIgnoreCase))];
    }

    private static string NameOf(FlowWay way) => way.Kind switch
    {
        WayKind.Always => "next",
        WayKind.Success => "success",
        WayKind.Error => "error",
        _ => way.Label,
    };

    private bool CanGainWay(int element, int[] outs) =>
        format.MayEndAnywhere
        && flow.Elements[element] is { Role: not ElementRole.Final, Node: Syntax.MappingNode }
        && Array.TrueForAll(outs, way => flow.Ways[way].Kind == WayKind.Error);

    private string WhyNoWay(string name, string wayName, int[] outs, List<int> candidates)
    {
        if (outs.Length == 0)
        {
            return $"No way leads on from \"{name}\", so nothing can come after it.";
        }

        var ways = ElementNames.Listed(outs.Select(way => NameOf(flow.Ways[way])));
        return candidates.Count == 0 && wayName.Length > 0 ? $"\"{name}\" has no way \"{wayName}\"; its ways are {ways}."
            : candidates.Count == 0 ? $"\"{name}\" has no way for success; its ways are {ways}: name the one that is meant."
            : wayName.Length > 0 ? $"\"{name}\" has {candidates.Count} ways called \"{wayName}\", so the place is not clear."
            : $"\"{name}\" has several ways on; name the one that is meant: {ways}.";
    }
}
