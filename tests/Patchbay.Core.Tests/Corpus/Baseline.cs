using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Patchbay.Core.Tests.Conventions;

namespace Patchbay.Core.Tests.Corpus;

/// <summary>Compares what is with what a golden case expects. <c>UPDATE_BASELINES=1</c> rewrites the expectations instead.</summary>
internal static class Baseline
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1";

    /// <summary>The folders of golden cases below a folder of the corpus, relative to it: those that hold a file of this name.</summary>
    public static IEnumerable<string> Cases(string folder, string marker)
    {
        var root = Path.Combine(Repository.Root, "corpus", folder);
        return Directory.EnumerateFiles(root, marker, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The text of a file of a case.</summary>
    public static string Read(string folder, string name, string file) => File.ReadAllText(PathOf(folder, name, file));

    /// <summary>Fails, with the difference, when a file of a case does not hold this text. Null expects that there is no such file.</summary>
    public static void Check(string folder, string name, string file, string? actual)
    {
        var path = PathOf(folder, name, file);
        var expected = File.Exists(path) ? File.ReadAllText(path) : null;
        if (expected == actual)
        {
            return;
        }

        if (IsUpdating)
        {
            if (actual is null)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllText(path, actual);
            }

            return;
        }

        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected ?? "", actual ?? "").Lines;
        var difference = string.Join('\n', lines.Select(line => (line.Type == ChangeType.Inserted ? "+ " : line.Type == ChangeType.Deleted ? "- " : "  ") + line.Text));
        Assert.Fail($"{folder}/{name}/{file} is not as expected. If the new text is right, run UPDATE_BASELINES=1 dotnet test.\n{difference}");
    }

    private static string PathOf(string folder, string name, string file) => Path.Combine(Repository.Root, "corpus", folder, name, file);
}
