using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>What names may be, and how messages speak of them.</summary>
internal static class Names
{
    private const int Longest = 200;
    private const int Shown = 5;

    /// <summary>Why a text cannot be the name of a part of a flow; null when it can.</summary>
    /// <param name="name">The name.</param>
    public static string? WhyNoName(string name) =>
        string.IsNullOrWhiteSpace(name) ? "A name must not be blank."
        : name != name.Trim() ? $"\"{name}\" starts or ends with a blank; a name must not."
        : name.Any(char.IsControl) ? $"\"{name.ReplaceLineEndings(" ")}\" holds a line break or another control character; a name must not."
        : name.Length > Longest ? $"The name is {name.Length} characters long; {Longest} are allowed."
        : null;

    /// <summary>Why a text cannot be the name of a flow; null when it can. The rules are those of Architect's scripting library.</summary>
    /// <param name="name">The name.</param>
    public static string? WhyNoFlowName(string name) =>
        WhyNoName(name)
        ?? (name.Contains('/', StringComparison.Ordinal) ? $"\"{name}\" holds a slash; the name of a flow must not."
        : name.EndsWith("-debug", StringComparison.OrdinalIgnoreCase) ? $"\"{name}\" ends in \"-debug\", which the platform keeps for itself. Choose another name."
        : null);

    /// <summary>Why a text cannot be the name of a variable behind its scope; null when it can.</summary>
    /// <param name="word">The name without its scope.</param>
    public static string? WhyNoWord(string word) =>
        word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_') && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? null
        : $"\"{word}\" cannot be the name of a variable: it starts with a letter, and holds letters, digits and underscores.";

    /// <summary>Names in quotes, the first few of them.</summary>
    /// <param name="names">The names.</param>
    public static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        var more = all.Count - Shown;
        return string.Join(", ", all.Take(Shown).Select(name => $"\"{name}\"")) + (more > 0 ? $" and {more} more" : "");
    }

    /// <summary>What may have been meant, as a sentence.</summary>
    /// <param name="name">The name that nothing has.</param>
    /// <param name="names">The names that there are.</param>
    public static string Hint(string name, IEnumerable<string> names)
    {
        var known = names.Where(other => other.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var near = new NearNames(known).Find(name);
        return !near.IsEmpty ? $"Did you mean {Listed(near)}?" : known.Count == 0 ? "" : $"There is {Listed(known)}.";
    }

    /// <summary>A number and a noun.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The noun in the singular.</param>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
