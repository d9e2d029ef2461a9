using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

public sealed class LinterTests
{
    private const string Unreachable = """
        {"name": "Inbound_Billing", "actions": [
          {"id": "a", "type": "playAudio", "next": "z"},
          {"id": "b", "type": "playAudio", "next": "z"},
          {"id": "c", "type": "playAudio", "next": "gone"},
          {"id": "z", "type": "disconnect"}]}
        """;

    private static readonly OrgCatalogue Nothing = OrgCatalogue.Unknown;

    [Fact]
    public void Sorts_by_position_and_says_the_same_each_time()
    {
        var flow = Read(Unreachable.Replace("\"gone\"", "\"z\""));

        var found = Linter.Check(flow, Nothing);

        found.Select(one => one.Element).ShouldBe(["b", "c"]);
        Linter.Check(flow, Nothing).Select(one => (one.Id, one.Span, one.Message)).ShouldBe(found.Select(one => (one.Id, one.Span, one.Message)));
    }

    [Fact]
    public void Advice_about_connections_waits_until_names_are_right() =>
        Linter.Check(Read(Unreachable), Nothing).Select(one => one.Id).ShouldBe(["missing-target"]);

    [Fact]
    public void Severities_are_as_configured()
    {
        var flow = Read(Unreachable.Replace("\"gone\"", "\"z\""));
        LintConfig Config(Severity severity) => new() { Severities = ImmutableDictionary<string, Severity>.Empty.Add("unreachable-element", severity) };

        Linter.Check(flow, Nothing, Config(Severity.Error)).ShouldAllBe(one => one.Severity == Severity.Error);
        Linter.Check(flow, Nothing, Config(Severity.Off)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Inbound_Billing", "b", "c")]
    [InlineData("Inbound_*", "b", "c")]
    [InlineData("inbound_billing", "", "")]
    [InlineData("Outbound_*", "b", "b c")]
    public void An_accepted_finding_is_not_reported(string name, string element, string left)
    {
        var config = new LintConfig { Suppressions = [new Suppression("unreachable-element", name, element)] };

        var found = Linter.Check(Read(Unreachable.Replace("\"gone\"", "\"z\"")), Nothing, config);

        string.Join(' ', found.Select(one => one.Element)).ShouldBe(left);
    }

    [Theory]
    [InlineData("dead-end", "Inbound_Billing", true)]
    [InlineData("dead-end", "Inbound_*", false)]
    [InlineData("unknown-shared-flow", "Inbound_Billing", false)]
    public void A_suppression_is_called_unused_only_where_that_is_certain(string rule, string name, bool isUnused)
    {
        var config = new LintConfig { Suppressions = [new Suppression(rule, name)] };

        var found = Linter.Check(Read("""{"name": "Inbound_Billing", "actions": [{"id": "z", "type": "disconnect"}]}"""), Nothing, config);

        found.Select(one => one.Id).ShouldBe(isUnused ? ["unused-suppression"] : []);
    }

    [Fact]
    public void Unknown_rules_of_a_configuration_are_told_to_whoever_reads_it()
    {
        var config = new LintConfig
        {
            Severities = ImmutableDictionary<string, Severity>.Empty.Add("dead-ends", Severity.Off),
            Suppressions = [new Suppression("deadend", "*"), new Suppression("dead-end", "*")],
        };

        config.UnknownRules().ShouldBe(["dead-ends", "deadend"]);
        RuleSet.NearIds("deadend").ShouldBe(["dead-end"]);
    }

    [Fact]
    public void Comments_accept_findings_where_a_notation_has_them()
    {
        // No format is read from YAML yet: the comments are put beside JSON text, where the linter finds them in the same way.
        const string text = """
            {"name": "x", "actions": [
              {"id": "a", "type": "playAudio", "next": "z"},
            # patchbay-disable-next-line unreachable-element -- kept for the holidays
              {"id": "b", "type": "playAudio", "next": "z"},
              {"id": "c", "type": "playAudio", "next": "z"},
            # patchbay-disable-next-line unreachable-element
              {"id": "z", "type": "disconnect"}]}
            # patchbay-disable dead-end, unreachable-elements
            # patchbay-disable
            # patchbay is a word like any other
            """;
        var comments = text.Split('\n').Where(line => line.StartsWith('#')).ToList();
        var plain = comments.Aggregate(text, (rest, comment) => rest.Replace(comment + "\n", new string(' ', comment.Length) + "\n"));
        plain = plain[..plain.IndexOf("# patchbay", StringComparison.Ordinal)].PadRight(text.Length);
        var read = Read(plain);
        var withComments = new SourceText(text);
        var starts = comments.Select(comment => new CommentTrivia(new TextSpan(text.IndexOf(comment, StringComparison.Ordinal), comment.Length))).ToList();
        starts[1] = starts[1] with { Span = new TextSpan(text.LastIndexOf(comments[1] + "\n", StringComparison.Ordinal), comments[1].Length) };
        starts[3] = starts[3] with { Span = new TextSpan(text.IndexOf(comments[3] + "\n", StringComparison.Ordinal), comments[3].Length) };
        var flow = read with { Tree = read.Tree with { Source = withComments, Comments = [.. starts] } };

        var found = Linter.Check(flow, Nothing);

        found.Select(one => (one.Id, withComments.GetPosition(one.Span.Start).Line)).ShouldBe(
        [
            ("unreachable-element", 5),
            ("unused-suppression", 6),
            ("unknown-rule", 8),
            ("unused-suppression", 8),
            ("unknown-rule", 9),
        ]);
    }

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldNotBeNull();
}
