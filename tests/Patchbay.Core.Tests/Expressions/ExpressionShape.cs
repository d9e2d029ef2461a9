using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

/// <summary>Draws the tree of an expression as one line, each part in its own brackets, and checks what holds for every tree.</summary>
internal static class ExpressionShape
{
    public static string Of(string text) => Of(ExpressionSyntax.Parse(text).Root);

    public static string Of(Expression expression) => expression switch
    {
        Literal { Kind: LiteralKind.Text } text => $"'{text.Value}'",
        Literal { Kind: LiteralKind.Decimal } number => $"{number.Value}d",
        Literal literal => literal.Value,
        NameReference name => name.Name,
        PropertyAccess access => $"({Of(access.Target)} . {access.Property.Text})",
        IndexAccess access => $"({Of(access.Target)} [] {Of(access.Index)})",
        FunctionCall call => $"{call.Function.Text}({string.Join(", ", call.Arguments.Select(Of))})",
        Unary unary => $"({Operators.SymbolOf(unary.Operator)} {Of(unary.Operand)})",
        Binary binary => $"({Of(binary.Left)} {Operators.SymbolOf(binary.Operator)} {Of(binary.Right)})",
        Conditional choice => $"({Of(choice.Condition)} ? {Of(choice.WhenTrue)} : {Of(choice.WhenFalse)})",
        Parenthesised inner => $"[{Of(inner.Inner)}]",
        ErrorExpression error => $"<{string.Join(" ", error.Parts.Select(Of))}>",
        _ => throw new ArgumentException($"{expression.GetType().Name} is not drawn."),
    };

    /// <summary>Children lie within their parent, in order; everything lies within the text; diagnostics too.</summary>
    public static void ShouldFitItsText(this ParsedExpression parsed)
    {
        foreach (var expression in ExpressionSyntax.Walk(parsed.Root))
        {
            expression.Height.ShouldBeLessThanOrEqualTo(ExpressionSyntax.MaxHeight);
            expression.Span.Start.ShouldBeGreaterThanOrEqualTo(0);
            expression.Span.End.ShouldBeInRange(expression.Span.Start, parsed.Text.Length);
            var end = expression.Span.Start;
            foreach (var child in expression.Children)
            {
                child.Span.Start.ShouldBeGreaterThanOrEqualTo(end, parsed.Text);
                expression.Span.Contains(child.Span).ShouldBeTrue(parsed.Text);
                end = child.Span.End;
            }
        }

        foreach (var diagnostic in parsed.Diagnostics)
        {
            diagnostic.Span.Start.ShouldBeGreaterThanOrEqualTo(0);
            diagnostic.Span.End.ShouldBeInRange(diagnostic.Span.Start, parsed.Text.Length);
        }
    }
}
