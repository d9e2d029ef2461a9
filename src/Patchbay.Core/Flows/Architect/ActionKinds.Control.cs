using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

// Where the caller goes on.
public static partial class ActionKinds
{
    private static ImmutableArray<ActionKind> LogicalKinds() =>
    [
        new("decision", ActionCategory.Logical) { Title = "Decision", JsonType = "DecisionAction", Paths = YesNo, Fields = [Value("condition", "boolean").Required()] },
        new("switch", ActionCategory.Logical)
        {
            Title = "Switch", JsonType = "SwitchAction",
            Fields = [Choice("evaluate", Group("firstTrue", SwitchCases(Value("value", "boolean"))), new ActionField("firstMatch", FieldShape.ByType) { Fields = [Value("value"), .. SwitchCases(Value("value"))] }).Required()],
        },
        new("evaluateSchedule", ActionCategory.Logical)
        {
            Title = "Evaluate Schedule", JsonType = "EvaluateScheduleAction", Paths = ["active", "inactive"],
            Fields =
            [
                Choice(
                    "evaluationType",
                    Group("schedule", Value("selectedSchedule", "schedule", DependencyKind.Schedule), Plain("name") with { Names = DependencyKind.Schedule }, Plain("evaluationTimeZone"), Value("scheduleTimeZone", "string"), Evaluate()),
                    Group("emergencyGroup", Value("selectedEmergencyGroup", "emergencyGroup", DependencyKind.EmergencyGroup), Plain("name") with { Names = DependencyKind.EmergencyGroup }, Evaluate())).Required(),
            ],
        },
        new("evaluateScheduleGroup", ActionCategory.Logical)
        {
            Title = "Evaluate Schedule Group", JsonType = "EvaluateScheduleGroupAction", Paths = ["open", "closed", "holiday", "emergency"],
            Fields =
            [
                Output("inServiceSchedules", "stringCollection"),
                Evaluate(),
                Value("scheduleGroup", "scheduleGroup", DependencyKind.ScheduleGroup),
                Value("emergencyGroup", "emergencyGroup", DependencyKind.EmergencyGroup),
            ],
        },
        new("loop", ActionCategory.Loop)
        {
            Title = "Loop", JsonType = "LoopAction", Paths = ["loop"], Fields = [Output("currentIndex", "integer"), Value("loopCount", "integer").Required()],
        },
        new("loopUntil", ActionCategory.Loop)
        {
            Title = "Loop Until", Paths = ["loop", "loopsMax"], HasNamedPaths = true, IsSeen = false,
            Fields = [Output("currentIndex", "integer"), Value("maxLoopCount", "integer"), new("untilCases", FieldShape.Any)],
        },
        new("loopAnythingElse", ActionCategory.Loop)
        {
            Title = "Loop Anything Else", Paths = ["loop", "maxNoInputs", "maxNoMatches"], OffByDefault = MaxNoInputsMatches, FlowTypes = Bots, IsSeen = false, Waits = true,
            Fields = [Output("currentIndex", "integer"), .. AskFields()],
        },
        new("loopNext", ActionCategory.Loop) { Title = "Next Loop", JsonType = "NextLoopAction", Then = Continuation.Never },
        new("loopExit", ActionCategory.Loop) { Title = "Exit Loop", JsonType = "ExitLoopAction", Then = Continuation.Never },
    ];

    private static ImmutableArray<ActionKind> TaskKinds() =>
    [
        new("callTask", ActionCategory.Task)
        {
            Title = "Call Task", JsonType = "CallTaskAction", Paths = ["default"], HasNamedPaths = true,
            Fields = [Target("targetTaskRef"), new("taskInputs", FieldShape.Inputs), new("taskOutputs", FieldShape.Outputs)],
        },
        new("jumpToTask", ActionCategory.Task)
        {
            Title = "Jump to Reusable Task", JsonType = "TransferTaskAction", Then = Continuation.Never, Fields = [Target("targetTaskRef"), new("taskInputs", FieldShape.Inputs)],
        },
        new("jumpToMenu", ActionCategory.Task) { Title = "Jump to Menu", JsonType = "TransferMenuAction", Then = Continuation.Never, FlowTypes = WithMenus, Fields = [Target("targetMenuRef")] },
        new("previousMenu", ActionCategory.Task) { Title = "Previous Menu", JsonType = "PreviousMenuAction", Then = Continuation.Never, FlowTypes = WithMenus, IsSeen = false },
        new("repeatMenu", ActionCategory.Task) { Title = "Repeat Menu", JsonType = "RepeatMenuAction", Then = Continuation.Never, FlowTypes = WithMenus, IsSeen = false },
        new("changeState", ActionCategory.Task) { Title = "Change State", JsonType = "ChangeStateAction", Then = Continuation.Never, FlowTypes = WithStates, Fields = [Target("targetStateRef")] },
    ];

