using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu choice that no caller can take: without a digit, without words to say, and not what the menu does when nothing is chosen.</summary>
/// <remarks>What it does never happens. Give it a digit or speech terms, or name it as the menu's `defaultChildMenuRef`. Where speech recognition is off for the flow, words alone do not do.</remarks>
internal sealed class UnselectableChoiceRule : ArchitectRule
{
    public override string Id => "unselectable-choice";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A menu choice that no caller can take";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var isDeaf = SpeechSettings.IsOff(context);
        foreach (var menu in flow.Elements)
        {
            foreach (var option in menu.Menu?.Options ?? [])
            {
                if (option.Element < 0 || option.Key.Length > 0 || option.IsDefault || (option.HasSpeech && !isDeaf))
                {
                    continue;
                }

                var choice = flow.Elements[option.Element];
                var has = option.HasSpeech ? "only words to say, and speech recognition is off" : "neither a digit nor words to say, and is not the default";
                yield return new Finding(choice.IdSpan, $"No caller can take the choice \"{Wording.Label(choice)}\" of the menu \"{Wording.Label(menu)}\": it has {has}. Give it a digit with \"dtmf\", or name it in \"defaultChildMenuRef\".", Moment.Compile) { Element = choice.Id };
            }
        }
    }
}
