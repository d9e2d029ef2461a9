using System.Globalization;

namespace Patchbay.Core.Expressions;

/// <summary>Finds expressions that can have one value only, whatever the variables hold: conditions that are always true, choices that are none.</summary>
public static class ExpressionFolding
{
    /// <summary>Larger integers the platform does not hold; nothing is reckoned with them.</summary>
    private const decimal Largest = 999_999_999_999_999m;

    /// <summary>Longer texts are not put together.</summary>
    private const int LongestText = 10_000;

    /// <summary>The value of an expression, when it can have one only; null otherwise. A text with a substitution in it has no known value.</summary>
    /// <param name="expression">The expression; of one with faults in its syntax nothing is known.</param>
    public static ConstantValue? Evaluate(ParsedExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression.IsWellFormed ? Fold(expression.Root) : null;
    }

    /// <summary>The name of a variable that a whole expression spells as a text, such as <c>"Task.CustomerInput"</c>: mostly the variable was meant, without the quotation marks.</summary>
    /// <param name="expression">The expression.</param>
    /// <returns>The name; null when the expression is anything else.</returns>
    public static string? QuotedNameOf(ParsedExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var root = expression.Root;
        while (root is Parenthesised inner)
        {
            root = inner.Inner;
        }

        return expression.IsWellFormed
            && root is Literal { Kind: LiteralKind.Text } text
            && !text.Value.Any(c => char.IsWhiteSpace(c) || c == '"')
            && ExpressionSyntax.Parse(text.Value) is { IsWellFormed: true, Root: NameReference { Scope: { } scope } }
            && NameScopes.IsScope(scope)
            ? text.Value
            : null;
    }

    private static ConstantValue? Fold(Expression expression) => expression switch
    {
        Literal literal => OfLiteral(literal),
        Parenthesised inner => Fold(inner.Inner),
        Unary unary => OfUnary(unary),
        Binary binary => OfBinary(binary),
        Conditional choice => OfChoice(choice.Condition, choice.WhenTrue, choice.WhenFalse),
        FunctionCall call => OfCall(call),
        _ => null,
    };

    private static ConstantValue? OfLiteral(Literal literal) => literal.Kind switch
    {
        LiteralKind.Text when SubstitutionText.IsIn(literal.Value) => null,
        LiteralKind.Text => new ConstantValue(LiteralKind.Text, literal.Value),
        LiteralKind.Boolean => ConstantValue.Of(literal.Value == "true"),
        LiteralKind.NotSet => ConstantValue.NotSet,
        _ => OfNumber(new ConstantValue(literal.Kind, literal.Value).Number, literal.Kind == LiteralKind.Integer),
    };

    private static ConstantValue? OfNumber(decimal? number, bool isInteger) => number is { } value && Math.Abs(value) <= Largest
        ? new ConstantValue(isInteger ? LiteralKind.Integer : LiteralKind.Decimal, (isInteger ? value : value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture))
        : null;

    private static ConstantValue? OfUnary(Unary unary) => (unary.Operator, Fold(unary.Operand)) switch
    {
        (UnaryOperator.Not, { Truth: { } truth }) => ConstantValue.Of(!truth),
        (UnaryOperator.Minus, { Number: { } number, Kind: var kind }) => OfNumber(-number, kind == LiteralKind.Integer),
        (UnaryOperator.Plus, { Number: not null } value) => value,
        _ => null,
    };

    private static ConstantValue? OfBinary(Binary binary) => binary.Operator switch
    {
        BinaryOperator.And => OfLogic(binary, decisive: false),
        BinaryOperator.Or => OfLogic(binary, decisive: true),
        BinaryOperator.Equal => AreEqual(binary.Left, binary.Right) is { } equal ? ConstantValue.Of(equal) : null,
        BinaryOperator.NotEqual => AreEqual(binary.Left, binary.Right) is { } equal ? ConstantValue.Of(!equal) : null,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => OfOrder(binary),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => OfArithmetic(binary.Operator, Fold(binary.Left), Fold(binary.Right)),
        _ => null,
    };

