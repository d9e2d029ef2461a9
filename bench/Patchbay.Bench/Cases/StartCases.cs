using System.Diagnostics;

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
            var patchbay = Publish(Path.Combine(RepositoryRoot(), "src", "Patchbay.Cli"), Path.Combine(folder.FullName, "patchbay"), "patchbay");
            var empty = Publish(WriteEmptyProgram(folder.CreateSubdirectory("source").FullName), Path.Combine(folder.FullName, "empty"), "empty");
            var (ours, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < Runs; i++)
            {
                floor.Add(TimeOf(empty));
                ours.Add(TimeOf(patchbay, "--version"));
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

    /// <summary>Publishes a project as the README says, and gives the path of the program.</summary>
    private static string Publish(string project, string into, string name)
    {
        Run("dotnet", "publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", into, "--nologo", "-v", "q");
        return Path.Combine(into, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    private static TimeSpan TimeOf(string program, params string[] arguments)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Run(program, arguments);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{program} could not be started.");
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {printed}");
        }
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patchbay.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The benchmarks measure a build of the repository they are in, and they are in none.");
    }
}
