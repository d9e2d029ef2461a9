namespace Patchbay.Cli.Tests;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    /// <summary>Reads a file by its path from the root.</summary>
    public static string Read(string path)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Patchbay.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return File.ReadAllText(Path.Combine(root, path));
    }
}
