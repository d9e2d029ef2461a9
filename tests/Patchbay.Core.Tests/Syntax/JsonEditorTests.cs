using System.Text.Json.Nodes;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public sealed class JsonEditorTests
{
    [Theory]
    [InlineData("[1, 2]", 0, "[9, 1, 2]")]
    [InlineData("[1, 2]", 1, "[1, 9, 2]")]
    [InlineData("[1, 2]", 2, "[1, 2, 9]")]
    [InlineData("[1,2]", 1, "[1,9,2]")]
    [InlineData("[ 1 ]", 1, "[ 1, 9 ]")]
    [InlineData("[]", 0, "[9]")]
    [InlineData("[\n  1\n]\n", 1, "[\n  1,\n  9\n]\n")]
    [InlineData("[\r\n\t1,\r\n\t2\r\n]", 0, "[\r\n\t9,\r\n\t1,\r\n\t2\r\n]")]
    public void An_item_follows_the_layout_of_its_array(string before, int index, string after) =>
        Edited(before, (editor, root) => editor.InsertItems((SequenceNode)root, index, [9])).ShouldBe(after);

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1, "n": {"x": [true, null]}}""")]
    [InlineData("""{"a":1}""", """{"a":1,"n":{"x":[true,null]}}""")]
    [InlineData("""{ "a": { "b": 1 } }""", """{ "a": { "b": 1 }, "n": { "x": [true, null] } }""")]
    [InlineData("{\n    \"a\": 1\n}", "{\n    \"a\": 1,\n    \"n\": {\n        \"x\": [\n            true,\n            null\n        ]\n    }\n}")]
    [InlineData("{\r\n  \"a\": {\"b\": [1]}\r\n}", "{\r\n  \"a\": {\"b\": [1]},\r\n  \"n\": {\"x\": [true, null]}\r\n}")]
    public void A_member_follows_the_layout_of_its_neighbours(string before, string after) =>
        Edited(before, (editor, root) => editor.SetMember((MappingNode)root, "n", new JsonObject { ["x"] = new JsonArray(true, null) })).ShouldBe(after);

    [Theory]
    [InlineData("{\n  \"a\": []\n}", "{\n  \"a\": [\n    {\n      \"k\": \"v\"\n    }\n  ]\n}")]
    [InlineData("{\n  \"a\": [\n  ]\n}", "{\n  \"a\": [\n    {\n      \"k\": \"v\"\n    }\n  ]\n}")]
    [InlineData("{\n  \"b\": 1, \"a\": [ ]\n}", "{\n  \"b\": 1, \"a\": [{\"k\": \"v\"}]\n}")]
    [InlineData("""{"a":[]}""", """{"a":[{"k":"v"}]}""")]
    public void An_empty_container_opens_as_the_lines_around_it_are_laid_out(string before, string after) =>
        Edited(before, (editor, root) => editor.InsertItems(((MappingNode)root).GetSequence("a")!, 0, [new JsonObject { ["k"] = "v" }])).ShouldBe(after);

    [Theory]
    [InlineData(0, 1, "[\n  2,\n  3\n]")]
    [InlineData(1, 1, "[\n  1,\n  3\n]")]
    [InlineData(2, 1, "[\n  1,\n  2\n]")]
    [InlineData(1, 2, "[\n  1\n]")]
    [InlineData(0, 3, "[]")]
    public void Removing_items_leaves_no_stray_comma(int index, int count, string after) =>
        Edited("[\n  1,\n  2,\n  3\n]", (editor, root) => editor.ReplaceItems((SequenceNode)root, index, count, [])).ShouldBe(after);

    [Fact]
    public void Several_insertions_at_one_place_keep_their_order() => Edited("[1]", (editor, root) =>
    {
        editor.InsertItems((SequenceNode)root, 1, [2]);
        editor.InsertItems((SequenceNode)root, 1, [3, 4]);
    }).ShouldBe("[1, 2, 3, 4]");

    [Fact]
    public void Setting_a_member_that_is_there_replaces_its_value_only() =>
        Edited("{ \"a\" :1 , \"b\": 2}", (editor, root) => editor.SetMember((MappingNode)root, "a", "x")).ShouldBe("{ \"a\" :\"x\" , \"b\": 2}");

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a \"b\" \\ /", "\"a \\\"b\\\" \\\\ /\"")]
    [InlineData("line\nbreak\ttab\u0001", "\"line\\nbreak\\ttab\\u0001\"")]
    [InlineData("Grüße 📞 <&>", "\"Grüße 📞 <&>\"")]
    public void A_text_is_escaped_only_where_it_must_be(string text, string quoted)
    {
        JsonPrinter.Quote(text).ShouldBe(quoted);
        ((ScalarNode)JsonText.Parse(new SourceText(quoted)).Root!).Value.ShouldBe(text);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_written_as_an_escape() => JsonPrinter.Quote("a\ud83d").ShouldBe("\"a\\ud83d\"");

    private static string Edited(string before, Action<JsonEditor, SyntaxNode> edit)
    {
        var tree = JsonText.Parse(new SourceText(before));
        tree.Diagnostics.ShouldBeEmpty();
        var editor = new JsonEditor(tree);
        edit(editor, tree.Root!);

        var after = TextEdits.Apply(tree.Source, editor.ToEdits());
        JsonText.Parse(after).Diagnostics.ShouldBeEmpty();
        return after.Text;
    }
}
