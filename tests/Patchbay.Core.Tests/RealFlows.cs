using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests;

/// <summary>Finds the corpus of real flows, which is not part of the repository.</summary>
internal static class RealFlows
{
    /// <summary>Where the corpus lies, if there is one.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("PATCHBAY_CORPUS") ?? Path.Combine(Repository.Root, "..", "shared", "corpus");

    /// <summary>The files with one of the extensions, sorted; skips the test where there is no corpus.</summary>
    public static IReadOnlyList<string> Files(params string[] extensions)
    {
        if (!Directory.Exists(Folder))
        {
            Assert.Skip($"There is no corpus of real flows at {Path.GetFullPath(Folder)}; PATCHBAY_CORPUS can name another place.");
        }

        return [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)];
    }

    public static SourceText Read(string file) => SourceText.FromUtf8(File.ReadAllBytes(file), file);
}
