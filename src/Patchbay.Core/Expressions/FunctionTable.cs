using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Where a function is known from.</summary>
public enum FunctionSource
{
    /// <summary>The vendor's documentation: the function catalogue within the published flow scripting SDK (2018), or a page of its help.</summary>
    Documented,

    /// <summary>Real flows only: its parameters are what was seen.</summary>
    Seen,

    /// <summary>Its name alone, which follows the platform's naming for a type or an action. Nothing is known of its parameters.</summary>
    NameOnly,
}

/// <summary>A function of the expression language.</summary>
/// <param name="Name">The name, as the platform spells it; calls may use any case.</param>
/// <param name="Source">Where it is known from.</param>
/// <param name="Signatures">The ways to call it; none when nothing is known of them.</param>
public sealed record FunctionDefinition(string Name, FunctionSource Source, ImmutableArray<FunctionSignature> Signatures)
{
    /// <summary>Flow types, as the API spells them, in which the platform refuses the function as far as is known.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<string> LackedBy { get; init; } = [];
}

/// <summary>The functions of the expression language, as data.</summary>
public static class FunctionTable
{
    private static readonly Dictionary<string, FunctionDefinition> ByName = FunctionRows.All.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
    private static readonly NearNames Names = new(FunctionRows.All.Select(f => f.Name));

    /// <summary>All that are known.</summary>
    public static ImmutableArray<FunctionDefinition> All => FunctionRows.All;

    /// <summary>A function by its name in any case; null when it is not known, which does not mean that there is none.</summary>
    /// <param name="name">The name.</param>
    public static FunctionDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.GetValueOrDefault(name);
    }

    /// <summary>The functions that somebody may have meant by an unknown name: those one slip away, sorted.</summary>
    /// <param name="name">A name that is not known; of a known one, none.</param>
    public static ImmutableArray<string> Near(string name) => Find(name) is null ? Names.Find(name) : [];

    /// <summary>The function that makes a value of a type from one of another, as the platform does on its own where a value is assigned; null when none is known.</summary>
    /// <param name="from">The type of the value.</param>
    /// <param name="to">The type that is wanted.</param>
    public static string? ConversionOf(DataType from, DataType to) =>
        FunctionRows.All.FirstOrDefault(f => f.Name.StartsWith("To", StringComparison.Ordinal) && f.Signatures.Any(s => s.Result == to && s is { Parameters: [var only] } && Accepts(only, from)))?.Name;

    private static bool Accepts(FunctionParameter parameter, DataType type) => parameter.IsGeneric ? parameter.Type?.IsCollection == type.IsCollection : parameter.Type is null || parameter.Type == type;
}
