using System.Text.RegularExpressions;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting;

/// <summary>Finds the keys that a spoken text asks callers to press.</summary>
internal static partial class SpokenKeys
{
    // More than any menu says, and little enough to search at once.
    private const int Longest = 20_000;

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = "0",
        ["one"] = "1",
        ["two"] = "2",
        ["three"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["star"] = "*",
        ["pound"] = "#",
        ["hash"] = "#",
        ["cero"] = "0",
        ["uno"] = "1",
        ["dos"] = "2",
        ["tres"] = "3",
        ["cuatro"] = "4",
        ["cinco"] = "5",
        ["seis"] = "6",
        ["siete"] = "7",
        ["ocho"] = "8",
        ["nueve"] = "9",
    };

    /// <summary>The keys that a value tells callers to press, each once, in the order in which it names them.</summary>
    /// <param name="value">A text that is spoken, or an expression that holds some.</param>
    public static IEnumerable<string> Of(FlowValue value)
    {
        var texts = value.Mode == ValueMode.Speech ? [value.Text] : ExpressionSyntax.Walk(value.Expression.Root).OfType<Literal>().Where(literal => literal.Kind == LiteralKind.Text).Select(literal => literal.Value);
        return texts.SelectMany(Find).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Find(string text) =>
        Press().Matches(text.Length > Longest ? text[..Longest] : text).Select(match => match.Groups["key"].Value).Select(key => Words.GetValueOrDefault(key, key));

    // "press 3", "press the number 3", "press1", "oprima el 9"; not "press 10", "press 1 to 5", "3 seconds".
    [GeneratedRegex(
        @"\b(?:press|dial|push|hit|oprima|presione|pulse|marque|pressione|digite|tecle|appuyez\s+sur|tapez|composez|dr(?:ü|ue)cken\s+sie|w(?:ä|ae)hlen\s+sie|prema|premi|digiti)\s*(?:the\s+|el\s+|la\s+|o\s+|a\s+|le\s+|die\s+|il\s+)?(?:number\s+|key\s+|n(?:ú|u)mero\s+|digit\s+|tecla\s+|touche\s+|taste\s+|tasto\s+)?(?<key>[0-9*#](?![0-9*#.,]*[0-9])|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|star|pound|hash|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b)(?!\s*(?:to|through|-|–|digits?|times|a|al|or|and|bis)\s*[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Press();
}
