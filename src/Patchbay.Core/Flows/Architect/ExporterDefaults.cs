using System.Globalization;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows.Architect;

/// <summary>The values that the exporter writes where nobody chose one. A key with such a value says the same as no key at all.</summary>
/// <remarks>
/// Counted over real exports: a value is listed where exports of at least three owners hold the key, nine in ten hold this value, and it is no text that people hear. The keys of
/// bots and the marks of variables, which fewer owners show, are listed where every export agrees. <c>suppressRecording</c> is not listed: exports hold either value equally often.
/// </remarks>
public static class ExporterDefaults
{
    // Holder, a dot, and the path from it; "flow" is the flow itself, "menu" a menu, "choice" any menu choice, "variable" any variable, every other holder an action by its key.
    private static readonly Dictionary<string, SyntaxNode> Rows = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["flow.description"] = "\"\"",
        ["flow.settingsActionDefaults.playAudioOnSilence.timeout"] = """{"lit":{"seconds":40}}""",
        ["flow.settingsActionDefaults.detectSilence.timeout"] = """{"lit":{"seconds":40}}""",
        ["flow.settingsActionDefaults.collectInput.noEntryTimeout"] = """{"lit":{"seconds":5}}""",
        ["flow.settingsActionDefaults.dialByExtension.interDigitTimeout"] = """{"lit":{"seconds":6}}""",
        ["flow.settingsActionDefaults.transferToFlowSecure.connectTimeout"] = """{"lit":{"seconds":15}}""",
        ["flow.settingsActionDefaults.askForIntent.voiceEndOfInputTimeout"] = """{"lit":{"seconds":1}}""",
        ["flow.settingsActionDefaults.askForBoolean.voiceEndOfInputTimeout"] = """{"lit":{"seconds":1}}""",
        ["flow.settingsActionDefaults.askForSlot.voiceEndOfInputTimeout"] = """{"lit":{"seconds":1}}""",
        ["flow.settingsActionDefaults.loopAnythingElse.voiceEndOfInputTimeout"] = """{"lit":{"seconds":1}}""",
        ["flow.settingsInQueueCall.holdMusic"] = """{"lit":{"name":"PromptSystem.on_hold_music"}}""",
        ["flow.settingsInboundEmailHandling.emailHandling"] = """{"disconnect":{"none":true}}""",
        ["flow.settingsMenu.extensionDialingMaxDelay"] = """{"lit":{"seconds":1}}""",
        ["flow.settingsMenu.listenForExtensionDialing"] = """{"lit":true}""",
        ["flow.settingsMenu.menuSelectionTimeout"] = """{"lit":{"seconds":10}}""",
        ["flow.settingsMenu.repeatCount"] = """{"lit":3}""",
        ["flow.settingsPrompts.ensureAudioInPrompts"] = "false",
        ["flow.settingsPrompts.promptMediaToValidate"] = """[{"mediaType":"audio"},{"mediaType":"tts"}]""",
        ["flow.settingsSpeechRec.completeMatchTimeout"] = """{"lit":{"ms":100}}""",
        ["flow.settingsSpeechRec.incompleteMatchTimeout"] = """{"lit":{"ms":1500}}""",
        ["flow.settingsSpeechRec.maxSpeechLengthTimeout"] = """{"lit":{"seconds":20}}""",
        ["flow.settingsSpeechRec.minConfidenceLevel"] = """{"lit":50}""",
        ["flow.settingsSpeechRec.asrCompanyDir"] = "\"none\"",
        ["flow.settingsSpeechRec.asrEnabledOnFlow"] = "true",
        ["flow.settingsBotFlow.none"] = "true",
        ["flow.settingsKnowledge.none"] = "true",
        ["flow.settingsErrorHandling.enableAgentEscalation"] = """{"lit":true}""",
        ["flow.settingsErrorHandling.recognitionFailureEventHandling"] = """{"exit":{"none":true}}""",
        ["flow.settingsErrorHandling.agentEscalationHandling"] = """{"exit":{"none":true}}""",
        ["flow.settingsUserInput.enableBargeIn"] = """{"lit":true}""",
        ["flow.settingsUserInput.enableAutomaticQuickReplies"] = """{"lit":true}""",
        ["flow.settingsUserInput.enableIntentClassificationHinting"] = """{"lit":false}""",
        ["flow.settingsUserInput.noMatchesMax"] = """{"lit":3}""",
        ["flow.settingsUserInput.noInputsMax"] = """{"lit":3}""",
        ["flow.settingsUserInput.confirmationRejectionsMax"] = """{"lit":3}""",
        ["flow.settingsUserInput.collectionLowConfidenceThreshold"] = """{"lit":20}""",
        ["flow.settingsUserInput.collectionHighConfidenceThreshold"] = """{"lit":70}""",
        ["flow.settingsUserInput.confirmationLowConfidenceThreshold"] = """{"lit":40}""",
        ["botFlow.settingsUserInput.noInputsTimeout"] = """{"lit":{"seconds":7}}""",
        ["workflow.settingsErrorHandling.errorHandling"] = """{"endWorkflow":{"none":true}}""",
        ["workitem.settingsErrorHandling.errorHandling"] = """{"endFlow":{"none":true}}""",
        ["botFlow.settingsErrorHandling.errorHandling"] = """{"exit":{"none":true}}""",
        ["digitalBot.settingsErrorHandling.errorHandling"] = """{"exit":{"none":true}}""",
        ["inqueueEmail.settingsErrorHandling.errorHandling"] = """{"endInQueueState":{"none":true}}""",
        ["inqueueShortMessage.settingsErrorHandling.errorHandling"] = """{"endInQueueState":{"none":true}}""",
        ["flow.settingsErrorHandling.errorHandling"] = """{"disconnect":{"none":true}}""",
        ["choice.globalDtmf"] = "false",
        ["choice.globalSpeechRecTerms"] = "false",
        ["variable.isInput"] = "false",
        ["variable.isOutput"] = "false",
        ["transferToAcd.priority"] = """{"lit":0}""",
        ["callData.timeout"] = """{"lit":{"minutes":1}}""",
        ["collectInput.acceptJustStar"] = """{"lit":false}""",
        ["collectInput.acceptJustPound"] = """{"lit":false}""",
        ["collectInput.verificationType"] = "\"none\"",
        ["collectInput.includeTerminatingDtmfInResultData"] = "false",
        ["holdMusic.bargeInEnabled"] = """{"lit":false}""",
        ["askForSlot.confirmationMode"] = """{"lit":"never"}""",
        ["wait.trimDurationNearMaxRunningTime"] = """{"lit":false}""",
        ["endTask.outputPath.name"] = "\"default\"",
    }.ToDictionary(row => row.Key, row => Parsed(row.Value), StringComparer.Ordinal);

    private static readonly int LongestPath = Rows.Keys.Max(key => key.Length);

    private static readonly Dictionary<string, long> Milliseconds = new(StringComparer.Ordinal)
    {
        ["ms"] = 1,
        ["seconds"] = 1_000,
        ["minutes"] = 60_000,
        ["hours"] = 3_600_000,
        ["days"] = 86_400_000,
    };

    /// <summary>Whether a value says what no value at all would say. Of a block, whether all that stands in it does.</summary>
    /// <param name="holder">What holds it: the root key of a flow, <c>menu</c>, <c>variable</c>, the key of an action or of a menu choice.</param>
    /// <param name="path">The keys from there to the value, joined by dots: <c>settingsMenu.repeatCount</c>.</param>
    /// <param name="value">The value, with its wrapper where it has one.</param>
    /// <remarks><c>noValue</c> is what the exporter writes for what is not set; in a menu it means that the flow's value counts.</remarks>
    public static bool IsDefault(string holder, string path, SyntaxNode value)
    {
        ArgumentNullException.ThrowIfNull(holder);
        ArgumentNullException.ThrowIfNull(path);
        if (RowOf(holder, path) is { } usual)
        {
            return AreSame(value, usual) || IsUnset(value);
        }

        return value is MappingNode { Entries.Length: > 0 } block && (IsUnset(value) || block.Entries.All(entry => IsDefault(holder, Below(path, entry.Key), entry.Value)));
    }

    /// <summary>The path of what stands in a block. It stops growing where it is longer than that of any row, so that deep and long keys cost no more than they hold.</summary>
    private static string Below(string path, string key) => path.Length > LongestPath ? path : $"{path}.{key}";

    private static SyntaxNode? RowOf(string holder, string path)
    {
        if (Rows.GetValueOrDefault($"{holder}.{path}") is { } own)
        {
            return own;
        }

        var general = ArchitectFlowTypes.FromRootKey(holder) is not null ? "flow"
            : MenuChoiceKinds.Find(holder) is not null ? "choice"
            : "";
        return Rows.GetValueOrDefault($"{general}.{path}") ?? (MenuChoiceKinds.Find(holder) is { } choice ? Rows.GetValueOrDefault($"{choice.Action}.{path}") : null);
    }

    private static bool IsUnset(SyntaxNode value) => value is MappingNode { Entries: [{ Key: "noValue", Value: ScalarNode { Value: "true" } }] };

    private static bool AreSame(SyntaxNode value, SyntaxNode usual) => (value, usual) switch
    {
        (ScalarNode left, ScalarNode right) => left.Value == right.Value && !left.IsNull,
        (MappingNode left, MappingNode right) when DurationOf(left) is { } time && DurationOf(right) is { } usualTime => time == usualTime,
        (MappingNode left, MappingNode right) => left.Entries.Length == right.Entries.Length && left.Entries.All(entry => right[entry.Key] is { } other && AreSame(entry.Value, other)),
        (SequenceNode left, SequenceNode right) => left.Items.Length == right.Items.Length && left.Items.Zip(right.Items).All(pair => AreSame(pair.First, pair.Second)),
        _ => false,
    };

    /// <summary>How long a duration lasts, in milliseconds; null for what is none.</summary>
    private static decimal? DurationOf(MappingNode parts)
    {
        if (parts.Entries.IsEmpty)
        {
            return null;
        }

        decimal sum = 0;
        foreach (var part in parts.Entries)
        {
            if (part.Value is not ScalarNode { Value: { Length: < 16 } text } || !Milliseconds.TryGetValue(part.Key, out var unit) || !decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            sum += number * unit;
        }

        return sum;
    }

    private static SyntaxNode Parsed(string json) =>
        JsonText.Parse(new SourceText(json)).Root ?? throw new InvalidOperationException($"The default \"{json}\" is not readable.");
}
