namespace Patchbay.Cli.Views;

/// <summary>Counts in sentences.</summary>
internal static class Plural
{
    /// <summary>A count with its noun: <c>1 flow</c>, <c>2 flows</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun for one.</param>
    /// <param name="many">The noun for several; null to add an s.</param>
    public static string Of(int count, string noun, string? many = null) => count == 1 ? $"1 {noun}" : $"{count} {many ?? noun + "s"}";
}
