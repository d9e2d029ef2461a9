namespace Patchbay.Bench;

/// <summary>Something that is measured against a promise. Add a file under <c>Cases</c> and a line in <see cref="Benchmarks"/>.</summary>
/// <param name="Name">What is measured, as the results call it.</param>
/// <param name="Promise">What is promised, in words.</param>
/// <param name="Measure">Measures it. Preparation that is not part of the promise is done before the clock starts.</param>
internal sealed record Benchmark(string Name, string Promise, Func<Stopwatch, Result> Measure);

/// <summary>What came out.</summary>
/// <param name="Measured">The figure, with its unit.</param>
/// <param name="IsKept">Whether the promise is kept.</param>
internal sealed record Result(string Measured, bool IsKept);
