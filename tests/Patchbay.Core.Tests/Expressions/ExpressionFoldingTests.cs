using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionFoldingTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("(TRUE)", "true")]
    [InlineData("!true", "false")]
    [InlineData("Flow.x or true", "true")]
    [InlineData("false and Flow.x", "false")]
    [InlineData("Flow.x and (Flow.y and false)", "false")]
    [InlineData("Flow.x == Flow.x", "true")]
    [InlineData("Flow.x != flow.X", "false")]
    [InlineData("Trim(Flow.x) == trim( Flow.x )", "true")]
    [InlineData("Flow.x < Flow.x", "false")]
    [InlineData("\"a\" == \"a\"", "true")]
    [InlineData("\"a\" == \"A\"", "false")]
    [InlineData("\"a\" != \"b\"", "true")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("NOT_SET == NOT_SET", "true")]
    [InlineData("\"\" == NOT_SET", "false")]
    [InlineData("2 > 1 and 2 >= 2 and 1 < 2 and 1 <= 1", "true")]
    [InlineData("2 + 3 * 4 == 14", "true")]
    [InlineData("0.1 + 0.2 == 0.3", "true")]
    [InlineData("Flow.x == \"1\" and Flow.y > 2 and Flow.x == \"2\"", "false")]
    [InlineData("Flow.x != 1 or (2 != flow.x)", "true")]
    [InlineData("If(true, \"a\", Flow.x)", "\"a\"")]
    [InlineData("If(Flow.x, \"a\", \"a\")", "\"a\"")]
    [InlineData("Flow.x ? 1.50 : 1.5", "1.5")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("-(3)", "-3")]
    [InlineData("IsSet(NOT_SET)", "false")]
    [InlineData("IsNotSetOrEmpty(\"\")", "true")]
    [InlineData("NOT_SET", "NOT_SET")]
    public void An_expression_with_one_value_only_has_it(string text, string value)
    {
        var folded = ExpressionFolding.Evaluate(ExpressionSyntax.Parse(text)).ShouldNotBeNull();

        (folded.Kind == LiteralKind.Text ? $"\"{folded.Text}\"" : folded.Text).ShouldBe(value);
    }

    [Theory]
    [InlineData("Flow.x")]
    [InlineData("Flow.x and true")]
    [InlineData("Flow.x == Flow.y")]
    [InlineData("Flow.x <= Flow.x")]
    [InlineData("Flow.x == \"1\" or Flow.x == \"2\"")]
    [InlineData("Flow.x == \"1\" and Flow.x == \"1\"")]
    [InlineData("Flow.x != 1 or Flow.x != 1.0")]
    [InlineData("\"{{env}}\" == \"prod\"")]
    [InlineData("\"${env}\" == \"prod\"")]
    [InlineData("GetCurrentDateTimeUtc() == GetCurrentDateTimeUtc()")]
    [InlineData("FindQueue(\"a\") == FindQueue(\"a\")")]
    [InlineData("Dice() == Dice()")]
    [InlineData("\"1\" == 1")]
    [InlineData("999999999999999 * 0.000002 > 1 and 0.0000001 + 1 > 1")]
    [InlineData("If(Flow.x, 1, 2)")]
    [InlineData("99999999999999999999999 > 1")]
    [InlineData("999999999999999 * 999999999999999 > 1")]
    [InlineData("true or")]
    public void Nothing_is_known_of_others(string text) => ExpressionFolding.Evaluate(ExpressionSyntax.Parse(text)).ShouldBeNull();

    [Theory]
    [InlineData("\"Task.CustomerInput\"", "Task.CustomerInput")]
    [InlineData(" (\"flow.Contact.name\") ", "flow.Contact.name")]
    [InlineData("\"Call.Ani\"", "Call.Ani")]
    [InlineData("Task.CustomerInput", null)]
    [InlineData("\"Hello there\"", null)]
    [InlineData("\"www.example.com\"", null)]
    [InlineData("\"Flow.\"", null)]
    [InlineData("\"Flow\"", null)]
    [InlineData("\"Flow.x \"", null)]
    [InlineData("\"Flow.x\" + \"\"", null)]
    public void A_text_that_spells_a_variable_is_told(string text, string? name) => ExpressionFolding.QuotedNameOf(ExpressionSyntax.Parse(text)).ShouldBe(name);

    [Fact]
    public void Long_and_deep_expressions_are_folded_in_time()
    {
        foreach (var (part, joint) in new[] { ("Flow.x == 1", " and "), ("Flow.x", " == "), ("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", " + "), ("If(Flow.x, ", "") })
        {
            ExpressionFolding.Evaluate(ExpressionSyntax.Parse(string.Join(joint, Enumerable.Repeat(part, 490))));
        }
    }

    [Fact]
    public void Hardly_an_expression_of_a_real_flow_has_one_value_only()
    {
        var constant = RealExpressions.All()
            .Where(e => ExpressionFolding.Evaluate(ExpressionSyntax.Parse(e.Scalar.Value)) is { Kind: LiteralKind.Boolean } && e.Field is [.., "condition", "exp"])
            .Select(e => e.Scalar.Value);

        constant.ShouldBeEmpty();
    }
}
