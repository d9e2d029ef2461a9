using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>How alike two elements are.</summary>
internal sealed class Likeness(ArchitectSide left, ArchitectSide right)
{
    private const int SmallSize = 3;
    private const double LeastShare = 0.3;

    /// <summary>How well two elements go together as one that was changed; zero where they do not.</summary>
    public int Weight(int l, int r)
    {
        var (was, isNow) = (left.Flow.Elements[l], right.Flow.Elements[r]);
        if (was.Type != isNow.Type)
        {
            return 0;
        }

        var size = Math.Min(40, left.Size(l));
        if (left.Full(l) == right.Full(r))
        {
            // Of two that change places, the one stays that could not be told from others elsewhere.
            return 100 + (2 * size) + (left.Features(l).IsEmpty ? 1 : 0);
        }

        if (left.Content(l) == right.Content(r))
        {
            return 80 + size;
        }

        var share = Share(left.Features(l), right.Features(r));
        var sameName = was.Label == isNow.Label && HasOwnName(was);
        var isSmall = left.Size(l) == 1 && right.Size(r) == 1 && left.Features(l).Length <= SmallSize && right.Features(r).Length <= SmallSize;
        return sameName || share >= LeastShare || isSmall ? 5 + (sameName ? 30 : was.Label == isNow.Label ? 3 : 0) + (int)(40 * share) : 0;
    }

    /// <summary>Which part of the values of two elements they have in common, from 0 to 1: of both together or, counted a little less, of the one that has fewer.</summary>
    public static double Share(ImmutableArray<int> left, ImmutableArray<int> right)
    {
        if (left.IsEmpty && right.IsEmpty)
        {
            return 0;
        }

        var common = 0;
        for (var (i, j) = (0, 0); i < left.Length && j < right.Length;)
        {
            if (left[i] == right[j])
            {
                (common, i, j) = (common + 1, i + 1, j + 1);
            }
            else
            {
                (i, j) = left[i] < right[j] ? (i + 1, j) : (i, j + 1);
            }
        }

        return Math.Max(2.0 * common / (left.Length + right.Length), 0.7 * common / Math.Max(1, Math.Min(left.Length, right.Length)));
    }

    /// <summary>Whether somebody gave an element its name: it is not the one that Architect gives to every action of its kind.</summary>
    public static bool HasOwnName(FlowElement element) => element.Label.Length > 0 && element.Label != ElementWording.Title(element.Type);
}
