using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>What the operators take and give, in the notation of <see cref="FunctionSignature"/>. Source: the function catalogue within the vendor's flow scripting SDK.</summary>
internal static class OperatorTypes
{
    private static readonly ImmutableArray<FunctionSignature> Logic = Of("boolean(boolean, boolean)");
    private static readonly ImmutableArray<FunctionSignature> Bits = Of("integer(integer, integer)");
    private static readonly ImmutableArray<FunctionSignature> Equality = Of("boolean(T, T)", "boolean(T[], T[])");
    private static readonly ImmutableArray<FunctionSignature> Order = Of("boolean(integer, integer)", "boolean(decimal, decimal)", "boolean(string, string)", "boolean(currency, currency)", "boolean(dateTime, dateTime)", "boolean(duration, duration)");

    private static readonly FrozenDictionary<BinaryOperator, ImmutableArray<FunctionSignature>> Binaries = new Dictionary<BinaryOperator, ImmutableArray<FunctionSignature>>
    {
        [BinaryOperator.Or] = Logic,
        [BinaryOperator.And] = Logic,
        [BinaryOperator.BitOr] = Bits,
        [BinaryOperator.BitAnd] = Bits,
        [BinaryOperator.Equal] = Equality,
        [BinaryOperator.NotEqual] = Equality,
        [BinaryOperator.Less] = Order,
        [BinaryOperator.LessOrEqual] = Order,
        [BinaryOperator.Greater] = Order,
        [BinaryOperator.GreaterOrEqual] = Order,
        [BinaryOperator.Add] = Of(
            "integer(integer, integer)", "decimal(decimal, decimal)", "string(string, string)", "currency(currency, currency)", "duration(duration, duration)", "dateTime(dateTime, duration)",
            "dateTime(duration, dateTime)", "audio(audio, audio)", "audio(prompt, prompt)", "audio(audio, prompt)", "audio(prompt, audio)"),
        [BinaryOperator.Subtract] = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(currency, currency)", "duration(duration, duration)", "dateTime(dateTime, duration)"),
        [BinaryOperator.Multiply] = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(decimal, currency)", "currency(currency, decimal)"),
        [BinaryOperator.Divide] = Of("decimal(decimal, decimal)", "currency(currency, decimal)"),
        [BinaryOperator.Modulo] = Of("integer(integer, integer)", "decimal(decimal, decimal)", "currency(currency, decimal)"),
        [BinaryOperator.Power] = Of("decimal(decimal, decimal)"),
    }.ToFrozenDictionary();

    private static readonly ImmutableArray<FunctionSignature> Not = Of("boolean(boolean)");
    private static readonly ImmutableArray<FunctionSignature> Complement = Of("integer(integer)");
    private static readonly ImmutableArray<FunctionSignature> Sign = Of("integer(integer)", "decimal(decimal)", "currency(currency)", "duration(duration)");

    /// <summary>The ways to use an operator between two operands.</summary>
    public static ImmutableArray<FunctionSignature> Of(BinaryOperator op) => Binaries[op];

    /// <summary>The ways to use an operator before its operand.</summary>
    public static ImmutableArray<FunctionSignature> Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => Not,
        UnaryOperator.Complement => Complement,
        _ => Sign,
    };

    private static ImmutableArray<FunctionSignature> Of(params string[] notations) => [.. notations.Select(FunctionSignature.Of)];
}
