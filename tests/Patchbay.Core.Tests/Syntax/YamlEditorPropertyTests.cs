using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

/// <summary>Whatever is edited in whatever document: it means what was asked for, and nothing else has changed.</summary>
public class YamlEditorPropertyTests
{
    private static readonly YamlValue[] NewValues =
    [
        YamlValue.Text("plain"),
        YamlValue.Text("yes"),
        YamlValue.Text("1.0"),
        YamlValue.Text(""),
        YamlValue.Text("a: b # c, [d]"),
        YamlValue.Text("{{k}}: x"),
        YamlValue.Text("{{k}}", ScalarStyle.Plain),
        YamlValue.Text("it's \"q\"\n\ttab", ScalarStyle.SingleQuoted),
        YamlValue.Text("line\n\n  two\n", ScalarStyle.Block),
        YamlValue.Literal("true"),
        YamlValue.Sequence(),
        YamlValue.Mapping(),
        YamlValue.Mapping(("lit", YamlValue.Text("x")), ("deep", YamlValue.Mapping(("a b", YamlValue.Sequence(YamlValue.Literal("5"), YamlValue.Mapping(("c", YamlValue.Text("d")), ("e", YamlValue.Mapping(("f", YamlValue.Literal("null"))))))))), ("after", YamlValue.Text("y"))),
        YamlValue.Sequence(YamlValue.Text("one"), YamlValue.Sequence(YamlValue.Text("two"), YamlValue.Text("three")), YamlValue.Mapping(("k", YamlValue.Sequence(YamlValue.Text("v"))))),
    ];

    [Fact]
    public void Generated_documents_are_read_and_not_all_alike()
    {
        var documents = Enumerable.Range(0, 300).Select(GeneratedYaml.Document).ToList();

        foreach (var document in documents)
        {
            var tree = YamlText.Parse(new SourceText(document));
            tree.Diagnostics.ShouldBeEmpty(document);
            tree.ShouldFitItsText();
        }

        documents.Distinct().Count().ShouldBeGreaterThan(250);
    }

    [Fact]
    public void Insertions_removals_and_replacements_in_one_collection() => Check((editor, random, tree) =>
    {
        var containers = Nodes(tree).Where(node => node is MappingNode or SequenceNode or ScalarNode { Style: ScalarStyle.Missing }).ToList();
        var container = containers[random.Next(containers.Count)];
        return Rebuilt(tree, Path(tree, container), EditOne(editor, random, container));
    });

    [Fact]
    public void Replacing_any_node() => Check((editor, random, tree) =>
    {
        var nodes = Nodes(tree).ToList();
        var node = nodes[random.Next(nodes.Count)];
        var value = NewValues[random.Next(NewValues.Length)];
        editor.Replace(node, value);
        return Rebuilt(tree, Path(tree, node), value);
    });

    [Fact]
    public void Replacing_texts_and_keys() => Check((editor, random, tree) =>
    {
        string[] texts = ["plain", "yes", "a: b", "it's", "\"", "{{x}} y", "line\nbreak", "-", "# x", "x, y", "{", "[]", " ", "1e5", "\\", "text with\ttab", "}}", "{{a\\b}}", "${v}", "ends:", "k: {{v}}", "é", "last\n\n"];
        var text = texts[random.Next(texts.Length)];
        var entries = Nodes(tree).OfType<MappingNode>().SelectMany(mapping => mapping.Entries).ToList();
        var scalars = Nodes(tree).OfType<ScalarNode>().ToList();
        if (random.Next(2) == 0 && entries.Count > 0)
        {
            var entry = entries[random.Next(entries.Count)];
            editor.ReplaceKey(entry, text);
            return Rebuilt(tree, [.. Path(tree, entry.Value)!, -1], YamlValue.Text(text));
        }

        if (scalars.Count == 0)
        {
            return YamlValue.Of(tree.Root!);
        }

        var scalar = scalars[random.Next(scalars.Count)];
        editor.ReplaceText(scalar, text);
        var isLiteral = scalar.Style == ScalarStyle.Plain && YamlQuoting.LooksLikeLiteral(scalar.Value) && YamlQuoting.LooksLikeLiteral(text);
        return Rebuilt(tree, Path(tree, scalar), isLiteral ? YamlValue.Literal(text) : YamlValue.Text(text));
    });

