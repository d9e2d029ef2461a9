using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A language that the flow uses and does not list among its `supportedLanguages`.</summary>
/// <remarks>A default language that is not listed stops a publish; `setLanguage` to one fails while the caller waits, and texts in one are never used. Add the language to `supportedLanguages`, or use one that is there. A flow without a list supports its default language.</remarks>
internal sealed class UnsupportedLanguageRule : ArchitectRule
{
    public override string Id => "unsupported-language";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow uses a language that it does not support";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { Languages.Count: > 0 } root || (root.Body.GetMapping("supportedLanguages") is { } list && ArchitectRoot.IsOpen(context, list.Span)))
        {
            yield break;
        }

        if (root.Body["defaultLanguage"] is ScalarNode { IsNull: false } standard && !Has(root, standard.Value) && !ArchitectRoot.IsOpen(context, standard.Span))
        {
            yield return new Finding(standard.Span, $"The default language \"{standard.Value}\" is not among the supported languages {Listed(root)}. Add it to \"supportedLanguages\".", Moment.Compile);
        }

        foreach (var value in context.Flow.Values)
        {
            if (value is { Mode: ValueMode.Literal, Path: "languageValue", Element: >= 0, Text.Length: > 0 } && !Has(root, value.Text) && !ArchitectRoot.IsOpen(context, value.Node.Span))
            {
                var element = context.Flow.Elements[value.Element];
                yield return new Finding(value.Node.Span, $"\"{Wording.Label(element)}\" changes to the language \"{value.Text}\", which the flow does not support. It supports {Listed(root)}.", Moment.Compile) { Element = element.Id };
            }
        }

        var told = new HashSet<(int Element, string Language)>();
        foreach (var value in context.Flow.Values)
        {
            if (LanguageOf(value.Path) is { } language && !Has(root, language) && !SubstitutionIn(language) && told.Add((value.Element, language)))
            {
                var owner = value.Element >= 0 ? Wording.The(context.Flow.Elements[value.Element]) : "The flow";
                yield return new Finding(value.Node.Span, $"{owner} has something to say in \"{language}\", which the flow does not support, so nobody hears it. It supports {Listed(root)}.") { Element = context.IdOf(value.Element), Severity = Severity.Warning };
            }
        }

        foreach (var choice in context.Flow.Elements.Where(element => element.Kind == ElementKind.Choice))
        {
            foreach (var language in SpeechTerms.Languages(choice).Where(language => !Has(root, language.Key) && !ArchitectRoot.IsOpen(context, language.KeyNode.Span)))
            {
                yield return new Finding(language.KeyNode.Span, $"The choice \"{Wording.Label(choice)}\" has words to say in \"{language.Key}\", which the flow does not support. It supports {Listed(root)}.") { Element = choice.Id, Severity = Severity.Warning };
            }
        }
    }

    /// <summary>The language of what is said in one language only: <c>audio.alternateSequences.es-us</c>; null for anything else.</summary>
    private static string? LanguageOf(string path)
    {
        const string key = "alternateSequences.";
        var start = path.IndexOf(key, StringComparison.Ordinal);
        return start < 0 ? null : path[(start + key.Length)..].Split('.')[0];
    }

    private static bool SubstitutionIn(string language) => language.Contains("{{", StringComparison.Ordinal) || language.Contains("${", StringComparison.Ordinal);

    private static bool Has(ArchitectRoot root, string language) => root.Languages.Contains(language, StringComparer.OrdinalIgnoreCase);

    private static string Listed(ArchitectRoot root) => string.Join(", ", root.Languages.Select(language => $"\"{language}\""));
}
