using System.Globalization;
using System.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Folders and files of Architect YAML, checked by the program as it is delivered.</summary>
internal static class ArchitectCases
{
    private const int Files = 1000;
    private const int Starts = 21;
    private const long MaxBytes = 500L * 1000 * 1000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(8);

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("validate a folder of 1,000 Architect flows of 75 KB, 120 actions each, from start to exit", "under 8 s by the clock on two cores, and 500 MB", Folder),
        new("the same, per file, against a folder of a quarter of the size", "linear: at most 1.25 times", Growth),
        new("validate one Architect flow of 75 KB, published ReadyToRun, from a cold start to exit, median", "under 150 ms", OneFile),
    ];

    private static Result Folder(Stopwatch stopwatch) => WithPatchbay((patchbay, folder) =>
    {
        Fill(folder, Files);
        Programs.Run(patchbay, "validate", folder);
        var run = Programs.Run(patchbay, "validate", folder);
        return new Result(
            string.Create(CultureInfo.InvariantCulture, $"{run.Elapsed.TotalSeconds:0.0} s by the clock, {run.Processor.TotalSeconds:0.0} s of processor time, {run.PeakBytes / 1e6:0} MB"),
            run.Elapsed < MaxTime && run.PeakBytes < MaxBytes,
            FloorOfScanning(stopwatch, Directory.EnumerateFiles(folder).Select(File.ReadAllText)));
    });

    private static Result Growth(Stopwatch stopwatch) => WithPatchbay((patchbay, folder) =>
    {
        var small = Directory.CreateDirectory(Path.Combine(folder, "small")).FullName;
        var large = Directory.CreateDirectory(Path.Combine(folder, "large")).FullName;
        Fill(small, Files / 4);
        Fill(large, Files);
        var ratio = Programs.Run(patchbay, "validate", large).Processor / Programs.Run(patchbay, "validate", small).Processor / 4;
        return new Result(string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} times"), ratio <= 1.25);
    });

    private static Result OneFile(Stopwatch stopwatch) => WithPatchbay((patchbay, folder) =>
    {
        Fill(folder, 1);
        var file = Directory.EnumerateFiles(folder).Single();
        var (ours, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Starts; i++)
        {
            floor.Add(Programs.Run(patchbay, "--version").Elapsed);
            ours.Add(Programs.Run(patchbay, "validate", file).Elapsed);
        }

        var median = Stopwatch.Median(ours);
        return new Result($"{median.TotalMilliseconds:0} ms", median < TimeSpan.FromMilliseconds(150), $"{Stopwatch.Median(floor).TotalMilliseconds:0} ms: `patchbay --version`");
    });

    /// <summary>The YAML library looks at all the characters, and does nothing with what it finds.</summary>
    public static string FloorOfScanning(Stopwatch stopwatch, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var time = stopwatch.Time(() =>
        {
            foreach (var text in all)
            {
                var scanner = new YamlDotNet.Core.Scanner(new StringReader(text), skipComments: false);
                while (scanner.MoveNext())
                {
                }
            }
        });
        return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms: the YAML library's scanner over the same text, on one core");
    }

    private static void Fill(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"flow-{i:0000}.yaml")), GeneratedArchitectFlow.Write(i), new UTF8Encoding(false));
        }
    }

    private static Result WithPatchbay(Func<string, string, Result> measure)
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            return measure(Programs.PublishPatchbay(Path.Combine(folder.FullName, "patchbay")), folder.CreateSubdirectory("flows").FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
