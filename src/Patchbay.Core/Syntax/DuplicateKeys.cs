using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Syntax;

/// <summary>Finds keys that stand twice in a mapping, in both notations.</summary>
internal static class DuplicateKeys
{
    private const int SmallMapping = 8;

    /// <summary>Reports every key that stood earlier in the same mapping, with the earlier place. Keys that are not scalars, or are not written, are never alike.</summary>
    public static void Report(ImmutableArray<MappingEntry>.Builder entries, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (entries.Count < 2)
        {
            return;
        }

        Dictionary<string, int>? seen = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].KeyNode is not ScalarNode { Style: not ScalarStyle.Missing } key)
            {
                continue;
            }

            var first = -1;
            if (entries.Count <= SmallMapping)
            {
                for (var j = 0; j < i && first < 0; j++)
                {
                    first = entries[j].KeyNode is ScalarNode { Style: not ScalarStyle.Missing } earlier && earlier.Value == key.Value ? j : -1;
                }
            }
            else
            {
                seen ??= new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
                first = seen.TryAdd(key.Value, i) ? -1 : seen[key.Value];
            }

            if (first >= 0 && diagnostics.Count <= YamlText.MaxFaults)
            {
                diagnostics.Add(new Diagnostic("duplicate-key", Severity.Error, key.Span, $"The key \"{key.Value}\" stands twice in this mapping; only one of them can count. Delete one of them.")
                {
                    Related = [new RelatedPlace(entries[first].KeyNode.Span, "It stands here first.")],
                });
            }
        }
    }
}
