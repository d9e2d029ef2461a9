using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Turns the changes of nodes into edits of the text.</summary>
internal sealed class YamlEditWriter(SyntaxTree tree, YamlLayout layout, YamlStyle style, IReadOnlyDictionary<SyntaxNode, YamlChanges> changes)
{
    private readonly HashSet<(SyntaxNode, int)> _open = [];
    private ILookup<(SyntaxNode?, int), SyntaxNode> _within = Enumerable.Empty<SyntaxNode>().ToLookup(_ => default((SyntaxNode?, int)));

    /// <summary>All edits, in document order.</summary>
    public ImmutableArray<TextEdit> ToEdits()
    {
        _within = changes.Keys.ToLookup(NearestGone);
        return WithoutLastLineBreak(EditsWithin((null, 0)));
    }

    /// <summary>Takes back the line break behind the last line that only the layout has: what is last now goes without one.</summary>
    private ImmutableArray<TextEdit> WithoutLastLineBreak(ImmutableArray<TextEdit> edits)
    {
        var end = tree.Source.Length;
        var first = edits.Length;
        while (first > 0 && edits[first - 1].Span.End > end)
        {
            first--;
        }

        if (first == edits.Length)
        {
            return edits;
        }

        var start = Math.Min(edits[first].Span.Start, end);
        var text = TextEdits.Apply(new SourceText(Text[start..]), [.. edits[first..].Select(edit => new TextEdit(edit.Span with { Start = edit.Span.Start - start }, edit.NewText))]).Text;
        if (layout.Nodes.Any(node => node is ScalarNode { Style: ScalarStyle.Block }))
        {
            // A block scalar that comes to be last needs its line break.
            return [.. edits[..first], new TextEdit(TextSpan.FromBounds(start, end), text)];
        }

        text = WithoutLineBreak(text);
        while (text.Length == 0 && first > 0 && edits[first - 1].Span.End == start)
        {
            first--;
            start = edits[first].Span.Start;
            text = WithoutLineBreak(edits[first].NewText);
        }

        if (text.Length == 0)
        {
            start = WithoutLineBreak(Text[..start]).Length;
        }

        return [.. edits[..first], new TextEdit(TextSpan.FromBounds(start, end), text)];
    }

    private static string WithoutLineBreak(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.Length > 0 && text[^1] is '\n' or '\r' ? text[..^1] : text;

    private string Text => layout.Text;

    private ImmutableArray<TextEdit> EditsWithin((SyntaxNode?, int) element)
    {
        var edits = new List<TextEdit>();

        // What is inserted at the end of an element comes before what is inserted behind it: inner nodes first.
        foreach (var node in _within[element].OrderByDescending(DepthOf).ThenBy(node => node.Span.Start))
        {
            Write(node, changes[node], edits);
        }

        return [.. edits.Where(edit => edit.Span.Length > 0 || edit.NewText.Length > 0).OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.End)];
    }

    private int DepthOf(SyntaxNode node)
    {
        var depth = 0;
        for (var place = layout.ParentOf(node); place is not null; place = layout.ParentOf(place.Container))
        {
            depth++;
        }

        return depth;
    }

    /// <summary>The innermost element around a node that does not stay where it is: removed, moved, or part of what is replaced (index -1).</summary>
    private (SyntaxNode? Container, int Index) NearestGone(SyntaxNode node)
    {
        for (var place = layout.ParentOf(node); place is not null; place = layout.ParentOf(place.Container))
        {
            if (changes.TryGetValue(place.Container, out var outer))
            {
                if (outer.Removed.Contains(place.Index))
                {
                    return (place.Container, place.Index);
                }

                if (outer.Replacement is not null)
                {
                    return (place.Container, -1);
                }
            }
        }

        return (null, 0);
    }

    private void Write(SyntaxNode node, YamlChanges change, List<TextEdit> edits)
    {
        var count = YamlChanges.CountOf(node);
        if (change.Replacement is { } replacement)
        {
            Place(node, replacement, edits);
        }
        else if (change.Removed.Count == count)
        {
            WriteWhole(node, change, count, edits);
        }
        else if (layout.IsBlock(node))
        {
            WriteBlock(node, change, edits);
        }
        else
        {
            WriteFlow(node, change, edits);
        }
    }

