using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Tells the fields of an element from what the flow model accounts for: names, lists of actions, cases, choices.</summary>
internal static class OwnFields
{
    private static readonly HashSet<string> OfChoice = new(StringComparer.Ordinal) { "dtmf", "globalDtmf", "globalSpeechRecTerms", "speechRecTerms" };

    // What the platform's JSON holds beside what somebody chose: its own ids and numbers, how it is drawn, the reading of expressions, lists that the model reads.
    private static readonly HashSet<string> OfJson = new(StringComparer.Ordinal)
    {
        "id", "trackingId", "__type", "uiMetaData", "metaData", "config", "version", "outOfService", "pos", "nextAction", "startAction", "actionList", "paths", "path", "pathReference", "menuChoiceList", "outputId",
        "actionId", "flowId", "screenPopId", "datatableId", "taskName", "menuName", "stateName", "flowLatestVersion", "flowDebugPublished", "flowOutOfService",
    };

    // The parts of a flow in the platform's JSON that are its logic, its manifest, or nobody's choice.
    private static readonly HashSet<string> OfJsonRoot = new(StringComparer.Ordinal)
    {
        "name", "description", "type", "initialSequence", "nextTrackingNumber", "manifest", "flowSequenceItemList", "variables", "debugSettings", "flowMetaData", "versionMetaData", "customDefinitions", "commonModules",
    };

    /// <summary>Whether an entry of a flow in the platform's JSON is no setting of it.</summary>
    public static bool IsLogicOfJson(MappingEntry entry) => OfJson.Contains(entry.Key) || OfJsonRoot.Contains(entry.Key) || entry.Key.StartsWith('$');

    /// <summary>Whether an entry of an element in the platform's JSON is no field of it.</summary>
    public static bool IsStructureOfJson(FlowElement element, MappingEntry entry) =>
        entry.Key == "name" || OfJson.Contains(entry.Key) || (entry.Key == "variables" && element.IsContainer) || (element.Kind == ElementKind.Choice && entry.Key is "digit" or "action");

    /// <summary>What is known of a field of an element.</summary>
    /// <param name="owner">The element's type.</param>
    /// <param name="key">The field's key.</param>
    public static ActionField? Known(string owner, string key) =>
        (ActionKinds.Find(owner)?.Fields ?? MenuChoiceKinds.Find(owner)?.Fields ?? []).FirstOrDefault(field => field.Name == key);

    /// <summary>Whether an entry of an element's body is no field of it.</summary>
    public static bool IsStructure(FlowElement element, MappingEntry entry) => entry.Key switch
    {
        "name" or "refId" => true,
        "actions" when entry.Value is SequenceNode => true,
        "choices" => element.Kind is ElementKind.Menu or ElementKind.Choice,
        "variables" => element.IsContainer,
        // A menu within a choice has the choice's body: what belongs to the key is the choice's, all else the menu's.
        _ when element is { Kind: ElementKind.Choice, Type: "menuSubMenu" } => !OfChoice.Contains(entry.Key),
        _ when element is { Kind: ElementKind.Menu, Parent: >= 0 } => OfChoice.Contains(entry.Key),
        _ => element.Node is SequenceNode,
    };

    /// <summary>Whether an entry somewhere below a field is a list of actions, or says when one is taken.</summary>
    /// <param name="place">Where the mapping stands that has the entry.</param>
    /// <param name="entry">The entry.</param>
    public static bool IsStructure(FieldPlace place, MappingEntry entry)
    {
        if (place.IsJson)
        {
            return OfJson.Contains(entry.Key) || (entry.Key is "cases" && place.Up is null && place.Owner == "switch");
        }

        if (entry.Key == "actions" && entry.Value is SequenceNode)
        {
            return true;
        }

        return place.First switch
        {
            "outputs" => entry.Key == "enabled" || (entry.Key == "name" && place.FromFirst.ElementAtOrDefault(1) is { IsItem: false }),
            "evaluate" => (entry.Key is "value" or "enabled") && place.Last == "case",
            "task" => entry.Key == "variables",
            _ => false,
        };
    }
}
