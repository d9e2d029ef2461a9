using System.Text.RegularExpressions;

namespace Patchbay.Core.Tests.Conventions;

public sealed class LayeringTests
{
    // A folder of Core may use those above it in this list, never those below.
    private static readonly string[] Layers =
    [
        "Text", "Diagnostics", "Syntax", "Expressions", "Flows", "Graph", "Formats", "Refactoring",
        "Linting", "Configuration", "Diffing", "Changes", "Planning", "Merging", "Simulation",
    ];

    [Fact]
    public void Core_folders_use_only_those_above_them()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Files("src/Patchbay.Core", "*.cs"))
        {
            var relative = Path.GetRelativePath(Path.Combine(Repository.Root, "src", "Patchbay.Core"), path);
            var layer = Array.IndexOf(Layers, relative.Split(Path.DirectorySeparatorChar)[0]);
            layer.ShouldBeGreaterThanOrEqualTo(0, $"{relative} lies in a folder that has no place in the order of layers.");
            foreach (Match use in Regex.Matches(File.ReadAllText(path), @"Patchbay\.Core\.(\w+)"))
            {
                var used = Array.IndexOf(Layers, use.Groups[1].Value);
                if (used > layer)
                {
                    wrong.Add($"{relative} uses {use.Value}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Client_and_emulator_do_not_know_each_other()
    {
        foreach (var (project, stranger) in new[] { ("Patchbay.Client", "Patchbay.Emulator"), ("Patchbay.Emulator", "Patchbay.Client"), ("Patchbay.Core", "Patchbay.Client"), ("Patchbay.Core", "Patchbay.Emulator") })
        {
            foreach (var path in Repository.Files($"src/{project}", "*.cs").Concat(Repository.Files($"src/{project}", "*.csproj")))
            {
                File.ReadAllText(path).Contains(stranger, StringComparison.Ordinal).ShouldBeFalse($"{path} names {stranger}.");
            }
        }
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach (var path in Repository.Files("src", "*.cs"))
        {
            var relative = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path);
            var expected = Path.GetDirectoryName(relative)!.Replace(Path.DirectorySeparatorChar, '.');
            File.ReadAllText(path).ShouldContain($"namespace {expected};", customMessage: relative);
        }
    }
}
