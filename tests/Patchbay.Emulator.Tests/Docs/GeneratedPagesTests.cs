using System.Text;
using Patchbay.Emulator.Control;
using Patchbay.Emulator.Tests.Contract;

namespace Patchbay.Emulator.Tests.Docs;

/// <summary>The pages that are made from the emulator itself. They are rewritten with <c>UPDATE_BASELINES=1</c>.</summary>
public sealed class GeneratedPagesTests
{
    [Fact]
    public void The_page_of_fidelity_says_what_the_ledger_says() => Repository.ShouldHold("docs/fidelity.md", Page());

    [Fact]
    public async Task The_page_of_operations_lists_what_is_served() => Repository.ShouldHold(ConformancePage.Place, await ConformancePage.MakeAsync());

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
