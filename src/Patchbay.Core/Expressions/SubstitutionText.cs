namespace Patchbay.Core.Expressions;

/// <summary>Placeholders that a tool fills in before the platform reads an expression: <c>{{key}}</c> of Archy, <c>${key}</c> of Terraform.</summary>
internal static class SubstitutionText
{
    /// <summary>Whether a text holds one.</summary>
    public static bool IsIn(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("${", StringComparison.Ordinal);

    /// <summary>Length of the placeholder that starts at a place, 0 when none does. It ends on the line it starts on.</summary>
    public static int LengthAt(string text, int start)
    {
        var (open, close) = text.AsSpan(start) switch
        {
            ['{', '{', ..] => (2, "}}"),
            ['$', '{', ..] => (2, "}"),
            ['$', '$', '{', ..] => (3, "}"),
            _ => (0, ""),
        };
        if (open == 0)
        {
            return 0;
        }

        for (var i = start + open; i < text.Length && text[i] is not ('\n' or '\r' or '"' or '{'); i++)
        {
            if (text[i] == '}')
            {
                return text.AsSpan(i).StartsWith(close, StringComparison.Ordinal) ? i + close.Length - start : 0;
            }
        }

        return 0;
    }
}
