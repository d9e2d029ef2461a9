using System.Globalization;
using Patchbay.Core.Diffing;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Comparing two versions of an Architect file.</summary>
internal static class DiffCases
{
    private const int Tasks = 65;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("diff of two versions of an Architect flow of 200 KB, both texts to sentences", "under 50 ms warm", WholeTime),
        new("diff of the same, comparing the flows that were read", "under 20 ms", Comparing),
        new("diff of Architect flows, per action, against a flow of a quarter of the size", "linear: at most 1.5 times", Growth),
    ];

    private static Result WholeTime(Stopwatch stopwatch)
    {
        var (before, after) = Versions(Tasks);
        var time = stopwatch.Time(() => FlowDiff.Compare(Read(before), Read(after)));
        return new Result(
            string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms for {before.Length / 1000} KB each"),
            time < TimeSpan.FromMilliseconds(50),
            ArchitectCases.FloorOfScanning(stopwatch, [before, after]));
    }

    private static Result Comparing(Stopwatch stopwatch)
    {
        var (before, after) = Versions(Tasks);
        var (was, isNow) = (Read(before), Read(after));
        var time = stopwatch.Time(() => FlowDiff.Compare(was, isNow));
        return new Result(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms, {FlowDiff.Compare(was, isNow).Differences.Length} differences"), time < TimeSpan.FromMilliseconds(20));
    }

    private static Result Growth(Stopwatch stopwatch)
    {
        var (small, large) = (Versions(Tasks), Versions(4 * Tasks));
        var (smallBefore, smallAfter, largeBefore, largeAfter) = (Read(small.Before), Read(small.After), Read(large.Before), Read(large.After));
        var ratio = stopwatch.TimeUncollected(() => FlowDiff.Compare(largeBefore, largeAfter)) / (4 * stopwatch.TimeUncollected(() => FlowDiff.Compare(smallBefore, smallAfter)));
        return new Result(string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} times"), ratio <= 1.5);
    }

    /// <summary>A flow, and the same with other numbers of references, another greeting, and other words here and there.</summary>
    private static (string Before, string After) Versions(int tasks)
    {
        var before = GeneratedArchitectFlow.Write(1, tasks);
        return (before, before.Replace("Main Menu_10", "Main Menu_11", StringComparison.Ordinal).Replace("Welcome to", "Good morning from", StringComparison.Ordinal).Replace("name: Queue 1", "name: Line 1", StringComparison.Ordinal).Replace("> 3 and Flow.Tries < 1", "> 4 and Flow.Tries < 1", StringComparison.Ordinal));
    }

    private static Core.Flows.Flow Read(string text) =>
        FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))) ?? throw new InvalidOperationException("The generated flow is in no known format.");
}
