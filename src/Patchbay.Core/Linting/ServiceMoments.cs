using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting;

/// <summary>The few faults at which the service objects at different moments, depending on the format: everything else that the rules know of formats is in the flow itself.</summary>
internal static class ServiceMoments
{
    public const string ActionList = "action-list";
    public const string TriggerGraph = "trigger-graph";
    public const string NodeMap = "node-map";
    public const string NodeList = "node-list";

    /// <summary>When the service objects to a loop; null for a format in which loops are ordinary.</summary>
    public static Moment? OfLoop(Flow flow) => flow.FormatId switch
    {
        ActionList or TriggerGraph => Moment.Write,
        NodeMap or NodeList => Moment.Compile,
        _ => null,
    };

    /// <summary>Whether a loop is fine as long as something in it waits for the caller.</summary>
    public static bool MayWaitInLoop(Flow flow) => flow.FormatId == NodeMap;

    /// <summary>When the service objects to parts that do not hang together.</summary>
    public static Moment OfDisconnectedParts(Flow flow) => flow.FormatId == NodeList ? Moment.Compile : Moment.Advice;
}