    [Fact]
    public void Moving_items_between_lines_keeps_their_comments() => Check((editor, random, tree) => MoveAny(editor, random, tree, sequence => tree.Source.Text[sequence.Span.Start] == '-'), keepsComments: true);

    [Fact]
    public void Moving_items_keeps_what_they_say() => Check((editor, random, tree) => MoveAny(editor, random, tree, _ => true));

    private static YamlValue MoveAny(YamlEditor editor, Random random, SyntaxTree tree, Func<SequenceNode, bool> isWanted)
    {
        var sequences = Nodes(tree).OfType<SequenceNode>().Where(sequence => !sequence.Items.IsEmpty && isWanted(sequence)).ToList();
        if (sequences.Count == 0)
        {
            return YamlValue.Of(tree.Root!);
        }

        var from = sequences[random.Next(sequences.Count)];
        var index = random.Next(from.Items.Length);
        var count = random.Next(1, from.Items.Length - index + 1);
        var moved = Enumerable.Range(index, count).Select(i => from.Items[i]).ToList();
        var to = sequences.Where(sequence => !moved.Exists(item => item.Span.Contains(sequence.Span))).OrderBy(_ => random.Next()).FirstOrDefault() ?? from;
        var toIndex = random.Next(to.Items.Length + 1);
        editor.MoveItems(from, index, count, to, toIndex);
        return Moved(tree.Root!, from, index, count, to, toIndex);
    }

    private static void Check(Func<YamlEditor, Random, SyntaxTree, YamlValue?> edit, bool keepsComments = false) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var source = new SourceText(GeneratedYaml.Document(seed));
            var tree = YamlText.Parse(source);
            var editor = new YamlEditor(tree);
            var expected = edit(editor, new Random(seed), tree);

            var edits = editor.ToEdits();
            edits.Zip(edits.Skip(1)).ShouldAllBe(pair => pair.First.Span.End <= pair.Second.Span.Start, $"seed {seed}\n{source.Text}\n{string.Join("\n", edits)}");
            var after = TextEdits.Apply(source, edits);
            var reread = YamlText.Parse(after);

