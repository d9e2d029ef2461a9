using Patchbay.Core.Expressions;

namespace Patchbay.Core.Linting;

/// <summary>Tells of expressions whose value is known without running the flow.</summary>
internal static class ConstantExpressions
{
    /// <summary>Whether a condition is always true or always false; null where it depends on something.</summary>
    /// <param name="expression">The condition.</param>
    public static bool? Truth(Expression expression) => expression switch
    {
        Literal { Kind: LiteralKind.Boolean } literal => string.Equals(literal.Value, "true", StringComparison.OrdinalIgnoreCase),
        Parenthesised inner => Truth(inner.Inner),
        Unary { Operator: UnaryOperator.Not } not => !Truth(not.Operand),
        Binary { Operator: BinaryOperator.And } and => (Truth(and.Left), Truth(and.Right)) switch { (false, _) or (_, false) => false, (true, true) => true, _ => null },
        Binary { Operator: BinaryOperator.Or } or => (Truth(or.Left), Truth(or.Right)) switch { (true, _) or (_, true) => true, (false, false) => false, _ => null },
        Binary { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } compared => Compared(compared),
        FunctionCall { Arguments: [var condition, var whenTrue, var whenFalse], Function.Text: var name } when name.Equals("If", StringComparison.OrdinalIgnoreCase) =>
            Truth(condition) is { } chosen ? Truth(chosen ? whenTrue : whenFalse) : Truth(whenTrue) is { } same && Truth(whenFalse) == same ? same : null,
        _ => null,
    };

    private static bool? Compared(Binary compared)
    {
        var isEqual = (Unwrap(compared.Left), Unwrap(compared.Right)) switch
        {
            (Literal { Kind: LiteralKind.Text } left, Literal { Kind: LiteralKind.Text } right) => left.Value == right.Value,
            (Literal { Kind: LiteralKind.Integer } left, Literal { Kind: LiteralKind.Integer } right) => left.Value.TrimStart('0') == right.Value.TrimStart('0'),
            (NameReference { HasSubstitution: false } left, NameReference right) when string.Equals(left.Name, right.Name, StringComparison.OrdinalIgnoreCase) => true,
            _ => (bool?)null,
        };
        return compared.Operator == BinaryOperator.Equal ? isEqual : !isEqual;
    }

    private static Expression Unwrap(Expression expression)
    {
        while (expression is Parenthesised inner)
        {
            expression = inner.Inner;
        }

        return expression;
    }
}
