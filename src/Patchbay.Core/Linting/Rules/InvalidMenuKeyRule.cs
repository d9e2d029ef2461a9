using System.Buffers;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu option whose key is not made of digits, `*` and `#`; in an Architect flow, a choice whose `dtmf` is none of `digit_0` to `digit_9`, `digit_*` and `digit_#`.</summary>
/// <remarks>No telephone can send it; the service refuses the flow. Give the option a key that callers can press.</remarks>
internal sealed class InvalidMenuKeyRule : LintRule
{
    public override string Id => "invalid-menu-key";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A menu option has a key that no caller can press";

    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#");

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Flow.Api == FlowApi.Platform)
        {
            return OfArchitect(context);
        }

        return OfDefinition(context);
    }

    private static IEnumerable<Finding> OfDefinition(LintContext context)
    {
        foreach (var element in context.Flow.Elements)
        {
            foreach (var option in element.Menu?.Options ?? [])
            {
                if (option.Key.Length == 0 || option.Key.AsSpan().ContainsAnyExcept(Keys))
                {
                    var key = option.Key.Length == 0 ? "without a key" : $"with the key \"{option.Key}\", which no caller can press";
                    yield return new Finding(option.KeySpan, $"{Wording.Name(element)} has an option {key}. Use digits, \"*\" and \"#\".", Moment.Write) { Element = element.Id };
                }
            }
        }
    }

    private static IEnumerable<Finding> OfArchitect(LintContext context)
    {
        foreach (var choice in context.Flow.Elements)
        {
            if (choice is not { Kind: ElementKind.Choice, Node: MappingNode body } || body["dtmf"] is not ScalarNode { IsNull: false } dtmf || ArchitectRoot.IsOpen(context, dtmf.Span) || IsDigit(dtmf.Value))
            {
                continue;
            }

            var meant = dtmf.Value is "digit_star" or "star" ? "digit_*" : dtmf.Value is "digit_pound" or "pound" ? "digit_#" : IsDigit($"digit_{dtmf.Value}") ? $"digit_{dtmf.Value}" : null;
            var wayOut = meant is not null ? $" Did you mean \"{meant}\"?" : " Write \"digit_0\" to \"digit_9\", \"digit_*\" or \"digit_#\".";
            yield return new Finding(dtmf.Span, $"The choice \"{Wording.Label(choice)}\" has the key \"{dtmf.Value}\", which no caller can press.{wayOut}", Moment.Write)
            {
                Element = choice.Id,
                Fixes = meant is not null ? [new Fix($"Write \"{meant}\"", FixSafety.Unsafe, [new TextEdit(dtmf.Span, $"\"{meant}\"")])] : [],
            };
        }
    }

    private static bool IsDigit(string dtmf) => dtmf is ['d', 'i', 'g', 'i', 't', '_', var key] && Keys.Contains(key);
}
