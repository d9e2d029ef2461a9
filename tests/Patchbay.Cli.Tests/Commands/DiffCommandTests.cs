namespace Patchbay.Cli.Tests.Commands;

public sealed class DiffCommandTests : IAsyncLifetime
{
    private const string Billing = "Inbound_Support_Billing";
    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await LocalOrg.StartAsync(_shell);

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task Two_files_are_compared_without_any_org()
    {
        _shell.Variables.Clear();
        _shell.Write("old.json", Samples.Billing);
        _shell.Write("new.json", Samples.Billing.Replace("\"Greeting\"", "\"Welcome\"", StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("diff old.json new.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            ~ Element "Welcome": label is now "Welcome" (was "Greeting")
            1 difference between old.json and new.json.

            """);
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Layout_is_no_difference()
    {
        _shell.Write("old.json", Samples.Billing);
        _shell.Write("new.json", Samples.Billing.ReplaceLineEndings(" "));

        var answer = (await _shell.RunAsync("diff old.json new.json --exit-code")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("old.json and new.json mean the same.\n");
    }

    [Fact]
    public async Task Unified_text_and_json_are_made_from_the_same_comparison()
    {
        _shell.Write("old.json", Samples.Billing);
        _shell.Write("new.json", Samples.Billing.Replace("\"Greeting\"", "\"Welcome\"", StringComparison.Ordinal));

        var unified = (await _shell.RunAsync("diff old.json new.json --format unified")).ShouldEnd(ExitCode.Done);
        var json = (await _shell.RunAsync("diff old.json new.json --json --exit-code")).ShouldEnd(ExitCode.Pending);

        unified.Out.ShouldStartWith("--- old.json\n+++ new.json\n@@ ");
        unified.Out.ShouldContain("\n-        \"label\": \"Greeting\",\n+        \"label\": \"Welcome\",\n");
        json.Json.EnumerateObject().Select(property => property.Name).ShouldBe(["before", "after", "flows", "same"]);
        var flow = json.Json.GetProperty("flows")[0];
        flow.EnumerateObject().Select(property => property.Name).ShouldBe(["name", "type", "status", "differences"]);
        flow.GetProperty("differences")[0].GetProperty("element").GetString().ShouldBe("greet");
    }

    [Fact]
    public async Task A_flow_alone_is_compared_with_what_is_live()
    {
        _org.Org.EditAsSomebodyElse(_org.IdOf(Billing), "ann", """{"description": "Invoices and refunds"}""");

        var answer = (await _shell.RunAsync($"diff {Billing} --exit-code")).ShouldEnd(ExitCode.Pending);

        answer.Out.ShouldContain("Invoices and refunds");
        answer.Out.ShouldEndWith($"1 difference between {Billing}@14 (live) and {Billing}.\n");
    }

    [Fact]
    public async Task Two_versions_are_compared()
    {
        _org.Org.EditAsSomebodyElse(_org.IdOf(Billing), "ann", """{"description": "Invoices"}""");
        _org.Org.EditAsSomebodyElse(_org.IdOf(Billing), "bob", """{"description": "Refunds"}""");

        var answer = (await _shell.RunAsync($"diff {Billing}@15 {Billing}@16")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Refunds");
        answer.Out.ShouldEndWith($"1 difference between {Billing}@15 and {Billing}@16.\n");
    }

    [Fact]
    public async Task A_folder_alone_is_compared_with_the_org_it_came_from()
    {
        await _shell.RunAsync("flows pull --name Inbound_Support_B*");
        _shell.Write($"flows/{Billing}.json", _shell.Read($"flows/{Billing}.json").Replace("\"type\": \"disconnect\"", "\"type\": \"disconnect\", \"note\": 1", StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("diff flows --exit-code")).ShouldEnd(ExitCode.Pending);

        answer.Out.ShouldStartWith($"~ {Billing}   call\n    + Element ");
        answer.Out.ShouldMatch($@"\n{_org.Name} -> flows: 1 changed, 0 added, 0 removed, 2 the same\. \d+ flows of {_org.Name} have no file here\.\n$");
    }

    [Fact]
    public async Task Two_folders_are_compared_flow_by_flow()
    {
        _shell.Write("a/billing.json", Samples.Billing);
        _shell.Write("a/gone.json", Samples.Broken);
        _shell.Write("b/moved/billing.json", Samples.Billing.Replace("\"Greeting\"", "\"Welcome\"", StringComparison.Ordinal));
        _shell.Write("b/new.json", Samples.Billing.Replace("\"Billing\"", "\"Refunds\"", StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("diff a b")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            ~ Billing   call
                ~ Element "Welcome": label is now "Welcome" (was "Greeting")
            - Broken   call
            + Refunds   call
            a -> b: 1 changed, 1 added, 1 removed, 0 the same.

            """);
    }

    [Fact]
    public async Task A_file_alone_is_compared_with_its_flow_in_the_org()
    {
        await _shell.RunAsync($"flows pull --name {Billing}");
        _org.Org.EditAsSomebodyElse(_org.IdOf(Billing), "ann", """{"description": "Invoices"}""");

        var answer = (await _shell.RunAsync($"diff flows/{Billing}.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldEndWith($"1 difference between {Billing} in {_org.Name} and flows/{Billing}.json.\n");
    }

    [Fact]
    public async Task A_flow_and_a_folder_cannot_be_compared()
    {
        _shell.Write("a/billing.json", Samples.Billing);

        var answer = (await _shell.RunAsync("diff a a/billing.json")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: \"a\" and \"a/billing.json\" cannot be compared: one is a single flow and the other is many.\n");
    }

    [Fact]
    public async Task Names_come_last_in_Architect_files_and_can_be_hidden()
    {
        const string Hours = """
            inboundCall:
              name: Hours
              startUpRef: "/inboundCall/tasks/task[Open_1]"
              tasks:
                - task:
                    name: Open
                    refId: Open_1
                    actions:
                      - playAudio:
                          name: Welcome
                          audio: {tts: We are open until eight.}
                      - disconnect: {name: Disconnect}
            """;
        _shell.Write("old.yaml", Hours);
        _shell.Write("new.yaml", Hours.Replace("Open_1", "Hours_7", StringComparison.Ordinal).Replace("name: Open", "name: Opening hours", StringComparison.Ordinal).Replace("eight", "nine", StringComparison.Ordinal));

        var all = (await _shell.RunAsync("diff old.yaml new.yaml")).ShouldEnd(ExitCode.Done);
        var hidden = (await _shell.RunAsync("diff old.yaml new.yaml --hide cosmetic --hide caller --exit-code")).ShouldEnd(ExitCode.Done);

        all.Out.ShouldBe("""
            ~ Task "Opening hours": "Welcome" now plays "We are open until nine." (was "We are open until eight.")
            Names and descriptions:
            ~ Task "Open" is now called "Opening hours"
            2 differences between old.yaml and new.yaml.

            """);
        hidden.Out.ShouldBe("0 differences between old.yaml and new.yaml; 2 hidden.\n");
        (await _shell.RunAsync("diff old.yaml new.yaml --hide cosmetics")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("\"cosmetics\" is no group of differences. Did you mean \"cosmetic\"?");
    }
}
