using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public sealed class YamlEditorTests
{
    private static readonly YamlValue Action = YamlValue.Mapping(("playAudio", YamlValue.Mapping(("name", YamlValue.Text("Hello")), ("audio", YamlValue.Mapping(("tts", YamlValue.Text("Hi: you")))))));

    [Theory]
    [InlineData("a:\n  - x\n  - y\n", 1, "a:\n  - x\n  - playAudio:\n      name: Hello\n      audio:\n        tts: \"Hi: you\"\n  - y\n")]
    [InlineData("a:\n- x: 'q'\n- y\n", 2, "a:\n- x: 'q'\n- y\n- playAudio:\n    name: Hello\n    audio:\n      tts: 'Hi: you'\n")]
    [InlineData("a:\n    - b:\n        c: d", 1, "a:\n    - b:\n        c: d\n    - playAudio:\n        name: Hello\n        audio:\n            tts: \"Hi: you\"")]
    [InlineData("a:\n -   x\n", 0, "a:\n -   playAudio:\n      name: Hello\n      audio:\n       tts: \"Hi: you\"\n -   x\n")]
    [InlineData("a: []\n", 0, "a:\n  - playAudio:\n      name: Hello\n      audio:\n        tts: \"Hi: you\"\n")]
    [InlineData("a: # none yet\nb: c\n", 0, "a: # none yet\n  - playAudio:\n      name: Hello\n      audio:\n        tts: \"Hi: you\"\nb: c\n")]
    [InlineData("a: [x, y]\n", 1, "a: [x, {playAudio: {name: Hello, audio: {tts: \"Hi: you\"}}}, y]\n")]
    [InlineData("a:\r\n  - x # one\r\n\r\n  # two\r\n  - y\r\n", 1, "a:\r\n  - x # one\r\n  - playAudio:\r\n      name: Hello\r\n      audio:\r\n        tts: \"Hi: you\"\r\n\r\n  # two\r\n  - y\r\n")]
    public void Items_are_written_as_the_document_writes_them(string before, int index, string after) =>
        Edited(before, (editor, root) => editor.InsertItems(((MappingNode)root)["a"]!, index, Action)).ShouldBe(after);

    [Theory]
    [InlineData("a: b\n", "a: b\nz: 1\n")]
    [InlineData("a:\n  - b: c\n", "a:\n  - b: c\nz: 1\n")]
    [InlineData("{a: b}\n", "{a: b, z: 1}\n")]
    [InlineData("{\n  a: b\n}\n", "{\n  a: b,\n  z: 1\n}\n")]
    [InlineData("{{k}}:\n    {{v}}: 'x'", "{{k}}:\n    {{v}}: 'x'\nz: 1")]
    public void Entries_go_to_the_end(string before, string after) =>
        Edited(before, (editor, root) => editor.InsertEntry(root, ((MappingNode)root).Entries.Length, "z", YamlValue.Literal("1"))).ShouldBe(after);

    [Fact]
    public void An_entry_before_the_first_one_behind_a_dash_takes_its_place() =>
        Edited("- b: c\n  d: e\n", (editor, root) => editor.InsertEntry(((SequenceNode)root).Items[0], 0, "a", YamlValue.Text("x"))).ShouldBe("- a: x\n  b: c\n  d: e\n");

    [Theory]
    [InlineData(0, "# head\n\na:\n  # about y\n  - y\nb: c\n")]
    [InlineData(1, "# head\n\na:\n  # about x\n  - x: 1 # behind\n    z: 2\nb: c\n")]
    public void An_item_goes_with_the_comments_that_are_its_own(int index, string after) =>
        Edited("# head\n\na:\n  # about x\n  - x: 1 # behind\n    z: 2\n  # about y\n  - y\nb: c\n", (editor, root) => editor.Remove(((MappingNode)root)["a"]!, index)).ShouldBe(after);

    [Theory]
    [InlineData("a:\n  - x\nb: c\n", false, "a: []\nb: c\n")]
    [InlineData("a:\n  - x\nb: c\n", true, "b: c\n")]
    [InlineData("a: # note\n- x\nb: c\n", false, "a: [] # note\nb: c\n")]
    [InlineData("a: [x]\n", false, "a: []\n")]
    [InlineData("a: [x]\n", true, "{}\n")]
    [InlineData("b: c\na:\n- x", true, "b: c")]
    public void The_last_item_leaves_brackets_or_takes_its_key_along(string before, bool removesKey, string after) =>
        Edited(before, (editor, root) => editor.Remove(((MappingNode)root)["a"]!, 0, 1, removesKey ? WhenEmpty.RemoveToo : WhenEmpty.LeaveEmpty)).ShouldBe(after);

    [Theory]
    [InlineData("a: b # note\n", "x", "a: x # note\n")]
    [InlineData("a: 'b'\n", "it's", "a: 'it''s'\n")]
    [InlineData("a: \"b\"\n", "yes", "a: \"yes\"\n")]
    [InlineData("a: b\n", "yes", "a: \"yes\"\n")]
    [InlineData("a: b\nc: 'd'\n", "1.0", "a: '1.0'\nc: 'd'\n")]
    [InlineData("a: 5\n", "6", "a: 6\n")]
    [InlineData("a: true\n", "x", "a: x\n")]
    [InlineData("a: 5\n", "six", "a: six\n")]
    [InlineData("a:\n", "x", "a: x\n")]
    [InlineData("a: {{b}}\n", "{{c}} d", "a: {{c}} d\n")]
    [InlineData("a: b\n", "{{c}}: d", "a: \"{{c}}: d\"\n")]
    [InlineData("a: b\n", "x: y", "a: \"x: y\"\n")]
    [InlineData("a: b\n", "x #y", "a: \"x #y\"\n")]
    [InlineData("a: b\n", "", "a: \"\"\n")]
    [InlineData("a: [b]\n", "x", "a: x\n")]
    [InlineData("a: |\n    b\n", "x\ny\n", "a: |\n    x\n    y\n")]
    [InlineData("a: \"b\"\n", "x\n\"y\"\t\\", "a: \"x\\n\\\"y\\\"\\t\\\\\"\n")]
    public void A_text_keeps_its_quotes_where_it_can(string before, string text, string after) =>
        Edited(before, (editor, root) =>
        {
            if (((MappingNode)root)["a"] is ScalarNode scalar)
            {
                editor.ReplaceText(scalar, text);
            }
            else
            {
                editor.Replace(((MappingNode)root)["a"]!, YamlValue.Text(text));
            }
        }).ShouldBe(after);

    [Theory]
    [InlineData("a: b # c\n", "x y", "x y: b # c\n")]
    [InlineData("'a': b\n", "{{k}}", "'{{k}}': b\n")]
    [InlineData("{{a}}:\n  b: c\n", "{{k}}-x", "{{k}}-x:\n  b: c\n")]
    [InlineData("a: b\n", "yes", "\"yes\": b\n")]
    public void A_key_keeps_its_quotes_where_it_can(string before, string key, string after) =>
        Edited(before, (editor, root) => editor.ReplaceKey(((MappingNode)root).Entries[0], key)).ShouldBe(after);

    [Fact]
    public void A_block_takes_the_place_of_a_value_and_its_comment_stays() =>
        Edited("a: b # note\nc: d\n", (editor, root) => editor.SetEntry((MappingNode)root, "a", YamlValue.Mapping(("lit", YamlValue.Text("x"))))).ShouldBe("a: # note\n  lit: x\nc: d\n");

    [Fact]
    public void Items_move_with_their_comments_and_what_is_edited_in_them() =>
        Edited("a:\n  # one\n  - x: 1 # uno\n    y: |\n      text\n\n        more\n  - z\nb:\n    c:\n    - d\n", (editor, root) =>
        {
            var from = ((MappingNode)root).GetSequence("a")!;
            editor.MoveItems(from, 0, 1, ((MappingNode)root).GetMapping("b")!["c"]!, 1);
            editor.ReplaceText((ScalarNode)from.Mappings.First()["x"]!, "2");
            editor.InsertEntry(from.Items[0], 2, "w", YamlValue.Literal("3"));
        }).ShouldBe("a:\n  - z\nb:\n    c:\n    - d\n    # one\n    - x: 2 # uno\n      y: |\n        text\n\n          more\n      w: 3\n");

    [Fact]
    public void Many_edits_are_made_together() =>
        Edited("a:\n- x\n- y\n- z\n", (editor, root) =>
        {
            var list = ((MappingNode)root).GetSequence("a")!;
            editor.InsertItems(list, 3, YamlValue.Text("one"));
            editor.InsertItems(list, 3, YamlValue.Text("two"), YamlValue.Text("three"));
            editor.Remove(list, 1);
            editor.InsertItems(list, 0, YamlValue.Text("zero"));
            editor.Replace(list.Items[0], YamlValue.Sequence(YamlValue.Text("p"), YamlValue.Text("q")));
            editor.ReplaceKey(((MappingNode)root).Entries[0], "b");
        }).ShouldBe("b:\n- zero\n- - p\n  - q\n- z\n- one\n- two\n- three\n");

    [Fact]
    public void What_is_edited_inside_of_something_that_goes_comes_to_nothing() =>
        Edited("a:\n- x: 1\n- y\n", (editor, root) =>
        {
            var list = ((MappingNode)root).GetSequence("a")!;
            editor.Remove(list, 0);
            editor.SetEntry((MappingNode)list.Items[0], "x", YamlValue.Literal("2"));
        }).ShouldBe("a:\n- y\n");

    [Fact]
    public void An_item_cannot_be_moved_into_itself()
    {
        var tree = YamlText.Parse(new SourceText("- - a\n"));
        var root = (SequenceNode)tree.Root!;

        Should.Throw<ArgumentException>(() => new YamlEditor(tree).MoveItems(root, 0, 1, root.Items[0], 0));
    }

    [Fact]
    public void Broken_text_is_not_edited() => Should.Throw<ArgumentException>(() => new YamlEditor(YamlText.Parse(new SourceText("a: 'b\n"))));

    private static string Edited(string before, Action<YamlEditor, SyntaxNode> edit)
    {
        var tree = YamlText.Parse(new SourceText(before));
        tree.Diagnostics.ShouldBeEmpty();
        var editor = new YamlEditor(tree);
        edit(editor, tree.Root!);

        var after = TextEdits.Apply(tree.Source, editor.ToEdits());
        YamlText.Parse(after).Diagnostics.ShouldBeEmpty();
        return after.Text;
    }
}