            var shown = $"seed {seed}\n{source.Text}\n=====\n{after.Text}";
            reread.Diagnostics.Where(diagnostic => diagnostic.Id != "duplicate-key").ShouldBeEmpty(shown);
            var (actual, wanted) = (Norm(reread.Root is null ? null : YamlValue.Of(reread.Root)), Norm(expected));
            (actual == wanted).ShouldBeTrue($"{wanted}\n{actual}\n{shown}");
            TextEdits.Apply(after, TextEdits.Invert(source, edits)).Text.ShouldBe(source.Text);
            if (keepsComments)
            {
                (Comments(reread) == Comments(tree)).ShouldBeTrue($"comments\n{shown}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Comments(SyntaxTree tree) => string.Join("\n", tree.Comments.Select(comment => tree.Source.GetText(comment.Span)).Order(StringComparer.Ordinal));

    private static YamlValue? EditOne(YamlEditor editor, Random random, SyntaxNode container)
    {
        var count = YamlChanges.CountOf(container);
        var isMapping = container is MappingNode || (container is ScalarNode && random.Next(2) == 0);
        var result = new List<(YamlValue Key, YamlValue Value)>();
        var fresh = 0;
        for (var i = 0; i <= count; i++)
        {
            while (random.Next(3) == 0 || (container is ScalarNode && result.Count == 0))
            {
                var value = NewValues[random.Next(NewValues.Length)];
                var key = "new " + fresh++;
                if (isMapping)
                {
                    editor.InsertEntry(container, i, key, value);
                }
                else
                {
                    editor.InsertItems(container, i, value);
                }

                result.Add((YamlValue.Text(key), value));
            }

            if (i == count)
            {
                break;
            }

            var (oldKey, oldValue) = container is MappingNode mapping ? (YamlValue.Of(mapping.Entries[i].KeyNode), mapping.Entries[i].Value) : (YamlValue.Text(""), ((SequenceNode)container).Items[i]);
            switch (random.Next(4))
            {
                case 0:
                    editor.Remove(container, i);
                    break;
                case 1:
                    var value = NewValues[random.Next(NewValues.Length)];
                    editor.Replace(oldValue, value);
                    result.Add((oldKey, value));
                    break;
                default:
                    result.Add((oldKey, YamlValue.Of(oldValue)));
                    break;
            }
        }

        return isMapping ? new YamlMapping([.. result]) : new YamlSequence([.. result.Select(pair => pair.Value)]);
    }

    private static IEnumerable<SyntaxNode> Nodes(SyntaxTree tree)
    {
        var open = new Stack<SyntaxNode>([tree.Root!]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node is MappingNode mapping ? mapping.Entries.Select(entry => entry.Value) : node is SequenceNode sequence ? sequence.Items : [])
            {
                open.Push(child);
            }
        }
    }

    private static List<int>? Path(SyntaxTree tree, SyntaxNode wanted) => Find(tree.Root!, wanted);

    private static List<int>? Find(SyntaxNode node, SyntaxNode wanted)
    {
        if (ReferenceEquals(node, wanted))
        {
            return [];
        }

        var children = node is MappingNode mapping ? [.. mapping.Entries.Select(entry => entry.Value)] : node is SequenceNode sequence ? sequence.Items.ToList() : [];
        for (var i = 0; i < children.Count; i++)
        {
            if (Find(children[i], wanted) is { } rest)
            {
                return [i, .. rest];
            }
        }

        return null;
    }

    /// <summary>The document with another value at a path; -1 at the end of the path is the key.</summary>
    private static YamlValue? Rebuilt(SyntaxTree tree, IReadOnlyList<int>? path, YamlValue? value) => Rebuild(YamlValue.Of(tree.Root!), [.. path!], value);

    private static YamlValue? Rebuild(YamlValue node, List<int> path, YamlValue? value)
    {
        if (path.Count == 0)
        {
            return value;
        }

        var (index, rest) = (path[0], path[1..]);
        if (node is YamlSequence sequence)
        {
            return new YamlSequence(sequence.Items.SetItem(index, Rebuild(sequence.Items[index], rest, value)!));
        }

        var mapping = (YamlMapping)node;
        var (key, old) = mapping.Entries[index];
        return new YamlMapping(mapping.Entries.SetItem(index, rest is [-1] ? (value!, old) : (key, Rebuild(old, rest, value)!)));
    }

    private static YamlValue Moved(SyntaxNode node, SequenceNode from, int index, int count, SequenceNode to, int toIndex)
    {
        if (node is MappingNode mapping)
        {
            return new YamlMapping([.. mapping.Entries.Select(entry => (YamlValue.Of(entry.KeyNode), Moved(entry.Value, from, index, count, to, toIndex)))]);
        }

        if (node is not SequenceNode sequence)
        {
            return YamlValue.Of(node);
        }

        var items = new List<YamlValue>();
        for (var i = 0; i <= sequence.Items.Length; i++)
        {
            if (ReferenceEquals(sequence, to) && i == toIndex)
            {
                items.AddRange(Enumerable.Range(index, count).Select(j => YamlValue.Of(from.Items[j])));
            }

            if (i < sequence.Items.Length && !(ReferenceEquals(sequence, from) && i >= index && i < index + count))
            {
                items.Add(Moved(sequence.Items[i], from, index, count, to, toIndex));
            }
        }

        return new YamlSequence([.. items]);
    }

    private static string Norm(YamlValue? value) => value switch
    {
        null => "nothing",
        YamlScalar scalar => (!scalar.IsText && YamlQuoting.LooksLikeLiteral(scalar.Value) ? "!" : "") + JsonSerializer.Serialize(scalar.Value is "~" && !scalar.IsText ? "null" : scalar.Value),
        YamlAlias alias => "*" + alias.Anchor,
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Norm))}]",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{Norm(Textual(entry.Key))}: {Norm(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    /// <summary>A key is a text, however it is written.</summary>
    private static YamlValue Textual(YamlValue key) => key is YamlScalar scalar ? scalar with { IsText = true } : key;
}
