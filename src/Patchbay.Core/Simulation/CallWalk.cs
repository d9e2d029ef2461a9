using System.Collections.Immutable;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Simulation;

/// <summary>One simulated caller's way through a flow, the shared flows that it calls, and the flows that it routes to.</summary>
/// <param name="Visits">The elements that the caller met, in order; an element as often as it was met.</param>
/// <param name="Entered">The flows that the caller entered, in order, the first one included; a flow as often as it was entered.</param>
/// <param name="End">How it ended.</param>
public sealed record CallWalk(ImmutableArray<ElementVisit> Visits, ImmutableArray<EnteredFlow> Entered, CallEnd End)
{
    /// <summary>Where the caller was handed on to: the queue or flow as the last flow names it; empty for other ends, and where only the call itself would tell.</summary>
    public string RoutedTo { get; init; } = "";
}

/// <summary>A flow that a caller entered.</summary>
/// <param name="Graph">The flow.</param>
/// <param name="CalledBy">Index, among the flows entered, of the one that called it and that the caller comes back to; -1 for the first one, and for one that the caller was handed on to.</param>
public readonly record struct EnteredFlow(FlowGraph Graph, int CalledBy);

/// <summary>An element that a caller met.</summary>
/// <param name="Graph">The flow that it is part of.</param>
/// <param name="Element">Its index in that flow.</param>
/// <param name="Flow">Index of that flow among the flows entered.</param>
public readonly record struct ElementVisit(FlowGraph Graph, int Element, int Flow);

/// <summary>How a call ended.</summary>
public enum CallEnd
{
    /// <summary>At the end of the first flow, or at an element that ends the call.</summary>
    Finished,

    /// <summary>Handed on to a queue, or to a flow that is not known.</summary>
    Routed,

    /// <summary>At a way that names nothing, or in a flow without an entry: the caller hears silence.</summary>
    Stranded,

    /// <summary>Not within the steps allowed: the caller goes in circles, or shared flows call each other without end.</summary>
    TooLong,
}
