using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Two paths that are one and the same, or a path that only one side has.</summary>
internal readonly record struct PathPair(ElementPath? Before, ElementPath? After);

/// <summary>Which element of the flow before is which of the flow after. Turned round, it is the same.</summary>
internal sealed class ArchitectMatch
{
    private readonly int[] _toAfter;
    private readonly int[] _toBefore;
    private readonly HashSet<(int, int)> _moved;
    private readonly Dictionary<(int, int), List<PathPair>> _paths;

    private ArchitectMatch(int[] toAfter, int[] toBefore, HashSet<(int, int)> moved, Dictionary<(int, int), List<PathPair>> paths)
    {
        (_toAfter, _toBefore, _moved, _paths) = (toAfter, toBefore, moved, paths);
    }

    /// <summary>Matches two flows.</summary>
    public static ArchitectMatch Of(ArchitectSide before, ArchitectSide after)
    {
        // Where two answers are equally good, which one is taken may not depend on which flow comes first.
        if (string.CompareOrdinal(before.Flow.Tree.Source.Text, after.Flow.Tree.Source.Text) <= 0)
        {
            var matcher = new ElementMatcher(before, after);
            matcher.Run();
            return new ArchitectMatch(matcher.ToRight, matcher.ToLeft, matcher.Moved, matcher.Paths);
        }

        var turned = new ElementMatcher(after, before);
        turned.Run();
        return new ArchitectMatch(
            turned.ToLeft,
            turned.ToRight,
            [.. turned.Moved.Select(pair => (pair.Item2, pair.Item1))],
            turned.Paths.ToDictionary(entry => (entry.Key.Item2, entry.Key.Item1), entry => entry.Value.ConvertAll(pair => new PathPair(pair.After, pair.Before))));
    }

    /// <summary>The element after that an element before became, or -1.</summary>
    public int ToAfter(int before) => _toAfter[before];

    /// <summary>The element before that an element after was, or -1.</summary>
    public int ToBefore(int after) => _toBefore[after];

    /// <summary>Whether two elements that are one and the same stand elsewhere now.</summary>
    public bool IsMoved(int before, int after) => _moved.Contains((before, after));

    /// <summary>The paths of two elements that are one and the same.</summary>
    public IReadOnlyList<PathPair> Paths(int before, int after) => _paths.TryGetValue((before, after), out var pairs) ? pairs : [];
}

/// <summary>Matches the elements of two flows: containers by name, or else by what they hold; the items of lists in their order; and what is left over wherever it went.</summary>
internal sealed class ElementMatcher(ArchitectSide left, ArchitectSide right)
{
    private const double ContainerShare = 0.35;
    private const double MovedShare = 0.5;

    private readonly Likeness _likeness = new(left, right);
    private readonly Queue<(int Left, int Right)> _open = new();

    public int[] ToRight { get; } = Filled(left);

    public int[] ToLeft { get; } = Filled(right);

    public HashSet<(int, int)> Moved { get; } = [];

    public Dictionary<(int, int), List<PathPair>> Paths { get; } = [];

    /// <summary>Matches everything.</summary>
    public void Run()
    {
        MatchContainers();
        Drain();
        MatchMoved(left.Full, right.Full, _ => true);
        MatchMoved(left.Content, right.Content, _ => true);
        MatchMoved(
            element => Likeness.HasOwnName(left.Flow.Elements[element]) ? left.Name(element) : -1,
            element => Likeness.HasOwnName(right.Flow.Elements[element]) ? right.Name(element) : -1,
            pair => Likeness.Share(left.Features(pair.Left), right.Features(pair.Right)) >= MovedShare);
    }

    private static int[] Filled(ArchitectSide side)
    {
        var all = new int[side.Flow.Elements.Length];
        Array.Fill(all, -1);
        return all;
    }

    private void Join(int l, int r)
    {
        ToRight[l] = r;
        ToLeft[r] = l;
        _open.Enqueue((l, r));
    }

    private void Drain()
    {
        while (_open.TryDequeue(out var pair))
        {
            if (left.Flow.Elements[pair.Left].Type != right.Flow.Elements[pair.Right].Type)
            {
                continue;
            }

            if (left.Flow.Elements[pair.Left].Kind == ElementKind.Menu)
            {
                MatchChoices(ItemsOf(left, pair.Left), ItemsOf(right, pair.Right));
                continue;
            }

            var paths = PathPairing.Of(left, pair.Left, right, pair.Right);
            Paths[(pair.Left, pair.Right)] = paths;
            foreach (var (was, isNow) in paths)
            {
                AlignItems(was?.Items ?? [], isNow?.Items ?? []);
            }
        }
    }

    private static ImmutableArray<int> ItemsOf(ArchitectSide side, int element) => [.. side.PathsOf(element).SelectMany(path => path.Items)];

    private void AlignItems(ImmutableArray<int> l, ImmutableArray<int> r)
    {
        if (l.IsEmpty || r.IsEmpty)
        {
            return;
        }

        var pairs = ListAlignment.Align(
            Keys(l, left.Full, left.Content, left.Name, left.Type),
            Keys(r, right.Full, right.Content, right.Name, right.Type),
            (i, j) => _likeness.Weight(l[i], r[j]));
        foreach (var (i, j) in pairs)
        {
            if (_likeness.Weight(l[i], r[j]) > 0)
            {
                Join(l[i], r[j]);
            }
        }
    }

