using Patchbay.Core.Text;

namespace Patchbay.Cli;

/// <summary>Guesses what a user meant.</summary>
internal static class Nearest
{
    /// <summary>The words that a given one may stand for: one slip away, or else those that it begins or abbreviates.</summary>
    public static IReadOnlyList<string> Find(string given, IEnumerable<string> words)
    {
        var known = words.ToList();
        var near = new NearNames(known).Find(given);
        return near.Length > 0 || given.Length < 2 ? near : [.. known.Where(word => Abbreviates(given, word)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a word begins as a given one does, and holds its other letters in their order.</summary>
    private static bool Abbreviates(string given, string word)
    {
        if (!word.StartsWith(given[..1], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = 0;
        foreach (var c in word)
        {
            at += at < given.Length && char.ToUpperInvariant(given[at]) == char.ToUpperInvariant(c) ? 1 : 0;
        }

        return at == given.Length;
    }

    /// <summary><c> Did you mean "x"?</c>, or nothing.</summary>
    public static string DidYouMean(string given, IEnumerable<string> words)
    {
        var near = Find(given, words);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Take(3).Select(word => $"\"{word}\""))}?";
    }
}
