using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Lays the ways of a flow's error handling.</summary>
internal static class ErrorWiring
{
    /// <summary>Lays the way in, from outside, and the way on.</summary>
    /// <param name="builder">Takes the ways.</param>
    /// <param name="find">Finds the element that a target means.</param>
    /// <param name="element">Index of the error handling.</param>
    /// <param name="span">The characters that say what is done.</param>
    /// <param name="target">The task, menu or state that it enters; null for none.</param>
    /// <param name="queue">The queue that it hands the caller to; empty for none.</param>
    public static void Wire(ArchitectFlowBuilder builder, FindTarget find, int element, TextSpan span, FlowTarget? target, string queue)
    {
        builder.Ways.Add(new FlowWay(FlowWay.FromStart, element, WayKind.Error, "error", span));
        if (target is { } known)
        {
            var to = find(element, known);
            builder.Ways.Add(new FlowWay(element, to, WayKind.Error, "", known.Text.Span) { Target = to < 0 ? known.Text.Value : "" });
            return;
        }

        builder.Set(element, handling => handling with { Role = ElementRole.Final, Detail = queue });
        builder.Ways.Add(new FlowWay(element, FlowWay.Leaves, WayKind.Error, "", span) { Target = queue });
    }
}
