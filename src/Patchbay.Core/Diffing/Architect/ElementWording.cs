using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>How sentences call things of Architect.</summary>
internal static class ElementWording
{
    /// <summary>What Architect calls a kind of action or choice; words made of the key for one that nobody knows.</summary>
    public static string Title(string type) => ActionKinds.Find(type)?.Title is { Length: > 0 } title ? title : MenuChoiceKinds.Find(type)?.Title ?? Sentence(type);

    /// <summary>What kind of container an element is, in lower case.</summary>
    public static string Noun(FlowElement element) => element.Kind switch
    {
        ElementKind.Menu => "menu",
        ElementKind.State => "state",
        ElementKind.Bot => "bot",
        ElementKind.Task => "task",
        ElementKind.Choice => "choice",
        _ => "action",
    };

    /// <summary>A container and its name: <c>task "Billing"</c>; an implied start has no name.</summary>
    public static string Container(FlowElement element) => element switch
    {
        { Label.Length: > 0 } => $"{Noun(element)} \"{element.Label}\"",
        { Type: "startUpTaskActions" } => "the starting task",
        { Type: "startUpState" } => "the starting state",
        { Type: "periodicState" } => "the periodic state",
        { RefId.Length: > 0 } => $"{Noun(element)} \"{element.RefId}\"",
        _ => $"a {Noun(element)} without a name",
    };

    /// <summary>The name that somebody gave to an action, in quotes, or else what kind of action it is.</summary>
    public static string Action(FlowElement element) => Likeness.HasOwnName(element) ? $"\"{element.Label}\"" : Title(element.Type);

    /// <summary>What kind of action it is, and the name if somebody gave it one.</summary>
    public static string KindAndName(FlowElement element) => Likeness.HasOwnName(element) ? $"{Title(element.Type)} \"{element.Label}\"" : Title(element.Type);

    /// <summary>The words of a key: <c>menu selection timeout</c>.</summary>
    public static string Words(string key)
    {
        var words = new StringBuilder(key.Length + 8);
        for (var i = 0; i < key.Length; i++)
        {
            var startsWord = char.IsAsciiLetterUpper(key[i]) && i > 0 && (char.IsAsciiLetterLower(key[i - 1]) || (i + 1 < key.Length && char.IsAsciiLetterLower(key[i + 1]) && char.IsAsciiLetterUpper(key[i - 1])));
            if (startsWord)
            {
                words.Append(' ');
            }

            var isAbbreviation = i + 1 < key.Length && char.IsAsciiLetterUpper(key[i]) && char.IsAsciiLetterUpper(key[i + 1]);
            words.Append(startsWord && !isAbbreviation ? char.ToLowerInvariant(key[i]) : key[i]);
        }

        return words.ToString();
    }

    /// <summary>The text with a capital at its start.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + Words(text)[1..];

    /// <summary>The text with a capital at its start, otherwise as it is.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
