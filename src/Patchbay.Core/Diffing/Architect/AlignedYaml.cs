using System.Text;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Writes an Architect YAML file out in one layout and, where another file is given, in that one's order and spelling wherever order and spelling mean nothing: line by line, only real differences are left.</summary>
internal sealed class AlignedYaml
{
    private const int Step = 2;

    private readonly StringBuilder _text = new();
    private readonly ArchitectSide _side;
    private readonly ArchitectSide? _other;
    private readonly ArchitectMatch? _match;
    private readonly Dictionary<TextSpan, int> _elements;
    private readonly Dictionary<int, MappingNode> _entries;

    private AlignedYaml(ArchitectSide side, ArchitectSide? other, ArchitectMatch? match)
    {
        (_side, _other, _match) = (side, other, match);
        _elements = IndexOf(side);
        _entries = [];
        if (other is { Flow.Tree.Root: { } root })
        {
            Collect(root, IndexOf(other), _entries);
        }
    }

    /// <summary>Writes both flows.</summary>
    /// <param name="before">The flow as it was, which is written in the order of the other.</param>
    /// <param name="after">The flow as it is.</param>
    public static (string Before, string After) Of(Flows.Flow before, Flows.Flow after)
    {
        var meanings = new Meanings();
        var (left, right) = (new ArchitectSide(before, meanings), new ArchitectSide(after, meanings));
        return (new AlignedYaml(left, right, ArchitectMatch.Of(left, right)).Write(), new AlignedYaml(right, null, null).Write());
    }

    /// <summary>Writes one flow in its own order.</summary>
    public static string Of(Flows.Flow flow) => new AlignedYaml(new ArchitectSide(flow, new Meanings()), null, null).Write();

    private static Dictionary<TextSpan, int> IndexOf(ArchitectSide side)
    {
        var index = new Dictionary<TextSpan, int>();
        for (var i = 0; i < side.Flow.Elements.Length; i++)
        {
            index.TryAdd(side.Flow.Elements[i].Span, i);
        }

        return index;
    }

