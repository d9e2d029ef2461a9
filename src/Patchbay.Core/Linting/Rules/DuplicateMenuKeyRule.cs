using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two options of one menu with the same key.</summary>
/// <remarks>A caller who presses it gets one of them and never the other; the service refuses the flow. Give one of them another key.</remarks>
internal sealed class DuplicateMenuKeyRule : LintRule
{
    public override string Id => "duplicate-menu-key";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "Two options of a menu have the same key";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var element in context.Flow.Elements)
        {
            if (element.Menu is null)
            {
                continue;
            }

            var first = new Dictionary<string, MenuOption>(StringComparer.Ordinal);
            foreach (var option in element.Menu.Options)
            {
                if (option.Key.Length > 0 && !first.TryAdd(option.Key, option))
                {
                    yield return new Finding(option.KeySpan, $"{Wording.Name(element)} has the key \"{option.Key}\" twice, so callers cannot choose the second. Give it another key.", Moment.Write)
                    {
                        Element = element.Id,
                        Related = [new RelatedPlace(first[option.Key].KeySpan, "The first option with this key.")],
                    };
                }
            }
        }
    }
}
