using System.Text.RegularExpressions;

namespace Patchbay.Core.Tests.Conventions;

/// <summary>The YAML and JSON examples of a page of the documentation.</summary>
internal static partial class MarkdownExamples
{
    public static IReadOnlyList<string> In(string path) => [.. Fence().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("^```(?:yaml|json)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
