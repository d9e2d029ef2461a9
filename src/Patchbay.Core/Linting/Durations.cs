using System.Globalization;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting;

/// <summary>Durations as Architect YAML writes them: <c>{minutes: 1, seconds: 30}</c>.</summary>
internal static class Durations
{
    // No timeout of a flow is longer, and what is does not overflow.
    private const double Longest = 1e9;

    /// <summary>The length of a literal duration; null where it is none, or a part is not a number.</summary>
    /// <param name="literal">What stands under <c>lit</c>.</param>
    public static TimeSpan? Read(SyntaxNode? literal)
    {
        if (literal is not MappingNode { Entries.IsEmpty: false } parts)
        {
            return null;
        }

        var total = 0d;
        foreach (var part in parts.Entries)
        {
            if (part.Value is not ScalarNode scalar || !double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || Unit(part.Key) is not { } unit)
            {
                return null;
            }

            total += amount * unit;
        }

        return Math.Abs(total) < Longest ? TimeSpan.FromSeconds(total) : null;
    }

    /// <summary>How many seconds a unit has.</summary>
    private static double? Unit(string key) => key switch
    {
        "ms" or "milliseconds" => 0.001,
        "seconds" => 1,
        "minutes" => 60,
        "hours" => 3600,
        "days" => 86400,
        _ => null,
    };
}