    private static void Collect(SyntaxNode root, Dictionary<TextSpan, int> index, Dictionary<int, MappingNode> entries)
    {
        var open = new Stack<SyntaxNode>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            foreach (var entry in (node as MappingNode)?.Entries ?? [])
            {
                if (node is MappingNode { Entries.Length: 1 } item && index.TryGetValue(entry.Span, out var element))
                {
                    entries.TryAdd(element, item);
                }

                open.Push(entry.Value);
            }

            foreach (var item in (node as SequenceNode)?.Items ?? [])
            {
                open.Push(item);
            }
        }
    }

    private string Write()
    {
        if (_side.Body is { } body)
        {
            _text.Append(_side.RootKey).Append(':');
            var like = _other?.Body;
            Block(_side, body, like, 0, key => FieldPlace.Of("", key, SettingsBlocks.Find(key)?.Field));
        }

        return _text.ToString();
    }

    /// <summary>Writes a mapping below its key.</summary>
    private void Block(ArchitectSide side, MappingNode mapping, MappingNode? like, int indent, Func<string, FieldPlace> place, bool isFirstOpen = false)
    {
        var entries = Ordered(side, mapping, like, place);
        if (entries.Count == 0)
        {
            _text.Append(isFirstOpen ? "{}\n" : " {}\n");
            return;
        }

        if (!isFirstOpen)
        {
            _text.Append('\n');
        }

        foreach (var (from, entry, model) in entries)
        {
            _text.Append(' ', isFirstOpen ? 0 : indent + Step).Append(Key(from, entry)).Append(':');
            isFirstOpen = false;
            Entry(from, entry, model, indent + Step, place(entry.Key));
        }
    }

    /// <summary>The entries of a mapping in the order of another: what says nothing on one side alone is written as the other side has it.</summary>
    private List<(ArchitectSide From, MappingEntry Entry, MappingEntry? Like)> Ordered(ArchitectSide side, MappingNode mapping, MappingNode? like, Func<string, FieldPlace> place)
    {
        var result = new List<(ArchitectSide, MappingEntry, MappingEntry?)>(mapping.Entries.Length);
        if (like is null || _other is null || !ReferenceEquals(side, _side))
        {
            result.AddRange(mapping.Entries.Select(entry => (side, entry, (MappingEntry?)null)));
            return result;
        }

        var behind = new Dictionary<string, List<MappingEntry>>(StringComparer.Ordinal);
        var last = "";
        foreach (var entry in mapping.Entries)
        {
            if (like.Find(entry.Key) is not null)
            {
                last = entry.Key;
            }
            else if (!SaysNothing(_side, entry, place(entry.Key)))
            {
                (behind.TryGetValue(last, out var list) ? list : behind[last] = []).Add(entry);
            }
        }

        result.AddRange((behind.GetValueOrDefault("") ?? []).Select(entry => (side, entry, (MappingEntry?)null)));
        foreach (var model in like.Entries)
        {
            if (mapping.Find(model.Key) is { } own)
            {
                result.Add((side, own, model));
                result.AddRange((behind.GetValueOrDefault(model.Key) ?? []).Select(entry => (side, entry, (MappingEntry?)null)));
            }
            else if (SaysNothing(_other, model, place(model.Key)))
            {
                result.Add((_other, model, null));
            }
        }

        return result;
    }

    private static bool SaysNothing(ArchitectSide side, MappingEntry entry, FieldPlace place) =>
        side.Meaning(entry.Value, place) == Meanings.Nothing && !side.HoldsElements(entry.Span) && entry.Key is not ("name" or "enabled") && entry.Value is not MappingNode { Entries: [{ Key: "enabled" }, ..] };

    private void Entry(ArchitectSide side, MappingEntry entry, MappingEntry? like, int indent, FieldPlace place)
    {
        var model = like?.Value;
        if (entry.Key == "refId" && model is not null)
        {
            Value(_other ?? side, model, null, indent, place);
        }
        else
        {
            Value(side, entry.Value, model, indent, place);
        }
    }

    /// <summary>Writes a value behind its key or its dash.</summary>
    private void Value(ArchitectSide side, SyntaxNode node, SyntaxNode? like, int indent, FieldPlace place, bool isItem = false)
    {
        if (like is not null && _other is { } other && ReferenceEquals(side, _side) && IsSame(node, like, place))
        {
            Value(other, like, null, indent, place, isItem);
            return;
        }

        switch (node)
        {
            case MappingNode mapping:
                Block(side, mapping, like as MappingNode, indent, place.Within, isItem);
                break;
            case SequenceNode { Items.IsEmpty: false } sequence:
                if (isItem)
                {
                    _text.Append('-').Append('\n');
                }
                else
                {
                    _text.Append('\n');
                }

                Items(side, sequence, like as SequenceNode, indent, place);
                break;
            default:
                var scalar = Renumbered(side, node, Scalar(side, node));
                _text.Append(isItem || scalar.Length == 0 ? "" : " ").Append(scalar).Append('\n');
                break;
        }
    }

    /// <summary>Whether two values say the same: as fields, or as references to what is one and the same.</summary>
    private bool IsSame(SyntaxNode node, SyntaxNode like, FieldPlace place)
    {
        if (_other is not { } other || _side.HoldsElements(node.Span) || other.HoldsElements(like.Span) || place is { Key: "name", Up: not null, Depth: 1 })
        {
            return false;
        }

        return _side.ReferenceAt(node) is { To: >= 0 } from && other.ReferenceAt(like) is { To: >= 0 } to ? _match?.ToAfter(from.To) == to.To : _side.Meaning(node, place) == other.Meaning(like, place);
    }

    private void Items(ArchitectSide side, SequenceNode list, SequenceNode? like, int indent, FieldPlace place)
    {
        foreach (var (from, item, model) in OrderedItems(side, list, like, place))
        {
            _text.Append(' ', indent + Step).Append("- ");
            if (item is MappingNode { Entries: [{ } entry] } && ElementOf(from, entry) is { } type)
            {
                _text.Append(Key(from, entry)).Append(':');
                Element(from, entry, (model as MappingNode)?.Entries is [{ } counterpart] ? counterpart : null, indent + (2 * Step), type);
            }
            else
            {
                Value(from, item, model, indent + Step, place.Item(""), isItem: true);
            }
        }
    }

    /// <summary>The type of the element that an entry is, or what variables are called; null for neither.</summary>
    private static string? ElementOf(ArchitectSide side, MappingEntry entry) =>
        side.IsElement(entry.Span) ? entry.Key : entry.Key.EndsWith("Variable", StringComparison.Ordinal) && entry.Value is MappingNode ? "variable" : null;

    private void Element(ArchitectSide side, MappingEntry entry, MappingEntry? like, int indent, string owner)
    {
        if (entry.Value is MappingNode body)
        {
            Block(side, body, like?.Value as MappingNode, indent, key => FieldPlace.Of(owner, key, OwnFields.Known(owner, key)));
        }
        else
        {
            Value(side, entry.Value, like?.Value, indent, FieldPlace.Of(owner, "", null));
        }
    }

    /// <summary>The items of a list with what they are compared with. Actions and other items whose order counts keep it; containers, choices and variables come in the order of the other list.</summary>
    private List<(ArchitectSide From, SyntaxNode Item, SyntaxNode? Like)> OrderedItems(ArchitectSide side, SequenceNode list, SequenceNode? like, FieldPlace place)
    {
        if (_other is null || !ReferenceEquals(side, _side))
        {
            return [.. list.Items.Select(item => (side, item, (SyntaxNode?)null))];
        }

        var partners = PartnersOf(list, like, place);
        var isFree = place.Key is "menus" or "tasks" or "states" or "bots" or "choices" or "variables" or "startUpTaskVariables" || ArchitectValue.IsSet(place);
        if (!isFree || like is null)
        {
            return [.. list.Items.Zip(partners).Select(pair => (side, pair.First, pair.Second))];
        }

        var ranks = new Dictionary<SyntaxNode, int>(ReferenceEqualityComparer.Instance);
        foreach (var item in like.Items)
        {
            ranks.TryAdd(item, ranks.Count);
        }

        var last = -1;
        var ordered = new List<(int Rank, int Place, SyntaxNode Item, SyntaxNode? Like)>();
        foreach (var (item, partner) in list.Items.Zip(partners))
        {
            last = partner is not null && ranks.TryGetValue(partner, out var rank) ? rank : last;
            ordered.Add((last, ordered.Count, item, partner));
        }

        return [.. ordered.OrderBy(item => (item.Rank, item.Place)).Select(item => (side, item.Item, item.Like))];
    }

    private SyntaxNode?[] PartnersOf(SequenceNode list, SequenceNode? like, FieldPlace place)
    {
        var partners = new SyntaxNode?[list.Items.Length];
        var inner = place.Item("");
        var byMeaning = new Dictionary<int, Queue<SyntaxNode>>();
        var byName = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        foreach (var item in like?.Items ?? [])
        {
            var meaning = _other?.Meaning(item, inner) ?? Meanings.Nothing;
            (byMeaning.TryGetValue(meaning, out var queue) ? queue : byMeaning[meaning] = new Queue<SyntaxNode>(1)).Enqueue(item);
            byName.TryAdd(FieldWalk.NameOf(item) ?? "", item);
        }

        for (var i = 0; i < partners.Length; i++)
        {
            var item = list.Items[i];
            partners[i] = item is MappingNode { Entries: [{ } entry] } && _elements.TryGetValue(entry.Span, out var element)
                ? _match?.ToAfter(element) is >= 0 and var isNow && _entries.TryGetValue(isNow, out var counterpart) ? counterpart : null
                : byMeaning.TryGetValue(_side.Meaning(item, inner), out var same) && same.TryDequeue(out var equal) && !_side.HoldsElements(item.Span) ? equal
                : byName.GetValueOrDefault(FieldWalk.NameOf(item) ?? " ") ?? (like is not null && i < like.Items.Length ? like.Items[i] : null);
        }

        return partners;
    }

    private static string Key(ArchitectSide side, MappingEntry entry) => Scalar(side, entry.KeyNode);

    /// <summary>A reference names what it points at as the other file does: the numbers in it mean nothing.</summary>
    private string Renumbered(ArchitectSide side, SyntaxNode node, string text) =>
        _other is { } other && ReferenceEquals(side, _side) && side.ReferenceAt(node) is { To: >= 0 } reference && _match?.ToAfter(reference.To) is >= 0 and var isNow && other.Flow.Elements[isNow].RefId is { Length: > 0 } refId
            ? text.Replace($"[{side.Flow.Elements[reference.To].RefId}]", $"[{refId}]", StringComparison.Ordinal)
            : text;

    /// <summary>A scalar on one line, as it is written where it is written on one.</summary>
    private static string Scalar(ArchitectSide side, SyntaxNode node)
    {
        var raw = Comparison.Raw(side, node);
        return node switch
        {
            SequenceNode => "[]",
            ScalarNode { Style: ScalarStyle.Block } block => JsonPrinter.Quote(block.Value),
            ScalarNode scalar when raw.AsSpan().IndexOfAny('\r', '\n') >= 0 => JsonPrinter.Quote(scalar.Value),
            _ => raw,
        };
    }
}
