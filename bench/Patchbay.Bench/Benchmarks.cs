using Patchbay.Bench.Cases;

namespace Patchbay.Bench;

/// <summary>What is measured: add one here.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        .. ValidationCases.All,
        .. ReadingCases.All,
        .. LoopCases.All,
        .. PlanCases.All,
        .. RunCases.All,
        .. PlatformRunCases.All,
        .. EmulatorCases.All,
        .. StartCases.All,
        .. ArchitectCases.All,
        .. DiffCases.All,
    ];
}
