using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing;

/// <summary>One of the two flows that are compared, with what a comparison looks up: which parts of the document the flow model accounts for, so that all the rest can be compared as plain fields.</summary>
internal sealed class FlowSide
{
    // What the server owns is no part of what people change.
    private static readonly HashSet<string> ServerOwned = new(StringComparer.Ordinal)
    {
        "id", "version", "revisionId", "revision_id", "compilationStatus", "compilation_status", "compilationErrors", "compilation_errors", "published", "scheduled",
    };

    // What the flow model holds and the comparison speaks of in its own words.
    private static readonly HashSet<string> OwnFields = new(StringComparer.Ordinal) { "name", "type", "description", "division" };

    private readonly HashSet<TextSpan> _accounted = [];

    public FlowSide(Flow flow)
    {
        Flow = flow;
        Graph = FlowGraph.Of(flow);
        foreach (var element in flow.Elements)
        {
            _accounted.Add(element.Node.Span);
            Account(element);
        }

        foreach (var way in flow.Ways)
        {
            _accounted.Add(way.Span);
        }
    }

    public Flow Flow { get; }

    public FlowGraph Graph { get; }

    /// <summary>Whether the flow model accounts for a value: a way's target, a call's mapping, a menu's options, an element.</summary>
    public bool IsAccounted(SyntaxNode node) => _accounted.Contains(node.Span);

    /// <summary>Whether the flow model accounts for an entry.</summary>
    public bool IsAccounted(MappingEntry entry) => IsAccounted(entry.Value) || _accounted.Contains(entry.Span);

    /// <summary>The entries of the document's root that are fields like any other.</summary>
    public static bool IsPlainRootField(string key) => !ServerOwned.Contains(key) && !OwnFields.Contains(key);

    /// <summary>How messages call an element.</summary>
    public string Show(int element) => $"\"{Flow.Elements[element].DisplayName}\"";

    /// <summary>How messages call an element and what it is.</summary>
    public string Describe(int element)
    {
        var it = Flow.Elements[element];
        return it.Menu is not null ? $"Menu {Show(element)}"
            : it.Call is not null ? $"Call {Show(element)}"
            : $"Element {Show(element)}";
    }

    /// <summary>A value for people: a text in quotes, anything else as it stands, on one line and not too long.</summary>
    public string Show(SyntaxNode node)
    {
        const int longest = 80;
        var text = node is ScalarNode { IsQuoted: true } quoted ? quoted.Value : Flow.Tree.Source.GetText(node.Span);
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > longest)
        {
            text = text[..(char.IsHighSurrogate(text[longest - 4]) ? longest - 4 : longest - 3)] + "...";
        }

        return node is ScalarNode { IsQuoted: true } ? $"\"{text}\"" : text;
    }

    /// <summary>A value as it stands in the text.</summary>
    public string Raw(SyntaxNode node) => Flow.Tree.Source.GetText(node.Span);

    /// <summary>The node with exactly this span, at or below another; null when there is none.</summary>
    public static SyntaxNode? Find(SyntaxNode? below, TextSpan span)
    {
        while (below is not null && below.Span != span)
        {
            below = below switch
            {
                MappingNode mapping => mapping.Entries.FirstOrDefault(entry => entry.Value.Span.Contains(span))?.Value,
                SequenceNode sequence => sequence.Items.FirstOrDefault(item => item.Span.Contains(span)),
                _ => null,
            };
        }

        return below;
    }

    /// <summary>The value of the mapping entry with exactly this span, below a node; null when there is none.</summary>
    public static SyntaxNode? FindEntryValue(SyntaxNode? below, TextSpan span)
    {
        while (below is not null)
        {
            switch (below)
            {
                case MappingNode mapping:
                    var entry = mapping.Entries.FirstOrDefault(entry => entry.Span.Contains(span));
                    if (entry?.Span == span)
                    {
                        return entry.Value;
                    }

                    below = entry?.Value;
                    break;
                case SequenceNode sequence:
                    below = sequence.Items.FirstOrDefault(item => item.Span.Contains(span));
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private void Account(FlowElement element)
    {
        if (element.Id.Length > 0)
        {
            // The span of an id leaves out its quotes, a node's does not.
            _accounted.Add(element.IdSpan);
            _accounted.Add(new TextSpan(element.IdSpan.Start - 1, element.IdSpan.Length + 2));
        }

        if (element.Menu is { } menu)
        {
            _accounted.Add(menu.Span);
        }

        if (element.Call is { } call)
        {
            if (call.FlowId.Length > 0)
            {
                _accounted.Add(call.Span);
            }

            foreach (var mapping in call.Inputs.Concat(call.Outputs))
            {
                _accounted.Add(mapping.Span);
            }
        }
    }
}
