using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Refactoring;

/// <summary>What a document says, with the keys of mappings in one order, and its comments in one order.</summary>
internal static class SortedTree
{
    public static string Of(SyntaxTree tree) => tree.Root is { } root ? Of(root) : "";

    public static string[] Comments(SyntaxTree tree) => [.. tree.Comments.Select(comment => tree.Source.Text.Substring(comment.Span.Start, comment.Span.Length).TrimEnd()).Order(StringComparer.Ordinal)];

    private static string Of(SyntaxNode node) => node switch
    {
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{Of(entry.KeyNode)}: {Of(entry.Value)}").Order(StringComparer.Ordinal))}}}",
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Of))}]",
        ScalarNode { IsNull: true } => "null",
        ScalarNode scalar => scalar.IsQuoted || !IsLiteral(scalar.Value) ? $"\"{scalar.Value}\"" : scalar.Value,
        _ => throw new InvalidOperationException("There are no aliases here."),
    };

    private static bool IsLiteral(string value) => value is "true" or "false" || double.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
}
