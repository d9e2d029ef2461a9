using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>What comes of using a function or an operator.</summary>
/// <param name="Type">The type of the result.</param>
/// <param name="Fits">Whether there may be a way to use it like this.</param>
/// <param name="Misfit">Where there is none, the argument that no way takes, if it is a single one.</param>
internal readonly record struct Resolution(DataType Type, bool Fits, int? Misfit);

/// <summary>Which types go where. Says no only where the platform is sure to: types that it may convert, or of which little is known, go everywhere.</summary>
internal static class TypeRules
{
    /// <summary>Types of which it is known what they convert to.</summary>
    private static readonly HashSet<string> Plain =
        ((string[])["string", "integer", "decimal", "boolean", "dateTime", "duration", "currency", "queue", "user", "skill", "group", "languageSkill", "wrapupCode"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Types that the platform makes of no other where an argument or an operand is wanted.</summary>
    private static readonly HashSet<string> Strict = ((IEnumerable<string>)[.. Plain, "audio", "prompt"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a value may be assigned; the platform converts by itself where it has a function for it.</summary>
    public static bool CanBeAssigned(DataType from, DataType to) =>
        !from.IsKnown || !to.IsKnown || from == to || to == DataType.String || IsWidening(from, to) || FunctionTable.ConversionOf(from, to) is not null
        || !Plain.Contains(from.Name) || (!Plain.Contains(to.Name) && from.IsCollection == to.IsCollection);

    /// <summary>Finds the way to use a function with arguments of some types.</summary>
    public static Resolution Resolve(ImmutableArray<FunctionSignature> signatures, ImmutableArray<DataType> arguments)
    {
        var candidates = signatures.Where(s => s.Takes(arguments.Length)).ToList();
        if (candidates.Count == 0)
        {
            return new Resolution(CommonResult(signatures, []), Fits: true, null);
        }

        // The first way that fits as it is comes before one that widens an integer, and that before one that may convert.
        foreach (var accepts in (Func<FunctionParameter, DataType, bool>[])[IsExact, IsMatch, IsPossible])
        {
            var fitting = candidates.Where(s => Matches(s, arguments, accepts)).ToList();
            if (fitting.Count > 0)
            {
                var isSure = accepts != IsPossible && !arguments.Contains(DataType.Unknown) && arguments.Any(t => t.IsKnown);
                return new Resolution(isSure ? ResultOf(fitting[0], arguments) : CommonResult(fitting, arguments), Fits: true, null);
            }
        }

        var misfit = Enumerable.Range(0, arguments.Length).Cast<int?>().FirstOrDefault(i => !candidates.Any(s => s.ParameterOf(i ?? 0) is { } p && IsPossible(p, arguments[i ?? 0])));
        return new Resolution(CommonResult(candidates, arguments), Fits: false, misfit);
    }

    /// <summary>The type of two values one of which it will be; unknown when that is not known.</summary>
    public static DataType Common(IEnumerable<DataType> types)
    {
        DataType? common = null;
        foreach (var type in types.Where(t => t != DataType.NotSet))
        {
            if (type == DataType.Unknown)
            {
                return DataType.Unknown;
            }

            common = common is null || IsWidening(common, type) ? type : common == type || IsWidening(type, common) ? common : DataType.Unknown;
        }

        return common ?? DataType.Unknown;
    }

    private static DataType CommonResult(IReadOnlyCollection<FunctionSignature> signatures, ImmutableArray<DataType> arguments)
    {
        var results = signatures.Select(s => ResultOf(s, arguments)).Distinct().ToList();
        return results is [var only] ? only : DataType.Unknown;
    }

    private static DataType ResultOf(FunctionSignature signature, ImmutableArray<DataType> arguments)
    {
        if (!signature.IsGenericResult)
        {
            return signature.Result ?? DataType.Unknown;
        }

        var element = Common(Generics(signature, arguments));
        return element.IsKnown && signature.Result is { IsCollection: true } ? element.Collection : element;
    }

    private static bool Matches(FunctionSignature signature, ImmutableArray<DataType> arguments, Func<FunctionParameter, DataType, bool> accepts)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (signature.ParameterOf(i) is not { } parameter || !accepts(parameter, arguments[i]))
            {
                return false;
            }
        }

        var plain = Generics(signature, arguments).Where(t => Plain.Contains(t.Name)).Distinct().ToList();
        return plain.Count < 2 || plain.TrueForAll(t => t == DataType.Integer || t == DataType.Decimal);
    }

    /// <summary>The types that stand for the generic type of a signature.</summary>
    private static IEnumerable<DataType> Generics(FunctionSignature signature, ImmutableArray<DataType> arguments) =>
        arguments.Where((_, i) => signature.ParameterOf(i) is { IsGeneric: true }).Select(t => t.Element);

    private static bool IsExact(FunctionParameter parameter, DataType argument) =>
        !argument.IsKnown || parameter.Type is not { } type || (parameter.IsGeneric ? type.IsCollection == argument.IsCollection : type == argument);

    private static bool IsMatch(FunctionParameter parameter, DataType argument) => IsExact(parameter, argument) || (parameter is { IsGeneric: false, Type: { } type } && IsWidening(argument, type));

    private static bool IsPossible(FunctionParameter parameter, DataType argument) =>
        IsMatch(parameter, argument) || !Plain.Contains(argument.Name) || (!parameter.IsGeneric && parameter.Type is { } type && !Strict.Contains(type.Name));

    private static bool IsWidening(DataType from, DataType to) => from.Name == "integer" && to.Name == "decimal" && from.IsCollection == to.IsCollection;
}
