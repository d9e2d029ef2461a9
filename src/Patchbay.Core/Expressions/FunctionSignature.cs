using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>A parameter of a function.</summary>
/// <param name="Type">Its type; null for any type.</param>
/// <param name="IsGeneric">Whether it takes any type, but that of all other generic parameters and of the result too. A collection stands for one of that type.</param>
/// <param name="IsVariadic">Whether it takes any number of arguments, also none. Only the last one does.</param>
public sealed record FunctionParameter(DataType? Type, bool IsGeneric = false, bool IsVariadic = false);

/// <summary>A way to call a function or an operator.</summary>
/// <param name="Result">The type of the result; null when it is not known.</param>
/// <param name="IsGenericResult">Whether the result has the type of the generic parameters.</param>
/// <param name="Parameters">The parameters in order.</param>
public sealed record FunctionSignature(DataType? Result, bool IsGenericResult, ImmutableArray<FunctionParameter> Parameters)
{
    /// <summary>Fewest arguments.</summary>
    public int Least => Parameters.Count(p => !p.IsVariadic);

    /// <summary>Most arguments; null without an end.</summary>
    public int? Most => Parameters.Any(p => p.IsVariadic) ? null : Parameters.Length;

    /// <summary>The parameter that takes an argument, null when there is none.</summary>
    /// <param name="argument">The argument's index.</param>
    public FunctionParameter? ParameterOf(int argument) => argument < Parameters.Length ? Parameters[argument] : Parameters.LastOrDefault(p => p.IsVariadic);

    /// <summary>Whether a number of arguments can be given.</summary>
    /// <param name="count">The number.</param>
    public bool Takes(int count) => count >= Least && !(count > Most);

    /// <summary>Reads the notation of the table: <c>result(parameter, parameter...)</c>, where <c>T</c> is a type that is the same throughout, <c>?</c> any type, <c>[]</c> a collection.</summary>
    internal static FunctionSignature Of(string notation)
    {
        var open = notation.IndexOf('(', StringComparison.Ordinal);
        var (result, isGeneric) = TypeOf(notation[..open]);
        var parameters = notation[(open + 1)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(ParameterOf);
        return new FunctionSignature(result, isGeneric, [.. parameters]);
    }

    private static FunctionParameter ParameterOf(string notation)
    {
        var isVariadic = notation.EndsWith("...", StringComparison.Ordinal);
        var (type, isGeneric) = TypeOf(isVariadic ? notation[..^3] : notation);
        return new FunctionParameter(type, isGeneric, isVariadic);
    }

    private static (DataType? Type, bool IsGeneric) TypeOf(string notation)
    {
        var isCollection = notation.EndsWith("[]", StringComparison.Ordinal);
        return (isCollection ? notation[..^2] : notation) switch
        {
            "?" => (null, false),
            "T" => (new DataType("T", isCollection), true),
            var name => (new DataType(name, isCollection), false),
        };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Result?.ToString() ?? "?"}({string.Join(", ", Parameters.Select(p => (p.Type?.ToString() ?? "?") + (p.IsVariadic ? "..." : "")))})";
}
