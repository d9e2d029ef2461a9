using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A scalar that points at a part of the flow.</summary>
/// <param name="Property">The field that holds it: <c>targetTaskRef</c>.</param>
/// <param name="Text">The scalar.</param>
internal sealed record WrittenReference(string Property, ScalarNode Text);

/// <summary>Finds what points at parts of an Architect flow, wherever it stands: in actions, menus and settings, as a path or by display name.</summary>
internal static class ReferenceScan
{
    /// <summary>Every path within the document, in document order. Fields of settings and of actions that nobody knows are among them.</summary>
    /// <param name="root">The document's root.</param>
    public static ImmutableArray<WrittenReference> Paths(SyntaxNode? root)
    {
        var found = ImmutableArray.CreateBuilder<WrittenReference>();
        foreach (var entry in SyntaxWalk.Entries(root))
        {
            var isReference = entry.Key == "ref" || (entry.Key.EndsWith("Ref", StringComparison.Ordinal) && entry.Key.Length > 3);
            if (isReference && entry.Value is ScalarNode { IsNull: false } text && ArchitectReference.Parse(text.Value).File.Length == 0)
            {
                found.Add(new WrittenReference(entry.Key, text));
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>The names of tasks that a bot's intents lead to: <c>settingsBotFlow.intentSettings[].intent.task.name</c>.</summary>
    /// <param name="flow">The flow.</param>
    public static ImmutableArray<ScalarNode> IntentTasks(Flow flow)
    {
        var body = (flow.Tree.Root as MappingNode)?.Entries.Select(entry => entry.Value).OfType<MappingNode>().FirstOrDefault(mapping => mapping.Find("settingsBotFlow") is not null);
        var intents = body?.GetMapping("settingsBotFlow")?.GetSequence("intentSettings")?.Mappings ?? [];
        return [.. intents.Select(item => item.GetMapping("intent")?.GetMapping("task")?["name"]).OfType<ScalarNode>().Where(name => !name.IsNull)];
    }

    /// <summary>A path with another <c>refId</c> in the steps of a kind; null when none of its steps has the old one.</summary>
    /// <param name="path">The path as written.</param>
    /// <param name="kind">The kind of item: <c>task</c>.</param>
    /// <param name="old">The old <c>refId</c>.</param>
    /// <param name="renamed">The new one.</param>
    public static string? Rename(string path, string kind, string old, string renamed)
    {
        var reference = ArchitectReference.Parse(path);
        var step = $"{kind}[{old}]";
        if (!reference.Segments.Any(segment => segment.Name == kind && segment.RefId == old))
        {
            return null;
        }

        // A step starts at a slash or at the start of the text, and ends at a slash or at its end.
        for (var at = path.IndexOf(step, StringComparison.Ordinal); at >= 0; at = path.IndexOf(step, at + 1, StringComparison.Ordinal))
        {
            var end = at + step.Length;
            if ((at == 0 || path[at - 1] == '/') && (end == path.Length || path[end] == '/'))
            {
                return path[..at] + $"{kind}[{renamed}]" + path[end..];
            }
        }

        return null;
    }
}

/// <summary>Walks trees without recursion, in document order.</summary>
internal static class SyntaxWalk
{
    /// <summary>Every entry of every mapping below a node.</summary>
    /// <param name="root">Where to start; may be null.</param>
    public static IEnumerable<MappingEntry> Entries(SyntaxNode? root)
    {
        var open = new Stack<object>();
        if (root is not null)
        {
            open.Push(root);
        }

        while (open.TryPop(out var next))
        {
            var node = next as SyntaxNode;
            if (next is MappingEntry entry)
            {
                yield return entry;
                node = entry.Value;
            }

            switch (node)
            {
                case MappingNode mapping:
                    for (var i = mapping.Entries.Length - 1; i >= 0; i--)
                    {
                        open.Push(mapping.Entries[i]);
                    }

                    break;
                case SequenceNode sequence:
                    for (var i = sequence.Items.Length - 1; i >= 0; i--)
                    {
                        open.Push(sequence.Items[i]);
                    }

                    break;
            }
        }
    }

    /// <summary>The scalar with exactly this span below a node, as a key or as a value; null when there is none.</summary>
    /// <param name="root">Where to start.</param>
    /// <param name="span">The span.</param>
    public static ScalarNode? ScalarAt(SyntaxNode root, Text.TextSpan span)
    {
        SyntaxNode? node = root;
        while (node is not null)
        {
            if (node is ScalarNode scalar)
            {
                return scalar.Span == span ? scalar : null;
            }

            node = node switch
            {
                MappingNode mapping => mapping.Entries.Where(entry => entry.Span.Contains(span)).Select(entry => entry.KeyNode.Span.Contains(span) ? entry.KeyNode : entry.Value).FirstOrDefault(),
                SequenceNode sequence => sequence.Items.FirstOrDefault(item => item.Span.Contains(span)),
                _ => null,
            };
        }

        return null;
    }
}
