using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>An operator before its operand. They bind tighter than those between two operands.</summary>
public enum UnaryOperator
{
    /// <summary><c>!</c>: the opposite of a boolean.</summary>
    Not,

    /// <summary><c>-</c>: the number below zero.</summary>
    Minus,

    /// <summary><c>+</c>: the number itself.</summary>
    Plus,

    /// <summary><c>~</c>: every bit of an integer turned.</summary>
    Complement,
}

/// <summary>An operator between two operands, in the order in which they bind: the first ones last.</summary>
public enum BinaryOperator
{
    /// <summary><c>or</c>.</summary>
    Or,

    /// <summary><c>and</c>.</summary>
    And,

    /// <summary><c>|</c>: either bit.</summary>
    BitOr,

    /// <summary><c>&amp;</c>: both bits.</summary>
    BitAnd,

    /// <summary><c>==</c>.</summary>
    Equal,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>+</c>: a sum, or two texts joined.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Subtract,

    /// <summary><c>*</c>.</summary>
    Multiply,

    /// <summary><c>/</c>: the quotient, with its fraction.</summary>
    Divide,

    /// <summary><c>%</c>: what a division leaves over.</summary>
    Modulo,

    /// <summary><c>^</c>: the power.</summary>
    Power,
}

/// <summary>The spelling of an operator and how tight it binds.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Symbol">How it is written; words are read in any case.</param>
/// <param name="Precedence">The higher, the tighter it binds. Operators of one precedence are taken from the left.</param>
public sealed record OperatorSpelling(BinaryOperator Operator, string Symbol, int Precedence);

/// <summary>The operators between two operands.</summary>
/// <remarks>Precedence as the platform documents it (help.mypurecloud.com, "Operator precedence"): access, unary, <c>^</c>, <c>* / %</c>, <c>+ -</c>, comparisons, equality, <c>&amp;</c>, <c>|</c>, <c>and</c>, <c>or</c>; below them all <c>?:</c>.</remarks>
public static class Operators
{
    /// <summary>All of them, in the order of <see cref="BinaryOperator"/>.</summary>
    public static ImmutableArray<OperatorSpelling> All { get; } =
    [
        new(BinaryOperator.Or, "or", 1),
        new(BinaryOperator.And, "and", 2),
        new(BinaryOperator.BitOr, "|", 3),
        new(BinaryOperator.BitAnd, "&", 4),
        new(BinaryOperator.Equal, "==", 5),
        new(BinaryOperator.NotEqual, "!=", 5),
        new(BinaryOperator.Less, "<", 6),
        new(BinaryOperator.LessOrEqual, "<=", 6),
        new(BinaryOperator.Greater, ">", 6),
        new(BinaryOperator.GreaterOrEqual, ">=", 6),
        new(BinaryOperator.Add, "+", 7),
        new(BinaryOperator.Subtract, "-", 7),
        new(BinaryOperator.Multiply, "*", 8),
        new(BinaryOperator.Divide, "/", 8),
        new(BinaryOperator.Modulo, "%", 8),
        new(BinaryOperator.Power, "^", 9),
    ];

    internal const int UnaryPrecedence = 10;

    /// <summary>How tight an operator binds.</summary>
    /// <param name="op">The operator.</param>
    public static int PrecedenceOf(BinaryOperator op) => All[(int)op].Precedence;

    /// <summary>How an operator is written.</summary>
    /// <param name="op">The operator.</param>
    public static string SymbolOf(BinaryOperator op) => All[(int)op].Symbol;

    /// <summary>How an operator is written.</summary>
    /// <param name="op">The operator.</param>
    public static string SymbolOf(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => "!",
        UnaryOperator.Minus => "-",
        UnaryOperator.Plus => "+",
        _ => "~",
    };
}
