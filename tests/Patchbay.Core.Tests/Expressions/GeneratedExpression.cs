using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Expressions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Expressions;

/// <summary>Expressions of every kind, as trees without places.</summary>
internal static class GeneratedExpression
{
    private static readonly string[] Words = ["Flow", "Task", "Retry", "x", "and", "true", "NOT_SET", "not", "größe", "a_b", "{{key}}", "pre{{k}}", "$last", "2nd", "a key", "\"", ""];

    private static readonly string[] Functions = ["If", "Append", "toString", "Not", "{{fn}}", "GetAt"];

    private static readonly Literal[] Literals =
    [
        new(default, LiteralKind.Text, ""), new(default, LiteralKind.Text, "say \"yes\" \\ or\n\t\r no (x) {{key}}"), new(default, LiteralKind.Integer, "0"), new(default, LiteralKind.Integer, "42"),
        new(default, LiteralKind.Decimal, "10.50"), new(default, LiteralKind.Decimal, ".5"), new(default, LiteralKind.Decimal, "5."),
        new(default, LiteralKind.Boolean, "true"), new(default, LiteralKind.Boolean, "false"), new(default, LiteralKind.NotSet, "NOT_SET"),
    ];

    private static Gen<NamePart> Part { get; } = Gen.Elements(Words).Select(word => new NamePart(word, default));

    private static Gen<Expression> Name { get; } =
        from first in Gen.Elements("Flow", "Task", "x", "$last", "größe", "{{key}}", "not")
        from rest in Gen.ArrayOf(Part, 2)
        from count in Gen.Choose(0, 2)
        select (Expression)new NameReference(default, [new NamePart(first, default), .. rest.Take(count)]);

    public static Arbitrary<Expression> Arbitrary { get; } = Sized(4).ToArbitrary();

    private static Gen<Expression> Sized(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements(Literals).Select(Expression (literal) => literal), Name);
        if (depth == 0)
        {
            return leaf;
        }

        var below = Sized(depth - 1);
        return Gen.OneOf(
            leaf,
            below.Select(Expression (inner) => new Parenthesised(default, inner)),
            from target in below from property in Part select (Expression)new PropertyAccess(default, target, property),
            from target in below from index in below select (Expression)new IndexAccess(default, target, index),
            from op in Gen.Elements(Enum.GetValues<UnaryOperator>()) from operand in below select (Expression)new Unary(default, op, default, operand),
            from left in below from op in Gen.Elements(Enum.GetValues<BinaryOperator>()) from right in below select (Expression)new Binary(default, left, op, default, right),
            from condition in below from yes in below from no in below select (Expression)new Conditional(default, condition, yes, no),
            from function in Gen.Elements(Functions)
            from arguments in Gen.ArrayOf(below, 3)
            from count in Gen.Choose(0, 3)
            select (Expression)new FunctionCall(default, new NamePart(function, default), [.. arguments.Take(count)]));
    }
}
