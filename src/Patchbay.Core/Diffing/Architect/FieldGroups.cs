using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Whom a field concerns.</summary>
internal static class FieldGroups
{
    private static readonly HashSet<string> Settings = new(StringComparer.Ordinal)
    {
        "settingsActionDefaults", "settingsMenu", "settingsSpeechRec", "settingsPrompts", "settingsUserInput", "settingsOutboundCall", "settingsCommonModule", "division", "name", "confirmationMode",
        "trimDurationNearMaxRunningTime", "bargeInEnabled", "enableParticipantRecord", "transcription",
    };

    private static readonly HashSet<string> Data = new(StringComparer.Ordinal)
    {
        "inputData", "statements", "attributes", "category", "dataTable", "lookupValue", "screenPopScript", "callbackScript", "failureOutputs", "successOutputs", "foundOutputs", "settingsNaturalLanguageUnderstanding",
        "settingsKnowledge", "inputs", "outputs", "invocationData", "taskInputs", "taskOutputs", "conversationId", "participantId", "findResult", "externalResult", "exitReason", "currentIndex", "slots", "slot",
        "flowOutcome", "milestone", "inputText", "intent", "selection", "outputPaths",
    };

    /// <summary>The group of a field.</summary>
    public static DifferenceGroup Of(FieldPlace place)
    {
        var (first, last) = (place.First, place.Last);
        if (place.Field is { Shape: FieldShape.Audio } || FieldWording.Verb(place) is not null)
        {
            return DifferenceGroup.Caller;
        }

        if (last.EndsWith("Timeout", StringComparison.Ordinal) || last.EndsWith("MaxDelay", StringComparison.Ordinal) || first == "timeout" || Settings.Contains(first))
        {
            return DifferenceGroup.Settings;
        }

        return first == "description" ? DifferenceGroup.Cosmetic
            : Data.Contains(first) || place.FromFirst.Any(at => at is { IsItem: false, IsName: false, Key: "inputs" or "outputs" }) ? DifferenceGroup.Data
            : place.Field is { Shape: FieldShape.Output or FieldShape.Inputs or FieldShape.Outputs } ? DifferenceGroup.Data
            : DifferenceGroup.Caller;
    }
}
