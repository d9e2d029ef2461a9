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

        return new Surroundings(Terminal.OfProcess(variables), variables, Environment.CurrentDirectory, TimeProvider.System);
    }

    /// <summary>The value of a variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
