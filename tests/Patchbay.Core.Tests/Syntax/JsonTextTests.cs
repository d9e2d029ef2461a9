using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public class JsonTextTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" [1, -2.50e+3, true, null, \"a\\u0041\\n\"]\n", "[1, -2.50e+3, true, null, \"aA\n\"]")]
    [InlineData("\uFEFF{\"a\": {\"\U0001F600\": []}}", "{\"a\": {\"\U0001F600\": []}}")]
    public void Reads_every_kind_of_node(string text, string expected)
    {
        var tree = JsonText.Parse(new SourceText(text));

        tree.Diagnostics.ShouldBeEmpty();
        TreeShape.Describe(tree.Root).ShouldBe(expected);
        tree.ShouldFitItsText();
    }

    [Theory]
    [InlineData("{\"a\": [1, }", "{\"a\": [1]}")]
    [InlineData("{\"a\" 1, \"b\": 2}", "{\"a\": _, 1: _, \"b\": 2}")]
    [InlineData("{a: 1}", "{a: 1}")]
    [InlineData("[\"a\n, 1]", "[\"a\", 1]")]
    [InlineData("{\"a\": \"b\\", "{\"a\": \"b\"}")]
    public void Keeps_what_can_be_read_of_broken_text(string text, string expected)
    {
        var tree = JsonText.Parse(new SourceText(text));

        tree.IsWellFormed.ShouldBeFalse();
        TreeShape.Describe(tree.Root).ShouldBe(expected);
        tree.ShouldFitItsText();
    }

    [Fact]
    public void Every_value_that_the_framework_prints_is_read_as_the_same_value() =>
        Prop.ForAll(Values.ToArbitrary(), value =>
        {
            var json = value?.ToJsonString() ?? "null";
            var indented = value?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";
            foreach (var text in (string[])[json, indented])
            {
                var tree = JsonText.Parse(new SourceText(text));
                tree.Diagnostics.ShouldBeEmpty();
                tree.ShouldFitItsText();
                JsonNode.DeepEquals(ToNode(tree.Root!), JsonNode.Parse(text)).ShouldBeTrue(text);

                // JSON is YAML: the other parser must say the same.
                JsonNode.DeepEquals(ToNode(YamlText.Parse(new SourceText(text)).Root!), JsonNode.Parse(text)).ShouldBeTrue(text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(40));

    private static Gen<JsonNode?> Values { get; } = Gen.Sized(size => Value(Math.Min(size, 24)));

    private static Gen<JsonNode?> Value(int size)
    {
        var texts = ArbMap.Default.GeneratorFor<string?>().Select(text => Paired(text ?? ""));
        var leaves = Gen.OneOf(
            Gen.Constant<JsonNode?>(null),
            texts.Select(text => (JsonNode?)JsonValue.Create(text)),
            ArbMap.Default.GeneratorFor<int>().Select(number => (JsonNode?)JsonValue.Create(number)),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (JsonNode?)JsonValue.Create(number.Get)),
            ArbMap.Default.GeneratorFor<bool>().Select(flag => (JsonNode?)JsonValue.Create(flag)));
        if (size < 2)
        {
            return leaves;
        }

        var children = Gen.ListOf(Value(size / 3), 3);
        return Gen.OneOf(
            leaves,
            children.Select(items => (JsonNode?)new JsonArray([.. items])),
            children.Zip(Gen.ListOf(texts, 3)).Select(pair => (JsonNode?)new JsonObject(pair.Item2.Select((key, index) => KeyValuePair.Create($"{index}{key}", pair.Item1[index])))));
    }

    /// <summary>The text without surrogates that stand alone, which no encoding can carry.</summary>
    private static string Paired(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));

    private static JsonNode? ToNode(SyntaxNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToNode(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(ToNode)]),
        ScalarNode { IsQuoted: true } scalar => JsonValue.Create(scalar.Value),
        ScalarNode { Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        ScalarNode { IsNull: true } => null,
        ScalarNode scalar => JsonNode.Parse(scalar.Value),
        _ => throw new InvalidOperationException(node.ToString()),
    };
}
