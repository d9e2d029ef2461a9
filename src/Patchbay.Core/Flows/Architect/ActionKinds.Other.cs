using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

// What is set on the conversation, and the rest.
public static partial class ActionKinds
{
    private static ImmutableArray<ActionKind> OtherKinds() =>
    [
        new("wait", ActionCategory.Other) { Title = "Wait", JsonType = "WaitAction", Fields = [Value("trimDurationNearMaxRunningTime", "boolean"), Value("duration", "duration").Required()] },
        new("createCallback", ActionCategory.Other)
        {
            Title = "Create Callback", JsonType = "CreateCallbackAction",
            Fields = [Value("queue", "queue", DependencyKind.Queue), Value("callbackNumber", "phoneNumber").Required(), Value("calleeName", "string"), Script("callbackScript")],
        },
        new("setScreenPop", ActionCategory.Other) { Title = "Set Screen Pop", JsonType = "ScreenPopAction", Fields = [Script("screenPopScript").Required()] },
        new("setFlowOutcome", ActionCategory.Other)
        {
            Title = "Set Flow Outcome", JsonType = "SetFlowOutcomeAction", Fields = [Plain("flowOutcomeValue").OneOf("SUCCESS", "FAILURE"), Named("flowOutcome", DependencyKind.FlowOutcome).Required()],
        },
        new("initializeFlowOutcome", ActionCategory.Other)
        {
            Title = "Initialize Flow Outcome", JsonType = "InitializeFlowOutcomeAction", IsSeen = false, Fields = [Named("flowOutcome", DependencyKind.FlowOutcome).Required()],
        },
        new("addFlowMilestone", ActionCategory.Other)
        {
            Title = "Add Flow Milestone", JsonType = "AddFlowMilestoneAction", IsSeen = false, Fields = [Named("milestone", DependencyKind.FlowMilestone).Required(), Named("flowOutcome", DependencyKind.FlowOutcome)],
        },
        new("setWrapupCode", ActionCategory.Other)
        {
            Title = "Set Wrapup Code", JsonType = "SetWrapupCodeAction", Paths = SuccessFailure, IsSeen = false, Fields = [Value("wrapupCode", "wrapupCode", DependencyKind.WrapupCode).Required()],
        },
        new("setSkills", ActionCategory.Other)
        {
            Title = "Set ACD Skills", Paths = SuccessFailure, IsSeen = false,
            Fields = [Value("acdSkills", "skillCollection", DependencyKind.Skill), Value("languageSkill", "languageSkill", DependencyKind.LanguageSkill)],
        },
        new("setPriority", ActionCategory.Other) { Title = "Set Priority", Paths = SuccessFailure, IsSeen = false, Fields = [Value("priority", "integer").Required()] },
        new("setUtilizationLabel", ActionCategory.Other) { Title = "Set Utilization Label", Paths = SuccessFailure, IsSeen = false, Fields = [Value("utilizationLabel", "utilizationLabel")] },
        new("clearUtilizationLabel", ActionCategory.Other) { Title = "Clear Utilization Label", Paths = SuccessFailure, IsSeen = false },
        new("enableParticipantRecord", ActionCategory.Other) { Title = "Enable Participant Recording", JsonType = "ParticipantRecordAction", FlowTypes = Calls, IsSeen = false },
        new("transcription", ActionCategory.Other) { Title = "Transcription", IsSeen = false, Fields = [Value("enableTranscription", "boolean")] },
        new("audioMonitoring", ActionCategory.Other) { Title = "Audio Monitoring", FlowTypes = Calls, IsSeen = false },
        new("setIntent", ActionCategory.Other) { Title = "Set Intent", FlowTypes = Bots, IsSeen = false, Fields = [Value("intent", "string").Required()] },
        new("clearActiveIntent", ActionCategory.Other) { Title = "Clear Active Intent", FlowTypes = Bots, IsSeen = false },
        new("clearSlot", ActionCategory.Other) { Title = "Clear Slot", JsonType = "ClearSlotAction", FlowTypes = Bots, IsSeen = false, Fields = [List("slots", Named("slot"))] },
        new("detectIntent", ActionCategory.Other) { Title = "Detect Intent", FlowTypes = Bots, IsSeen = false, HasNamedPaths = true },
        new("updateWorkitem", ActionCategory.Other) { Title = "Update Workitem", Paths = SuccessFailure, FlowTypes = ["workitem"], IsSeen = false, Fields = [FailureOutputs()] },
        new("terminateWorkitem", ActionCategory.Other) { Title = "Terminate Workitem", Paths = SuccessFailure, FlowTypes = ["workitem"], IsSeen = false, Fields = [FailureOutputs()] },
        new("disconnectWorkitem", ActionCategory.Other) { Title = "Disconnect Workitem", JsonType = "DisconnectWorkitemAction", Paths = SuccessFailure, FlowTypes = ["workitem"], Fields = [FailureOutputs()] },
    ];
}
