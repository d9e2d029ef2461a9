namespace Patchbay.Bench.Cases;

/// <summary>How long a whole process takes, published as it is delivered and started as a user starts it.</summary>
internal static class StartCases
{
    private const int Runs = 41;

    public static IReadOnlyList<Benchmark> All { get; } = [new("patchbay --version, published ReadyToRun, from start to exit, median", "under 80 ms", Version)];

    /// <summary>Beside it runs a program that prints one line and nothing else: what the runtime itself takes. The two take turns, so that a busy machine slows both.</summary>
    private static Result Version(Stopwatch stopwatch)
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            var patchbay = Programs.Publish(Path.Combine(Programs.RepositoryRoot(), "src", "Patchbay.Cli"), Path.Combine(folder.FullName, "patchbay"), "patchbay");
            var empty = Programs.Publish(WriteEmptyProgram(folder.CreateSubdirectory("source").FullName), Path.Combine(folder.FullName, "empty"), "empty");
            var (ours, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < Runs; i++)
            {
                floor.Add(Programs.Run(empty).Elapsed);
                ours.Add(Programs.Run(patchbay, "--version").Elapsed);
            }

            return new Result($"{Stopwatch.Median(ours).TotalMilliseconds:0} ms", Stopwatch.Median(ours) < TimeSpan.FromMilliseconds(80), $"{Stopwatch.Median(floor).TotalMilliseconds:0} ms: an empty program");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteEmptyProgram(string folder)
    {
        var project = Path.Combine(folder, "empty.csproj");
        File.WriteAllText(project, """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>""");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """System.Console.WriteLine("empty");""");
        return project;
    }
}
