using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Sentences about fields.</summary>
internal sealed class FieldWording(ArchitectSide before, ArchitectSide after)
{
    /// <summary>What an action does with what it plays or writes, by the field that holds it.</summary>
    private static readonly Dictionary<string, string> Verbs = new(StringComparer.Ordinal)
    {
        ["audio"] = "plays",
        ["prompts"] = "plays",
        ["inputAudio"] = "asks",
        ["question"] = "asks",
        ["noMatch"] = "says without a match",
        ["noInput"] = "says without an answer",
        ["preTransferAudio"] = "says before the transfer",
        ["preTransferCommunication"] = "says before the transfer",
        ["failureTransferAudio"] = "says when the transfer fails",
        ["failureTransferCommunication"] = "says when the transfer fails",
        ["communication"] = "says",
        ["messageBody"] = "sends",
        ["initialGreeting"] = "greets with",
        ["preHandlingAudio"] = "says on an error",
        ["processingPrompt"] = "plays while it waits",
        ["holdMusic"] = "plays to those who wait",
        ["voicemailGreeting"] = "greets with",
        ["whisperAudio"] = "whispers",
    };

    /// <summary>What is called, asked or shown under a name, by the field whose key the name is.</summary>
    private static readonly Dictionary<string, string> NameVerbs = new(StringComparer.Ordinal)
    {
        ["category"] = "now uses integration",
        ["dataAction"] = "now calls data action",
        ["dataTable"] = "now looks in data table",
        ["commonModule"] = "now calls module",
        ["botFlow"] = "now calls bot",
        ["digitalBotFlow"] = "now calls digital bot",
        ["screenPopScript"] = "now shows script",
        ["callbackScript"] = "now shows script",
        ["settingsKnowledge"] = "now uses knowledge base",
    };

    private static readonly Dictionary<string, string> Blocks = new(StringComparer.Ordinal)
    {
        ["settingsMenu"] = "menu settings",
        ["settingsSpeechRec"] = "speech recognition",
        ["settingsPrompts"] = "prompt settings",
        ["settingsActionDefaults"] = "action defaults",
        ["settingsErrorHandling"] = "error handling",
        ["settingsInQueueCall"] = "in-queue settings",
        ["settingsOutboundCall"] = "outbound settings",
        ["settingsInboundEmailHandling"] = "e-mail handling",
        ["settingsCommonModule"] = "module settings",
        ["settingsBotFlow"] = "bot settings",
        ["settingsUserInput"] = "input settings",
        ["settingsKnowledge"] = "knowledge settings",
        ["settingsNaturalLanguageUnderstanding"] = "language understanding",
        ["supportedLanguages"] = "language",
    };

