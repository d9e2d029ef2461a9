using System.Text.Json.Nodes;
using System.Xml.Linq;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting.Reports;

public sealed class ReportsTests
{
    private const string Text = """
        {"type": "call", "actions": [
          {"id": "a", "type": "playAudio", "next": "z"},
          {"id": "b", "type": "set", "value": "${nome}", "next": "z"},
          {"id": "z", "type": "disconnect"}]}
        """;

    private static readonly LintedFile Faulty = Lint(Text, "my flows/b#1.json");
    private static readonly LintedFile Clean = Lint("""{"actions": [{"id": "z", "type": "disconnect"}]}""", "flows/clean.json");

    [Fact]
    public void Text_has_a_line_for_each_finding() => TextReport.Write([Faulty, Clean]).ShouldBe(
        """
        my flows/b#1.json:3:11: warning: No way leads to "b", so no caller gets there. Lead one to it, or delete it. [unreachable-element]
        my flows/b#1.json:3:42: info: The variable "nome" is read and never set in this flow. Set it before it is read, or declare it. [unset-variable]

        """);

    [Fact]
    public void Text_shows_the_source_and_what_belongs_to_a_finding() => TextReport.Write([Faulty], withSource: true).ShouldStartWith(
        """
        my flows/b#1.json:3:11: warning: No way leads to "b", so no caller gets there. Lead one to it, or delete it. [unreachable-element]
              {"id": "b", "type": "set", "value": "${nome}", "next": "z"},
                      ^
            fix (safe): Delete "b"
        my flows/b#1.json:3:42: info:
        """);

    [Fact]
    public void An_excerpt_of_a_long_line_fits_a_terminal()
    {
        var source = new SourceText(new string('x', 500) + "fault" + new string('y', 500));

        var (line, marker) = TextReport.Excerpt(source, new TextSpan(500, 5));

        line.Length.ShouldBeLessThanOrEqualTo(120);
        line.Substring(marker.IndexOf('^'), 5).ShouldBe("fault");
        marker.Trim().ShouldBe("^~~~~");
        TextReport.Excerpt(source, new TextSpan(1010, 0)).Marker.Trim().ShouldBe("^");
    }

    [Fact]
    public void Json_says_where_and_how_bad()
    {
        var json = JsonNode.Parse(JsonReport.Write([Faulty, Clean]))!;

        json["summary"]!.ToJsonString().ShouldBe("""{"files":2,"errors":0,"warnings":1,"infos":1}""");
        var first = json["findings"]![0]!;
        first["file"]!.GetValue<string>().ShouldBe("my flows/b#1.json");
        (first["line"]!.GetValue<int>(), first["column"]!.GetValue<int>(), first["endLine"]!.GetValue<int>(), first["endColumn"]!.GetValue<int>()).ShouldBe((3, 11, 3, 12));
        first["severity"]!.GetValue<string>().ShouldBe("warning");
        first["rule"]!.GetValue<string>().ShouldBe("unreachable-element");
        first["moment"]!.GetValue<string>().ShouldBe("advice");
        first["element"]!.GetValue<string>().ShouldBe("b");
        first["fixes"]![0]!["safety"]!.GetValue<string>().ShouldBe("safe");
        first["fixes"]![0]!["edits"]![0]!["text"]!.GetValue<string>().ShouldBe("");
    }

    [Fact]
    public void Sarif_names_rules_places_and_fixes()
    {
        var run = JsonNode.Parse(SarifReport.Write([Faulty, Clean], "1.2.3"))!["runs"]![0]!;

        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        rules.Select(rule => (string)rule!["id"]!).ShouldBe(RuleSet.Described.Select(rule => rule.Id));
        rules[0]!["helpUri"]!.GetValue<string>().ShouldBe($"docs/rules/{RuleSet.Described[0].Id}.md");
        run["tool"]!["driver"]!["semanticVersion"]!.GetValue<string>().ShouldBe("1.2.3");
        var result = run["results"]![0]!;
        rules[result["ruleIndex"]!.GetValue<int>()]!["id"]!.GetValue<string>().ShouldBe(result["ruleId"]!.GetValue<string>());
        result["level"]!.GetValue<string>().ShouldBe("warning");
        run["results"]![1]!["level"]!.GetValue<string>().ShouldBe("note");
        var place = result["locations"]![0]!["physicalLocation"]!;
        place["artifactLocation"]!["uri"]!.GetValue<string>().ShouldBe("my%20flows/b%231.json");
        place["region"]!.ToJsonString().ShouldBe("""{"startLine":3,"startColumn":11,"endLine":3,"endColumn":12}""");
        result["fixes"]![0]!["artifactChanges"]![0]!["replacements"]![0]!["insertedContent"]!["text"]!.GetValue<string>().ShouldBe("");
    }

    [Fact]
    public void Sarif_knows_a_finding_again_after_lines_have_moved()
    {
        var moved = Lint("\n\n\n" + Text, Faulty.Path);

        Fingerprints(moved).ShouldBe(Fingerprints(Faulty));
        Fingerprints(Faulty).ShouldBeUnique();
        Fingerprints(Lint(Text, "other.json")).ShouldNotBe(Fingerprints(Faulty));
    }

    [Fact]
    public void Junit_fails_a_case_for_each_warning_and_passes_a_file_without_any()
    {
        var suites = XDocument.Parse(JUnitReport.Write([Faulty, Clean])).Root!;

        suites.Attribute("tests")!.Value.ShouldBe("3");
        suites.Attribute("failures")!.Value.ShouldBe("1");
        var first = suites.Elements("testsuite").First();
        first.Elements("testcase").Select(one => one.Attribute("name")!.Value).ShouldBe(["unreachable-element at 3:11", "unset-variable at 3:42"]);
        first.Descendants("failure").ShouldHaveSingleItem().Attribute("type")!.Value.ShouldBe("warning");
        suites.Elements("testsuite").Last().Elements("testcase").ShouldHaveSingleItem().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Junit_can_hold_what_xml_cannot()
    {
        var source = new SourceText("x", "a\u0001\uD83D\uDE00.json");
        var file = new LintedFile(source, [new Diagnostic("syntax", Severity.Error, default, "A \u0002 and a lone \uD83D.")]);

        XDocument.Parse(JUnitReport.Write([file])).Descendants("failure").Single().Attribute("message")!.Value.ShouldBe("A \uFFFD and a lone \uFFFD.");
    }

    private static List<string> Fingerprints(LintedFile file) =>
        [.. JsonNode.Parse(SarifReport.Write([file], "1"))!["runs"]![0]!["results"]!.AsArray().Select(result => (string)result!["partialFingerprints"]![SarifReport.Fingerprint]!)];

    private static LintedFile Lint(string text, string path)
    {
        var source = new SourceText(text, path);
        return new LintedFile(source, Linter.Check(FlowFormats.Read(SyntaxTree.Parse(source)).ShouldNotBeNull(), OrgCatalogue.Unknown));
    }
}
