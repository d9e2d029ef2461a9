using Patchbay.Core.Expressions;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Numbers for meanings: two values of either flow have the same number exactly when they mean the same. Zero is the number of nothing: no value, or the one that holds where there is none.</summary>
internal sealed class Meanings
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _expressions = new(StringComparer.Ordinal);

    /// <summary>The number of nothing.</summary>
    public const int Nothing = 0;

    /// <summary>The number of a meaning that is spelled so, and never <see cref="Nothing"/>.</summary>
    /// <param name="spelling">A spelling that no other meaning has.</param>
    public int Of(string spelling)
    {
        if (!_numbers.TryGetValue(spelling, out var number))
        {
            _numbers.Add(spelling, number = _numbers.Count + 1);
        }

        return number;
    }

    /// <summary>A spelling that all expressions share that say the same. Most expressions of two versions are written alike, and are read once.</summary>
    /// <param name="expression">The expression.</param>
    public string Canonical(string expression)
    {
        if (!_expressions.TryGetValue(expression, out var canonical))
        {
            _expressions.Add(expression, canonical = ExpressionEquality.Canonical(ExpressionSyntax.Parse(expression)));
        }

        return canonical;
    }
}
