using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing;

/// <summary>The golden cases under <c>corpus/diffs</c>: <c>before.json</c> and <c>after.json</c>, and the comparison as lines, as JSON and as unified text.</summary>
public sealed class DiffCorpusTests
{
    private const string Folder = "diffs";

    public static TheoryData<string> Cases => [.. Baseline.Cases(Folder, "before.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compares_two_flows_as_the_case_shows(string name)
    {
        var diff = FlowDiff.Compare(Read(name, "before.json"), Read(name, "after.json"));

        Baseline.Check(Folder, name, "diff.txt", string.Concat(diff.Lines.Select(line => line + "\n")));
        Baseline.Check(Folder, name, "diff.json", diff.ToJson());
        Baseline.Check(Folder, name, "diff.patch", diff.IsEmpty ? null : diff.ToUnified("before.json", "after.json"));
    }

    private static Flow Read(string name, string file) => FlowFormats.Read(JsonText.Parse(new SourceText(Baseline.Read(Folder, name, file), file))).ShouldNotBeNull();
}
