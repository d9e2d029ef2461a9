using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

// What is played, asked and written.
public static partial class ActionKinds
{
    private static ImmutableArray<ActionKind> AudioKinds() =>
    [
        new("playAudio", ActionCategory.Audio) { Title = "Play Audio", JsonType = "PlayAudioAction", FlowTypes = Calls, Fields = [Audio("audio").Required()] },
        new("playAudioOnSilence", ActionCategory.Audio)
        {
            Title = "Play Audio on Silence", JsonType = "PlayAudioOnSilenceAction", Paths = ["success", "timeout"], FlowTypes = Calls, IsSeen = false,
            Fields = [Audio("audio").Required(), Value("silenceThreshold", "duration"), Value("timeout", "duration"), Value("allowedRepeatCount", "integer"), Output("actualRepeatCount", "integer")],
        },
        new("detectSilence", ActionCategory.Audio)
        {
            Title = "Detect Silence", JsonType = "DetectSilenceAction", Paths = ["success", "timeout"], FlowTypes = Calls, IsSeen = false,
            Fields = [Value("silenceThreshold", "duration"), Value("timeout", "duration")],
        },
        new("playEstimatedWaitTime", ActionCategory.Audio)
        {
            Title = "Play Estimated Wait Time", JsonType = "PlayEstimatedWaitTimeAction", FlowTypes = ["inqueueCall", "commonModule"],
            Fields =
            [
                Value("estimatedWaitTime", "duration").Required(),
                Value("roundingInterval", "duration"),
                List("specificRoundingIntervals", Value("", "duration")),
                Plain("playbackMode").OneOf("about", "exact", "lessThan", "range"),
            ],
        },
        new("playPositionInQueue", ActionCategory.Audio)
        {
            Title = "Play Position In Queue", JsonType = "PlayPositionInQueueAction", FlowTypes = ["inqueueCall", "commonModule"],
            Fields = [Value("positionInQueue", "integer").Required(), Plain("playbackMode").OneOf("ahead", "number", "ordinal")],
        },
        new("holdMusic", ActionCategory.Audio)
        {
            Title = "Hold Music", JsonType = "HoldMusicAction", FlowTypes = ["inqueueCall", "commonModule"],
            Fields = [Value("prompt", "prompt", DependencyKind.Prompt).Required(), Value("bargeInEnabled", "boolean"), Choice("playStyle", Value("duration", "duration"), Plain("entirePrompt", "boolean"))],
        },
        new("flushAudio", ActionCategory.Audio) { Title = "Flush Audio", JsonType = "FlushAudioAction", FlowTypes = Calls, IsSeen = false },
        new("setWhisperAudio", ActionCategory.Audio) { Title = "Set Whisper Audio", JsonType = "SetWhisperAudio", Paths = SuccessFailure, FlowTypes = Calls, IsSeen = false, Fields = [Audio("whisperAudio")] },
        new("communicate", ActionCategory.Audio) { Title = "Communicate", JsonType = "CommunicateAction", FlowTypes = Bots, Fields = [Communication("communication").Required()] },
        new("setLanguage", ActionCategory.Audio) { Title = "Set Language", JsonType = "SetLocaleAction", Fields = [Value("languageValue", "string"), Plain("language")] },
        new("clearVoicemailSnippet", ActionCategory.Audio) { Title = "Clear Voicemail Snippet", FlowTypes = Calls, IsSeen = false },
    ];

