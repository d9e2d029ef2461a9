using System.Diagnostics;

namespace Patchbay.Bench.Cases;

/// <summary>Programs as they are delivered, run as a user runs them.</summary>
internal static class Programs
{
    /// <summary>Publishes a project as the README says, and gives the path of the program.</summary>
    public static string Publish(string project, string into, string name)
    {
        Run("dotnet", "publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", into, "--nologo", "-v", "q");
        return Path.Combine(into, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    /// <summary>Publishes the command line into a folder.</summary>
    public static string PublishPatchbay(string into) => Publish(Path.Combine(RepositoryRoot(), "src", "Patchbay.Cli"), into, "patchbay");

    /// <summary>Runs a program to its end, which must be a good one, and tells what it took.</summary>
    public static ProgramRun Run(string program, params string[] arguments)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{program} could not be started.");
        var printed = process.StandardOutput.ReadToEndAsync();
        var (peak, processor) = (0L, TimeSpan.Zero);
        while (!process.WaitForExit(20))
        {
            if (Look(process) is { } used)
            {
                (peak, processor) = (Math.Max(peak, used.Memory), used.Processor);
            }
        }

        process.WaitForExit();
        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0
            ? new ProgramRun(elapsed, processor, peak, printed.Result)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {printed.Result}");
    }

    /// <summary>What a process has used so far; null when it ended meanwhile, after which the system tells no more of it.</summary>
    private static (long Memory, TimeSpan Processor)? Look(Process process)
    {
        try
        {
            process.Refresh();
            return (process.WorkingSet64, process.TotalProcessorTime);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The folder of the repository that this program was built from.</summary>
    public static string RepositoryRoot()
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

/// <summary>What a run of a program took.</summary>
/// <param name="Elapsed">Time by the clock.</param>
/// <param name="Processor">Processor time on all cores, up to the last look, 20 ms before the end at most.</param>
/// <param name="PeakBytes">The most memory that it held, looked at every 20 ms; 0 where it was too short to be seen.</param>
/// <param name="Printed">What it printed.</param>
internal sealed record ProgramRun(TimeSpan Elapsed, TimeSpan Processor, long PeakBytes, string Printed);
