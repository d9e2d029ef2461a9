using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Platform;

/// <summary>Something that is counted: values by dimension. A dimension may have none.</summary>
/// <param name="dimension">The dimension.</param>
internal delegate string? DimensionValue(string dimension);

/// <summary>A filter of an analytics query: predicates and clauses, joined by and or by or.</summary>
/// <param name="IsAnd">Whether all of them have to hold, and not just one.</param>
/// <param name="Predicates">What has to hold of a dimension.</param>
/// <param name="Clauses">Filters within.</param>
internal sealed record AnalyticsFilter(bool IsAnd, ImmutableArray<AnalyticsPredicate> Predicates, ImmutableArray<AnalyticsFilter> Clauses)
{
    /// <summary>Whether something fits.</summary>
    public bool Fits(DimensionValue valueOf)
    {
        var outcomes = Predicates.Select(predicate => predicate.Fits(valueOf)).Concat(Clauses.Select(clause => clause.Fits(valueOf)));
        return IsAnd ? outcomes.All(fits => fits) : outcomes.Any(fits => fits);
    }
}

/// <summary>What has to hold of a dimension.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What with; null where that it is there, or not, is all that counts.</param>
internal sealed record AnalyticsPredicate(string Dimension, string Operator, string? Value)
{
    public bool Fits(DimensionValue valueOf) => Operator switch
    {
        "exists" => valueOf(Dimension) is not null,
        "notExists" => valueOf(Dimension) is null,
        _ => string.Equals(valueOf(Dimension), Value, StringComparison.OrdinalIgnoreCase),
    };
}

/// <summary>Reads the parts that analytics queries have in common, and refuses what the emulator cannot count by.</summary>
internal static class AnalyticsQuery
{
    private static readonly ImmutableArray<string> Operators = ["matches", "exists", "notExists"];

    /// <summary>The names in a list of the body, each of which must be known.</summary>
    /// <param name="body">The body.</param>
    /// <param name="field">The list.</param>
    /// <param name="known">The names that the emulator knows.</param>
    public static ImmutableArray<string> Names(JsonBody body, string field, ImmutableArray<string> known)
    {
        var given = body.Texts(field);
        foreach (var name in given.IsDefault ? [] : given)
        {
            CheckKnown(field, name, known);
        }

        return given.IsDefault ? [] : [.. given.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The filter of the body; null where it has none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="dimensions">The dimensions that it may name.</param>
    /// <param name="isNeeded">Whether there must be one.</param>
    public static AnalyticsFilter? Filter(JsonBody body, ImmutableArray<string> dimensions, bool isNeeded = false) => body.Root["filter"] switch
    {
        MappingNode filter => Filter(filter, "filter", dimensions, mayNest: true),
        null or ScalarNode { IsNull: true } => isNeeded ? throw ServiceErrors.MissingField("filter", "Say which flows are meant.") : null,
        _ => throw ServiceErrors.InvalidValue("filter", "\"filter\" must be an object."),
    };

    private static AnalyticsFilter Filter(MappingNode filter, string path, ImmutableArray<string> dimensions, bool mayNest)
    {
        var type = filter.GetString("type") is "and" or "or" ? filter.GetString("type") : throw ServiceErrors.InvalidValue($"{path}.type", $"\"{path}.type\" must be \"and\" or \"or\".");
        var predicates = (filter.GetSequence("predicates")?.Mappings ?? []).Select((predicate, i) => Predicate(predicate, $"{path}.predicates[{i}]", dimensions)).ToImmutableArray();
        var clauses = mayNest ? (filter.GetSequence("clauses")?.Mappings ?? []).Select((clause, i) => Filter(clause, $"{path}.clauses[{i}]", dimensions, mayNest: false)).ToImmutableArray() : [];
        return predicates.IsEmpty && clauses.IsEmpty
            ? throw ServiceErrors.InvalidValue(path, $"\"{path}\" has neither predicates nor clauses, so that it says nothing.")
            : new AnalyticsFilter(type == "and", predicates, clauses);
    }

    private static AnalyticsPredicate Predicate(MappingNode predicate, string path, ImmutableArray<string> dimensions)
    {
        if (predicate.GetString("type") is { } type && type != "dimension")
        {
            throw ServiceErrors.InvalidValue($"{path}.type", $"\"{path}.type\" is \"{type}\"; the emulator filters by dimension alone.");
        }

        if (predicate.Find("range") is not null)
        {
            throw ServiceErrors.InvalidValue($"{path}.range", "The emulator has no dimension with ranges.");
        }

        var dimension = predicate.GetString("dimension") ?? throw ServiceErrors.MissingField($"{path}.dimension", "Say what is compared.");
        CheckKnown($"{path}.dimension", dimension, dimensions);
        var compared = predicate.GetString("operator") ?? "matches";
        CheckKnown($"{path}.operator", compared, Operators);
        return new AnalyticsPredicate(dimension, compared, predicate.GetString("value"));
    }

    private static void CheckKnown(string field, string name, ImmutableArray<string> known)
    {
        if (!known.Contains(name))
        {
            throw ServiceErrors.InvalidValue(field, $"\"{field}\" names \"{name}\"; the emulator knows {string.Join(", ", known)}.");
        }
    }
}
