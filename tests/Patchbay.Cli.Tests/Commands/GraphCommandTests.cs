namespace Patchbay.Cli.Tests.Commands;

public sealed class GraphCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public GraphCommandTests() => _shell.Write("billing.json", Samples.Billing);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("billing.svg", "<svg ")]
    [InlineData("billing.dot", "digraph")]
    [InlineData("billing.json.out", "flowchart TD")]
    public async Task The_name_of_the_file_tells_the_notation(string file, string start)
    {
        _shell.Write("billing.json", Samples.Billing);

        (await _shell.RunAsync($"graph billing.json --out {file}")).ShouldEnd(ExitCode.Done);
        _shell.Read(file).ShouldStartWith(start);

        (await _shell.RunAsync($"graph billing.json --format mermaid --out {file}")).ShouldEnd(ExitCode.Done);
        _shell.Read(file).ShouldStartWith("flowchart TD");
    }

    [Fact]
    public async Task Draws_a_file_as_Mermaid()
    {
        var answer = (await _shell.RunAsync("graph billing.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            flowchart TD
                start(("start"))
                n0["Greeting<br/><small>play</small>"]
                n1(["Goodbye<br/><small>disconnect</small>"])
                start --> n0
                n0 -->|"success"| n1

            """);
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Draws_it_as_Dot()
    {
        var answer = (await _shell.RunAsync("graph billing.json --format dot")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("digraph \"Billing\" {\n");
        answer.Out.ShouldContain("  n0 -> n1 [label=\"success\"];\n");
        answer.Out.ShouldEndWith("}\n");
    }

    [Fact]
    public async Task Lists_nodes_and_edges_as_json()
    {
        var answer = (await _shell.RunAsync("graph billing.json --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("name").GetString().ShouldBe("Billing");
        answer.Json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("label").GetString()).ShouldBe(["start", "Greeting", "Goodbye"]);
        var way = answer.Json.GetProperty("ways")[1];
        way.GetProperty("from").GetString().ShouldBe("n0");
        way.GetProperty("to").GetString().ShouldBe("n1");
        way.GetProperty("kind").GetString().ShouldBe("success");
    }

    [Fact]
    public async Task Finds_a_flow_of_a_folder_by_name_in_any_case()
    {
        var answer = (await _shell.RunAsync("graph billing --format dot")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Greeting");
    }

    [Fact]
    public async Task Guesses_which_flow_was_meant()
    {
        var answer = (await _shell.RunAsync("graph Biling")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("There is no flow \"Biling\"");
        answer.Error.ShouldContain("Did you mean \"Billing\"?");
    }

    [Fact]
    public async Task Names_the_candidates_of_an_ambiguous_name()
    {
        _shell.Write("other/billing.json", Samples.Billing);

        var answer = (await _shell.RunAsync("graph Billing")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("2 flows");
        answer.Error.ShouldContain("billing.json (call), other/billing.json (call)");
    }

    [Fact]
    public async Task Writes_a_file_when_asked()
    {
        var answer = (await _shell.RunAsync("graph billing.json --out pictures/billing.mmd")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBeEmpty();
        answer.Error.ShouldBe("Wrote pictures/billing.mmd.\n");
        _shell.Read("pictures/billing.mmd").ShouldStartWith("flowchart TD\n");
    }

    [Fact]
    public async Task Says_that_a_file_is_no_flow()
    {
        _shell.Write("package.json", """{"name": "web"}""");

        var answer = (await _shell.RunAsync("graph package.json")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("\"package.json\" is not a flow in a format that Patchbay reads.");
    }

    [Fact]
    public async Task Draws_a_picture()
    {
        var answer = (await _shell.RunAsync("graph billing.json --format svg")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("<svg xmlns=");
        answer.Out.ShouldContain(">Greeting</text>");
    }

    [Theory]
    [InlineData("graph", "this folder")]
    [InlineData("graph empty", "empty")]
    [InlineData("graph empty --format svg --out flows.svg", "empty")]
    public async Task A_folder_without_flows_is_no_picture(string line, string name)
    {
        File.Delete(Path.Combine(_shell.Folder, "billing.json"));
        _shell.Write("empty/readme.md", "Nothing yet.");

        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe($"error: There are no flows in {name} to draw. Name a flow, a flow file or a folder that holds some, or an org with --org.\n");
        answer.Out.ShouldBeEmpty();
        File.Exists(Path.Combine(_shell.Folder, "flows.svg")).ShouldBeFalse();
    }

    [Fact]
    public async Task Draws_one_task_of_an_Architect_flow()
    {
        _shell.Write("reception.yaml", Repository.Read("corpus/drawings/reception/flow.yaml"));

        var answer = (await _shell.RunAsync(["graph", "reception.yaml", "--task", "take a message"])).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("subgraph g24[\"Take a Message (task)\"]");
        answer.Out.ShouldNotContain("Look the patient up");
    }

    [Fact]
    public async Task Guesses_which_task_was_meant()
    {
        _shell.Write("reception.yaml", Repository.Read("corpus/drawings/reception/flow.yaml"));

        var answer = (await _shell.RunAsync(["graph", "reception.yaml", "--task", "Take a Mesage"])).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("Did you mean \"Take a Message\"?");
    }
}
