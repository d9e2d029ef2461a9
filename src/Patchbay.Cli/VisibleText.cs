using System.Text;

namespace Patchbay.Cli;

/// <summary>Text of others, such as the name of a flow, made safe to show: what would move the cursor, change colours, begin a line or turn the direction of reading is written out, so that nobody can forge what a plan says.</summary>
internal static class VisibleText
{
    /// <summary>The text on one line.</summary>
    /// <param name="text">The text, whatever it holds.</param>
    public static string Of(string text) => Of(text, keepsLines: false);

    /// <summary>The text with its line breaks.</summary>
    /// <param name="text">The text, whatever else it holds.</param>
    public static string OfLines(string text) => Of(text, keepsLines: true);

    private static string Of(string text, bool keepsLines)
    {
        if (text.All(c => IsShown(c, keepsLines)))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = IsShown(c, keepsLines) ? shown.Append(c) : c switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                _ => shown.Append($"\\u{(int)c:x4}"),
            };
        }

        return shown.ToString();
    }

    private static bool IsShown(char c, bool keepsLines) => c switch
    {
        '\t' => true,
        '\n' => keepsLines,
        '\u2028' or '\u2029' => false,
        (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => false,
        _ => !char.IsControl(c),
    };
}
