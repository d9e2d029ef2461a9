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

    [Fact]
    public async Task A_folder_may_hold_Architect_flows_templates_and_other_files()
    {
        _shell.Write("flows/main.yaml", Architect("Main", "{{queue}}"));
        _shell.Write("flows/template.yaml.tftpl", Architect("Template", "${queue}"));
        _shell.Write("flows/billing.json", Samples.Billing);
        _shell.Write("flows/ci.yml", "jobs:\n  build:\n    steps: [checkout]\n");
        _shell.Write("flows/values.yaml", "queue: Sales\n");
        _shell.Write("flows/notes.yaml", "- one\n- two: [\n");

        var answer = (await _shell.RunAsync("validate flows")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("3 flows checked, nothing found.\n");
        (await _shell.RunAsync("validate flows/ci.yml")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("[unknown-format]");
    }

    [Fact]
    public async Task Values_fill_substitutions_in_and_one_without_a_value_is_an_error_at_its_line()
    {
        _shell.Write("main.yaml", Architect("{{name}}", "{{queue}}"));
        _shell.Write("values.yaml", "substitutions:\n  name: Main\n");

        var open = (await _shell.RunAsync("validate main.yaml --values values.yaml")).ShouldEnd(ExitCode.Failed);
        open.Out.ShouldContain("main.yaml:14:26: error: The substitution \"queue\" has no value.");
        (await _shell.RunAsync("validate main.yaml --values values.yaml --set queue=Sales")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("validate main.yaml --set name=a/b --set queue=Sales")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("[invalid-flow-name]");
        (await _shell.RunAsync("validate main.yaml --set queue")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("--set KEY=VALUE");
    }

    [Fact]
    public async Task A_catalogue_tells_names_that_do_not_exist()
    {
        _shell.Write("main.yaml", Architect("Main", "Salse"));
        _shell.Write("org.yaml", "complete: [queues]\nqueues: [Sales]\n");
        _shell.Write("wrong.yaml", "queus: [Sales]\n");

        var answer = (await _shell.RunAsync("validate main.yaml --catalogue org.yaml --json")).ShouldEnd(ExitCode.Failed);

        var problem = answer.Json.GetProperty("findings")[0];
        problem.GetProperty("rule").GetString().ShouldBe("unknown-name");
        problem.GetProperty("line").GetInt32().ShouldBe(14);
        problem.GetProperty("column").GetInt32().ShouldBe(25);
        problem.GetProperty("element").GetString().ShouldBe("Start_1/To sales");
        (await _shell.RunAsync("validate main.yaml --catalogue wrong.yaml")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("wrong.yaml:1:1: error: ");
    }

    [Fact]
    public async Task Reports_of_Architect_flows_have_places_and_elements()
    {
        _shell.Write("main.yaml", Architect("Main", "Sales").Replace("transferToAcd", "transferToAcD", StringComparison.Ordinal));

        var sarif = (await _shell.RunAsync("validate main.yaml --format sarif --fail-on warning")).ShouldEnd(ExitCode.Failed);
        var region = sarif.Json.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        region.GetProperty("startLine").GetInt32().ShouldBe(10);
        region.GetProperty("startColumn").GetInt32().ShouldBe(13);
        (await _shell.RunAsync("validate main.yaml --format junit --fail-on warning")).Out.ShouldContain("transferToAcD");
    }

    [Fact]
    public async Task Safe_fixes_are_applied_to_Architect_files()
    {
        var text = Architect("Main", "Sales");
        _shell.Write("flows/main.yaml", text + "          - disconnect:\n              name: Never\n");

        (await _shell.RunAsync("validate flows --fix")).ShouldEnd(ExitCode.Done).Out.ShouldBe("1 flow checked, nothing found.\n");

        _shell.Read("flows/main.yaml").ShouldBe(text);
    }

    private static string Architect(string name, string queue) => $$"""
        inboundCall:
          name: "{{name}}"
          startUpRef: "/inboundCall/tasks/task[Start_1]"
          defaultLanguage: en-us
          tasks:
            - task:
                name: Start
                refId: Start_1
                actions:
                  - transferToAcd:
                      name: To sales
                      targetQueue:
                        lit:
                          name: "{{queue}}"
                  - disconnect:
                      name: Hang up

        """;
}
