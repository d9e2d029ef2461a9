using Patchbay.Bench;

if (Alone.IsChild(args))
{
    return 0;
}

// dotnet run -c Release --project bench/Patchbay.Bench [PART OF A NAME]: measures and prints a Markdown table.
// Exit code 1 when a promise is not kept.
var wanted = args.Length > 0 ? args[0] : "";
var stopwatch = new Stopwatch(warmups: 3, runs: 7);
var areKept = true;
Console.WriteLine("| Measured | Promised | Result | Floor in the same run | Kept |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
foreach (var benchmark in Benchmarks.All.Where(benchmark => benchmark.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
{
    var result = benchmark.Measure(stopwatch);
    areKept &= result.IsKept;
    Console.WriteLine($"| {benchmark.Name} | {benchmark.Promise} | {result.Measured} | {result.Floor} | {(result.IsKept ? "yes" : "**no**")} |");
}

return areKept ? 0 : 1;
