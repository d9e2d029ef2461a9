using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>What the items of a list are known by.</summary>
internal static class ListItems
{
    private static readonly string[] NameFields = ["id", "name", "key"];

    /// <summary>The names of the items, where every item has one of its own in the same field; null otherwise.</summary>
    public static string[]? Identities(IReadOnlyCollection<SyntaxNode> items)
    {
        foreach (var field in NameFields)
        {
            var names = items.Select(item => (item as MappingNode)?.GetString(field)).OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
            if (names.Length == items.Count)
            {
                return names;
            }
        }

        return null;
    }
}
