using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

/// <summary>A block of a flow that says how it behaves and holds none of its logic: a row of <see cref="SettingsBlocks"/>.</summary>
/// <param name="Name">Its key: <c>settingsMenu</c>.</param>
/// <param name="Title">What it settles, in a few words.</param>
public sealed record SettingsBlock(string Name, string Title)
{
    /// <summary>How it is written.</summary>
    public FieldShape Shape { get; init; } = FieldShape.Group;

    /// <summary>Its fields, in the order in which the exporter writes them.</summary>
    public ImmutableArray<ActionField> Fields { get; init; } = [];

    /// <summary>The block as a field of the flow.</summary>
    public ActionField Field => new(Name, Shape) { Fields = Fields };
}

/// <summary>The blocks of settings, as data: to add one, add a row. Their keys are no actions, whatever they are called.</summary>
public static class SettingsBlocks
{
    /// <summary>All rows, in the order in which the exporter writes them.</summary>
    public static ImmutableArray<SettingsBlock> All { get; } =
    [
        new("supportedLanguages", "the languages that the flow speaks, each with its voice")
        {
            Shape = FieldShape.ByName,
            Fields = [Value("defaultLanguageSkill", "languageSkill", DependencyKind.LanguageSkill), Group("textToSpeech") with { Shape = FieldShape.Any }, Group("speechToText") with { Shape = FieldShape.Any }, Plain("none", "boolean"), Plain("noValue", "boolean")],
        },
        new("initialGreeting", "what callers hear first") { Shape = FieldShape.Audio },
        new("settingsInQueueCall", "what callers hear while they wait") { Fields = [Value("holdMusic", "prompt", DependencyKind.Prompt)] },
        new("settingsOutboundCall", "the contact list and wrap-up code of outbound calls")
        {
            Fields = [Value("contactList", "contactList", DependencyKind.ContactList), Value("wrapupCode", "wrapupCode", DependencyKind.WrapupCode)],
        },
        new("settingsInboundEmailHandling", "what is done with an e-mail that was written by a machine") { Fields = [Choice("emailHandling", None("disconnect"), None("continue"))] },
        new("settingsCommonModule", "the flow types that may call the module") { Fields = [List("compatibleFlowTypes", Plain("flowType"))] },
        new("settingsActionDefaults", "the values that actions take where they say nothing of their own") { Fields = ActionDefaults() },
        new("settingsErrorHandling", "what happens when the flow fails") { Fields = ErrorHandling() },
        new("settingsMenu", "how menus wait and repeat") { Fields = Menu() },
        new("settingsPrompts", "what every prompt must hold") { Fields = [Plain("ensureAudioInPrompts", "boolean"), List("promptMediaToValidate", Plain("mediaType").OneOf("audio", "tts", "text", "none"))] },
        new("settingsSpeechRec", "how speech is understood")
        {
            Fields = [.. SpeechRec(), Plain("asrCompanyDir").OneOf("none", "entireFlow", "startUpObject"), Plain("asrEnabledOnFlow", "boolean"), Plain("suppressRecording", "boolean")],
        },
        new("settingsBotFlow", "how the bot handles intents") { Fields = BotFlow() },
        new("settingsUserInput", "how often and how long the bot asks") { Fields = UserInput() },
        new("settingsKnowledge", "the knowledge base of the bot") { Shape = FieldShape.Any },
        new("settingsNaturalLanguageUnderstanding", "the intents, utterances and slots that the bot knows") { Shape = FieldShape.Any },
    ];

    private static readonly Dictionary<string, SettingsBlock> ByKey = All.ToDictionary(block => block.Name, StringComparer.Ordinal);

    /// <summary>The fields of <c>settingsMenu</c>, of a flow and of a menu.</summary>
    public static ImmutableArray<ActionField> MenuFields { get; } = Menu();

    /// <summary>The fields that <c>settingsSpeechRec</c> has in a menu.</summary>
    public static ImmutableArray<ActionField> MenuSpeechFields { get; } = SpeechRec();

    /// <summary>The block with a key, or null where it is none.</summary>
    /// <param name="name">The key, compared exactly.</param>
    public static SettingsBlock? Find(string name) => ByKey.GetValueOrDefault(name);

