using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public class SubstitutionTests
{
    [Theory]
    [InlineData("name: {{flow_name}}\n", "{name: {{flow_name}}}")]
    [InlineData("{{category}}:\n  {{action}}:\n    a: b\n", "{{{category}}: {{{action}}: {a: b}}}")]
    [InlineData("{{prefix}}-Lambda: 1\n", "{{{prefix}}-Lambda: 1}")]
    [InlineData("a: \"Common.{{queue}}\"\nb: '{{x}} and {{y}}'\n", "{a: \"Common.{{queue}}\", b: '{{x}} and {{y}}'}")]
    [InlineData("a: {{x}}{{y}} z\n", "{a: {{x}}{{y}} z}")]
    [InlineData("a: [{{x}}, {b: {{y}}, {{k}}: c}]\n", "{a: [{{x}}, {b: {{y}}, {{k}}: c}]}")]
    [InlineData("- {{x}}\n- - {{y}}\n", "[{{x}}, [{{y}}]]")]
    [InlineData("a: {{ x }}\n", "{a: {{ x }}}")]
    [InlineData("a: {{a key: with # all, [kinds] of 'signs'}}\n", "{a: {{a key: with # all, [kinds] of 'signs'}}}")]
    [InlineData("a: |\n  {{x}}\n  b\nc: > # {{y}}\n  {{z}}\n", "{a: |{{x}}\nb\n|, c: |{{z}}\n|}")]
    [InlineData("a: b\n   {{x}}\n   c\n", "{a: b {{x}} c}")]
    [InlineData("a: \"b\n  {{x}}\"\n", "{a: \"b {{x}}\"}")]
    [InlineData("a: &{{x}} b\nc: *{{x}}\n", "{a: b, c: *{{x}}}")]
    [InlineData("a: \uE000{{x}}\"\\uE001\n", "{a: \uE000{{x}}\"\\uE001}")]
    [InlineData("\uFEFFa: {{x}}\r\n{{y}}: b\r\n", "{a: {{x}}, {{y}}: b}")]
    [InlineData("a: ${var.name}\nb: [${x}, $${y}]\n", "{a: ${var.name}, b: [${x}, $${y}]}", false)]
    [InlineData("a: {{{x}}: 1}\n", "{a: {{{x}}: 1}}")]
    public void May_stand_anywhere(string text, string expected, bool isWellFormed = true)
    {
        var tree = YamlText.Parse(new SourceText(text));

        tree.IsWellFormed.ShouldBe(isWellFormed, string.Join(" ", tree.Diagnostics));
        TreeShape.Describe(tree.Root).ShouldStartWith(expected[..(isWellFormed ? expected.Length : 10)]);
        tree.ShouldFitItsText();
    }

    [Theory]
    [InlineData("{{a: b}: c}\n", "{{a: b}: c}")]
    [InlineData("{{a: b}: {c: d}}\n", "{{a: b}: {c: d}}")]
    [InlineData("{a: {b: {}}}\n", "{a: {b: {}}}")]
    [InlineData("{\"a\": {\"b\": {}}}", "{\"a\": {\"b\": {}}}")]
    [InlineData("a: \"{{\"\nb: \"}}\"\n", "{a: \"{{\", b: \"}}\"}")]
    [InlineData("a: [\"{{\", \"}}\"]\n", "{a: [\"{{\", \"}}\"]}")]
    [InlineData("{{a:\n  b}}\n", "{{a: b}: _}")]
    [InlineData("{{}: a}", "{{}: a}")]
    [InlineData("a: \"$${x} ${ %{if} ${1} ${\"\n", "{a: \"$${x} ${ %{if} ${1} ${\"}")]
    public void What_only_looks_like_one_is_read_as_YAML(string text, string expected)
    {
        var tree = YamlText.Parse(new SourceText(text));

        tree.Diagnostics.ShouldBeEmpty();
        tree.Substitutions.ShouldBeEmpty();
        TreeShape.Describe(tree.Root).ShouldBe(expected);
    }

    [Fact]
    public void Each_has_its_place_key_and_kind()
    {
        const string Text = "# {{note}}\n{{ a }}: '${b}$${c}'\nd: {{{e}}\n";

        var tree = YamlText.Parse(new SourceText(Text), SubstitutionValues.Of([new("a", "1")]));

        tree.Substitutions.ShouldBe(
        [
            new Substitution(new TextSpan(2, 8), "note", SubstitutionKind.Archy, false),
            new Substitution(new TextSpan(11, 7), "a", SubstitutionKind.Archy, true),
            new Substitution(new TextSpan(21, 4), "b", SubstitutionKind.Terraform, false),
            new Substitution(new TextSpan(36, 5), "e", SubstitutionKind.Archy, false),
        ]);
        tree.SubstitutionsIn(new TextSpan(11, 14)).Select(substitution => substitution.Key).ShouldBe(["a", "b"]);
        tree.SubstitutionsIn(new TextSpan(12, 6)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a: {{x}}", "{a: true}")]
    [InlineData("a: \"{{x}}\"", "{a: \"true\"}")]
    [InlineData("{{x}}-{{y}}: {{Y}}", "{true-two words: {{Y}}}")]
    [InlineData("a: {{ y }}", "{a: two words}")]
    [InlineData("a: {{colon}}", "{a: k: v\n- \"w\"}")]
    [InlineData("a: \"{{colon}}\\n\"", "{a: \"k: v\n- \"w\"\n\"}")]
    [InlineData("a: {{empty}}", "{a: }")]
    [InlineData("a: ${y} $${y}", "{a: two words $${y}}")]
    [InlineData("a: {{long}} {{long}}", "{a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}")]
    public void A_value_takes_its_place_in_the_scalar(string text, string expected)
    {
        var values = SubstitutionValues.Of([new("x", "true"), new("y", "two words"), new("colon", "k: v\n- \"w\""), new("empty", ""), new("long", new string('x', 40))]);

        var tree = SyntaxTree.Parse(new SourceText(text, "flow.yaml"), values);

        tree.Diagnostics.ShouldBeEmpty();
        TreeShape.Describe(tree.Root).ShouldBe(expected);
        tree.ShouldFitItsText();
    }

    [Fact]
    public void Two_keys_with_the_same_value_are_one_key_twice() =>
        YamlText.Parse(new SourceText("{{x}}: 1\n{{y}}: 2\n"), SubstitutionValues.Of([new("x", "a"), new("y", "a")])).Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("duplicate-key");

    [Fact]
    public void A_Terraform_template_may_hold_expressions_and_directives()
    {
        const string Text = "a: ${jsonencode({x = \"}\"})}\n%{ if x ~}\nb: 1 %{ if y }c%{ endif }\n  %{ endif }%{ for z in w }\t\n%{ endfor }\nc: %%{d}\n";

        var tree = SyntaxTree.Parse(new SourceText(Text, "flow.yaml.tftpl"));

        tree.Diagnostics.Where(diagnostic => !diagnostic.Message.Contains('%')).ShouldBeEmpty();
        TreeShape.Describe(tree.Root).ShouldStartWith("{a: ${jsonencode({x = \"}\"})}, b: 1 %{ if y }c%{ endif }");
        tree.Substitutions.Select(substitution => (substitution.Kind, substitution.Key)).ShouldBe(
        [
            (SubstitutionKind.Terraform, "jsonencode({x = \"}\"})"),
            (SubstitutionKind.TerraformDirective, "if x"),
            (SubstitutionKind.TerraformDirective, "if y"),
            (SubstitutionKind.TerraformDirective, "endif"),
            (SubstitutionKind.TerraformDirective, "endif"),
            (SubstitutionKind.TerraformDirective, "for z in w"),
            (SubstitutionKind.TerraformDirective, "endfor"),
        ]);
    }

    [Fact]
    public void A_text_that_starts_with_one_is_YAML() => SyntaxTree.Parse(new SourceText("{{type}}:\n  a: b\n")).Notation.ShouldBe(Notation.Yaml);

    [Fact]
    public void Reading_the_text_with_the_values_put_in_gives_the_same_values()
    {
        string[] parts = ["{{x}}", "{{y}}", "${x}", "{{z}}", "a", "b", "-", ".", "\uE000"];
        string[] frames = ["@", "@: 1", "k: @", "- @\n- b", "k: \"@\"", "k: '@'", "k: [@, {c: @}]", "k: |\n  @\n  @", "k: a\n   @\n@@: v"];
        var values = SubstitutionValues.Of([new("x", "one"), new("y", "2")]);
        var texts = Gen.ArrayOf(Gen.Elements(parts)).Select(chosen => "a" + string.Concat(chosen)).Zip(Gen.Elements(frames)).Select(pair => pair.Item2.Replace("@", pair.Item1, StringComparison.Ordinal));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var filled = text.Replace("{{x}}", "one", StringComparison.Ordinal).Replace("${x}", "one", StringComparison.Ordinal).Replace("{{y}}", "2", StringComparison.Ordinal);
            TreeShape.Describe(YamlText.Parse(new SourceText(text), values).Root).ShouldBe(TreeShape.Describe(YamlText.Parse(new SourceText(filled)).Root));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Theory]
    [InlineData("x: 1\n\"y\": true\nz: \"\"\n", "x=1 y=true z=")]
    [InlineData("{\"x\": \"a b\", \"y\": 2.50}", "x=a b y=2.50")]
    [InlineData("clientId: abc\nsubstitutions:\n  x: 1\nlocation: prod\n", "x=1")]
    [InlineData("", "")]
    [InlineData("substitutions:\n", "")]
    public void Values_come_from_a_file(string text, string expected)
    {
        var result = SubstitutionValues.Read(new SourceText(text));

        result.Diagnostics.ShouldBeEmpty();
        string.Join(" ", result.Values.Keys.Select(key => $"{key}={(result.Values.TryGet(key, out var value) ? value : null)}")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("- a\n", "A file of substitution values is a mapping")]
    [InlineData("x:\n  y: 1\n", "The value of \"x\" must be a text")]
    [InlineData("x:\n", "\"x\" has no value.")]
    [InlineData("' x': 1\n", "\" x\" cannot be the key of a substitution")]
    [InlineData("'': 1\n", "\"\" cannot be the key of a substitution")]
    [InlineData("substitutions: [a]\n", "\"substitutions\" must be a mapping")]
    [InlineData("x: 1\nx: 2\n", "The key \"x\" stands twice")]
    [InlineData("x: 'a\n", "The quote that opens here")]
    public void A_wrong_file_of_values_is_told(string text, string message) =>
        SubstitutionValues.Read(new SourceText(text)).Diagnostics.ShouldHaveSingleItem().Message.ShouldStartWith(message);

    [Fact]
    public void Of_two_values_for_a_key_the_later_one_counts() =>
        SubstitutionValues.Of([new("x", "1"), new("x", "2")]).With([new("y", "3"), new("x", "4")]).TryGet("x", out var value).ShouldBe(value == "4");

    [Theory]
    [InlineData("{{")]
    [InlineData("{{x")]
    [InlineData("{{x}}")]
    [InlineData("${")]
    [InlineData("${x}")]
    [InlineData("${\"")]
    [InlineData("%{a}")]
    [InlineData("%{a} ")]
    [InlineData("$")]
    [InlineData("x: {{y}}\n")]
    [InlineData("%{ if x }\n")]
    public void A_million_of_them_end_in_a_tree(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));

        YamlText.Parse(new SourceText(text)).ShouldFitItsText();
        YamlText.Parse(new SourceText(text, "flow.tftpl")).ShouldFitItsText();
    }
}
