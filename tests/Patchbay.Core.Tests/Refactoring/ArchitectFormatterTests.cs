using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Refactoring;

public sealed class ArchitectFormatterTests
{
    public static TheoryData<string> Cases => [.. Baseline.Cases("fmt", "flow.yaml")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_formatted_as_expected(string name)
    {
        var text = Baseline.Read("fmt", name, "flow.yaml");

        var formatted = Format(text);

        formatted.Refusal.ShouldBeEmpty();
        Baseline.Check("fmt", name, "formatted.yaml", formatted.Text == text ? null : formatted.Text);
        Format(formatted.Text).Text.ShouldBe(formatted.Text, "a formatted text stays as it is");
    }

    [Theory]
    [InlineData("broken text", "inboundCall: [", "It cannot be read: ")]
    [InlineData("a list", "- a", "It is no mapping in YAML.")]
    [InlineData("a tag", "inboundCall: {name: !!str 5}", "It holds tags, anchors, explicit keys or several documents.")]
    [InlineData("an anchor", "inboundCall: {name: &a b, description: *a}", "It holds tags, anchors, explicit keys or several documents.")]
    [InlineData("an explicit key", "? inboundCall\n: name", "It holds tags, anchors, explicit keys or several documents.")]
    [InlineData("a document mark", "---\ninboundCall:\n  name: a\n", "It holds tags, anchors, explicit keys or several documents.")]
    public void What_cannot_be_laid_out_safely_is_refused_and_left_alone(string what, string text, string refusal)
    {
        var formatted = Format(text);

        formatted.Text.ShouldBe(text, what);
        formatted.Refusal.ShouldStartWith(refusal, customMessage: what);
    }

    [Theory]
    [InlineData("Main Menu", "Main Menu")]
    [InlineData("'Main Menu'", "Main Menu")]
    [InlineData("'007'", "\"007\"")]
    [InlineData("007", "007")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("''", "\"\"")]
    [InlineData("./menus/menu[a]", "\"./menus/menu[a]\"")]
    [InlineData("a:b", "\"a:b\"")]
    [InlineData("'say \"x\"'", "say \"x\"")]
    [InlineData("'\"x\"'", "\"\\\"x\\\"\"")]
    [InlineData("'C:\\x'", "\"C:\\\\x\"")]
    [InlineData("'2024-01-31'", "\"2024-01-31\"")]
    [InlineData("¿Qué?", "¿Qué?")]
    [InlineData("a, [b]", "a, [b]")]
    [InlineData("{{name}}", "{{name}}")]
    [InlineData("'{{name}}'", "'{{name}}'")]
    [InlineData("~", "~")]
    [InlineData("[]", "[]")]
    public void A_value_is_quoted_as_the_exporter_quotes_it(string written, string formatted) =>
        Format($"workflow:\n  name: {written}\n").Text.ShouldBe($"workflow:\n  name: {formatted}\n");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_breaks_stay_as_the_file_writes_them(string lineBreak) =>
        Format($"workflow:{lineBreak}    description: b{lineBreak}    name: a").Text.ShouldBe($"workflow:{lineBreak}  name: a{lineBreak}  description: b{lineBreak}");

    [Fact]
    public void Formatting_never_changes_the_meaning_loses_no_comment_and_settles_at_once() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var text = new MessyFlow(seed).Text;
            var before = YamlText.Parse(new SourceText(text));
            before.IsWellFormed.ShouldBeTrue(text);

            var formatted = ArchitectFormatter.Format(before);

            formatted.Refusal.ShouldBeEmpty(text);
            var after = YamlText.Parse(new SourceText(formatted.Text));
            SortedTree.Of(after).ShouldBe(SortedTree.Of(before), text);
            SortedTree.Comments(after).ShouldBe(SortedTree.Comments(before), text);
            Format(formatted.Text).Text.ShouldBe(formatted.Text, text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Real_exports_stay_as_they_are_and_what_people_wrote_keeps_its_meaning()
    {
        var (same, all) = (0, 0);
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            var source = RealFlows.Read(file);
            var before = YamlText.Parse(source);
            var formatted = ArchitectFormatter.Format(before);

            formatted.Refusal.ShouldBeEmpty(file);
            var after = YamlText.Parse(new SourceText(formatted.Text, file));
            SortedTree.Of(after).ShouldBe(SortedTree.Of(before), file);
            SortedTree.Comments(after).ShouldBe(SortedTree.Comments(before), file);
            ArchitectFormatter.Format(after).Text.ShouldBe(formatted.Text, file);
            all++;
            same += formatted.Text == source.Text ? 1 : 0;
        }

        // The others were edited by people, or differ in nothing but the line break at their end.
        same.ShouldBeGreaterThan(all * 3 / 5);
    }

    [Fact]
    public void An_export_means_the_same_holds_no_comment_and_its_export_is_itself()
    {
        var messy = Enumerable.Range(0, 200).Select(seed => new SourceText(new MessyFlow(seed).Text));
        var real = Directory.Exists(RealFlows.Folder) ? RealFlows.Files(".yaml").Where(file => !file.Contains("malformed", StringComparison.Ordinal)).Select(RealFlows.Read) : [];
        foreach (var source in messy.Concat(real))
        {
            var before = YamlText.Parse(source);

            var exported = ArchitectFormatter.Export(before);

            exported.Refusal.ShouldBeEmpty(source.Text);
            var after = YamlText.Parse(new SourceText(exported.Text));
            SortedTree.Of(after).ShouldBe(SortedTree.Of(before), source.Text);
            after.Comments.ShouldBeEmpty(source.Text);
            exported.Text.ShouldNotContain('\r');
            ArchitectFormatter.Export(after).Text.ShouldBe(exported.Text, source.Text);
        }
    }

    [Fact]
    public void A_text_of_many_brackets_does_not_grow_out_of_bounds()
    {
        var text = "workflow: " + new string('[', 400) + string.Join(',', Enumerable.Repeat("1", 2_000)) + new string(']', 400) + "\n";

        Format(text).Text.Length.ShouldBeLessThan(text.Length * 250);
    }

    private static FormattedText Format(string text) => ArchitectFormatter.Format(YamlText.Parse(new SourceText(text)));
}
