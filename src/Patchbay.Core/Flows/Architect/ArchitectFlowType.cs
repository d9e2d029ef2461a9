using System.Collections.Immutable;

namespace Patchbay.Core.Flows.Architect;

/// <summary>A type of Architect flow: a row of <see cref="ArchitectFlowTypes"/>.</summary>
/// <param name="RootKey">The root key in YAML, such as <c>inboundCall</c>.</param>
/// <param name="ApiType">The type in the platform's API, in lower case: <c>inboundcall</c>.</param>
/// <param name="Title">What people call it: <c>inbound call flow</c>.</param>
public sealed record ArchitectFlowType(string RootKey, string ApiType, string Title)
{
    /// <summary>The lists of containers that it has, of <c>menus</c>, <c>tasks</c>, <c>states</c>, <c>bots</c>, in the order of the exporter.</summary>
    public ImmutableArray<string> Lists { get; init; } = [];

    /// <summary>The properties that are entered without a <c>startUpRef</c>, in the order in which they run: <c>startUpTaskActions</c>; empty where <c>startUpRef</c> names the start.</summary>
    public ImmutableArray<string> ImpliedStarts { get; init; } = [];

    /// <summary>Whether the implied start begins again when it has run out, while the caller waits.</summary>
    public bool Repeats { get; init; }

    /// <summary>Whether callers hear it: it has a greeting, prompts and speech settings.</summary>
    public bool IsVoice { get; init; }

    /// <summary>Settings of its own, such as <c>settingsInQueueCall</c>; empty for none.</summary>
    public string OwnSettings { get; init; } = "";
}

/// <summary>The flow types of Architect, as data: to add one, add a row.</summary>
/// <remarks>Spelling and bodies from real files; those of the last three rows are not backed by a file.</remarks>
public static class ArchitectFlowTypes
{
    private static readonly ImmutableArray<string> MenusAndTasks = ["menus", "tasks"];
    private static readonly ImmutableArray<string> StatesAndTasks = ["states", "tasks"];
    private static readonly ImmutableArray<string> BotsAndTasks = ["bots", "tasks"];

    /// <summary>All rows.</summary>
    public static ImmutableArray<ArchitectFlowType> All { get; } =
    [
        new("inboundCall", "inboundcall", "inbound call flow") { Lists = MenusAndTasks, IsVoice = true },
        new("outboundCall", "outboundcall", "outbound call flow") { Lists = MenusAndTasks, IsVoice = true, OwnSettings = "settingsOutboundCall" },
        new("secureCall", "securecall", "secure call flow") { Lists = MenusAndTasks, IsVoice = true },
        new("inqueueCall", "inqueuecall", "in-queue call flow") { ImpliedStarts = ["startUpTaskActions"], Repeats = true, IsVoice = true, OwnSettings = "settingsInQueueCall" },
        new("inqueueEmail", "inqueueemail", "in-queue email flow") { ImpliedStarts = ["startUpState", "periodicState"], Repeats = true },
        new("inqueueShortMessage", "inqueueshortmessage", "in-queue message flow") { ImpliedStarts = ["startUpState", "periodicState"], Repeats = true },
        new("inboundEmail", "inboundemail", "inbound email flow") { Lists = StatesAndTasks, OwnSettings = "settingsInboundEmailHandling" },
        new("inboundShortMessage", "inboundshortmessage", "inbound message flow") { Lists = StatesAndTasks },
        new("inboundChat", "inboundchat", "inbound chat flow") { Lists = StatesAndTasks },
        new("workflow", "workflow", "workflow") { Lists = StatesAndTasks },
        new("workitem", "workitem", "workitem flow") { Lists = StatesAndTasks },
        new("surveyInvite", "surveyinvite", "survey invite flow") { Lists = StatesAndTasks },
        new("botFlow", "bot", "bot flow") { Lists = BotsAndTasks, IsVoice = true, OwnSettings = "settingsBotFlow" },
        new("digitalBot", "digitalbot", "digital bot flow") { Lists = BotsAndTasks, OwnSettings = "settingsBotFlow" },
        new("commonModule", "commonmodule", "common module") { ImpliedStarts = ["startUpTaskActions"], OwnSettings = "settingsCommonModule" },
        new("voicemail", "voicemail", "voicemail flow") { Lists = MenusAndTasks, IsVoice = true },
        new("voiceSurvey", "voicesurvey", "voice survey flow") { Lists = MenusAndTasks, IsVoice = true },
        new("voice", "voice", "voice flow") { Lists = MenusAndTasks, IsVoice = true },
    ];

    /// <summary>The type with a root key, or null.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public static ArchitectFlowType? FromRootKey(string key) => Find(type => type.RootKey == key);

    /// <summary>The type that the API calls so, or null.</summary>
    /// <param name="type">The type, in any case.</param>
    public static ArchitectFlowType? FromApiType(string type) => Find(known => string.Equals(known.ApiType, type, StringComparison.OrdinalIgnoreCase));

    // There are few enough to look at one by one; a dictionary would be built at every start of the program.
    private static ArchitectFlowType? Find(Predicate<ArchitectFlowType> isIt)
    {
        foreach (var type in All)
        {
            if (isIt(type))
            {
                return type;
            }
        }

        return null;
    }
}
