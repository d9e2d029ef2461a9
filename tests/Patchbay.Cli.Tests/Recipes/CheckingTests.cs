namespace Patchbay.Cli.Tests.Recipes;

public sealed class CheckingTests
{
    private const string Actions = """
        {
          "name": "Half wired",
          "type": "call",
          "actions": [
            {"id": "greet", "type": "playprompt", "name": "Greeting"},
            {"id": "shared", "type": "invokeflow", "onSuccess": "nextActionId", "onError": "back"},
            {"id": "back", "type": "playprompt", "next": "shared"}
          ]
        }

        """;

    private const string Triggers = """
        {
          "name": "Round and round",
          "type": "call",
          "triggers": [
            {"id": "one", "type": "play", "properties": {}},
            {"id": "two", "type": "play", "properties": {}},
            {"id": "three", "type": "callsubflow", "properties": {}}
          ],
          "edges": [
            {"fromId": "start", "toId": "one", "conditions": []},
            {"fromId": "one", "toId": "two", "conditions": []},
            {"fromId": "two", "toId": "one", "conditions": []},
            {"fromId": "two", "toId": "four", "conditions": []}
          ]
        }

        """;

    private const string Nodes = """
        {
          "name": "Two islands",
          "type": "call",
          "definition": {
            "nodes": [
              {"id": "a", "type": "play"}, {"id": "b", "type": "play"},
              {"id": "c", "type": "play"}, {"id": "d", "type": "disconnect"}
            ],
            "edges": [
              {"source": "a", "target": "b"}, {"source": "b", "target": "a"},
              {"source": "c", "target": "d"}
            ]
          }
        }

        """;

    [Theory]
    [InlineData(Actions, "missing-next", "missing-target", "missing-shared-flow", "routing-loop")]
    [InlineData(Triggers, "missing-end", "unconnected-trigger", "missing-target", "missing-shared-flow", "routing-loop")]
    [InlineData(Nodes, "disconnected-parts", "routing-loop")]
    public async Task What_the_service_would_refuse_is_found_in_the_file_with_its_line(string definition, params string[] rules)
    {
        using var shell = new CommandLine();
        shell.Write("flow.json", definition);

        var answer = (await shell.RunAsync("validate flow.json")).ShouldEnd(ExitCode.Failed);

        foreach (var rule in rules)
        {
            answer.Out.ShouldMatch($@"(?m)^flow\.json:\d+:\d+: error: .+ \[{rule}\]$");
        }
    }

    [Theory]
    [InlineData(Actions, "Inbound_Support_Devices")]
    [InlineData(Triggers, "Inbound_Support_French")]
    public async Task The_org_s_own_check_says_the_same_and_nothing_is_stored(string definition, string like)
    {
        await using var here = await Recipe.StartAsync();
        here.Shell.Write("flow.json", definition);

        var answer = (await here.RunAsync("validate flow.json --server")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("[missing-target]");
        here.Org.Org.Requests.Of("postFlowsValidate").ShouldBe(1);
        here.Org.Org.FindFlowId("Half wired").ShouldBeNull();
        here.Version(like).ShouldBeGreaterThan(0);
        here.Org.Org.Requests.Last.ShouldAllBe(request => request.Method == "GET" || request.Method == "POST");
    }

    [Fact]
    public async Task A_loop_is_shown_as_the_way_round()
    {
        using var shell = new CommandLine();
        shell.Write("flow.json", Triggers);

        var answer = await shell.RunAsync("validate flow.json");

        answer.Out.ShouldContain("\"one\" -> \"two\" -> \"one\"");
    }

    [Fact]
    public async Task The_graph_is_drawn()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("graph Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("flowchart TD\n");
        answer.Out.ShouldContain("-->|\"noInput\"|");
    }

    [Fact]
    public async Task A_flow_that_the_service_would_not_take_is_never_sent()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Legacy --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("\"old_menu\", which does not exist.");
        answer.Error.ShouldContain("[missing-target]");
        here.Org.Org.Requests.WithStatus(400).ShouldBe(0);
        here.Org.Org.Requests.WithStatus(422).ShouldBe(0);
    }
}
