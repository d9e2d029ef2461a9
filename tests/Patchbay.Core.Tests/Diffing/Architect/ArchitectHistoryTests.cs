using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Conventions;

namespace Patchbay.Core.Tests.Diffing.Architect;

/// <summary>What is said of versions of the same real files that follow each other. The baseline holds for each pair how many differences of what kind there are, and a hash of all the sentences, which were read beside the raw texts.</summary>
public sealed class ArchitectHistoryTests
{
    private static readonly string BaselinePath = Path.Combine(Repository.Root, "tests", "Patchbay.Core.Tests", "Diffing", "Architect", "history.tsv");

    [Fact]
    public void Versions_of_real_files_differ_as_was_read()
    {
        var lines = new List<string>();
        foreach (var (before, after) in Pairs())
        {
            var diff = FlowDiff.Compare(Read(before), Read(after));
            var counts = diff.Differences.GroupBy(difference => $"{difference.Group} {difference.Kind} {difference.Subject}".ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
            lines.Add($"{Name(before)}\t{Name(after)}\t{string.Join(", ", counts)}\t{Hash(string.Join('\n', diff.Lines))}");
        }

        var actual = string.Concat(lines.Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1")
        {
            File.WriteAllText(BaselinePath, actual);
        }

        actual.ShouldBe(File.ReadAllText(BaselinePath), "If the sentences are right, run UPDATE_BASELINES=1 dotnet test.");
    }

    [Fact]
    public void Turned_round_versions_of_real_files_differ_as_often()
    {
        foreach (var (before, after) in Pairs())
        {
            var there = FlowDiff.Compare(Read(before), Read(after)).Differences;
            var back = FlowDiff.Compare(Read(after), Read(before)).Differences;

            back.Length.ShouldBe(there.Length, $"{Name(before)} {Name(after)}");
            back.Count(difference => difference.Kind == DifferenceKind.Added).ShouldBe(there.Count(difference => difference.Kind == DifferenceKind.Removed), $"{Name(before)} {Name(after)}");
        }
    }

    [Fact]
    public void No_real_file_differs_from_itself()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".json").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            if (FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file))) is { Api: FlowApi.Platform } flow)
            {
                FlowDiff.Compare(flow, FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file)))).Lines.ShouldBeEmpty(file);
            }
        }
    }

    /// <summary>Files of one source path, each with the next: those of the history in the order of the index, which holds no dates, and then the newest.</summary>
    private static IEnumerable<(string Before, string After)> Pairs()
    {
        _ = RealFlows.Files(".yaml");
        var rows = File.ReadLines(Path.Combine(RealFlows.Folder, "index.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row.Length > 4 && row[0].StartsWith("architect-yaml", StringComparison.Ordinal) && !row[0].StartsWith("architect-yaml-malformed", StringComparison.Ordinal));
        foreach (var versions in rows.GroupBy(row => (row[3], row[4])).Where(group => group.Count() > 1).OrderBy(group => group.Key))
        {
            var files = versions.OrderBy(row => !row[0].StartsWith("architect-yaml-history", StringComparison.Ordinal)).Select(row => Path.Combine(RealFlows.Folder, row[0])).ToList();
            foreach (var pair in files.Zip(files.Skip(1)))
            {
                yield return pair;
            }
        }
    }

    private static Flow Read(string file) => FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file))).ShouldNotBeNull(file);

    // The files are known by a hash of their place, so that nothing of them stands here.
    private static string Name(string file) => Hash(Path.GetRelativePath(RealFlows.Folder, file).Replace('\\', '/'))[..12];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