    /// <summary>Nothing of the collection stays: what is inserted, or an empty collection, comes in its place.</summary>
    private void WriteWhole(SyntaxNode node, YamlChanges change, int count, List<TextEdit> edits)
    {
        var inserted = change.Collect(change.Insertions.SelectMany(insertion => insertion.Value).Select(pair => (pair.Key, Resolve(pair.Value, isBlock: !layout.IsInFlow(node)))));
        if (count == 0 && !change.HasInsertions)
        {
            return;
        }

        if (!change.HasInsertions && layout.IsBlock(node) && HasStrayComments(node))
        {
            var elements = layout.ElementsOf(node);
            var before = layout.EndBefore(elements[0].Start);
            var stands = layout.ParentOf(node) is null || layout.LineStart(before) == layout.LineStart(elements[0].Start);
            var brackets = node is MappingNode ? "{}" : "[]";
            edits.Add(stands ? new TextEdit(TextSpan.FromBounds(elements[0].Start, layout.LineEnd(elements[0].End)), brackets) : new TextEdit(new TextSpan(before, 0), " " + brackets));
            edits.AddRange(Regions(elements, [.. Enumerable.Range(stands ? 1 : 0, count - (stands ? 1 : 0))], sharesLine: false).Select(region => new TextEdit(region, "")));
        }
        else if (!change.HasInsertions)
        {
            Place(node, node is MappingNode ? new YamlMapping([]) : new YamlSequence([]), edits);
        }
        else if (count > 0 && layout.IsBracketed(node))
        {
            var elements = layout.ElementsOf(node);
            edits.Add(new TextEdit(TextSpan.FromBounds(elements[0].Start, elements[^1].End), string.Join(", ", WriteInline(node, change.Insertions.SelectMany(insertion => insertion.Value)))));
        }
        else if (count > 0)
        {
            // The new ones stand where the first one stood; comments between the old ones that belong to none of them stay.
            var elements = layout.ElementsOf(node);
            var column = layout.ColumnOf(elements[0].Start);
            var sharesLine = layout.SharesLine(elements[0].Start);
            var written = new YamlPrinter(style, elements[0].Start).Elements(inserted, column, node is MappingNode mapping && layout.IsBehindDash(mapping));
            edits.Add(new TextEdit(TextSpan.FromBounds(sharesLine ? elements[0].Start : StartOf(elements[0]), layout.LineEnd(elements[0].End)), (sharesLine ? "" : new string(' ', column)) + written));
            edits.AddRange(Regions(elements, [.. Enumerable.Range(1, count - 1)], sharesLine: false).Select(region => new TextEdit(region, "")));
        }
        else
        {
            Place(node, inserted, edits);
        }
    }

