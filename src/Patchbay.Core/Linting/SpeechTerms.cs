using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting;

/// <summary>The words that menu choices listen for.</summary>
internal static class SpeechTerms
{
    /// <summary>The words of a choice, with the language of each.</summary>
    /// <param name="choice">The choice.</param>
    public static IEnumerable<(string Language, ScalarNode Term)> Of(FlowElement choice)
    {
        foreach (var language in Languages(choice))
        {
            foreach (var term in ((language.Value as MappingNode)?.GetSequence("terms")?.Items ?? []).OfType<ScalarNode>().Where(term => !term.IsNull))
            {
                yield return (language.Key, term);
            }
        }
    }

    /// <summary>The languages that a choice has an entry for.</summary>
    /// <param name="choice">The choice.</param>
    public static IEnumerable<MappingEntry> Languages(FlowElement choice) => (choice.Node as MappingNode)?.GetMapping("speechRecTerms")?.Entries ?? [];

    /// <summary>Words as speech recognition compares them: without regard to case and to blanks at the ends.</summary>
    /// <param name="term">The words as written.</param>
    public static string Normalize(string term) => string.Join(' ', term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
