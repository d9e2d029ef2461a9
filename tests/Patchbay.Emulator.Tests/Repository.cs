namespace Patchbay.Emulator.Tests;

/// <summary>The files of this repository, and those that may lie beside it.</summary>
internal static class Repository
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file, by its path from the root.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>Insists that a file holds a text; rewrites it instead where <c>UPDATE_BASELINES=1</c> asks for that.</summary>
    public static void ShouldHold(string path, string expected)
    {
        var held = File.Exists(PathOf(path)) ? File.ReadAllText(PathOf(path)) : "";
        if (held == expected)
        {
            return;
        }

        if (IsUpdating)
        {
            File.WriteAllText(PathOf(path), expected);
            return;
        }

        var (shown, given) = (held.Split('\n'), expected.Split('\n'));
        var first = Enumerable.Range(0, Math.Max(shown.Length, given.Length)).First(i => shown.ElementAtOrDefault(i) != given.ElementAtOrDefault(i));
        Assert.Fail($"{path}:{first + 1} says\n  {shown.ElementAtOrDefault(first)}\nand it is\n  {given.ElementAtOrDefault(first)}\nRewrite it with   UPDATE_BASELINES=1 dotnet test tests/Patchbay.Emulator.Tests");
    }

    private static string FindRoot()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Patchbay.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return root;
    }
}