    private static ImmutableArray<ActionKind> InputKinds() =>
    [
        new("collectInput", ActionCategory.Input)
        {
            Title = "Collect Input", JsonType = "CollectInputAction", Paths = SuccessFailure, FlowTypes = Calls,
            Fields =
            [
                Output("inputData", "string").Required(),
                Choice("digits", Group("range", Plain("terminatingDtmf"), Plain("min", "integer"), Plain("max", "integer"), Plain("includeTerminatingDtmfInResultData", "boolean")), Plain("exact", "integer")),
                Value("interDigitTimeout", "duration"),
                Value("noEntryTimeout", "duration"),
                Audio("inputAudio"),
                Plain("includeTerminatingDtmfInResultData", "boolean"),
                Value("acceptJustStar", "boolean"),
                Value("acceptJustPound", "boolean"),
                Plain("verificationType").OneOf("none", "numeric", "individualDigits"),
                Audio("verificationAudio"),
            ],
        },
        new("processVoicemailInput", ActionCategory.Input) { Title = "Process Voicemail Input", Paths = ["voicemail", "failure", "noInput"], FlowTypes = Calls, IsSeen = false, Fields = [FailureOutputs()] },
        new("askForBoolean", ActionCategory.Input)
        {
            Title = "Ask for Yes / No", JsonType = "AskForBooleanAction", Paths = ["yes", "no", "maxNoInputs", "maxNoMatches"], OffByDefault = MaxNoInputsMatches, FlowTypes = Bots,
            Fields = AskFields(),
        },
        new("askForIntent", ActionCategory.Input)
        {
            Title = "Ask for Intent", JsonType = "AskForNLUIntentAction", Paths = ["knowledge", "noIntent", "maxNoInputs", "maxNoMatches"], OffByDefault = ["knowledge", "noIntent", "maxNoInputs", "maxNoMatches"],
            PathList = "intents", IsPathListFirst = true, FlowTypes = Bots, Fields = [.. AskFields(), Output("knowledgeSearchResult", "knowledgeSearchResult")],
        },
        new("askForSlot", ActionCategory.Input)
        {
            Title = "Ask for Slot", JsonType = "AskForSlotAction", Paths = ["default", "maxNoInputs", "maxNoMatches"], OffByDefault = MaxNoInputsMatches, FlowTypes = Bots,
            Fields =
            [
                Named("slot").Required(),
                Communication("question"),
                Value("customValidation", "boolean"),
                Value("confirmationMode", "string").OneOf("always", "never"),
                Communication("confirmationQuestion"),
                Value("chooser", "chooser"),
                Communication("noInput"),
                Communication("noMatch"),
                Value("voiceEndOfInputTimeout", "duration"),
            ],
        },
        new("askForAuthentication", ActionCategory.Input)
        {
            Title = "Ask for Authentication", Paths = ["success", "failure", "maxNoInputs", "maxNoMatches"], OffByDefault = MaxNoInputsMatches, FlowTypes = Bots, IsSeen = false,
            Fields = [Communication("signInMessage"), Communication("successMessage"), Value("authenticationCompletionTimeout", "duration"), FailureOutputs()],
        },
        new("askForPayment", ActionCategory.Input)
        {
            Title = "Ask for Payment", Paths = ["success", "failure", "maxNoInputs", "maxNoMatches"], OffByDefault = MaxNoInputsMatches, FlowTypes = Bots, IsSeen = false,
            Fields = [Communication("question"), Value("countryCode", "string"), Value("currency", "string"), Communication("noMatch"), FailureOutputs()],
        },
        new("askSurveyQuestion", ActionCategory.Input) { Title = "Ask Survey Question", JsonType = "AskSurveyQuestionAction", IsSeen = false, HasNamedPaths = true },
        new("digitalMenu", ActionCategory.Input)
        {
            Title = "Digital Menu", JsonType = "DigitalMenuAction", Paths = MaxNoInputsMatches, OffByDefault = MaxNoInputsMatches, PathList = "paths", FlowTypes = ["digitalBot"],
            Fields = [Communication("question"), Communication("noMatch"), Output("selection", "string"), Output("knowledgeSearchResult", "knowledgeSearchResult"), Value("chooser", "chooser")],
        },
        new("waitForInput", ActionCategory.Input)
        {
            Title = "Wait for Input", JsonType = "WaitForInputAction", Then = Continuation.Never, FlowTypes = Bots, IsSeen = false,
            Fields = [Communication("question"), Communication("noMatch"), Output("knowledgeSearchResult", "knowledgeSearchResult")],
        },
    ];

    private static ImmutableArray<ActionKind> MessageKinds() =>
    [
        new("sendResponse", ActionCategory.Message)
        {
            Title = "Send Response", JsonType = "SendResponseAction", Paths = SuccessFailure,
            Fields = [Value("messageBodyStyle", "string").OneOf("standard", "notice"), Value("messageBody", "string").Required()],
        },
        new("sendAutoReply", ActionCategory.Message)
        {
            Title = "Send Auto Reply", JsonType = "SendAutoReplyAction", Paths = SuccessFailure,
            Fields =
            [
                Value("from", "emailAddress"),
                Value("replyTo", "emailAddress"),
                Value("cc", "emailAddressCollection"),
                Value("bcc", "emailAddressCollection"),
                Value("messageBody", "string").Required(),
                Plain("replyMode").OneOf("replyToAll", "replyToSender"),
            ],
        },
        new("sendNotification", ActionCategory.Message)
        {
            Title = "Send Notification", JsonType = "SendNotificationAction", Paths = SuccessFailure,
            Fields =
            [
                FailureOutputs(),
                Value("emailFrom", "emailAddress"),
                Value("emailNotificationStyle", "string"),
                Value("sendToUsers", "userCollection", DependencyKind.User),
                Value("body", "string"),
                Value("subject", "string"),
                Value("notificationType", "string"),
            ],
        },
        new("showKnowledgeArticle", ActionCategory.Message) { Title = "Show Knowledge Article", FlowTypes = Bots, IsSeen = false, Fields = [Value("knowledgeArticle", "knowledgeBaseDocument")] },
    ];
}
