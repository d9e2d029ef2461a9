using System.Text.RegularExpressions;
using Patchbay.Core.Expressions;
using Patchbay.Core.Tests.Conventions;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "formats", "expressions.md");

    [Fact]
    public void The_page_lists_the_functions_that_are_known()
    {
        var text = File.ReadAllText(Page);
        var expected = Enum.GetValues<FunctionSource>().Aggregate(text, (page, source) => Replace(page, source));
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1")
        {
            File.WriteAllText(Page, expected);
        }

        File.ReadAllText(Page).ShouldBe(expected, "UPDATE_BASELINES=1 dotnet test writes the list anew.");
    }

    [Fact]
    public void The_page_names_every_operator_in_the_order_in_which_they_bind()
    {
        var section = Regex.Match(File.ReadAllText(Page), "^## Operators\n(.*?)^## ", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        var cells = section.Split('\n').Where(row => row.StartsWith('|')).Select(row => row.Split('|')[1].Replace("&#124;", "|").Replace("<code>", "`").Replace("</code>", "`")).ToList();
        var lines = Operators.All.ToDictionary(op => op.Symbol, op => cells.FindLastIndex(cell => cell.Contains($"`{op.Symbol}`", StringComparison.Ordinal)));

        foreach (var op in Operators.All)
        {
            lines[op.Symbol].ShouldBeGreaterThan(0, op.Symbol);
            foreach (var other in Operators.All)
            {
                lines[op.Symbol].CompareTo(lines[other.Symbol]).ShouldBe(other.Precedence.CompareTo(op.Precedence), $"{op.Symbol} {other.Symbol}");
            }
        }
    }

    private static string Replace(string page, FunctionSource source)
    {
        var label = source switch { FunctionSource.Documented => "documented", FunctionSource.Seen => "seen", _ => "name-only" };
        var functions = FunctionTable.All.Where(f => f.Source == source).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase);
        var list = source == FunctionSource.NameOnly
            ? string.Join(' ', functions.Select(f => f.Name)) + "\n"
            : string.Concat(functions.Select(f => $"{f.Name,-26} {string.Join("   ", f.Signatures)}\n"));
        return Regex.Replace(page, $"(^```functions-{label}\n).*?(^```$)", match => match.Groups[1].Value + list + match.Groups[2].Value, RegexOptions.Multiline | RegexOptions.Singleline);
    }
}
