namespace Patchbay.Bench.Cases;

/// <summary>Graphs with so many loops that enumerating them would never end.</summary>
internal static class LoopCases
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("a ring of 40 diamonds (2^40 loops)", "under 10 ms", Ring),
        new("40,000 diamonds in a ring, per edge, against the same in a row", "at most 2 times", Ratio),
    ];

    private static Result Ring(Stopwatch stopwatch)
    {
        var flow = GeneratedFlows.Of(3 * 40, GeneratedFlows.Diamonds(40, isRing: true));
        var time = stopwatch.TimeOfMany(1000, () => GeneratedFlows.Analyse(flow));
        return new Result($"{time.TotalMilliseconds:0.000} ms", time < TimeSpan.FromMilliseconds(10));
    }

    private static Result Ratio(Stopwatch stopwatch)
    {
        const int diamonds = 40_000;
        var ring = GeneratedFlows.Of(3 * diamonds, GeneratedFlows.Diamonds(diamonds, isRing: true));
        var row = GeneratedFlows.Of((3 * diamonds) + 1, GeneratedFlows.Diamonds(diamonds, isRing: false));
        var ratio = stopwatch.TimeOfMany(10, () => GeneratedFlows.Analyse(ring)) / stopwatch.TimeOfMany(10, () => GeneratedFlows.Analyse(row));
        return new Result($"{ratio:0.00} times", ratio <= 2);
    }
}
