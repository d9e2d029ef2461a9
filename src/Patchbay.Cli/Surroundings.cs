using System.ComponentModel;
using System.Diagnostics;
using Patchbay.Client.Http;

namespace Patchbay.Cli;

/// <summary>All that the command line touches of the world around it, so that a test can put it anywhere.</summary>
/// <param name="Terminal">Where it reads and writes.</param>
/// <param name="Variables">The environment's variables.</param>
/// <param name="Directory">The working directory, as a full path.</param>
/// <param name="Clock">The time.</param>
internal sealed record Surroundings(Terminal Terminal, IReadOnlyDictionary<string, string> Variables, string Directory, TimeProvider Clock)
{
    /// <summary>The surroundings of this process.</summary>
    public static Surroundings OfProcess()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new Surroundings(Terminal.OfProcess(variables), variables, Environment.CurrentDirectory, TimeProvider.System) { OpenBrowser = Open };
    }

    /// <summary>Opens an address in the person's browser; false where there is none to open.</summary>
    /// <value>Default: opens nothing.</value>
    public Func<Uri, bool> OpenBrowser { get; init; } = _ => false;

    /// <summary>Where this person's sign-ins are kept; null where the environment names no home.</summary>
    public SignInFolder? SignIns => HomeFolder("XDG_CONFIG_HOME", ".config", "APPDATA") is { } folder ? new SignInFolder(Path.Combine(folder, "sign-ins")) : null;

    /// <summary>Where this person's processes share their rate budgets; null where the environment names no home.</summary>
    public string? RateFolder => HomeFolder("XDG_CACHE_HOME", ".cache", "LOCALAPPDATA") is { } folder ? Path.Combine(folder, "rates") : null;

    /// <summary>The value of a variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The folder that Patchbay has in one of the person's own; null where the environment names none.</summary>
    private string? HomeFolder(string xdg, string below, string windows)
    {
        if (OperatingSystem.IsWindows())
        {
            return Variable(windows) is { } folder ? Path.Combine(folder, "patchbay") : null;
        }

        // A relative path means nothing here, says the specification of these variables.
        return Variable(xdg) is { } own && Path.IsPathRooted(own) ? Path.Combine(own, "patchbay")
            : Variable("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, below, "patchbay")
            : null;
    }

    private static bool Open(Uri address)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            // No such program: a server, or a container.
            return false;
        }
    }
}
