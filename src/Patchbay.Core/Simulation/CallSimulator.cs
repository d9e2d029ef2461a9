using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Simulation;

/// <summary>The flow that an element calls, or hands callers on to; null where there is none.</summary>
/// <param name="from">The element.</param>
/// <param name="target">The flow's id, or its name where flows know each other by name.</param>
public delegate FlowGraph? FindCalledFlow(ElementVisit from, string target);

/// <summary>Walks flows as callers do. Pure: the same flows and the same seed give the same walk. Conditions that come out the same for everybody are heeded; of all others every way that a caller could take is taken by chance, error ways seldom.</summary>
public static class CallSimulator
{
    /// <summary>How deep shared flows and tasks may call each other before a walk gives up.</summary>
    public const int MaxDepth = 50;

    /// <summary>One in so many elements with an error way fails.</summary>
    private const int ErrorOdds = 20;

    /// <summary>Of callers who wait, one in so many is answered, or hangs up, before the flow begins again.</summary>
    private const int AnswerOdds = 2;

    /// <summary>Walks one caller through a flow.</summary>
    /// <param name="flow">The flow that the caller reaches first.</param>
    /// <param name="find">Finds flows that are called and that callers are handed on to. A call to none takes the error way.</param>
    /// <param name="seed">Where the chances start from.</param>
    /// <param name="maxSteps">How many elements the caller meets at most, over all flows.</param>
    public static CallWalk Walk(FlowGraph flow, FindCalledFlow find, int seed, int maxSteps = 1000)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(find);
        return new Caller(find, seed, maxSteps).Walk(flow);
    }

    private sealed class Caller(FindCalledFlow find, int seed, int maxSteps)
    {
        private const int Nobody = -1;

        // Chances need to be repeatable, not secret.
        private readonly Random _chance = new(seed);
        private readonly ImmutableArray<ElementVisit>.Builder _visits = ImmutableArray.CreateBuilder<ElementVisit>();
        private readonly ImmutableArray<EnteredFlow>.Builder _entered = ImmutableArray.CreateBuilder<EnteredFlow>();

        /// <summary>The calls that the caller comes back from, of flows and of tasks, the innermost on top.</summary>
        private readonly Stack<ElementVisit> _calls = new();

        public CallWalk Walk(FlowGraph flow)
        {
            var place = Enter(flow, Nobody);
            if (place is null)
            {
                return End(CallEnd.Stranded);
            }

            while (_visits.Count < maxSteps && _calls.Count <= MaxDepth)
            {
                _visits.Add(place.Value);
                var (next, end) = Step(place.Value);
                if (end is not null)
                {
                    return end;
                }

                place = next;
            }

            return End(CallEnd.TooLong);
        }

        private (ElementVisit Next, CallWalk? End) Step(ElementVisit place)
        {
            var element = place.Graph.Flow.Elements[place.Element];
            if (element.Call is { } call && find(place, call.FlowId) is { } shared)
            {
                _calls.Push(place);
                return Enter(shared, place.Flow) is { } inside ? (inside, null) : (default, End(CallEnd.Stranded));
            }

            if (element.Role == ElementRole.Final && IsEnd(element, place))
            {
                return EndOf(element, place);
            }

            return Leave(place, mayGoWell: element.Call is null);
        }

        /// <summary>Whether an element ends something rather than handing the caller on.</summary>
        private static bool IsEnd(FlowElement element, ElementVisit place) => place.Graph.Out(place.Element).IsEmpty || KindOf(element)?.Category == ActionCategory.End;

        /// <summary>The kind of action that an element is, or that a choice of a menu does; null for others.</summary>
        private static ActionKind? KindOf(FlowElement element) => ActionKinds.Find(element.Kind == ElementKind.Choice ? MenuChoiceKinds.Find(element.Type)?.Action ?? "" : element.Type);

        /// <summary>The end of a task gives the caller back to who called it, and that of a shared flow to the flow that did; hanging up ends the call wherever it stands.</summary>
        private (ElementVisit Next, CallWalk? End) EndOf(FlowElement element, ElementVisit place)
        {
            while (element.Type != "endTask" && _calls.TryPeek(out var task) && task.Flow == place.Flow)
            {
                _calls.Pop();
            }

            return IsReturn(element) ? Return(element.Detail) : (default, End(CallEnd.Finished));
        }

        /// <summary>Takes one of the ways out of an element.</summary>
        private (ElementVisit Next, CallWalk? End) Leave(ElementVisit place, bool mayGoWell)
        {
            List<FlowWay> good = [];
            List<FlowWay> bad = [];
            foreach (var edge in place.Graph.Out(place.Element))
            {
                var way = place.Graph.Flow.Ways[edge];
                if (way.Kind == WayKind.Call)
                {
                    return Call(place, way);
                }

                (way.Kind == WayKind.Error ? bad : good).Add(way);
            }

            ConstantWays.Of(place.Graph).Keep(place.Element, good);
            var fails = bad.Count > 0 && (good.Count == 0 || !mayGoWell || _chance.Next(ErrorOdds) == 0);
            var ways = fails ? bad : good;
            return ways.Count == 0 ? Return() : Take(place, ways[_chance.Next(ways.Count)]);
        }

        private (ElementVisit Next, CallWalk? End) Take(ElementVisit place, FlowWay way)
        {
            var startsOver = way.Kind == WayKind.Repeat && way.To == place.Graph.Flow.Entry;
            return way.To switch
            {
                >= 0 when startsOver && _chance.Next(AnswerOdds) == 0 => (default, End(CallEnd.Finished)),
                >= 0 => (place with { Element = way.To }, null),
                FlowWay.Nowhere => (default, End(CallEnd.Stranded)),
                _ when IsHandOn(place, way) => HandOn(place, way.Target),
                _ => Return(),
            };
        }

        /// <summary>Whether a way that leaves the flow leads to a queue or another flow. In an Architect flow its target may as well be what a last question asks.</summary>
        private static bool IsHandOn(ElementVisit place, FlowWay way) =>
            place.Graph.Flow.Api == FlowApi.Platform ? way.Kind != WayKind.Error && KindOf(place.Graph.Flow.Elements[place.Element]) is { Category: ActionCategory.Transfer } : way.Target.Length > 0;

        /// <summary>Enters a task of the same flow, which comes back.</summary>
        private (ElementVisit Next, CallWalk? End) Call(ElementVisit place, FlowWay way)
        {
            if (way.To < 0)
            {
                return (default, End(CallEnd.Stranded));
            }

            _calls.Push(place);
            return (place with { Element = way.To }, null);
        }

        /// <summary>Goes on in the flow that a target names, without coming back; any other target is a queue.</summary>
        private (ElementVisit Next, CallWalk? End) HandOn(ElementVisit place, string target)
        {
            if (find(place, target) is not { } flow)
            {
                return (default, End(CallEnd.Routed) with { RoutedTo = target });
            }

            _calls.Clear();
            return Enter(flow, Nobody) is { } inside ? (inside, null) : (default, End(CallEnd.Stranded));
        }

        /// <summary>Leaves a task or a flow: back to the element that called it, on the path that the end names or else on a way of success; or out of the first flow.</summary>
        private (ElementVisit Next, CallWalk? End) Return(string path = "")
        {
            while (_calls.TryPop(out var caller))
            {
                List<FlowWay> ways = [];
                foreach (var edge in caller.Graph.Out(caller.Element))
                {
                    if (caller.Graph.Flow.Ways[edge] is { Kind: not (WayKind.Error or WayKind.Call) } way)
                    {
                        ways.Add(way);
                    }
                }

                if (ways.Count == 0)
                {
                    continue;
                }

                var named = ways.FindIndex(way => path.Length > 0 && string.Equals(way.Label, path, StringComparison.OrdinalIgnoreCase));
                path = "";
                var taken = ways[named >= 0 ? named : _chance.Next(ways.Count)];
                if (taken.To != FlowWay.Leaves)
                {
                    return taken.To >= 0 ? (caller with { Element = taken.To }, null) : (default, End(CallEnd.Stranded));
                }
            }

            return (default, End(CallEnd.Finished));
        }

        private ElementVisit? Enter(FlowGraph graph, int calledBy)
        {
            _entered.Add(new EnteredFlow(graph, calledBy));
            var start = graph.Flow is { Api: FlowApi.Platform, Entry: >= 0 and var entry } ? entry : graph.Entries.IsEmpty ? Nobody : graph.Entries[_chance.Next(graph.Entries.Length)];
            return start < 0 ? null : new ElementVisit(graph, start, _entered.Count - 1);
        }

        private CallWalk End(CallEnd end) => new(_visits.ToImmutable(), _entered.ToImmutable(), end);

        private static bool IsReturn(FlowElement element) => element.Type is not ("endWorkflow" or "endState" or "exitWorkitemFlow")
            && (element.Type.StartsWith("end", StringComparison.OrdinalIgnoreCase) || element.Type.StartsWith("exit", StringComparison.OrdinalIgnoreCase));
    }
}
