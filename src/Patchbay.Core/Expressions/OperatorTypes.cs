using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>What the operators take and give, in the notation of <see cref="FunctionSignature"/>. Source: the function catalogue within the vendor's flow scripting SDK.</summary>
internal static class OperatorTypes
{
    private static readonly ImmutableArray<FunctionSignature> Logic = Of("boolean(boolean, boolean)");
    private static readonly ImmutableArray<FunctionSignature> Bits = Of("integer(integer, integer)");
    private static readonly ImmutableArray<FunctionSignature> Equality = Of("boolean(T, T)", "boolean(T[], T[])");
    private static readonly ImmutableArray<FunctionSignature> Order = Of("boolean(integer, integer)", "boolean(decimal, decimal)", "boolean(string, string)", "boolean(currency, currency)", "boolean(dateTime, dateTime)", "boolean(duration, duration)");

    private static readonly ImmutableArray<FunctionSignature> Sum = Of(
        "integer(integer, integer)", "decimal(decimal, decimal)", "string(string, string)", "currency(currency, currency)", "duration(duration, duration)", "dateTime(dateTime, duration)",
        "dateTime(duration, dateTime)", "audio(audio, audio)", "audio(prompt, prompt)", "audio(audio, prompt)", "audio(prompt, audio)");

    private static readonly ImmutableArray<FunctionSignature> Difference = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(currency, currency)", "duration(duration, duration)", "dateTime(dateTime, duration)");
    private static readonly ImmutableArray<FunctionSignature> Product = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(decimal, currency)", "currency(currency, decimal)");
    private static readonly ImmutableArray<FunctionSignature> Quotient = Of("decimal(decimal, decimal)", "currency(currency, decimal)");
    private static readonly ImmutableArray<FunctionSignature> Remainder = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(currency, decimal)");
    private static readonly ImmutableArray<FunctionSignature> Power = Of("decimal(decimal, decimal)");
    private static readonly ImmutableArray<FunctionSignature> Not = Of("boolean(boolean)");
    private static readonly ImmutableArray<FunctionSignature> Complement = Of("integer(integer)");
    private static readonly ImmutableArray<FunctionSignature> Sign = Of("integer(integer)", "decimal(decimal)", "currency(currency)", "duration(duration)");

    /// <summary>The ways to use an operator between two operands.</summary>
    public static ImmutableArray<FunctionSignature> Of(BinaryOperator op) => op switch
    {
        BinaryOperator.Or or BinaryOperator.And => Logic,
        BinaryOperator.BitOr or BinaryOperator.BitAnd => Bits,
        BinaryOperator.Equal or BinaryOperator.NotEqual => Equality,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => Order,
        BinaryOperator.Add => Sum,
        BinaryOperator.Subtract => Difference,
        BinaryOperator.Multiply => Product,
        BinaryOperator.Divide => Quotient,
        BinaryOperator.Modulo => Remainder,
        BinaryOperator.Power => Power,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    /// <summary>The ways to use an operator before its operand.</summary>
    public static ImmutableArray<FunctionSignature> Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => Not,
        UnaryOperator.Complement => Complement,
        _ => Sign,
    };

    private static ImmutableArray<FunctionSignature> Of(params string[] notations) => [.. notations.Select(FunctionSignature.Of)];
}
