using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Formats.Architect;

/// <summary>How choices of a menu are written.</summary>
internal static class MenuChoices
{
    private const string Prefix = "menu";

    /// <summary>Whether a key is that of a choice: <c>menuTask</c>, and not <c>menu</c>.</summary>
    public static bool IsChoice(string key) => key.Length > Prefix.Length && key.StartsWith(Prefix, StringComparison.Ordinal) && char.IsAsciiLetterUpper(key[Prefix.Length]);

    /// <summary>The action that a choice does; null for a task, and for a kind that is unknown.</summary>
    /// <param name="choice">The choice's key, such as <c>menuTransferToAcd</c>.</param>
    public static ActionKind? ActionOf(string choice) =>
        IsChoice(choice) ? ActionKinds.Find(char.ToLowerInvariant(choice[Prefix.Length]) + choice[(Prefix.Length + 1)..]) : null;

    /// <summary>What the caller presses: <c>1</c> of <c>digit_1</c>, <c>*</c> of <c>digit_*</c>; empty for none.</summary>
    /// <param name="dtmf">The value of <c>dtmf</c>.</param>
    public static string KeyOf(string? dtmf) => dtmf is null ? "" : dtmf.StartsWith("digit_", StringComparison.Ordinal) ? dtmf["digit_".Length..] : dtmf;
}