    private static ImmutableArray<ActionKind> FlowKinds() =>
    [
        new("callCommonModule", ActionCategory.Flow) { Title = "Call Common Module", JsonType = "CallCommonModuleAction", Fields = [CalledFlow("commonModule", DependencyKind.CommonModule)] },
        new("callBotFlow", ActionCategory.Flow)
        {
            Title = "Call Bot Flow", JsonType = "CallBotFlowAction",
            Fields = [Value("inputText", "string"), Output("exitReason", "string"), Output("intent", "string"), CalledFlow("botFlow", DependencyKind.BotFlow)],
        },
        new("callDigitalBotFlow", ActionCategory.Flow)
        {
            Title = "Call Digital Bot Flow", JsonType = "CallDigitalBotFlowAction",
            Fields = [Value("inputText", "string"), Output("exitReason", "string"), Output("intent", "string"), CalledFlow("digitalBotFlow", DependencyKind.DigitalBotFlow)],
        },
        new("callVoiceFlow", ActionCategory.Flow) { Title = "Call Voice Flow", FlowTypes = Calls, IsSeen = false, Fields = [Output("exitReason", "string"), new("voiceFlow", FieldShape.Any)] },
        new("callGuide", ActionCategory.Flow)
        {
            Title = "Call AI Agent Guide", Paths = SuccessFailureTimeout, IsSeen = false,
            Fields = [new("guide", FieldShape.Any) { Names = DependencyKind.Guide }, new("inputs", FieldShape.Any)],
        },
        new("callAudioConnector", ActionCategory.Flow) { Title = "Call Audio Connector", Paths = SuccessFailure, FlowTypes = Calls, IsSeen = false, Fields = [FailureOutputs()] },
        Bot("callBotConnector", "Call Bot Connector"),
        Bot("callDialogEngineBot", "Call Dialog Engine Bot"),
        Bot("callDialogflowBot", "Call Dialogflow Bot") with { JsonType = "CallDialogflowBotAction" },
        Bot("callDialogflowCxBot", "Call Dialogflow CX Bot") with { Paths = SuccessFailure },
        Bot("callLexBot", "Call Lex Bot") with { JsonType = "CallLexBotAction" },
        Bot("callLexV2Bot", "Call Lex V2 Bot"),
        Bot("callNuanceMixBot", "Call Nuance Mix Bot"),
        new("setPostFlow", ActionCategory.Flow) { Title = "Set Post-Flow", IsSeen = false },
        new("clearPostFlow", ActionCategory.Flow) { Title = "Clear Post-Flow", IsSeen = false },
    ];

    private static ImmutableArray<ActionKind> TransferKinds() =>
    [
        new("transferToAcd", ActionCategory.Transfer)
        {
            Title = "Transfer to ACD", JsonType = "TransferPureMatchAction", Paths = Failure, Then = Continuation.WhenFailed,
            WithoutPathsIn = ["inboundEmail", "inboundShortMessage", "inboundChat", "inqueueEmail", "inqueueShortMessage"], Fields = QueueTransferFields(),
        },
        new("transferToUser", ActionCategory.Transfer)
        {
            Title = "Transfer to User", JsonType = "TransferUserAction", Paths = Failure, Then = Continuation.WhenFailed, IsSeen = false,
            Fields = TransferFields(Value("targetUser", "user", DependencyKind.User).Required(), Value("allowVoicemailRollover", "boolean"), Value("alertOnTransfer", "boolean")),
        },
        new("transferToGroup", ActionCategory.Transfer)
        {
            Title = "Transfer to Group", JsonType = "TransferGroupAction", Paths = Failure, Then = Continuation.WhenFailed, FlowTypes = Calls, IsSeen = false,
            Fields = TransferFields(Value("targetGroup", "group", DependencyKind.Group).Required(), Value("allowVoicemailRollover", "boolean")),
        },
        new("transferToNumber", ActionCategory.Transfer)
        {
            Title = "Transfer to Number", JsonType = "TransferExternalAction", Paths = Failure, Then = Continuation.WhenFailed, FlowTypes = Calls, IsSeen = false,
            Fields = TransferFields(Value("targetNumber", "string").Required(), Value("releaseLinkTransfer", "boolean")),
        },
        new("transferToVoicemail", ActionCategory.Transfer)
        {
            Title = "Transfer to Voicemail", JsonType = "TransferVoicemailAction", Paths = Failure, Then = Continuation.WhenFailed, FlowTypes = Calls,
            Fields = [VoicemailDestination(), Audio("preTransferAudio"), Audio("failureTransferAudio"), FailureOutputs()],
        },
        new("transferToFlow", ActionCategory.Transfer)
        {
            Title = "Transfer to Flow", JsonType = "TransferFlowAction", Paths = Failure, Then = Continuation.WhenFailed, IsSeen = false,
            Fields = [Named("targetFlow", DependencyKind.Flow).Required(), Audio("preTransferAudio"), Audio("failureTransferAudio"), FailureOutputs()],
        },
        new("transferToFlowSecure", ActionCategory.Transfer)
        {
            Title = "Transfer to Secure Flow", JsonType = "TransferFlowSecureAction", Paths = Failure, Then = Continuation.WhenFailed, FlowTypes = Calls,
            Fields = TransferFields(Named("targetFlow", DependencyKind.Flow).Required(), Value("invocationData", "string")),
        },
        new("dialByExtension", ActionCategory.Transfer)
        {
            Title = "Dial by Extension", JsonType = "DialExtensionAction", Paths = ["failure", "timeout"], Then = Continuation.WhenFailed, FlowTypes = Calls, IsSeen = false, Waits = true,
            Fields = [Output("extensionVariable", "string"), Value("interDigitTimeout", "duration"), Value("repromptCount", "integer"), Audio("repromptAudio"), FailureOutputs()],
        },
        new("deflect", ActionCategory.Transfer) { Title = "Deflect", Paths = Failure, IsSeen = false },
        new("returnToAgent", ActionCategory.Transfer) { Title = "Return to Agent", JsonType = "EndFlowAction", Then = Continuation.Never, FlowTypes = ["secureCall", "commonModule"], IsSeen = false },
    ];