    // Keys between a thing and what is meant, which nobody would say.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "lit", "ver_latestPublished", "attribute", "value", "errorHandling", "evaluationType", "nluDomainVersion", "dataAction", "statement", "terms", "case", "prompts", "defaultAudio", "firstTrue", "firstMatch", "defaultEngine",
    };

    /// <summary>The verb for what a field plays or writes; null for a field that does neither.</summary>
    public static string? Verb(FieldPlace place)
    {
        for (var at = place; at is not null && !at.IsName; at = at.Up)
        {
            if (!at.IsItem && Verbs.TryGetValue(at.Key, out var verb))
            {
                return verb == "plays" && place.Owner == "menu" ? "says" : verb;
            }
        }

        return null;
    }

    /// <summary>The sentence about a field.</summary>
    /// <param name="who">Who has the field: <c>Task "Billing": "Welcome"</c>.</param>
    /// <param name="changed">What became of it.</param>
    public string Sentence(string who, ChangedField changed)
    {
        var place = changed.Place;
        if (changed.Change == FieldChange.Order)
        {
            return $"{who}: {Words(place)} now in another order";
        }

        var (was, isNow) = Shown(changed);
        if (changed.Change == FieldChange.Name)
        {
            return NameVerbs.TryGetValue(place.Last, out var names) ? $"{who} {names} {isNow} (was {was})" : $"{who}: {Words(place)} is now {isNow} (was {was})";
        }

        if (Verb(place) is { } verb)
        {
            var language = place.Up is { Key: "alternateSequences" } ? $" in {place.Key}" : "";
            return isNow.Length == 0 ? $"{who} no longer {verb}{language} {was}" : $"{who} now {verb}{language} {isNow} {Was(was)}";
        }

        if (changed is { Change: FieldChange.Value } && NameVerbs.TryGetValue(place.Last, out var named) && FieldWalk.NamesThing(place))
        {
            return isNow.Length == 0 ? $"{who}: {Words(place)} is no longer set (was {was})" : $"{who} {named} {isNow} {Was(was)}";
        }

        return Special(who, changed, was, isNow) ?? (place.IsItem && (was.Length == 0 || isNow.Length == 0) ? Item(who, place, was, isNow) : Plain($"{who}: {Words(place)}", was, isNow));
    }

    private static string Was(string was) => was.Length == 0 ? "(was nothing)" : $"(was {was})";

    private static string Plain(string what, string was, string isNow) =>
        was.Length == 0 ? $"{what} is now {isNow} (was not set)" : isNow.Length == 0 ? $"{what} is no longer set (was {was})" : $"{what} is now {isNow} (was {was})";

    /// <summary>An item of a list that only one side has; shown where its name does not say all.</summary>
    private static string Item(string who, FieldPlace place, string was, string isNow)
    {
        var shown = was.Length == 0 ? isNow : was;
        var says = shown.Contains($"\"{place.Key}\"", StringComparison.Ordinal) && shown.Length <= place.Key.Length + 24 ? "" : $": {shown}";
        return $"{who}: {Words(place)} is {(was.Length == 0 ? "new" : "gone")}{says}";
    }

    private (string Before, string After) Shown(ChangedField changed)
    {
        if (changed is { Change: FieldChange.Name, Before: ScalarNode old, After: ScalarNode current })
        {
            return ($"\"{old.Value}\"", $"\"{current.Value}\"");
        }

        var was = changed.Before is null ? (ShownValue?)null : Of(before, changed.Before, changed.Place);
        var isNow = changed.After is null ? (ShownValue?)null : Of(after, changed.After, changed.Place);
        if (was is not { } l || isNow is not { } r)
        {
            return (was?.ToString() ?? "", isNow?.ToString() ?? "");
        }

        var (from, to) = ShownValue.Pair(l, r);
        return from != to ? (from, to) : ($"{from} {How(changed.Before)}", $"{to} {How(changed.After)}");
    }

    /// <summary>How a value is given, where two are given differently and read alike.</summary>
    private static string How(SyntaxNode? node) => node is MappingNode { Entries: [{ Key: var key }, ..] } ? key switch { "exp" => "as an expression", "lit" => "as a literal", "tts" => "as speech", _ => $"as {key}" } : node is ScalarNode { IsQuoted: true } ? "as a text" : "as it stands";

    private static ShownValue Of(ArchitectSide side, SyntaxNode node, FieldPlace place) =>
        FieldWalk.NamesThing(place) && node is MappingNode { Entries: [{ Key: not "none" } named] } ? new ShownValue(named.Key, IsQuoted: true)
        : place.Field is { Shape: FieldShape.VariableName } && node is ScalarNode variable ? new ShownValue(variable.Value, IsQuoted: false)
        : side.ReferenceAt(node) is { To: >= 0 } reference ? new ShownValue(ElementWording.Container(side.Flow.Elements[reference.To]), IsQuoted: false) : ValueWording.Of(node);

    /// <summary>Fields that have words of their own.</summary>
    private string? Special(string who, ChangedField changed, string was, string isNow)
    {
        var place = changed.Place;
        switch (place.First)
        {
            case "targetTaskRef" when place.Owner == "callTask":
                return $"{who} now calls {Or(isNow)} {Was(was)}";
            case "targetTaskRef" or "targetMenuRef" or "targetStateRef":
                return $"{who} now leads to {Or(isNow)} {Was(was)}";
            case "defaultChildMenuRef":
                return $"{who}: without a choice it now takes {Or(isNow)} {Was(was)}";
            case "supportedLanguages" when place.Last == "textToSpeech":
                return $"{who} now speaks {place.Up?.Key} with {Voice(changed.After)} (was {Voice(changed.Before)})";
            case "targetQueue":
                return $"{who} now leads to queue {Or(isNow)} (was {(was.Length == 0 ? "none" : $"queue {was}")})";
            case "evaluationType" or "scheduleGroup" or "emergencyGroup" when place.Last is "selectedSchedule" or "selectedEmergencyGroup" or "scheduleGroup" or "emergencyGroup":
                return $"{who} now goes by {ElementWording.Words(place.Last).Replace("selected ", "", StringComparison.Ordinal)} {Or(isNow)} {Was(was)}";
            case "digits" when place.Last is "exact" or "min" or "max" && was.Length > 0 && isNow.Length > 0:
                return $"{who} now takes {(place.Last switch { "exact" => "exactly", "min" => "at least", _ => "at most" })} {isNow} digits (was {was})";
            case "condition" or "expression":
                return $"{who} now asks for {Or(isNow)} {Was(was)}";
            case "commonModule" or "botFlow" or "digitalBotFlow" or "category" or "dataTable" or "inputs" or "outputs" or "successOutputs" or "failureOutputs" or "foundOutputs" or "taskInputs" or "taskOutputs" or "screenPopScript" or "callbackScript" or "invocationData":
                return Binding(who, place, was, isNow);
            case "statements":
                return Statement(who, changed, was, isNow);
            case "attributes":
                return Attribute(who, changed, was, isNow);
            default:
                return null;
        }
    }

    private static string Or(string shown) => shown.Length == 0 ? "nothing" : shown;

    private static string? Binding(string who, FieldPlace place, string was, string isNow)
    {
        if (!place.IsName && NameVerbs.TryGetValue(place.Last, out var verb))
        {
            return isNow.Length == 0 ? $"{who}: {ElementWording.Words(place.Last)} is no longer set (was {was})" : $"{who} {verb} {isNow} {Was(was)}";
        }

        return place.FromFirst.FirstOrDefault(at => at.IsName && at.Up is { Field.Shape: not FieldShape.ByName } or { Up.Field: null, IsName: true }) is not { Up: { } list } name ? null
            : list.Key.Contains("nput", StringComparison.Ordinal) || list.Key == "invocationData" ? Plain($"{who}: input \"{name.Key}\"", was, isNow)
            : isNow.Length == 0 ? $"{who}: output \"{name.Key}\" no longer goes to {was}" : $"{who}: output \"{name.Key}\" now goes to {isNow} {Was(was)}";
    }

    private string? Statement(string who, ChangedField changed, string was, string isNow)
    {
        var place = changed.Place;
        return ItemOf(place) is not { } variable || place.Last == "variable" ? null
            : !place.IsItem ? $"{who} now sets {variable} to {Or(isNow)} {Was(was)}"
            : was.Length == 0 ? $"{who} now sets {variable} to {Inner(after, changed.After, "value")}"
            : isNow.Length == 0 ? $"{who} no longer sets {variable} (was {Inner(before, changed.Before, "value")})"
            : null;
    }

    private string? Attribute(string who, ChangedField changed, string was, string isNow)
    {
        var place = changed.Place;
        var reads = place.Owner.StartsWith("get", StringComparison.Ordinal);
        var (verb, word, field) = reads ? ("reads", "into", "variable") : ("sets", "to", "value");
        return ItemOf(place) is not { } name ? null
            : !place.IsItem ? $"{who} now {verb} \"{name}\" {word} {Or(isNow)} {Was(was)}"
            : was.Length == 0 ? $"{who} now {verb} \"{name}\" {word} {Inner(after, changed.After, field)}"
            : isNow.Length == 0 ? $"{who} no longer {verb} \"{name}\" (was {Inner(before, changed.Before, field)})"
            : null;
    }

    /// <summary>A field of the one thing that an item holds.</summary>
    private static string Inner(ArchitectSide side, SyntaxNode? item, string field) =>
        item is MappingNode { Entries: [{ Value: MappingNode inner }] } && inner[field] is { } value ? (value is ScalarNode scalar ? scalar.Value : Of(side, value, FieldPlace.Of("", field, null)).ToString()) : "nothing";

    /// <summary>A voice and the engine that it belongs to.</summary>
    private static string Voice(SyntaxNode? node) => node is not MappingNode { Entries: [{ } engine] } ? "the default voice"
        : (engine.Value as MappingNode)?.GetString("voice") is { } voice ? $"voice \"{voice}\"{(engine.Key == "defaultEngine" ? "" : $" of {engine.Key}")}"
        : engine.Key == "defaultEngine" ? "the default voice" : $"the default voice of {engine.Key}";

    private static string? ItemOf(FieldPlace place) => place.FromFirst.FirstOrDefault(at => at.IsItem)?.Key;

    /// <summary>The words for a field: its keys without those that nobody would say, names in quotes.</summary>
    private static string Words(FieldPlace place)
    {
        var words = new List<string>();
        foreach (var at in place.FromFirst)
        {
            if (at.IsItem || at.IsName)
            {
                words.Add($"\"{at.Key}\"");
            }
            else if (at.Up is null && Blocks.TryGetValue(at.Key, out var block))
            {
                if (at.Owner.Length > 0 && place.Up is not null)
                {
                    continue;
                }

                words.Add(at.Key == "supportedLanguages" || place.Up is null ? block : block + ":");
            }
            else if (!Silent.Contains(at.Key))
            {
                words.Add(ElementWording.Words(at.Key));
            }
        }

        return words.Count == 0 ? ElementWording.Words(place.Last) : string.Join(' ', words);
    }
}
