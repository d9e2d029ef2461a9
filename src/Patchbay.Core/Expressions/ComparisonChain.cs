namespace Patchbay.Core.Expressions;

/// <summary>Finds chains that decide themselves: <c>a == 1 and a == 2</c> is never true, <c>a != 1 or a != 2</c> always.</summary>
internal static class ComparisonChain
{
    /// <summary>The operands of a chain of one operator, past parentheses.</summary>
    /// <param name="chain">The outermost operator.</param>
    public static IReadOnlyList<Expression> OperandsOf(Binary chain)
    {
        var operands = new List<Expression>();
        var open = new Stack<Expression>([chain]);
        while (open.TryPop(out var part))
        {
            if (part is Parenthesised inner)
            {
                open.Push(inner.Inner);
            }
            else if (part is Binary joined && joined.Operator == chain.Operator)
            {
                open.Push(joined.Right);
                open.Push(joined.Left);
            }
            else
            {
                operands.Add(part);
            }
        }

        return operands;
    }

    /// <summary>Whether two of the operands compare one thing with different values.</summary>
    /// <param name="operands">The operands of a chain.</param>
    /// <param name="comparison">The comparison to look for: <c>==</c> decides a chain of <c>and</c>, <c>!=</c> one of <c>or</c>.</param>
    public static bool IsDecided(IReadOnlyList<Expression> operands, BinaryOperator comparison)
    {
        var seen = new Dictionary<string, ConstantValue>(StringComparer.Ordinal);
        foreach (var operand in operands)
        {
            if (operand is Binary compared && compared.Operator == comparison && TryRead(compared, out var key, out var value))
            {
                if (seen.TryGetValue(key, out var other) && ExpressionFolding.AreEqual(value, other) == false)
                {
                    return true;
                }

                seen[key] = value;
            }
        }

        return false;
    }

    private static bool TryRead(Binary comparison, out string key, out ConstantValue value)
    {
        var (thing, literal) = comparison.Left is Literal ? (comparison.Right, comparison.Left) : (comparison.Left, comparison.Right);
        key = "";
        value = ConstantValue.NotSet;
        if (literal is not Literal { Kind: LiteralKind.Text or LiteralKind.Integer or LiteralKind.Decimal } written || SubstitutionText.IsIn(written.Value) || thing is Literal)
        {
            return false;
        }

        key = SameValue.KeyOf(thing) ?? "";
        value = new ConstantValue(written.Kind, written.Value);
        return key.Length > 0;
    }
}
