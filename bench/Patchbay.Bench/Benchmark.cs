namespace Patchbay.Bench;

/// <summary>Something that is measured against a promise. Add a file under <c>Cases</c> and a line in <see cref="Benchmarks"/>.</summary>
/// <param name="Name">What is measured, as the results call it.</param>
/// <param name="Promise">What is promised, in words.</param>
/// <param name="Measure">Measures it. Preparation that is not part of the promise is done before the clock starts.</param>
internal sealed record Benchmark(string Name, string Promise, Func<Stopwatch, Result> Measure);

/// <summary>What came out.</summary>
/// <param name="Measured">The figure, with its unit.</param>
/// <param name="IsKept">Whether the promise is kept.</param>
/// <param name="Floor">What nobody could undercut, measured in the same run; empty where a figure does not depend on the machine.</param>
internal sealed record Result(string Measured, bool IsKept, string Floor = "");
