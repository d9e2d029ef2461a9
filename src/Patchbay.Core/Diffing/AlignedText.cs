using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing;

/// <summary>Writes a definition out, a line for each value, in the order and spelling that another one has wherever order and spelling mean nothing.</summary>
internal sealed class AlignedText
{
    private readonly StringBuilder _text = new();
    private readonly SourceText _source;
    private readonly SourceText? _other;
    private readonly HashSet<TextSpan> _elements;

    private AlignedText(Flow flow, Flow? other)
    {
        _source = flow.Tree.Source;
        _other = other?.Tree.Source;
        _elements = [.. flow.Elements.Select(element => element.Node.Span)];
    }

    /// <summary>Writes a flow's definition.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="other">The flow whose order it takes; null for its own.</param>
    public static string Of(Flow flow, Flow? other)
    {
        var writer = new AlignedText(flow, other);
        if (flow.Tree.Root is { } root)
        {
            writer.Append(root, other?.Tree.Root, depth: 0, listsKeepOrder: false);
            writer._text.Append('\n');
        }

        return writer._text.ToString();
    }

    private void Append(SyntaxNode node, SyntaxNode? like, int depth, bool listsKeepOrder)
    {
        listsKeepOrder |= _elements.Contains(node.Span);
        switch (node)
        {
            case MappingNode { Entries.IsEmpty: false } mapping:
                AppendMapping(mapping, like as MappingNode, depth, listsKeepOrder);
                break;
            case SequenceNode { Items.IsEmpty: false } sequence:
                AppendList(sequence, like as SequenceNode, depth, listsKeepOrder);
                break;
            case ScalarNode scalar when like is ScalarNode other && _other is not null && CanonicalValue.Same(scalar, other):
                _text.Append(_other.Text, other.Span.Start, other.Span.Length);
                break;
            case MappingNode:
                _text.Append("{}");
                break;
            case SequenceNode:
                _text.Append("[]");
                break;
            default:
                _text.Append(_source.Text, node.Span.Start, node.Span.Length);
                break;
        }
    }

    private void AppendMapping(MappingNode mapping, MappingNode? like, int depth, bool listsKeepOrder)
    {
        var entries = Ordered(mapping.Entries, mapping.Entries.Select(entry => entry.Key), like?.Entries.Select(entry => entry.Key));
        _text.Append('{');
        foreach (var (entry, index) in entries.Select((entry, index) => (entry, index)))
        {
            NewLine(depth + 1, index);
            _text.Append(JsonPrinter.Quote(entry.Key)).Append(": ");
            Append(entry.Value, like?[entry.Key], depth + 1, listsKeepOrder);
        }

        NewLine(depth, 0);
        _text.Append('}');
    }

    private void AppendList(SequenceNode list, SequenceNode? like, int depth, bool listsKeepOrder)
    {
        var names = Names(list, like);
        var otherNames = like is null ? [] : Names(like, list);
        var others = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        foreach (var (item, name) in (like?.Items ?? []).Zip(otherNames))
        {
            others.TryAdd(name, item);
        }

        var items = list.Items.Zip(names).ToList();
        var ordered = listsKeepOrder ? items : Ordered(items, names, otherNames);
        _text.Append('[');
        foreach (var ((item, name), index) in ordered.Select((pair, index) => (pair, index)))
        {
            NewLine(depth + 1, index);
            Append(item, others.GetValueOrDefault(name), depth + 1, listsKeepOrder);
        }

        NewLine(depth, 0);
        _text.Append(']');
    }

    /// <summary>What items are matched by: their names where both lists have such, or else their values.</summary>
    private static string[] Names(SequenceNode list, SequenceNode? like) =>
        like is not null && ListItems.Identities(like.Items) is not null && ListItems.Identities(list.Items) is { } names ? names : [.. list.Items.Select(item => CanonicalValue.Of(item))];

    /// <summary>Puts items in another list's order; what that list lacks stays behind what it stood behind.</summary>
    private static List<T> Ordered<T>(IReadOnlyList<T> items, IEnumerable<string> names, IEnumerable<string>? order)
    {
        if (order is null)
        {
            return [.. items];
        }

        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in order)
        {
            ranks.TryAdd(name, ranks.Count);
        }

        var keys = new List<(int Rank, int Position)>(items.Count);
        var last = -1;
        foreach (var name in names)
        {
            last = ranks.TryGetValue(name, out var rank) ? rank : last;
            keys.Add((last, keys.Count));
        }

        return [.. items.Zip(keys).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }

    private void NewLine(int depth, int index)
    {
        _text.Append(index > 0 ? ",\n" : "\n").Append(' ', depth * 2);
    }
}
