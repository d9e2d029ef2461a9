using System.Globalization;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>What the values of Architect files mean, whatever their spelling.</summary>
internal static class ArchitectValue
{
    // Lists of these are sets: nobody meets their items in their order.
    private static readonly HashSet<string> Unordered = new(StringComparer.Ordinal)
    {
        "terms", "compatibleFlowTypes", "promptMediaToValidate", "acdSkills", "appendSkills", "utterances", "mutedUtterances", "entityNameReferences", "intents", "entities", "entityTypes", "languageSkills", "outputPaths",
    };

    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["ms"] = 1,
        ["milliseconds"] = 1,
        ["seconds"] = 1_000,
        ["minutes"] = 60_000,
        ["hours"] = 3_600_000,
        ["days"] = 86_400_000,
    };

    /// <summary>The entry that says how a value is given and holds it; null for a node that is no value.</summary>
    /// <remarks>The exporter writes the name of a thing of the org a second time beside it.</remarks>
    public static (ValueMode Mode, SyntaxNode Value)? Wrapped(SyntaxNode node)
    {
        if (node is not MappingNode { Entries.Length: 1 or 2 } mapping)
        {
            return node is MappingNode { Entries.Length: > 2 } value && value["text"] is ScalarNode text && value["type"] is ScalarNode && value["uiMetaData"] is MappingNode display ? (ModeOf(text, display), text) : null;
        }

        foreach (var entry in mapping.Entries)
        {
            if (ModeOf(entry) is { } mode && mapping.Entries.All(other => ReferenceEquals(other, entry) || other.Key == "name"))
            {
                return (mode, entry.Value);
            }
        }

        return null;
    }

    /// <summary>How a value of the platform's JSON was given.</summary>
    private static ValueMode ModeOf(ScalarNode text, MappingNode display) => display.GetString("mode") switch
    {
        "1" => ValueMode.Literal,
        "2" => ValueMode.Variable,
        "3" => ValueMode.NoValue,
        null when text.Value.Length == 0 => ValueMode.NoValue,
        _ => ValueMode.Expression,
    };

    private static ValueMode? ModeOf(MappingEntry entry) => entry.Key switch
    {
        "lit" => ValueMode.Literal,
        "exp" when entry.Value is ScalarNode => ValueMode.Expression,
        "var" when entry.Value is ScalarNode => ValueMode.Variable,
        "noValue" => ValueMode.NoValue,
        "tts" when entry.Value is ScalarNode => ValueMode.Speech,
        "prompt" when entry.Value is ScalarNode => ValueMode.Prompt,
        _ => null,
    };

    /// <summary>Whether a node holds values and is none itself.</summary>
    public static bool IsStructure(SyntaxNode node) => node is SequenceNode || (node is MappingNode && Wrapped(node) is null && Milliseconds(node) is null);

    /// <summary>Whether the order of a list's items means nothing.</summary>
    public static bool IsSet(FieldPlace place) => Unordered.Contains(place.Last);

    /// <summary>A length of time in milliseconds; null for a node that is none.</summary>
    public static decimal? Milliseconds(SyntaxNode node)
    {
        if (node is not MappingNode { Entries.IsEmpty: false } mapping)
        {
            return null;
        }

        var total = 0m;
        foreach (var entry in mapping.Entries)
        {
            if (!Units.TryGetValue(entry.Key, out var unit) || entry.Value is not ScalarNode scalar || scalar.Value.Length > 12 || !decimal.TryParse(scalar.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            total += count * unit;
        }

        return total;
    }

    /// <summary>What a single value is spelled as when quotes, and the ways to write one number, do not count.</summary>
    public static string Spelling(ScalarNode scalar) => scalar.IsQuoted ? scalar.Value : CanonicalValue.Number(scalar.Value) is { } number && !HasLeadingZero(scalar.Value) ? "#" + number : scalar.Value;

    // A phone number or a key may begin with a zero that counts.
    private static bool HasLeadingZero(string text) => text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]);
}
