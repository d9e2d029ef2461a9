using System.Text.RegularExpressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Refactoring;

/// <summary>Tells whether two YAML texts say the same, the order of mappings apart.</summary>
internal static partial class YamlMeaning
{
    /// <summary>Whether two documents hold the same comments, in whatever order.</summary>
    public static bool HaveSameComments(SyntaxTree left, SyntaxTree right) => Texts(left).SequenceEqual(Texts(right), StringComparer.Ordinal);

    /// <summary>Whether two documents mean the same and hold the same substitutions.</summary>
    public static bool AreSame(SyntaxTree left, SyntaxTree right) =>
        left.IsWellFormed == right.IsWellFormed
        && left.Substitutions.Length == right.Substitutions.Length
        && left.Root is { } first && right.Root is { } second && AreSame(first, second);

    /// <summary>Whether an unquoted scalar is a number, a boolean or a null to a reader of YAML 1.2.</summary>
    public static bool IsLiteral(string value) => value is "" or "~" or "null" or "Null" or "NULL" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE" || Number().IsMatch(value);

    private static IEnumerable<string> Texts(SyntaxTree tree) =>
        tree.Comments.Select(comment => tree.Source.Text.AsSpan(comment.Span.Start, comment.Span.Length).TrimEnd().ToString()).Order(StringComparer.Ordinal);

    private static bool AreSame(SyntaxNode left, SyntaxNode right) => (left, right) switch
    {
        (ScalarNode one, ScalarNode other) => one.Value == other.Value && one.IsNull == other.IsNull && IsText(one) == IsText(other),
        (SequenceNode one, SequenceNode other) => one.Items.Length == other.Items.Length && one.Items.Zip(other.Items).All(pair => AreSame(pair.First, pair.Second)),
        (MappingNode one, MappingNode other) => one.Entries.Length == other.Entries.Length && one.Entries.All(entry => other.Find(entry.Key) is { } same && AreSame(entry.KeyNode, same.KeyNode) && AreSame(entry.Value, same.Value)),
        _ => false,
    };

    private static bool IsText(ScalarNode scalar) => scalar.IsQuoted || !IsLiteral(scalar.Value);

    [GeneratedRegex(@"^([-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex Number();
}
