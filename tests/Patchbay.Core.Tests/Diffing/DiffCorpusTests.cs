using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing;

/// <summary>The golden cases under <c>corpus/diffs</c>: two flows, and the comparison as lines, as JSON and as unified text.</summary>
public sealed class DiffCorpusTests
{
    private const string Folder = "diffs";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var notation in new[] { "json", "yaml" })
            {
                foreach (var name in Baseline.Cases(Folder, $"before.{notation}"))
                {
                    cases.Add(name, notation);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compares_two_flows_as_the_case_shows(string name, string notation)
    {
        var diff = FlowDiff.Compare(Read(name, $"before.{notation}"), Read(name, $"after.{notation}"));

        Baseline.Check(Folder, name, "diff.txt", string.Concat(diff.Lines.Select(line => line + "\n")));
        Baseline.Check(Folder, name, "diff.json", diff.ToJson());
        Baseline.Check(Folder, name, "diff.patch", diff.IsEmpty ? null : diff.ToUnified($"before.{notation}", $"after.{notation}"));
    }

    private static Flow Read(string name, string file) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(Baseline.Read(Folder, name, file), file))).ShouldNotBeNull();
}
