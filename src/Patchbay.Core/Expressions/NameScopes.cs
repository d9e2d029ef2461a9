
namespace Patchbay.Core.Expressions;

/// <summary>The first words of names.</summary>
internal static class NameScopes
{
    /// <summary>Scopes in which flow files declare variables.</summary>
    private static readonly HashSet<string> Declared = ((string[])["Flow", "Task", "State", "Common", "Slot", "Secure"]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Scopes that the platform fills.</summary>
    private static readonly HashSet<string> BuiltIn =
        ((string[])["Call", "Chat", "Email", "Interaction", "Menu", "Message", "Prompt", "PromptSystem", "Session", "Survey", "System", "Workitem"]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether flows declare variables of a scope.</summary>
    public static bool IsDeclared(string scope) => Declared.Contains(scope);

    /// <summary>Whether a word is a scope, of whichever kind.</summary>
    public static bool IsScope(string word) => Declared.Contains(word) || BuiltIn.Contains(word);
}