    /// <summary>Whether comments stand between elements that belong to none of them.</summary>
    private bool HasStrayComments(SyntaxNode node)
    {
        var elements = layout.ElementsOf(node);
        for (var i = 0; i < elements.Length; i++)
        {
            var between = TextSpan.FromBounds(layout.NextLine(i == 0 ? layout.EndBefore(elements[0].Start) : elements[i - 1].End), StartOf(elements[i]));
            if (!Text.AsSpan(between.Start, Math.Max(0, between.Length)).Trim().IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteBlock(SyntaxNode node, YamlChanges change, List<TextEdit> edits)
    {
        var elements = layout.ElementsOf(node);
        var column = layout.ColumnOf(elements[0].Start);
        var isOfItem = node is MappingNode mapping && layout.IsBehindDash(mapping);
        var sharesLine = layout.SharesLine(elements[0].Start);
        foreach (var region in Regions(elements, change.Removed, sharesLine))
        {
            edits.Add(new TextEdit(region, ""));
        }

        foreach (var (index, inserted) in change.Insertions)
        {
            var before = index - 1;
            while (before >= 0 && change.Removed.Contains(before))
            {
                before--;
            }

            var near = elements[Math.Clamp(index, 0, elements.Length - 1)].Start;
            var written = new YamlPrinter(style, near).Elements(change.Collect(inserted.Select(pair => (pair.Key, Resolve(pair.Value, isBlock: true)))), column, isOfItem);
            var indent = new string(' ', column);
            if (before >= 0)
            {
                edits.Add(new TextEdit(new TextSpan(layout.NextLine(elements[before].End), 0), indent + written + style.NewLine));
                continue;
            }

            // Nothing that stays stands before: the place is that of the first one that stays, on whose line the dash of the collection itself may stand.
            var first = Enumerable.Range(0, elements.Length).First(i => !change.Removed.Contains(i));
            edits.Add(sharesLine
                ? new TextEdit(new TextSpan(first == 0 ? elements[0].Start : FirstBehind(elements[first - 1]), 0), written + style.NewLine + indent)
                : new TextEdit(new TextSpan(StartOf(elements[first]), 0), indent + written + style.NewLine));
        }
    }

    /// <summary>The lines of elements that go, comments included. Where the first one shares its line with a dash, what follows it moves up to the dash.</summary>
    private List<TextSpan> Regions(ImmutableArray<YamlElement> elements, SortedSet<int> removed, bool sharesLine)
    {
        var regions = new List<TextSpan>();
        var isNext = 0;
        foreach (var index in removed)
        {
            var element = elements[index];
            var movesUp = sharesLine && index == isNext;
            var region = movesUp
                ? TextSpan.FromBounds(index == 0 ? element.Start : regions[^1].End, FirstBehind(element))
                : TextSpan.FromBounds(StartOf(element), layout.NextLine(element.End));
            isNext += movesUp ? 1 : 0;
            if (regions.Count > 0 && regions[^1].End == region.Start)
            {
                regions[^1] = TextSpan.FromBounds(regions[^1].Start, region.End);
            }
            else
            {
                regions.Add(region);
            }
        }

        return regions;
    }

    private int StartOf(YamlElement element)
    {
        var start = layout.StartWithComments(element);
        return start == 0 && Text.StartsWith('\uFEFF') ? 1 : start;
    }

    /// <summary>The first character behind an element, its comment and its line that is no blank.</summary>
    private int FirstBehind(YamlElement element)
    {
        var position = layout.LineEnd(element.End);
        while (position < Text.Length && Text[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }

        return position;
    }

    private void WriteFlow(SyntaxNode node, YamlChanges change, List<TextEdit> edits)
    {
        var elements = layout.ElementsOf(node);
        if (!layout.IsBracketed(node))
        {
            // A mapping without braces in a list in brackets has one entry; with more it needs braces.
            edits.Add(new TextEdit(new TextSpan(elements[0].Start, 0), "{"));
        }

        var separator = SeparatorOf(node, elements);
        for (var index = 0; index < elements.Length; index++)
        {
            if (!change.Removed.Contains(index))
            {
                continue;
            }

            var last = index;
            while (change.Removed.Contains(last + 1))
            {
                last++;
            }

            edits.Add(new TextEdit(last + 1 < elements.Length ? TextSpan.FromBounds(elements[index].Start, elements[last + 1].Start) : TextSpan.FromBounds(elements[index - 1].End, elements[last].End), ""));
            index = last;
        }

        foreach (var (index, inserted) in change.Insertions)
        {
            var written = string.Join(separator, WriteInline(node, inserted));
            var before = index - 1;
            while (before >= 0 && change.Removed.Contains(before))
            {
                before--;
            }

            var first = Enumerable.Range(0, elements.Length).First(i => !change.Removed.Contains(i));
            edits.Add(before >= 0
                ? new TextEdit(new TextSpan(elements[before].End, 0), separator + written)
                : new TextEdit(new TextSpan(elements[first].Start, 0), written + separator));
        }

        if (!layout.IsBracketed(node))
        {
            edits.Add(new TextEdit(new TextSpan(elements[0].End, 0), "}"));
        }
    }

    private string SeparatorOf(SyntaxNode node, ImmutableArray<YamlElement> elements)
    {
        var isMultiLine = layout.IsBracketed(node) && layout.LineStart(elements[0].Start) != layout.LineStart(node.Span.Start);
        return isMultiLine ? "," + style.NewLine + new string(' ', layout.ColumnOf(elements[0].Start)) : ", ";
    }

    private IEnumerable<string> WriteInline(SyntaxNode node, IEnumerable<(YamlValue? Key, YamlValue Value)> inserted)
    {
        var printer = new YamlPrinter(style, node.Span.Start);
        return inserted.Select(pair => pair.Key is { } key ? printer.InlineEntry(key, Resolve(pair.Value, isBlock: false)) : printer.Inline(Resolve(pair.Value, isBlock: false), inFlow: true));
    }

    private void Place(SyntaxNode node, YamlValue value, List<TextEdit> edits) => edits.AddRange(new YamlReplacement(layout, style).Edits(node, value));

    /// <summary>Of an item that is moved between blocks the lines as they are, with what is edited in them; of any other its value.</summary>
    private YamlValue Resolve(YamlValue value, bool isBlock)
    {
        if (value is not YamlMoved { From: var from, Index: var index })
        {
            return value;
        }

        if (!isBlock || !layout.IsBlock(from))
        {
            return YamlValue.Of(from.Items[index]);
        }

        if (!_open.Add((from, index)))
        {
            throw new InvalidOperationException("Two items cannot be moved into each other.");
        }

        var element = layout.ElementsOf(from)[index];
        var start = layout.SharesLine(element.Start) ? element.Start : layout.StartWithComments(element);
        while (Text[start] is ' ' or '\t' or '\uFEFF')
        {
            start++;
        }

        var region = TextSpan.FromBounds(start, layout.NextLine(element.End));
        var inner = EditsWithin((from, index)).Select(edit => new TextEdit(edit.Span with { Start = edit.Span.Start - start }, edit.NewText));
        _open.Remove((from, index));
        return new YamlLines(WithoutLineBreak(TextEdits.Apply(new SourceText(Text.Substring(region.Start, region.Length)), [.. inner]).Text), layout.ColumnOf(start));
    }
}
