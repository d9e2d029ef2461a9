using Patchbay.Core.Configuration;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting;
using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Configuration;

public class WorkspaceConfigTests
{
    private static readonly string[] Rules = [.. RuleSet.All.Select(rule => rule.Id)];

    [Fact]
    public void Reads_everything_that_the_file_can_say()
    {
        var config = ReadWell("""
            org: prod
            profiles:
              local: {api: definitions, region: "http://127.0.0.1:8090"}
              prod: {region: us-east-1, credentials: PROD}
            lint:
              rules: {dead-end: error, unset-variable: off}
              suppress:
                - {rule: unreachable-element, flow: Inbound_*, element: old_menu}
                - {rule: dead-end, flow: Legacy}
            """);

        config.Org.ShouldBe("prod");
        config.Profiles["local"].ShouldBe(new OrgProfile("local", "http://127.0.0.1:8090"));
        config.Profiles["prod"].ShouldBe(new OrgProfile("prod", "us-east-1") { Credentials = "PROD" });
        config.Lint.Severities["dead-end"].ShouldBe(Severity.Error);
        config.Lint.Severities["unset-variable"].ShouldBe(Severity.Off);
        config.Lint.Suppressions.ShouldBe([new Suppression("unreachable-element", "Inbound_*", "old_menu"), new Suppression("dead-end", "Legacy")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing settled yet\n")]
    [InlineData("---\n")]
    [InlineData("org: https://example.com\n")]
    public void A_file_that_settles_little_is_fine(string text) => ReadWell(text).Profiles.ShouldBeEmpty();

    [Theory]
    [InlineData("unknown-key", "[|profile|]: {}", "did you mean \"profiles\"?")]
    [InlineData("unknown-key", "profiles: {a: {region: x, [|client_secret|]: y}}", "\"client_secret\" is not a key")]
    [InlineData("missing-key", "profiles: {a: [|{|]api: definitions}}", "\"region\" is missing in the profile \"a\"")]
    [InlineData("wrong-value", "profiles: {a: {api: [|telepathy|], region: x}}", "these are \"definitions\" and \"platform\"")]
    [InlineData("wrong-value", "profiles: {a: {api: [|rest|], region: x}}", "\"rest\" is not an API")]
    [InlineData("wrong-value", "profiles: {[|a b|]: {region: x}}", "cannot be a profile's name")]
    [InlineData("wrong-value", "profiles: {a: {region: x, credentials: [|s3cr3t!value|]}}", "never a secret itself")]
    [InlineData("unknown-profile", "org: [|lokal|]\nprofiles: {local: {region: x}}", "Did you mean \"local\"?")]
    [InlineData("syntax", "org: $[|{{ secrets.ORG }}|]", "nothing fills it in here")]
    [InlineData("unknown-profile", "org: [|x|]", "Add it under \"profiles\".")]
    [InlineData("unknown-rule", "lint: {rules: {[|dead-ends|]: error}}", "did you mean \"dead-end\"?")]
    [InlineData("unknown-rule", "lint: {rules: {[|syntax|]: off}}", "is not a rule that can be configured")]
    [InlineData("unknown-rule", "lint: {suppress: [{rule: [|deadend|], flow: a}]}", "did you mean \"dead-end\"?")]
    [InlineData("wrong-value", "lint: {rules: {dead-end: [|fatal|]}}", "must be off, info, warning or error")]
    [InlineData("missing-key", "lint: {suppress: [[|{|]rule: dead-end}]}", "\"flow\" is missing")]
    [InlineData("wrong-value", "lint: {suppress: [[|a|]]}", "A suppression must be a mapping")]
    [InlineData("wrong-value", "[|- a|]", "this text is none")]
    public void Says_what_is_wrong_and_where(string id, string marked, string message)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", start, StringComparison.Ordinal);
        var text = marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..];

        var result = WorkspaceConfigReader.Read(new SourceText(text), Rules);

        result.Config.ShouldBeNull();
        var diagnostic = result.Diagnostics.First(d => d.Id == id);
        diagnostic.Message.ShouldContain(message);
        diagnostic.Message.ShouldNotContain("s3cr3t");
        diagnostic.Span.ShouldBe(TextSpan.FromBounds(start, end - 2));
    }

    [Fact]
    public void Every_example_of_the_page_is_read() =>
        MarkdownExamples.In(Path.Combine(Repository.Root, "docs", "configuration.md")).ShouldAllBe(example => ReadWell(example) != null);

    private static WorkspaceConfig ReadWell(string text)
    {
        var result = WorkspaceConfigReader.Read(new SourceText(text, WorkspaceConfig.FileName), Rules);

        result.Diagnostics.ShouldBeEmpty();
        return result.Config.ShouldNotBeNull();
    }
}
