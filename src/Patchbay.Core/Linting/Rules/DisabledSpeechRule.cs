using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Menus with words to say in a flow in which speech recognition is off.</summary>
/// <remarks>The words do nothing until it is turned on. Turn it on with `asrEnabledOnFlow: true`, or leave the words for later.</remarks>
internal sealed class DisabledSpeechRule : ArchitectRule
{
    public override string Id => "disabled-speech";

    public override Severity DefaultSeverity => Severity.Info;

    public override string Summary => "Menus have words to say, and speech recognition is off";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (SpeechSettings.Find(context) is not { } setting)
        {
            yield break;
        }

        var spoken = context.Flow.Elements.SelectMany(element => element.Menu?.Options ?? []).Count(option => option.HasSpeech);
        if (spoken > 0)
        {
            yield return new Finding(setting.Value.Span, $"Speech recognition is off, so the words of {Wording.Count(spoken, "menu choice")} do nothing. Write \"true\" to turn it on.");
        }
    }
}
