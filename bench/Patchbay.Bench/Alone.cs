using System.Diagnostics;
using Patchbay.Bench.Cases;

namespace Patchbay.Bench;

/// <summary>Work that is measured in a process of its own, so that nothing else counts: add it to the list.</summary>
internal static class Alone
{
    private const string Argument = "--alone";

    private static readonly Func<string>[] Works = [ValidationCases.PeakAlone];

    /// <summary>Runs a work of the list in a new process, and returns what it printed.</summary>
    public static string Run(Func<string> work)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this process is not known.");
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Alone).Assembly.Location] : [];
        using var process = Process.Start(new ProcessStartInfo(program, [.. start, Argument, work.Method.Name]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} could not be started.");
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException($"{work.Method.Name} ended with exit code {process.ExitCode}.");
    }

    /// <summary>Whether this process is such a one; then its work is done and printed.</summary>
    public static bool IsChild(string[] args)
    {
        if (args is not [Argument, var name])
        {
            return false;
        }

        Console.WriteLine(Works.Single(work => work.Method.Name == name)());
        return true;
    }
}
