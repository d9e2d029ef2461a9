using System.Text.RegularExpressions;

namespace Patchbay.Cli.Tests.Recipes;

/// <summary>The page with the recipes names tests; they exist, and each recipe names one.</summary>
public sealed partial class RecipesPageTests
{
    private static readonly string Page = Repository.Read("docs/recipes.md");

    [Fact]
    public void Each_test_that_the_page_names_exists()
    {
        var named = TestLink().Matches(Page).Select(match => (Test: match.Groups["test"].Value, File: match.Groups["file"].Value)).ToList();

        named.Count.ShouldBeGreaterThan(25);
        foreach (var (test, file) in named)
        {
            var (type, method) = (test.Split('.')[0], test.Split('.')[1]);
            var found = typeof(RecipesPageTests).Assembly.GetType($"Patchbay.Cli.Tests.Recipes.{type}")?.GetMethod(method);
            found.ShouldNotBeNull($"{test} of docs/recipes.md does not exist.");
            found.GetCustomAttributes(typeof(FactAttribute), inherit: true).ShouldNotBeEmpty();
            file.ShouldBe($"../tests/Patchbay.Cli.Tests/Recipes/{type}.cs");
        }
    }

    [Fact]
    public void Each_recipe_names_the_test_that_holds_it()
    {
        var recipes = Page.Split("\n### ")[1..];

        recipes.Length.ShouldBeGreaterThan(25);
        recipes.ShouldAllBe(recipe => TestLink().IsMatch(recipe));
    }

    [GeneratedRegex(@"\[`(?<test>\w+\.\w+)`\]\((?<file>[^)]+)\)")]
    private static partial Regex TestLink();
}
