using System.Text.RegularExpressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>The flows of the corpus of which both the YAML and the configuration are known: of one repository and type, and of one name, in the flow or in the file.</summary>
internal static partial class FlowPairs
{
    private static readonly string[] YamlFolders = ["architect-yaml", "architect-yaml-history"];

    /// <summary>The pairs, by paths below the corpus; empty where there is no corpus.</summary>
    public static IEnumerable<(string Yaml, string Json)> All { get; } = Directory.Exists(RealFlows.Folder) ? [.. Find()] : [];

    private static IEnumerable<(string Yaml, string Json)> Find()
    {
        var configurations = Files("architect-json", ".json").Select(Candidate.Of).ToList();
        foreach (var yaml in YamlFolders.SelectMany(folder => Files(folder, ".yaml")).Select(Candidate.Of))
        {
            var same = configurations.Where(json => json.Repository == yaml.Repository && json.Type == yaml.Type).ToList();
            var byFile = same.Where(json => json.PlainFile == yaml.PlainFile).ToList();
            var versions = byFile.Count > 0 ? byFile : same.Where(json => Plain(json.Name) == Plain(yaml.Name) || Plain(json.Name) == yaml.PlainFile).ToList();
            if (versions.Count > 0)
            {
                var lines = GraphText.Of(Open(yaml.Path));
                yield return (yaml.Path, versions.MaxBy(json => GraphText.Of(Open(json.Path)).Intersect(lines).Count())?.Path ?? "");
            }
        }
    }

    private sealed record Candidate(string Path, string Repository, string PlainFile, string Name, string Type)
    {
        public static Candidate Of(string file)
        {
            var flow = FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file)));
            var stem = System.IO.Path.GetFileNameWithoutExtension(AfterFolders().Replace(System.IO.Path.GetFileName(file), ""));
            return new Candidate(
                System.IO.Path.GetRelativePath(RealFlows.Folder, file),
                System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)) ?? "",
                Plain(System.IO.Path.GetFileNameWithoutExtension(stem)),
                flow?.Name ?? "",
                flow?.Type ?? "?");
        }
    }

    private static string Plain(string name) => NoLetter().Replace(Version().Replace(name, "").ToLowerInvariant(), "");

    private static IEnumerable<string> Files(string folder, string extension) =>
        Directory.EnumerateFiles(Path.Combine(RealFlows.Folder, folder), "*" + extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>A file of the corpus as a flow.</summary>
    public static Flow Open(string path) => FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(Path.Combine(RealFlows.Folder, path)))).ShouldNotBeNull();

    [GeneratedRegex(@"_v\d+-\d+|@[0-9a-f]{8}")]
    private static partial Regex Version();

    [GeneratedRegex("[^a-z0-9]")]
    private static partial Regex NoLetter();

    [GeneratedRegex("^.*__")]
    private static partial Regex AfterFolders();
}
