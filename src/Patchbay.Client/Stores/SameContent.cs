using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>Whether two definitions say the same, so that one read back is recognised however its store lays it out: order of keys, layout and the way a string is quoted do not count.</summary>
internal static class SameContent
{
    public static bool Of(string? left, string? right)
    {
        if (left is null || right is null || string.Equals(left, right, StringComparison.Ordinal))
        {
            return left is not null && right is not null;
        }

        var (leftTree, rightTree) = (SyntaxTree.Parse(new SourceText(left)), SyntaxTree.Parse(new SourceText(right)));
        return leftTree.IsWellFormed && rightTree.IsWellFormed && Of(leftTree.Root, rightTree.Root);
    }

    private static bool Of(SyntaxNode? left, SyntaxNode? right) => (left, right) switch
    {
        (ScalarNode a, ScalarNode b) => a.IsNull ? b.IsNull : !b.IsNull && a.IsQuoted == b.IsQuoted && a.Value == b.Value,
        (SequenceNode a, SequenceNode b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => Of(pair.First, pair.Second)),
        (MappingNode a, MappingNode b) => a.Entries.Length == b.Entries.Length && a.Entries.All(entry => b.Find(entry.Key) is { } other && Of(entry.Value, other.Value)),
        (AliasNode a, AliasNode b) => a.Anchor == b.Anchor,
        _ => left is null && right is null,
    };
}
