using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Tells the fields of an element from what the flow model accounts for: names, lists of actions, cases, choices.</summary>
internal static class OwnFields
{
    private static readonly HashSet<string> OfChoice = new(StringComparer.Ordinal) { "dtmf", "globalDtmf", "globalSpeechRecTerms", "speechRecTerms" };

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
