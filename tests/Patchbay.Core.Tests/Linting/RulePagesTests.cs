using System.Text.RegularExpressions;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting;

namespace Patchbay.Core.Tests.Linting;

/// <summary>Rules, their pages and the list of pages say the same, and what a page shows as printed is what is printed.</summary>
public sealed partial class RulePagesTests
{
    private const string UnknownRule = "unknown-rule";
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1";

    public static TheoryData<string> Ids => [.. RuleSet.Described.Select(rule => rule.Id)];

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule() =>
        Directory.EnumerateFiles(RulePage.Folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
            .ShouldBe(RuleSet.Described.Select(rule => rule.Id).Append("README").Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_are_unique_sorted_and_in_kebab_case()
    {
        var ids = RuleSet.All.Select(rule => rule.Id).ToList();

        ids.ShouldBe(ids.Distinct().Order(StringComparer.Ordinal));
        RuleSet.Described.Select(rule => rule.Id).ShouldBeUnique();
        RuleSet.Described.ShouldAllBe(rule => KebabCase().IsMatch(rule.Id));
        RuleSet.Described.ShouldAllBe(rule => !rule.Summary.EndsWith('.'));
    }

    [Fact]
    public void A_rule_is_a_file_named_after_it()
    {
        foreach (var rule in RuleSet.All)
        {
            rule.GetType().Name.ShouldBe(string.Concat(rule.Id.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Rule");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_what_its_rule_says(string id)
    {
        var page = new RulePage(id);
        var rule = RuleSet.Find(id).ShouldNotBeNull();

        page.Title.ShouldBe($"# {id}");
        page.Summary.ShouldBe($"{rule.Summary}.");
        var word = rule.DefaultSeverity == Severity.Info ? "information" : rule.DefaultSeverity.ToString().ToLowerInvariant();
        page.Fact("Severity").ShouldContain(word);
        page.Fact("When the service objects").ShouldNotBeEmpty();
        page.Fact("Fix").ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_page_calls_wrong_prints_what_it_shows(string id)
    {
        var page = new RulePage(id);
        var blocks = page.Blocks.Where(block => block.Section == "Wrong").ToList();
        var outputs = new Dictionary<RulePage.Block, string>();
        foreach (var pair in blocks.Chunk(2))
        {
            pair[0].Language.ShouldBeOneOf("json", "yaml");
            pair[1].Language.ShouldBe("text");
            outputs[pair[1]] = page.Check(pair[0]);
            outputs[pair[1]].ShouldContain($"[{id}]");
        }

        (blocks.Count > 0 || id == UnknownRule).ShouldBeTrue();
        if (IsUpdating)
        {
            File.WriteAllText(page.Path, page.With(outputs));
            return;
        }

        foreach (var (block, output) in outputs)
        {
            output.ShouldBe(block.Text, $"{id}.md. If the new text is right, run UPDATE_BASELINES=1 dotnet test.");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_page_calls_right_prints_nothing(string id)
    {
        var page = new RulePage(id);
        var examples = page.Blocks.Where(block => block.Section == "Right").ToList();

        (examples.Count > 0 || id == UnknownRule).ShouldBeTrue();
        examples.ShouldAllBe(block => page.Check(block) == "");
    }

    [Fact]
    public void The_list_has_a_row_for_each_rule()
    {
        var path = Path.Combine(RulePage.Folder, "README.md");
        var readme = File.ReadAllText(path);
        var rows = string.Concat(RuleSet.Described.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {new RulePage(rule.Id).Fact("Severity")} | {rule.Summary} |\n"));
        var table = readme.IndexOf("| --- |", StringComparison.Ordinal);
        var first = readme.IndexOf('\n', table) + 1;
        var end = readme.IndexOf("\n\n", first, StringComparison.Ordinal) + 1;
        if (IsUpdating)
        {
            File.WriteAllText(path, readme[..first] + rows + readme[end..]);
            return;
        }

        readme[first..end].ShouldBe(rows, "If the new rows are right, run UPDATE_BASELINES=1 dotnet test.");
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();
}