    private static ImmutableArray<ActionField> Menu() =>
        [Value("extensionDialingMaxDelay", "duration"), Value("listenForExtensionDialing", "boolean"), Value("menuSelectionTimeout", "duration"), Value("repeatCount", "integer")];

    private static ImmutableArray<ActionField> SpeechRec() =>
        [Value("completeMatchTimeout", "duration"), Value("incompleteMatchTimeout", "duration"), Value("maxSpeechLengthTimeout", "duration"), Value("minConfidenceLevel", "integer")];

    private static ImmutableArray<ActionField> ActionDefaults() =>
    [
        Group("playAudioOnSilence", Value("timeout", "duration")),
        Group("detectSilence", Value("timeout", "duration")),
        Group("callData", Value("processingPrompt", "prompt", DependencyKind.Prompt)),
        Group("callBridge", Value("processingPrompt", "prompt", DependencyKind.Prompt)),
        Group("callDataSecure", Value("processingPrompt", "prompt", DependencyKind.Prompt)),
        Group("collectInput", Value("noEntryTimeout", "duration")),
        Group("dialByExtension", Value("interDigitTimeout", "duration")),
        Group("transferToUser", Value("connectTimeout", "duration")),
        Group("transferToNumber", Value("connectTimeout", "duration")),
        Group("transferToGroup", Value("connectTimeout", "duration")),
        Group("transferToFlowSecure", Value("connectTimeout", "duration")),
        Group("askForIntent", Value("voiceEndOfInputTimeout", "duration")),
        Group("askForBoolean", Value("voiceEndOfInputTimeout", "duration")),
        Group("askForSlot", Value("voiceEndOfInputTimeout", "duration")),
        Group("loopAnythingElse", Value("voiceEndOfInputTimeout", "duration")),
    ];

    private static ImmutableArray<ActionField> ErrorHandling() =>
    [
        Handling("errorHandling"),
        Audio("preHandlingAudio"),
        Value("enableAgentEscalation", "boolean"),
        Communication("errorEventHandover"),
        Communication("agentEscalationConfirmation"),
        Communication("agentEscalationHandover"),
        Communication("recognitionFailureEventHandover"),
        Handling("recognitionFailureEventHandling"),
        Handling("agentEscalationHandling"),
    ];

    private static ActionField Handling(string name) => Choice(
        name,
        None("disconnect"),
        None("endWorkflow"),
        None("exit"),
        None("endInQueueState"),
        None("endFlow"),
        Group("queue", Value("targetQueue", "queue", DependencyKind.Queue)),
        Group("task", new ActionField("targetTaskRef", FieldShape.Reference)),
        Group("menu", new ActionField("targetMenuRef", FieldShape.Reference)),
        Group("state", new ActionField("targetStateRef", FieldShape.Reference)));

    private static ActionField None(string name) => new(name, FieldShape.Any);

    private static ImmutableArray<ActionField> BotFlow() =>
    [
        Plain("none", "boolean"),
        List("intentSettings", Group("intent", Communication("confirmation"), Plain("name"), Named("task"))),
        List("dynamicSlotTypes", Group("dynamicSlotType", Plain("name"), Value("values", "stringCollection"), Value("synonyms"))),
    ];

    private static ImmutableArray<ActionField> UserInput() =>
    [
        Value("enableBargeIn", "boolean"),
        Value("enableAutomaticQuickReplies", "boolean"),
        Value("noMatchesMax", "integer"),
        Value("noInputsMax", "integer"),
        Choice("noInputsMaxExceededHandling", None("disconnect"), None("exit")),
        Value("noInputsTimeout", "duration"),
        Value("speechToTextSpeechDetectionSensitivity"),
        Value("speechToTextMaxSpeechTimeout", "duration"),
        Value("enableIntentClassificationHinting", "boolean"),
        Communication("endOfSessionMessage"),
        Value("confirmationRejectionsMax", "integer"),
        Value("collectionLowConfidenceThreshold", "integer"),
        Value("collectionHighConfidenceThreshold", "integer"),
        Value("confirmationLowConfidenceThreshold", "integer"),
        Communication("noMatchApology"),
        Communication("noInputApology"),
        Communication("noToConfirmationApology"),
        Communication("confirmationNoMatchApology"),
        Communication("confirmationNoInputApology"),
    ];
}
