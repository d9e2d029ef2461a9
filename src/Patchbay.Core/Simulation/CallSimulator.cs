using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Simulation;

/// <summary>Walks flows as callers do. Pure: the same flows and the same seed give the same walk. Conditions are not evaluated; every way that a caller could take is taken by chance, error ways seldom.</summary>
public static class CallSimulator
{
    /// <summary>How deep shared flows may call each other before a walk gives up.</summary>
    public const int MaxDepth = 50;

    /// <summary>One in so many elements with an error way fails.</summary>
    private const int ErrorOdds = 20;

    /// <summary>Walks one caller through a flow.</summary>
    /// <param name="flow">The flow that the caller reaches first.</param>
    /// <param name="resolve">The flow that an id names, for calls and for routing; null where there is none. A call to none takes the error way.</param>
    /// <param name="seed">Where the chances start from.</param>
    /// <param name="maxSteps">How many elements the caller meets at most, over all flows.</param>
    public static CallWalk Walk(FlowGraph flow, Func<string, FlowGraph?> resolve, int seed, int maxSteps = 1000)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(resolve);
        return new Caller(resolve, seed, maxSteps).Walk(flow);
    }

    private sealed class Caller(Func<string, FlowGraph?> resolve, int seed, int maxSteps)
    {
        // Chances need to be repeatable, not secret.
        private readonly Random _chance = new(seed);
        private readonly ImmutableArray<ElementVisit>.Builder _visits = ImmutableArray.CreateBuilder<ElementVisit>();
        private readonly ImmutableArray<FlowGraph>.Builder _entered = ImmutableArray.CreateBuilder<FlowGraph>();
        private readonly Stack<Place> _callers = new();

        public CallWalk Walk(FlowGraph flow)
        {
            Place? place = Enter(flow);
            if (place is null)
            {
                return End(CallEnd.Stranded);
            }

            while (_visits.Count < maxSteps && _callers.Count <= MaxDepth)
            {
                _visits.Add(new ElementVisit(place.Value.Graph, place.Value.Element));
                var (next, end) = Step(place.Value);
                if (end is not null)
                {
                    return end;
                }

                place = next;
            }

            return End(CallEnd.TooLong);
        }

        private (Place Next, CallWalk? End) Step(Place place)
        {
            var element = place.Graph.Flow.Elements[place.Element];
            if (element.Call is { } call && resolve(call.FlowId) is { } shared)
            {
                _callers.Push(place);
                return Enter(shared) is { } inside ? (inside, null) : (default, End(CallEnd.Stranded));
            }

            if (element.Role == ElementRole.Final && place.Graph.Out(place.Element).IsEmpty)
            {
                // A shared flow's own end gives the caller back; hanging up or handing on ends the call wherever it stands.
                return _callers.Count > 0 && IsReturn(element) ? Return() : (default, End(CallEnd.Finished));
            }

            return Leave(place, mayGoWell: element.Call is null);
        }

        /// <summary>Takes one of the ways out of an element.</summary>
        private (Place Next, CallWalk? End) Leave(Place place, bool mayGoWell)
        {
            List<FlowWay> good = [];
            List<FlowWay> bad = [];
            foreach (var edge in place.Graph.Out(place.Element))
            {
                var way = place.Graph.Flow.Ways[edge];
                (way.Kind == WayKind.Error ? bad : good).Add(way);
            }

            var fails = bad.Count > 0 && (good.Count == 0 || !mayGoWell || _chance.Next(ErrorOdds) == 0);
            var ways = fails ? bad : good;
            if (ways.Count == 0)
            {
                return Return();
            }

            var taken = ways[_chance.Next(ways.Count)];
            return taken.To switch
            {
                >= 0 => (place with { Element = taken.To }, null),
                FlowWay.Nowhere => (default, End(CallEnd.Stranded)),
                _ when taken.Target.Length > 0 => HandOn(taken.Target),
                _ => Return(),
            };
        }

        /// <summary>Goes on in the flow that a target names, without coming back; any other target is a queue.</summary>
        private (Place Next, CallWalk? End) HandOn(string target)
        {
            if (resolve(target) is not { } flow)
            {
                return (default, End(CallEnd.Routed) with { RoutedTo = target });
            }

            _callers.Clear();
            return Enter(flow) is { } inside ? (inside, null) : (default, End(CallEnd.Stranded));
        }

        /// <summary>Leaves a flow: back to the element that called it, on a way of success, or out of the first flow.</summary>
        private (Place Next, CallWalk? End) Return()
        {
            while (_callers.TryPop(out var caller))
            {
                List<FlowWay> ways = [];
                foreach (var edge in caller.Graph.Out(caller.Element))
                {
                    if (caller.Graph.Flow.Ways[edge] is { Kind: not WayKind.Error } way)
                    {
                        ways.Add(way);
                    }
                }

                if (ways.Count == 0)
                {
                    continue;
                }

                var taken = ways[_chance.Next(ways.Count)];
                if (taken.To >= 0)
                {
                    return (caller with { Element = taken.To }, null);
                }

                if (taken.To == FlowWay.Nowhere)
                {
                    return (default, End(CallEnd.Stranded));
                }
            }

            return (default, End(CallEnd.Finished));
        }

        private Place? Enter(FlowGraph graph)
        {
            _entered.Add(graph);
            return graph.Entries.IsEmpty ? null : new Place(graph, graph.Entries[_chance.Next(graph.Entries.Length)]);
        }

        private CallWalk End(CallEnd end) => new(_visits.ToImmutable(), _entered.ToImmutable(), end);

        private static bool IsReturn(FlowElement element) =>
            element.Type.StartsWith("end", StringComparison.OrdinalIgnoreCase) || element.Type.StartsWith("exit", StringComparison.OrdinalIgnoreCase);

        private readonly record struct Place(FlowGraph Graph, int Element);
    }
}
