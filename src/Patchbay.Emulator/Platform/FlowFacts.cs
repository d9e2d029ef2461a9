using System.Collections.Immutable;
using System.Globalization;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Something about a contact that is counted: the contact itself, or an outcome or a milestone of it.</summary>
/// <param name="Flow">The flow; null for one that was deleted since.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Mark">The outcome or milestone; null for the contact itself.</param>
/// <param name="Resources">What the org has, to find the ids of outcomes and milestones in.</param>
internal readonly record struct FlowFact(PlatformFlow? Flow, PlatformContact Contact, FlowMark? Mark, OrgResources Resources)
{
    /// <summary>What can be grouped and filtered by.</summary>
    public static ImmutableArray<string> Dimensions { get; } =
    [
        "conversationId", "divisionId", "exitReason", "flowId", "flowMilestoneId", "flowName", "flowOutcome", "flowOutcomeId", "flowOutcomeValue", "flowType", "flowVersion", "mediaType", "transferTargetName", "transferType",
    ];

    /// <summary>What can be counted.</summary>
    public static ImmutableArray<string> Metrics { get; } = ["nFlow", "nFlowMilestone", "nFlowOutcome", "nFlowOutcomeFailed", "tFlow", "tFlowDisconnect", "tFlowExit", "tFlowOutcome"];

    private bool IsMilestone => Mark is { Kind: FlowMarkKind.Milestone };

    /// <summary>The facts about a contact.</summary>
    public static IEnumerable<FlowFact> Of(PlatformFlow? flow, PlatformContact contact, OrgResources resources) =>
        [new FlowFact(flow, contact, null, resources), .. contact.Marks.Select(mark => new FlowFact(flow, contact, mark, resources))];

    /// <summary>The value of a dimension; null where the fact has none.</summary>
    public string? ValueOf(string dimension) => dimension switch
    {
        "conversationId" => EmulatorOrg.IdFrom("conversation", Contact.Sequence.ToString(CultureInfo.InvariantCulture)),
        "divisionId" => Flow?.Division.Id,
        "exitReason" => ExitReason,
        "flowId" => Contact.FlowId,
        "flowMilestoneId" => Mark is { } mark && IsMilestone ? Resources.FindByKey(ResourceKinds.FlowMilestone, mark.Name)?.Id : null,
        "flowName" => Flow?.Name,
        "flowOutcome" => OutcomeName,
        "flowOutcomeId" => OutcomeName is { } name ? Resources.FindByKey(ResourceKinds.FlowOutcome, name)?.Id : null,
        "flowOutcomeValue" => OutcomeName is null ? null : Mark is { Kind: FlowMarkKind.OutcomeFailed } ? "FAILURE" : "SUCCESS",
        "flowType" => Flow?.Type.ToUpperInvariant(),
        "flowVersion" => Contact.Version,
        "mediaType" => Flow is { } flow ? MediaTypeOf(flow.Type) : null,
        "transferTargetName" => Contact.Target.Length > 0 ? Contact.Target : null,
        "transferType" => Contact.Exit != FlowExit.Transfer ? null : Contact.IsTargetFlow ? "FLOW" : "ACD",
        _ => null,
    };

    /// <summary>What the fact adds to a metric: a count, or milliseconds; null for nothing.</summary>
    public long? AddsTo(string metric) => metric switch
    {
        "nFlow" when Mark is null => 1,
        "tFlow" when Mark is null => Contact.Milliseconds,
        "tFlowDisconnect" when Mark is null && Contact.Exit is FlowExit.Disconnect or FlowExit.Error => Contact.Milliseconds,
        "tFlowExit" when Mark is null && Contact.Exit is FlowExit.Transfer or FlowExit.Exit => Contact.Milliseconds,
        "nFlowMilestone" when IsMilestone => 1,
        "nFlowOutcome" when OutcomeName is not null => 1,
        "nFlowOutcomeFailed" when Mark is { Kind: FlowMarkKind.OutcomeFailed } => 1,
        "tFlowOutcome" when OutcomeName is not null => Mark?.After,
        _ => null,
    };

    private string? OutcomeName => Mark is { } mark && !IsMilestone ? mark.Name : null;

    private string ExitReason => Contact.Exit switch
    {
        FlowExit.Transfer => "TRANSFER",
        FlowExit.Exit => "FLOW_EXIT",
        FlowExit.Error => "FLOW_ERROR_DISCONNECT",
        _ => "FLOW_DISCONNECT",
    };

    private static string MediaTypeOf(string type) =>
        type.EndsWith("chat", StringComparison.Ordinal) ? "chat"
        : type.EndsWith("email", StringComparison.Ordinal) ? "email"
        : type.EndsWith("message", StringComparison.Ordinal) || type == "digitalbot" ? "message"
        : type is "workflow" or "workitem" or "surveyinvite" ? "unknown"
        : "voice";
}
