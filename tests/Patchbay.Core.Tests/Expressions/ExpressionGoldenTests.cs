using System.Text;
using Patchbay.Core.Expressions;
using Patchbay.Core.Tests.Corpus;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionGoldenTests
{
    private static readonly Dictionary<string, DataType> Variables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Flow.Name"] = DataType.String,
        ["Flow.Names"] = DataType.String.Collection,
        ["Flow.Tries"] = DataType.Integer,
        ["Flow.IsOpen"] = DataType.Boolean,
        ["Flow.Data"] = DataType.Json,
    };

    public static TheoryData<string> Cases() => [.. Baseline.Cases("expressions", "expressions.txt")];

    /// <summary>Each line is an expression, in which <c>\n</c> outside of quotes stands for a line break. The case says what is made of it.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void An_expression_is_read_and_checked_as_the_case_says(string name)
    {
        var lines = Baseline.Read("expressions", name, "expressions.txt").Split('\n')[..^1];

        Baseline.Check("expressions", name, "readings.txt", string.Concat(lines.Select(Reading)));
    }

    private static string Reading(string line)
    {
        var text = line.Contains("\",\\n", StringComparison.Ordinal) ? line.Replace("\\n", "\n") : line;
        var parsed = ExpressionSyntax.Parse(text);
        var result = ExpressionChecker.Check(parsed, name => Variables.TryGetValue(name, out var type) ? new VariableSymbol(name, type) : null);
        var reading = new StringBuilder(line).Append('\n').Append("    reads    ").Append(ExpressionShape.Of(parsed.Root).Replace("\n", "\\n")).Append('\n');
        if (parsed.IsWellFormed)
        {
            reading.Append("    same as  ").Append(ExpressionEquality.Canonical(parsed)).Append('\n').Append("    type     ").Append(result.Type).Append('\n');
        }

        if (ExpressionFolding.Evaluate(parsed) is { } value)
        {
            reading.Append("    always   ").Append(value.Kind).Append(' ').Append(value.Text.Replace("\n", "\\n")).Append('\n');
        }

        if (ExpressionFolding.QuotedNameOf(parsed) is { } quoted)
        {
            reading.Append("    spells   ").Append(quoted).Append('\n');
        }

        foreach (var diagnostic in parsed.Diagnostics.Concat(result.Diagnostics))
        {
            reading.Append($"    {diagnostic.Severity.ToString().ToLowerInvariant(),-8} [{diagnostic.Span.Start}..{diagnostic.Span.End}) {diagnostic.Message}\n");
        }

        return reading.Append('\n').ToString();
    }
}
