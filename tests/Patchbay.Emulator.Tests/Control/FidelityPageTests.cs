using System.Reflection;
using System.Text;
using Patchbay.Emulator.Control;

namespace Patchbay.Emulator.Tests.Control;

/// <summary>The ledger of rules, and the page that is made from it.</summary>
public sealed class FidelityPageTests
{
    [Fact]
    public void The_page_says_what_the_ledger_says() => Repository.ShouldHold("docs/fidelity.md", Page());

    [Fact]
    public void Every_rule_names_a_test_that_exists()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        FidelityLedger.Rules.Where(rule => !tests.Contains(rule.Test)).Select(rule => $"{rule.Test}: {rule.Rule}").ShouldBeEmpty();
    }

    private static string Page()
    {
        var rules = FidelityLedger.Rules;
        var page = new StringBuilder($"""
            # How sure the emulator is

            Each rule of the emulator's behaviour that a client may rely on, made from [the ledger](emulator.md#the-ledger). *Documented* is what the service's documentation says, *observed* what somebody's program against the
            service relies on, *guessed* what fits the rest best where nobody says: try that on a real org before you lean on it. Each rule is held by the test named beside it, in `tests/Patchbay.Emulator.Tests`.

            | confidence | rules |
            |---|---|
            {string.Join('\n', Enum.GetValues<Confidence>().Select(confidence => $"| {Shown(confidence)} | {rules.Count(rule => rule.Confidence == confidence)} |"))}
            | together | {rules.Length} |

            """.ReplaceLineEndings("\n"));
        foreach (var area in rules.GroupBy(rule => rule.Area))
        {
            page.Append($"\n## {char.ToUpperInvariant(area.Key[0])}{area.Key[1..]}\n\n| rule | known from | confidence | test |\n|---|---|---|---|\n");
            foreach (var rule in area)
            {
                page.Append($"| {Cell(rule.Rule)} | {Cell(rule.Source)} | {Shown(rule.Confidence)} | `{rule.Test}` |\n");
            }
        }

        return page.ToString();
    }

    private static string Shown(Confidence confidence) => confidence.ToString().ToLowerInvariant();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
