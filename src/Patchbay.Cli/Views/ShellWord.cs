namespace Patchbay.Cli.Views;

/// <summary>Names in command lines that are shown to be typed.</summary>
internal static class ShellWord
{
    /// <summary>A name as a shell takes it for one word: in single quotes where it needs them.</summary>
    public static string Of(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/') ? name : $"'{name.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