    private static ImmutableArray<ActionKind> EndKinds() =>
    [
        new("disconnect", ActionCategory.End) { Title = "Disconnect", JsonType = "DisconnectAction", Then = Continuation.Never },
        new("endTask", ActionCategory.End) { Title = "End Task", JsonType = "EndTaskAction", Then = Continuation.Never, Fields = [Named("outputPath")] },
        new("endState", ActionCategory.End) { Title = "End State", JsonType = "EndStateAction", Then = Continuation.Never },
        new("endWorkflow", ActionCategory.End) { Title = "End Workflow", JsonType = "EndWorkflowAction", Then = Continuation.Never, FlowTypes = ["workflow", "commonModule"], Fields = [Value("exitReason", "string")] },
        new("exitBotFlow", ActionCategory.End) { Title = "Exit Bot Flow", JsonType = "ExitBotFlowAction", Then = Continuation.Never, FlowTypes = Bots },
        new("exitWorkitemFlow", ActionCategory.End) { Title = "Exit Workitem Flow", JsonType = "ExitWorkitemFlowAction", Then = Continuation.Never, FlowTypes = ["workitem"] },
        new("abortSurveyInvite", ActionCategory.End)
        {
            Title = "Abort Survey", JsonType = "AbortSurveyInviteAction", Then = Continuation.Never, FlowTypes = ["surveyInvite"], Fields = [Value("disposition", "string").OneOf("error", "optOut")],
        },
        new("completeSurveyInvite", ActionCategory.End)
        {
            Title = "Complete Survey", JsonType = "CompleteSurveyInviteAction", Then = Continuation.Never, FlowTypes = ["surveyInvite"],
            Fields = [Value("targetAddress", "string"), Value("inviteSubject", "string"), Value("inviteBody", "string"), Value("reminderSubject", "string"), Value("reminderBody", "string")],
        },
    ];

    private static ImmutableArray<ActionField> SwitchCases(ActionField value) =>
        [Group("default", new ActionField("actions", FieldShape.Actions)), List("cases", Group("case", value, new ActionField("actions", FieldShape.Actions))).Required()];

    private static ActionField VoicemailDestination() => Choice(
        "destination",
        Group("queue", Value("targetQueue", "queue", DependencyKind.Queue), Value("callbackNumber", "phoneNumber"), Value("calleeName", "string"), Audio("voicemailGreeting"), Script("voicemailScript")),
        Group("user", Value("targetUser", "user", DependencyKind.User)),
        Group("group", Value("targetGroup", "group", DependencyKind.Group))).Required();

    private static ActionKind Bot(string name, string title) => new(name, ActionCategory.Flow)
    {
        Title = title,
        Paths = Failure,
        HasNamedPaths = true,
        IsSeen = false,
        Fields = [Value("inputText", "string"), Value("followupResponseTimeout", "duration"), Audio("startAudio"), FailureOutputs()],
    };
}
