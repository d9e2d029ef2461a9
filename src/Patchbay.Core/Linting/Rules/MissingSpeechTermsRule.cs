using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu choice that has words to say in some of the flow's languages and not in all.</summary>
/// <remarks>Callers in the other languages cannot say what they want; where the choice has no digit either, the publisher refuses the flow. Add terms for each supported language.</remarks>
internal sealed class MissingSpeechTermsRule : ArchitectRule
{
    public override string Id => "missing-speech-terms";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A menu choice can be spoken in some of the flow's languages only";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { Languages.Count: > 1 } root || SpeechSettings.IsOff(context))
        {
            yield break;
        }

        foreach (var choice in context.Flow.Elements.Where(element => element.Kind == ElementKind.Choice))
        {
            var spoken = SpeechTerms.Of(choice).Select(term => term.Language).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var missing = root.Languages.Where(language => !spoken.Contains(language)).ToList();
            if (spoken.Count > 0 && missing.Count > 0)
            {
                yield return new Finding(choice.IdSpan, $"The choice \"{Wording.Label(choice)}\" has words to say in {Listed(spoken.Order(StringComparer.Ordinal))} and none in {Listed(missing)}. Add terms under \"speechRecTerms\".", Moment.Compile) { Element = choice.Id };
            }
        }
    }

    private static string Listed(IEnumerable<string> languages) => string.Join(", ", languages.Select(language => $"\"{language}\""));
}