    private static long[][] Keys(ImmutableArray<int> items, params ReadOnlySpan<Func<int, int>> levels)
    {
        var keys = new long[levels.Length][];
        for (var i = 0; i < levels.Length; i++)
        {
            keys[i] = new long[items.Length];
            for (var j = 0; j < items.Length; j++)
            {
                keys[i][j] = levels[i](items[j]);
            }
        }

        return keys;
    }

    private void MatchContainers()
    {
        // A name says which one it is, unless the one of that name is another altogether and its old self goes by a new name.
        PairUp(left.Containers, right.Containers, left.Full, right.Full);
        PairUp(Unlike(left, right), Unlike(right, left), left.Content, right.Content, isUnique: true);
        PairUp(left.Containers, right.Containers, left.Name, right.Name);
        PairUp(left.Containers, right.Containers, left.Content, right.Content, isUnique: true);
        PairAlike();
    }

    /// <summary>Containers that hold something to know them by, and whose namesake on the other side has hardly anything in common with them.</summary>
    private static ImmutableArray<int> Unlike(ArchitectSide side, ArchitectSide other)
    {
        const double hardly = 0.1;
        const int much = 4;
        var byName = other.Containers.GroupBy(other.Name).ToDictionary(group => group.Key, group => group.First());
        return [.. side.Containers.Where(element => side.Features(element).Length >= much && (!byName.TryGetValue(side.Name(element), out var namesake) || Likeness.Share(side.Features(element), other.Features(namesake)) < hardly))];
    }

    /// <summary>Joins what has the same key, the first with the first, the second with the second; or only what has a key of its own on both sides.</summary>
    private void PairUp(ImmutableArray<int> l, ImmutableArray<int> r, Func<int, int> leftKey, Func<int, int> rightKey, bool isUnique = false)
    {
        var byKey = r.Where(element => ToLeft[element] < 0).GroupBy(rightKey).ToDictionary(group => group.Key, group => new Queue<int>(group));
        foreach (var group in l.Where(element => ToRight[element] < 0).GroupBy(leftKey))
        {
            if (byKey.TryGetValue(group.Key, out var queue) && (!isUnique || (queue.Count == 1 && group.Count() == 1)))
            {
                foreach (var element in group.Take(queue.Count))
                {
                    Join(element, queue.Dequeue());
                }
            }
        }
    }

    /// <summary>Joins containers that hold much of the same under another name, the likest first.</summary>
    private void PairAlike()
    {
        const int most = 32;
        var l = left.Containers.Where(element => ToRight[element] < 0).Take(most).ToList();
        var r = right.Containers.Where(element => ToLeft[element] < 0).Take(most).ToList();
        var candidates =
            from was in l
            from isNow in r
            where left.Type(was) == right.Type(isNow)
            let share = Likeness.Share(left.Features(was), right.Features(isNow))
            where share >= ContainerShare
            orderby share descending
            select (was, isNow);
        foreach (var (was, isNow) in candidates.ToList())
        {
            if (ToRight[was] < 0 && ToLeft[isNow] < 0)
            {
                Join(was, isNow);
            }
        }
    }

    /// <summary>Choices of a menu have no order: they are known by key and name, by name, by key, or by what they do.</summary>
    private void MatchChoices(ImmutableArray<int> l, ImmutableArray<int> r)
    {
        PairUp(l, r, left.Full, right.Full);
        PairUp(l, r, element => left.ChoiceKey(element, withName: true), element => right.ChoiceKey(element, withName: true));
        PairUp(l, r, left.Name, right.Name);
        PairUp([.. l.Where(left.HasKey)], [.. r.Where(right.HasKey)], element => left.ChoiceKey(element, withName: false), element => right.ChoiceKey(element, withName: false));
        PairUp(l, r, left.Content, right.Content, isUnique: true);
    }

    /// <summary>Joins actions that are nowhere in the lists that go together, and yet on both sides once.</summary>
    private void MatchMoved(Func<int, int> leftKey, Func<int, int> rightKey, Func<(int Left, int Right), bool> isAlike)
    {
        var l = Candidates(left, ToRight);
        var r = Candidates(right, ToLeft);
        var byKey = r.GroupBy(rightKey).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var group in l.GroupBy(leftKey).ToList())
        {
            if (group.Key >= 0 && byKey.TryGetValue(group.Key, out var others) && others.Count == 1 && group.Count() == 1)
            {
                var pair = (group.First(), others[0]);
                if (ToRight[pair.Item1] < 0 && ToLeft[pair.Item2] < 0 && isAlike(pair))
                {
                    Moved.Add(pair);
                    Join(pair.Item1, pair.Item2);
                    Drain();
                }
            }
        }
    }

    /// <summary>What is unmatched and says enough to be known again: a disconnect is any disconnect.</summary>
    private static List<int> Candidates(ArchitectSide side, int[] matched)
    {
        var candidates = new List<int>();
        for (var i = 0; i < matched.Length; i++)
        {
            var element = side.Flow.Elements[i];
            if (matched[i] < 0 && element.Kind == ElementKind.Action && (side.Size(i) > 1 || !side.Features(i).IsEmpty || Likeness.HasOwnName(element)))
            {
                candidates.Add(i);
            }
        }

        return candidates;
    }
}
