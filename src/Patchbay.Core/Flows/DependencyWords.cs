using System.Text;

namespace Patchbay.Core.Flows;

/// <summary>What kinds of things of an org are called.</summary>
public static class DependencyWords
{
    /// <summary>A kind as people write it: <c>data action</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(DependencyKind kind) => Spell(kind, ' ');

    /// <summary>A kind as JSON and command lines write it: <c>data-action</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string IdOf(DependencyKind kind) => Spell(kind, '-');

    /// <summary>The kind that is written so, with blanks, with hyphens or as one word, in any case; null for none.</summary>
    /// <param name="word">The word.</param>
    public static DependencyKind? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var plain = word.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return plain.ToLowerInvariant() switch
        {
            "module" => DependencyKind.CommonModule,
            "bot" => DependencyKind.BotFlow,
            "digitalbot" => DependencyKind.DigitalBotFlow,
            _ when !plain.All(char.IsAsciiLetter) => null,
            _ => Enum.TryParse<DependencyKind>(plain, ignoreCase: true, out var kind) ? kind : null,
        };
    }

    private static string Spell(DependencyKind kind, char between)
    {
        var text = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append(between);
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
