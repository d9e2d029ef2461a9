using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting;

/// <summary>What a flow says about understanding speech.</summary>
internal static class SpeechSettings
{
    /// <summary>Whether the flow turns speech recognition off in words; one that says nothing has it on.</summary>
    /// <param name="context">The flow.</param>
    public static bool IsOff(LintContext context) => Find(context) is not null;

    /// <summary>The setting that turns speech recognition off; null where nothing does.</summary>
    /// <param name="context">The flow.</param>
    public static MappingEntry? Find(LintContext context) =>
        context.Architect?.Body.GetMapping("settingsSpeechRec")?.Find("asrEnabledOnFlow") is { Value: ScalarNode { Value: "false" } } entry ? entry : null;
}
