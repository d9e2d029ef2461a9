using System.Xml.Linq;

namespace Patchbay.Cli.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Says_that_nothing_was_found()
    {
        _shell.Write("flows/billing.json", Samples.Billing);

        var answer = (await _shell.RunAsync("validate flows")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("1 flow checked, nothing found.\n");
    }

    [Fact]
    public async Task Shows_the_line_and_marks_what_is_wrong()
    {
        _shell.Write("flows/broken.json", Samples.Broken);

        var answer = (await _shell.RunAsync("validate flows")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("flows/broken.json:8:37: error: ");
        answer.Out.ShouldContain("[missing-target]\n          \"outputNodes\": { \"success\": \"nowhere\" }\n");
        answer.Out.ShouldContain(new string(' ', 38) + "^~~~~~~~~\n");
        answer.Out.ShouldContain("1 flow checked: 1 error");
    }

    [Fact]
    public async Task Writes_json_with_positions()
    {
        _shell.Write("broken.json", Samples.Broken);

        var answer = (await _shell.RunAsync("validate broken.json --json")).ShouldEnd(ExitCode.Failed);

        answer.Json.GetProperty("summary").GetProperty("errors").GetInt32().ShouldBe(1);
        var problem = answer.Json.GetProperty("findings")[0];
        problem.GetProperty("rule").GetString().ShouldBe("missing-target");
        problem.GetProperty("file").GetString().ShouldBe("broken.json");
        problem.GetProperty("line").GetInt32().ShouldBe(8);
        problem.GetProperty("moment").GetString().ShouldBe("write");
    }

    [Fact]
    public async Task Writes_Sarif()
    {
        _shell.Write("broken.json", Samples.Broken);

        var answer = (await _shell.RunAsync("validate broken.json --format sarif")).ShouldEnd(ExitCode.Failed);

        answer.Json.GetProperty("version").GetString().ShouldBe("2.1.0");
        var run = answer.Json.GetProperty("runs")[0];
        var result = run.GetProperty("results")[0];
        result.GetProperty("ruleId").GetString().ShouldBe("missing-target");
        result.GetProperty("level").GetString().ShouldBe("error");
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe("missing-target");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("broken.json");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(8);
    }

    [Fact]
    public async Task Writes_JUnit_with_a_test_for_each_flow()
    {
        _shell.Write("flows/billing.json", Samples.Billing);
        _shell.Write("flows/broken.json", Samples.Broken);

        var answer = (await _shell.RunAsync("validate flows --format junit")).ShouldEnd(ExitCode.Failed);

        var suites = XDocument.Parse(answer.Out).Root!;
        suites.Attribute("tests")!.Value.ShouldBe("2");
        suites.Attribute("failures")!.Value.ShouldBe("1");
        suites.Elements("testsuite").Single(suite => suite.Descendants("failure").Any()).Attribute("name")!.Value.ShouldBe("flows/broken.json");
    }

    [Fact]
    public async Task Text_that_breaks_off_is_a_finding_with_a_place()
    {
        _shell.Write("half.json", Samples.Billing[..150]);

        var answer = (await _shell.RunAsync("validate half.json")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldMatch(@"^half\.json:\d+:\d+: error: ");
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_wrong_usage()
    {
        var answer = (await _shell.RunAsync("validate nothing.json")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("There is no file \"nothing.json\"");
    }

    [Fact]
    public async Task Asks_the_org_itself_when_told_to()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        _shell.Write("billing.json", Samples.Billing);
        _shell.Write("queue.json", Samples.Billing.Replace("\"type\": \"play\",", "\"type\": \"CallModule\", \"content\": {\"moduleId\": \"no-such-module\"},", StringComparison.Ordinal));

        var alone = (await _shell.RunAsync("validate queue.json")).ShouldEnd(ExitCode.Done);
        var asked = (await _shell.RunAsync("validate billing.json queue.json --server")).ShouldEnd(ExitCode.Failed);

        alone.Out.ShouldBe("1 flow checked, nothing found.\n");
        asked.Out.ShouldStartWith("queue.json:");
        asked.Out.ShouldContain("[unknown-shared-flow]");
        asked.Error.ShouldBe($"Asking {org.Name} about 2 flows ... done (5 requests, 0 throttled)\n");
    }

    [Fact]
    public async Task What_the_org_says_beyond_our_own_rules_is_shown_at_its_place()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        _shell.Write("patchbay.yaml", "lint:\n  rules:\n    missing-target: off\n");
        _shell.Write("broken.json", Samples.Broken);

        var asked = (await _shell.RunAsync("validate broken.json --server")).ShouldEnd(ExitCode.Failed);

        asked.Out.ShouldStartWith("broken.json:8:37: error: The service says: ");
    }

    [Fact]
    public async Task Checks_all_flows_of_an_org()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("validate --json")).ShouldEnd(ExitCode.Failed);

        answer.Json.GetProperty("summary").GetProperty("files").GetInt32().ShouldBeGreaterThan(100);
        answer.Json.GetProperty("summary").GetProperty("errors").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Mends_what_is_safe_in_the_file_itself()
    {
        _shell.Write("flows/billing.json", Samples.WithUnreachableElement);

        var before = (await _shell.RunAsync("validate flows")).ShouldEnd(ExitCode.Done);
        var mended = (await _shell.RunAsync("validate flows --fix")).ShouldEnd(ExitCode.Done);

        before.Out.ShouldContain("[unreachable-element]");
        before.Out.ShouldContain("--fix mends 1 of them.");
        mended.Error.ShouldBe("flows/billing.json: applied 1 fix.\n");
        mended.Out.ShouldBe("1 flow checked, nothing found.\n");
        _shell.Read("flows/billing.json").ShouldBe(Samples.Billing);
    }

    [Fact]
    public async Task Only_files_can_be_mended()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("validate --fix")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("flows pull");
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_found_in_the_configuration()
    {
        _shell.Write("patchbay.yaml", "lint:\n  rules:\n    missing-taget: off\n");
        _shell.Write("broken.json", Samples.Broken);

        var answer = (await _shell.RunAsync("validate broken.json")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("patchbay.yaml:3:5: ");
        answer.Error.ShouldContain("\"missing-target\"");
        answer.Error.ShouldContain("^~~~");
    }
}
