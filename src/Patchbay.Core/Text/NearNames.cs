using System.Collections.Immutable;

namespace Patchbay.Core.Text;

/// <summary>Finds the names that somebody may have meant: those that differ in case only, or else by one slip (a letter too many, too few, wrong, or two swapped). Built once and asked often, in time that does not grow with the number of names.</summary>
/// <remarks>Names that differ by a digit (<c>option1</c>, <c>option2</c>) are taken to be different on purpose, and so are names of fewer than four characters.</remarks>
public sealed class NearNames
{
    private const int ShortestWithSlip = 4;
    private const int Longest = 200;
    private readonly ImmutableArray<string> _names;
    private readonly Lazy<long[]> _index;

    /// <summary>Takes the names that exist.</summary>
    /// <param name="names">The names; one that occurs twice counts once.</param>
    public NearNames(IEnumerable<string> names)
    {
        _names = [.. names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        _index = new Lazy<long[]>(BuildIndex);
    }

    /// <summary>The names near to a given one, sorted; those that differ in case only hide the others. The name itself is not among them.</summary>
    /// <param name="name">A name that may be misspelt.</param>
    public ImmutableArray<string> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > Longest)
        {
            return [];
        }

        var near = new SortedSet<string>(StringComparer.Ordinal);
        var index = _index.Value;
        foreach (var hash in HashesOf(name))
        {
            var slot = Array.BinarySearch(index, Entry(hash, 0));
            for (slot = slot < 0 ? ~slot : slot; slot < index.Length && (int)(index[slot] >> 32) == hash; slot++)
            {
                var candidate = _names[(int)index[slot]];
                if (candidate != name && AreNear(name, candidate))
                {
                    near.Add(candidate);
                }
            }
        }

        var sameButCase = near.Where(candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase)).ToImmutableArray();
        return sameButCase.IsEmpty ? [.. near] : sameButCase;
    }

    /// <summary>Whether two names differ in case only, or by one slip.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">A name.</param>
    public static bool AreNear(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var shorter = Math.Min(left.Length, right.Length);
        var prefix = 0;
        while (prefix < shorter && Same(left[prefix], right[prefix]))
        {
            prefix++;
        }

        var suffix = 0;
        while (suffix < shorter - prefix && Same(left[^(suffix + 1)], right[^(suffix + 1)]))
        {
            suffix++;
        }

        var leftSlip = left.AsSpan(prefix, left.Length - prefix - suffix);
        var rightSlip = right.AsSpan(prefix, right.Length - prefix - suffix);
        if (leftSlip.IsEmpty && rightSlip.IsEmpty)
        {
            return true;
        }

        return shorter >= ShortestWithSlip
            && leftSlip.IndexOfAnyInRange('0', '9') < 0
            && rightSlip.IndexOfAnyInRange('0', '9') < 0
            && ((leftSlip.Length <= 1 && rightSlip.Length <= 1)
                || (leftSlip is [var a, var b] && rightSlip is [var c, var d] && Same(a, d) && Same(b, c)));
    }

    private static bool Same(char left, char right) => left == right || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);

    private static long Entry(int hash, int name) => ((long)hash << 32) | (uint)name;

    /// <summary>Two names with one slip between them share a spelling once each may lose a letter; the index holds the hashes of all those spellings.</summary>
    private long[] BuildIndex()
    {
        var entries = new List<long>();
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i].Length <= Longest)
            {
                foreach (var hash in HashesOf(_names[i]))
                {
                    entries.Add(Entry(hash, i));
                }
            }
        }

        entries.Sort();
        return [.. entries];
    }

    private static HashSet<int> HashesOf(string name)
    {
        var hashes = new HashSet<int> { string.GetHashCode(name, StringComparison.OrdinalIgnoreCase) };
        Span<char> spelling = stackalloc char[name.Length];
        for (var skipped = 0; skipped < name.Length; skipped++)
        {
            name.AsSpan(0, skipped).CopyTo(spelling);
            name.AsSpan(skipped + 1).CopyTo(spelling[skipped..]);
            hashes.Add(string.GetHashCode(spelling[..^1], StringComparison.OrdinalIgnoreCase));
        }

        return hashes;
    }
}
