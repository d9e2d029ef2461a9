using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>Makes fixes that delete elements to which no other ones lead, together with the edges that leave them. Reads the text once, however many fixes are asked for.</summary>
internal sealed class ElementDeletion
{
    private readonly LintContext _context;
    private readonly ItemIndex _items;
    private readonly Dictionary<string, List<TextSpan>> _mentions = new(StringComparer.Ordinal);

    /// <summary>Prepares to delete elements.</summary>
    /// <param name="context">The flow.</param>
    /// <param name="mayGo">The elements that may be deleted.</param>
    public ElementDeletion(LintContext context, Predicate<int> mayGo)
    {
        _context = context;
        _items = ItemIndex.Of(context.Flow.Tree);
        for (var node = 0; node < context.Graph.Count; node++)
        {
            if (mayGo(node))
            {
                _mentions.TryAdd(context.Flow.Elements[node].Id, []);
            }
        }

        FindMentions(context.Flow.Tree.Root);
    }

    /// <summary>The fix that deletes some elements; null where one has no id, or the text cannot be cut.</summary>
    /// <param name="nodes">Elements that only lead to each other and away, in document order.</param>
    public Fix? Of(ImmutableArray<int> nodes)
    {
        var flow = _context.Flow;
        var removed = new HashSet<TextSpan>();
        foreach (var node in nodes)
        {
            var element = flow.Elements[node];
            removed.Add(element.Span);
            foreach (var way in _context.Graph.Out(node))
            {
                if (!element.Span.Contains(flow.Ways[way].Span))
                {
                    removed.Add(flow.Ways[way].Span);
                }
            }
        }

        if (nodes.Any(node => flow.Elements[node].Id.Length == 0) || _items.Remove(removed) is not { } edits)
        {
            return null;
        }

        // An id that stands elsewhere may mean the element in a way we do not know of.
        var cuts = removed.OrderBy(span => span.Start).ToArray();
        var isNeverHeard = nodes.All(node => _mentions[flow.Elements[node].Id].TrueForAll(mention => IsWithin(cuts, mention)));
        var others = nodes.Length switch { 1 => "", 2 => " and the one that hangs together with it", _ => $" and the {nodes.Length - 1} that hang together with it" };
        return new Fix($"Delete {Wording.NameWithin(flow.Elements[nodes[0]])}{others}", isNeverHeard ? FixSafety.Safe : FixSafety.Unsafe, edits);
    }

    private static bool IsWithin(TextSpan[] cuts, TextSpan mention)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = cuts[middle].Start <= mention.Start ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && cuts[low - 1].Contains(mention);
    }

    private void FindMentions(SyntaxNode? root)
    {
        var open = new Stack<SyntaxNode>();
        for (var node = root; node is not null; node = open.TryPop(out var next) ? next : null)
        {
            switch (node)
            {
                case ScalarNode scalar when _mentions.TryGetValue(scalar.Value, out var mentions):
                    mentions.Add(scalar.Span);
                    break;
                case SequenceNode sequence:
                    foreach (var item in sequence.Items)
                    {
                        open.Push(item);
                    }

                    break;
                case MappingNode mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        open.Push(entry.KeyNode);
                        open.Push(entry.Value);
                    }

                    break;
            }
        }
    }
}
