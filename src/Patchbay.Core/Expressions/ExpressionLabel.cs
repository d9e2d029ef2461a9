namespace Patchbay.Core.Expressions;

/// <summary>Writes expressions for people to read at a glance, on the edges of a graph or in a list.</summary>
public static class ExpressionLabel
{
    private static readonly PrintStyle[] Styles = [new(), new(LongestText: 24), new(LongestText: 24, DeepestCall: 2), new(LongestText: 12, DeepestCall: 1)];

    /// <summary>An expression on one line, without needless parentheses: in full where it fits, otherwise with texts and inner arguments cut, in the end cut off with an ellipsis.</summary>
    /// <param name="expression">The expression. <c>If(x, true, false)</c> is shown as <c>x</c>.</param>
    /// <param name="maxLength">Most characters of the result; at least 1.</param>
    public static string Shorten(ParsedExpression expression, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (!expression.IsWellFormed)
        {
            return ExpressionPrinter.Cut(string.Join(' ', expression.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), maxLength);
        }

        var shown = ConditionOf(expression.Root);
        var text = "";
        foreach (var style in Styles)
        {
            text = ExpressionPrinter.Print(shown, style);
            if (text.Length <= maxLength)
            {
                break;
            }
        }

        return ExpressionPrinter.Cut(text, maxLength);
    }

    private static Expression ConditionOf(Expression expression)
    {
        while (true)
        {
            switch (expression)
            {
                case Parenthesised inner:
                    expression = inner.Inner;
                    break;
                case FunctionCall { Arguments: [var condition, Literal { Kind: LiteralKind.Boolean, Value: "true" }, Literal { Kind: LiteralKind.Boolean, Value: "false" }] } call
                    when string.Equals(call.Function.Text, "If", StringComparison.OrdinalIgnoreCase):
                    expression = condition;
                    break;
                default:
                    return expression;
            }
        }
    }
}
