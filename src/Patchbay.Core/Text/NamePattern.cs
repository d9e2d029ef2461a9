using System.IO.Enumeration;

namespace Patchbay.Core.Text;

/// <summary>Names with wildcards.</summary>
public static class NamePattern
{
    /// <summary>Whether a name fits a pattern, without regard to case: <c>*</c> stands for any run of characters, <c>?</c> for one.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name.</param>
    public static bool Matches(string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(name);

        // The framework's expression takes a backslash for an escape, and an empty name for one that nothing fits.
        return name.Length == 0
            ? pattern.All(c => c == '*')
            : FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: true);
    }
}
