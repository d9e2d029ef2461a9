using System.Text;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

/// <summary>What holds for every tree, and a way to write a tree down.</summary>
internal static class TreeShape
{
    /// <summary>Children nest in their parents and follow one another; of a text without faults, the gaps between leaves hold nothing that belongs to a value.</summary>
    public static void ShouldFitItsText(this SyntaxTree tree)
    {
        var leaves = new List<TextSpan>();
        if (tree.Root is { } root)
        {
            Visit(root, new TextSpan(0, tree.Source.Length), leaves);
        }

        foreach (var diagnostic in tree.Diagnostics)
        {
            if (!Within(diagnostic.Span, new TextSpan(0, tree.Source.Length)))
            {
                Assert.Fail($"{diagnostic} lies outside the text");
            }
        }

        tree.Comments.Zip(tree.Comments.Skip(1)).ShouldAllBe(pair => pair.First.Span.End <= pair.Second.Span.Start);
        if (!tree.IsWellFormed)
        {
            return;
        }

        var withoutComments = tree.Source.Text.ToCharArray();
        foreach (var comment in tree.Comments)
        {
            withoutComments.AsSpan(comment.Span.Start, comment.Span.Length).Fill(' ');
        }

        var position = 0;
        foreach (var leaf in leaves.Append(new TextSpan(tree.Source.Length, 0)))
        {
            CheckGap(tree, TextSpan.FromBounds(position, leaf.Start), withoutComments);
            position = leaf.End;
        }
    }

    /// <summary>A tree as one line: mappings in braces, sequences in brackets, scalars as <c>style:value</c>.</summary>
    public static string Describe(SyntaxNode? node)
    {
        var text = new StringBuilder();
        Describe(node, text);
        return text.ToString();
    }

    private static void Describe(SyntaxNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("nothing");
                break;
            case ScalarNode scalar:
                text.Append(scalar.Style switch
                {
                    ScalarStyle.Plain => scalar.Value,
                    ScalarStyle.SingleQuoted => $"'{scalar.Value}'",
                    ScalarStyle.DoubleQuoted => $"\"{scalar.Value}\"",
                    ScalarStyle.Block => $"|{scalar.Value}|",
                    _ => "_",
                });
                break;
            case AliasNode alias:
                text.Append('*').Append(alias.Anchor);
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (var (index, item) in sequence.Items.Index())
                {
                    text.Append(index == 0 ? "" : ", ");
                    Describe(item, text);
                }

                text.Append(']');
                break;
            case MappingNode mapping:
                text.Append('{');
                foreach (var (index, entry) in mapping.Entries.Index())
                {
                    text.Append(index == 0 ? "" : ", ");
                    Describe(entry.KeyNode, text);
                    text.Append(": ");
                    Describe(entry.Value, text);
                }

                text.Append('}');
                break;
        }
    }

    private static void Visit(SyntaxNode node, TextSpan room, List<TextSpan> leaves)
    {
        if (!Within(node.Span, room))
        {
            Assert.Fail($"{node.Span} of {node.GetType().Name} lies outside {room}");
        }

        var end = node.Span.End;
        switch (node)
        {
            case MappingNode mapping:
                var position = node.Span.Start;
                foreach (var entry in mapping.Entries)
                {
                    Visit(entry.KeyNode, TextSpan.FromBounds(position, end), leaves);
                    Visit(entry.Value, TextSpan.FromBounds(entry.KeyNode.Span.End, end), leaves);
                    position = entry.Value.Span.End;
                }

                break;
            case SequenceNode sequence:
                position = node.Span.Start;
                foreach (var item in sequence.Items)
                {
                    Visit(item, TextSpan.FromBounds(position, end), leaves);
                    position = item.Span.End;
                }

                break;
            default:
                leaves.Add(node.Span);
                break;
        }
    }

    private static bool Within(TextSpan span, TextSpan room) => span.Length >= 0 && room.Contains(span);

    private static void CheckGap(SyntaxTree tree, TextSpan gap, char[] withoutComments)
    {
        gap.Length.ShouldBeGreaterThanOrEqualTo(0, "leaves overlap");
        foreach (var line in new string(withoutComments, gap.Start, gap.Length).Split('\n'))
        {
            foreach (var word in line.Split([' ', '\t', '\r', '\uFEFF'], StringSplitOptions.RemoveEmptyEntries))
            {
                var fits = word is "---" or "..." || line.TrimStart('\uFEFF').StartsWith('%') || word.All(c => c is '{' or '}' or '[' or ']' or ',' or ':' or '-' or '?')
                    || (tree.Notation == Notation.Yaml && word.TrimStart('[', '{', ',') is ['&' or '!', ..]);
                if (!fits)
                {
                    Assert.Fail($"\"{word}\" stands between two leaves, at {gap} of {tree.Source.Path}");
                }
            }
        }
    }
}
