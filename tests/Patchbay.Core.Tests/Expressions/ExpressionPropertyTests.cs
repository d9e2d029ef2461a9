using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Expressions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Expressions;

/// <summary>What holds for every expression, on generated ones.</summary>
public class ExpressionPropertyTests
{
    [Fact]
    public void A_printed_expression_is_read_back_as_it_was() => Check(expression =>
    {
        foreach (var style in new[] { new PrintStyle(), new PrintStyle(IsCanonical: true) })
        {
            var text = ExpressionPrinter.Print(expression, style);
            var parsed = ExpressionSyntax.Parse(text);

            parsed.Diagnostics.ShouldBeEmpty(text);
            ExpressionPrinter.Print(parsed.Root, style).ShouldBe(text);
        }
    });

    [Fact]
    public void Blanks_and_needless_parentheses_change_nothing() => Check(expression =>
    {
        var text = ExpressionPrinter.Print(expression);

        ExpressionEquality.Canonical(ExpressionSyntax.Parse($"(\n {text}\t)")).ShouldBe(ExpressionEquality.Canonical(ExpressionSyntax.Parse(text)));
    });

    [Fact]
    public void Every_prefix_is_read_without_an_exception_and_with_spans_within_it() => Check(expression =>
    {
        var text = ExpressionPrinter.Print(expression);
        for (var length = 0; length <= text.Length; length += 1 + (length / 20))
        {
            ExpressionSyntax.Parse(text[..length]).ShouldFitItsText();
        }
    });

    [Fact]
    public void A_label_is_never_longer_than_allowed() => Check(expression =>
    {
        var parsed = ExpressionSyntax.Parse(ExpressionPrinter.Print(expression));
        foreach (var length in new[] { 1, 2, 5, 20, 200 })
        {
            ExpressionLabel.Shorten(parsed, length).Length.ShouldBeInRange(1, length);
        }
    });

    [Fact]
    public void Renaming_and_renaming_back_gives_the_same_text() => Check(expression =>
    {
        var text = ExpressionPrinter.Print(expression);
        var renamed = Rename(text, "Flow.x", "Flow.quiteAnother");

        ExpressionSyntax.Parse(renamed).Names.ShouldNotContain(name => name.Variable == "Flow.x");
        Rename(renamed, "flow.QUITEANOTHER", "Flow.x").ShouldBe(text);
    });

    [Fact]
    public void Any_text_at_all_is_read_without_an_exception() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("\"\\'()[]{}$.,?:!=<>&|+-*/%^~ \n\taF0_#\u201C\uD83D\uDE00\uD800".ToCharArray())).Select(c => new string(c)).ToArbitrary(),
        text => ExpressionSyntax.Parse(text).ShouldFitItsText()).QuickCheckThrowOnFailure();

    private static string Rename(string text, string oldName, string newName) =>
        TextEdits.Apply(new SourceText(text), ExpressionRename.Rename(ExpressionSyntax.Parse(text), oldName, newName)).Text;

    private static void Check(Action<Expression> property) =>
        Prop.ForAll(GeneratedExpression.Arbitrary, property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
