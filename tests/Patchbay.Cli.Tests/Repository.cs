namespace Patchbay.Cli.Tests;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    /// <summary>Reads a file by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    /// <summary>Insists that a file holds a text; rewrites it instead where <c>UPDATE_BASELINES=1</c> asks for that.</summary>
    public static void ShouldHold(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1")
        {
            if (Read(path) != expected)
            {
                File.WriteAllText(Path.Combine(Root(), path), expected);
            }

            return;
        }

        var (shown, given) = (Read(path).Split('\n'), expected.Split('\n'));
        var first = Enumerable.Range(0, Math.Max(shown.Length, given.Length)).FirstOrDefault(i => i >= shown.Length || i >= given.Length || shown[i] != given[i], -1);
        if (first >= 0)
        {
            Assert.Fail($"{path}:{first + 1} says\n  {shown.ElementAtOrDefault(first)}\nand it is\n  {given.ElementAtOrDefault(first)}\nRewrite it with   UPDATE_BASELINES=1 dotnet test tests/Patchbay.Cli.Tests");
        }
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Patchbay.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return root;
    }
}
