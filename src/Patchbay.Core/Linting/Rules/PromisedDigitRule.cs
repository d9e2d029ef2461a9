using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu that tells callers to press a key that none of its choices has.</summary>
/// <remarks>Callers press it and nothing happens. Give the choice that is meant this key, or say another. Looked at are texts that are spoken, in English, Spanish, Portuguese, French, German and Italian; keys of choices that listen in every menu count.</remarks>
internal sealed class PromisedDigitRule : ArchitectRule
{
    public override string Id => "promised-digit";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A menu tells callers to press a key that no choice has";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var menus = flow.Values.Where(value => value is { Mode: ValueMode.Speech or ValueMode.Expression, Element: >= 0 } && value.Path.StartsWith("audio", StringComparison.Ordinal) && flow.Elements[value.Element].Kind == ElementKind.Menu);
        HashSet<string>? global = null;
        foreach (var value in menus)
        {
            var menu = flow.Elements[value.Element];
            global ??= [.. flow.Elements.SelectMany(element => element.Menu?.Options ?? []).Where(option => option.IsGlobal).Select(option => option.Key)];
            var keys = (menu.Menu?.Options ?? []).Select(option => option.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var key in SpokenKeys.Of(value).Where(key => !keys.Contains(key) && !global.Contains(key)))
            {
                var has = keys.Where(name => name.Length > 0).Order(StringComparer.Ordinal).Select(name => $"\"{name}\"").ToList();
                yield return new Finding(value.Node.Span, $"{Wording.The(menu)} tells callers to press \"{key}\", which none of its choices has{(has.Count > 0 ? $"; they have {string.Join(", ", has)}" : "")}. Give the choice that is meant this key, or say another.") { Element = menu.Id };
            }
        }
    }
}
