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
}
