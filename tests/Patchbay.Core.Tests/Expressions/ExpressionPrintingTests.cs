using Patchbay.Core.Expressions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionPrintingTests
{
    [Theory]
    [InlineData("If(\n  Flow.A==1,\n  \"x\", \"y\")", "if( flow.a == 1 , \"x\" , \"y\" )")]
    [InlineData("((a or b))", "a OR b")]
    [InlineData("(a + b) + c", "a + b + c")]
    [InlineData("TRUE", "true")]
    [InlineData("1.50", "1.5")]
    [InlineData("007", "7")]
    [InlineData("Flow.data.\"key\"", "Flow.data.key")]
    [InlineData("\"open", "\"open ")]
    public void These_say_the_same(string left, string right) => ExpressionEquality.AreSame(left, right).ShouldBeTrue();

    [Theory]
    [InlineData("a + (b + c)", "a + b + c")]
    [InlineData("\"x\"", "\"X\"")]
    [InlineData("Flow.data.key", "Flow.data.Key")]
    [InlineData("1", "1.0")]
    [InlineData("Common.{{key}}", "Common.{{KEY}}")]
    [InlineData("a and b or c", "a and (b or c)")]
    [InlineData("!(a == b)", "!a == b")]
    [InlineData("f(", "F(")]
    public void These_do_not_say_the_same(string left, string right) => ExpressionEquality.AreSame(left, right).ShouldBeFalse();

    [Theory]
    [InlineData("Flow.Retry<3", 40, "Flow.Retry < 3")]
    [InlineData("If((Flow.bot_intent == \"12\"), true, false)", 40, "Flow.bot_intent == \"12\"")]
    [InlineData("Flow.Answer == \"a text that goes on and on\"", 41, "Flow.Answer == \"a text that goes on and…\"")]
    [InlineData("IsSet(Append(Trim(Flow.First), Flow.Last)) and Flow.Retry < 3", 55, "IsSet(Append(Trim(…), Flow.Last)) and Flow.Retry < 3")]
    [InlineData("IsSet(Append(Trim(Flow.First), Flow.Last)) and Flow.Retry < 3", 40, "IsSet(Append(…)) and Flow.Retry < 3")]
    [InlineData("Flow.Retry < 3", 6, "Flow.…")]
    [InlineData("Flow.Retry <\n  ", 40, "Flow.Retry <")]
    public void A_label_is_cut_where_it_says_least(string text, int length, string label) => ExpressionLabel.Shorten(ExpressionSyntax.Parse(text), length).ShouldBe(label);

    [Theory]
    [InlineData("Flow.x", "Flow.y")]
    [InlineData("flow.X.name + Flow.xy", "Flow.y.name + Flow.xy")]
    [InlineData("Append(Flow.x, \"Flow.x\", Task.Flow.x, x[Flow . x])", "Append(Flow.y, \"Flow.x\", Task.Flow.x, x[Flow.y])")]
    [InlineData("Flow.x(1)", "Flow.x(1)")]
    [InlineData("If(Flow.x == ", "If(Flow.y == ")]
    public void A_variable_is_renamed_where_it_is_read(string text, string renamed) =>
        TextEdits.Apply(new SourceText(text), ExpressionRename.Rename(ExpressionSyntax.Parse(text), "Flow.x", "Flow.y")).Text.ShouldBe(renamed);
}
