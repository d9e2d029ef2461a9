using System.Collections.Immutable;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Finds which path of an element is which: outputs and intents by name, the cases of a switch by condition, since their numbers shift when one is put in.</summary>
internal static class PathPairing
{
    /// <summary>Pairs the paths of two elements that are one and the same, in the order of the right one; what only the left one has comes last.</summary>
    public static List<PathPair> Of(ArchitectSide left, int l, ArchitectSide right, int r)
    {
        var (was, isNow) = (left.PathsOf(l), right.PathsOf(r));
        var partners = new Dictionary<ElementPath, ElementPath>(ReferenceEqualityComparer.Instance);
        PairBy(partners, was.Where(path => !path.IsCase), isNow.Where(path => !path.IsCase), path => path.Label, path => path.Label);
        PairCases(partners, (left, [.. was.Where(path => path.IsCase)]), (right, [.. isNow.Where(path => path.IsCase)]));
        PairBy(partners, was.Where(path => path.Items.Length > 0), isNow.Where(path => path.Items.Length > 0), path => ContentOf(left, path), path => ContentOf(right, path));
        var taken = partners.Values.ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. isNow.Select(path => new PathPair(partners.GetValueOrDefault(path), path)), .. was.Where(path => !taken.Contains(path)).Select(path => new PathPair(path, null))];
    }

    private static string ContentOf(ArchitectSide side, ElementPath path) => string.Join(',', path.Items.Select(side.Content));

    /// <summary>Joins paths that have the same key, the first with the first.</summary>
    private static void PairBy(Dictionary<ElementPath, ElementPath> partners, IEnumerable<ElementPath> was, IEnumerable<ElementPath> isNow, Func<ElementPath, string> leftKey, Func<ElementPath, string> rightKey)
    {
        var taken = partners.Values.ToHashSet(ReferenceEqualityComparer.Instance);
        var byKey = was.Where(path => !taken.Contains(path)).GroupBy(leftKey, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<ElementPath>(group), StringComparer.Ordinal);
        foreach (var path in isNow.Where(path => !partners.ContainsKey(path)))
        {
            if (byKey.TryGetValue(rightKey(path), out var queue) && queue.TryDequeue(out var partner))
            {
                partners.Add(path, partner);
            }
        }
    }

    private static void PairCases(Dictionary<ElementPath, ElementPath> partners, (ArchitectSide Side, ImmutableArray<ElementPath> Paths) was, (ArchitectSide Side, ImmutableArray<ElementPath> Paths) isNow)
    {
        PairBy(partners, was.Paths, isNow.Paths, path => path.Condition, path => path.Condition);
        var taken = partners.Values.ToHashSet(ReferenceEqualityComparer.Instance);
        var l = was.Paths.Where(path => !taken.Contains(path)).ToImmutableArray();
        var r = isNow.Paths.Where(path => !partners.ContainsKey(path)).ToImmutableArray();
        if (l.IsEmpty || r.IsEmpty)
        {
            return;
        }

        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var pairs = ListAlignment.Align(
            [[.. l.Select(path => Number(numbers, ContentOf(was.Side, path)))], [.. l.Select(_ => 0L)]],
            [[.. r.Select(path => Number(numbers, ContentOf(isNow.Side, path)))], [.. r.Select(_ => 0L)]],
            (i, j) => 1 + (ContentOf(was.Side, l[i]) == ContentOf(isNow.Side, r[j]) ? 10 : 0));
        foreach (var (i, j) in pairs)
        {
            partners.Add(r[j], l[i]);
        }
    }

    private static long Number(Dictionary<string, long> numbers, string key)
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = numbers.Count + 1);
        }

        return number;
    }
}