    /// <summary>One operand of a chain decides, or all are known, or two comparisons of the same thing rule each other out.</summary>
    private static ConstantValue? OfLogic(Binary chain, bool decisive)
    {
        var operands = ComparisonChain.OperandsOf(chain);
        var truths = operands.Select(o => Fold(o)?.Truth).ToList();
        return truths.Contains(decisive) || ComparisonChain.IsDecided(operands, decisive ? BinaryOperator.NotEqual : BinaryOperator.Equal) ? ConstantValue.Of(decisive)
            : truths.Contains(null) ? null
            : ConstantValue.Of(!decisive);
    }

    private static bool? AreEqual(Expression left, Expression right)
    {
        var first = Fold(left);
        var second = Fold(right);
        if (first is not null && second is not null)
        {
            return AreEqual(first, second);
        }

        return SameValue.IsSame(left, right) ? true : null;
    }

    /// <summary>Whether two values are equal: texts by every character, numbers by what they amount to. Null when they are of different types, which the platform does not compare.</summary>
    internal static bool? AreEqual(ConstantValue left, ConstantValue right) =>
        left.Kind == LiteralKind.NotSet || right.Kind == LiteralKind.NotSet ? left.Kind == right.Kind
        : left.Number is { } a && right.Number is { } b ? a == b
        : left.Kind == right.Kind ? left.Text == right.Text
        : null;

    private static ConstantValue? OfOrder(Binary binary)
    {
        if (Fold(binary.Left)?.Number is { } left && Fold(binary.Right)?.Number is { } right)
        {
            return ConstantValue.Of(binary.Operator switch
            {
                BinaryOperator.Less => left < right,
                BinaryOperator.LessOrEqual => left <= right,
                BinaryOperator.Greater => left > right,
                _ => left >= right,
            });
        }

        return binary.Operator is BinaryOperator.Less or BinaryOperator.Greater && SameValue.IsSame(binary.Left, binary.Right) ? ConstantValue.False : null;
    }

    private static ConstantValue? OfArithmetic(BinaryOperator op, ConstantValue? left, ConstantValue? right)
    {
        if (op == BinaryOperator.Add && left is { Kind: LiteralKind.Text } && right is { Kind: LiteralKind.Text } && left.Text.Length + right.Text.Length <= LongestText)
        {
            return new ConstantValue(LiteralKind.Text, left.Text + right.Text);
        }

        if (left?.Number is not { } a || right?.Number is not { } b || decimal.Round(a, 6) != a || decimal.Round(b, 6) != b)
        {
            return null;
        }

        if (op == BinaryOperator.Multiply && a != 0 && Math.Abs(b) > Math.Abs(Largest / a))
        {
            return null;
        }

        var result = op switch { BinaryOperator.Add => a + b, BinaryOperator.Subtract => a - b, _ => a * b };
        return OfNumber(result, left.Kind == LiteralKind.Integer && right.Kind == LiteralKind.Integer);
    }

    private static ConstantValue? OfChoice(Expression condition, Expression whenTrue, Expression whenFalse)
    {
        if (Fold(condition)?.Truth is { } truth)
        {
            return Fold(truth ? whenTrue : whenFalse);
        }

        return Fold(whenTrue) is { } value && value == Fold(whenFalse) ? value : null;
    }

    private static ConstantValue? OfCall(FunctionCall call) => (call.Function.Text.ToLowerInvariant(), call.Arguments) switch
    {
        ("if", [var condition, var whenTrue, var whenFalse]) => OfChoice(condition, whenTrue, whenFalse),
        ("isset", [var only]) when Fold(only) is { } value => ConstantValue.Of(value.Kind != LiteralKind.NotSet),
        ("isnotsetorempty", [var only]) when Fold(only) is { } value => ConstantValue.Of(value.Kind == LiteralKind.NotSet || value is { Kind: LiteralKind.Text, Text: "" }),
        ("tostring", [var only]) when Fold(only) is { Kind: LiteralKind.Text or LiteralKind.NotSet } value => value,
        _ => null,
    };
}
