using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>One mapping between a shared flow's variable and its caller. The shared flow's name is always on the left, whatever the format writes.</summary>
/// <param name="SharedName">The name inside the shared flow.</param>
/// <param name="CallerSide">For an input the caller's expression, for an output the caller's variable.</param>
/// <param name="Span">The characters of the mapping.</param>
public sealed record CallMapping(string SharedName, string CallerSide, TextSpan Span);

/// <summary>A call to a shared flow.</summary>
/// <param name="FlowId">The id of the shared flow; empty where the text lacks one.</param>
/// <param name="Span">The characters of the id, quotes included; the element's where there is none.</param>
public sealed record SharedFlowCall(string FlowId, TextSpan Span)
{
    /// <summary>What goes in, in document order.</summary>
    public ImmutableArray<CallMapping> Inputs { get; init; } = [];

    /// <summary>What comes back, in document order.</summary>
    public ImmutableArray<CallMapping> Outputs { get; init; } = [];

    /// <summary>The type that the flow must have, such as <c>commonmodule</c>; empty where the format does not say.</summary>
    public string FlowType { get; init; } = "";
}
