namespace Patchbay.Cli.Tests.Commands;

/// <summary>The verbs that only read, on a folder of Architect flows.</summary>
public sealed class ArchitectFolderTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public ArchitectFolderTests() => Clinic.WriteTo(_shell);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Lists_names_types_and_divisions()
    {
        var answer = (await _shell.RunAsync("flows list clinic")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            NAME              TYPE          DIVISION    FILE
            Clinic Reception  inboundcall   Front Desk  reception.yaml
            Laboratory        inboundcall               laboratory.yaml
            Night Desk Bot    bot                       night-bot.yaml
            Voice Message     commonmodule              voice-message.yaml
            4 flows in clinic

            """);
    }

    [Theory]
    [InlineData("queue:Nurs*", "Clinic Reception")]
    [InlineData("prompt:After_The_Tone", "Voice Message")]
    [InlineData("data-action:*/Find Patient", "Clinic Reception")]
    [InlineData("type:exitBotFlow", "Night Desk Bot")]
    public async Task Finds_flows_by_what_they_use(string what, string name)
    {
        var answer = (await _shell.RunAsync(["flows", "list", "clinic", "--contains", what, "--json"])).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("name").GetString()).ShouldBe([name]);
    }

    [Fact]
    public async Task Finds_flows_by_what_they_call()
    {
        var answer = (await _shell.RunAsync(["flows", "list", "clinic", "--contains", "calls:Voice Message", "--json"])).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("name").GetString()).ShouldBe(["Clinic Reception", "Night Desk Bot"]);
    }

    [Fact]
    public async Task What_a_broken_file_seems_to_be_is_not_said_without_a_word_of_it()
    {
        var text = _shell.Read("clinic/laboratory.yaml");
        _shell.Write("merged.yaml", "<<<<<<< ours\n" + text + "=======\n" + text + ">>>>>>> theirs\n");

        foreach (var verb in new[] { "diff clinic/laboratory.yaml merged.yaml", "graph merged.yaml" })
        {
            (await _shell.RunAsync(verb)).Error.ShouldContain("\"merged.yaml\" is broken at 1:1 and was read only as far as it goes");
        }
    }

    [Fact]
    public async Task Modules_and_bots_of_one_name_are_compared_each_with_its_own()
    {
        foreach (var folder in new[] { "before", "after" })
        {
            _shell.Write($"{folder}/one.yaml", "commonModule:\n  name: \"{{name}}\"\n");
            _shell.Write($"{folder}/three.yaml", "botFlow:\n  name: \"{{name}}\"\n");
            _shell.Write($"{folder}/two.yaml", "commonModule:\n  name: \"{{name}}\"\n  description: another\n");
        }

        (await _shell.RunAsync("diff before after")).ShouldEnd(ExitCode.Done).Out.ShouldContain("0 changed, 0 added, 0 removed, 3 the same");
    }

    [Fact]
    public async Task A_folder_where_a_flow_is_meant_and_a_file_where_a_folder_is_are_told_apart()
    {
        (await _shell.RunAsync("flows show clinic")).ShouldEnd(ExitCode.Usage).Error.ShouldStartWith("error: \"clinic\" is a folder, and one flow is meant.");
        (await _shell.RunAsync("flows list clinic/laboratory.yaml")).ShouldEnd(ExitCode.Usage).Error.ShouldBe("error: \"clinic/laboratory.yaml\" is a file, and a folder is meant.\n");
    }

    [Fact]
    public async Task A_run_on_a_folder_is_shown_without_a_word_of_publishing()
    {
        _shell.Write("change.yaml", "flows: {name: Laboratory}\nsteps:\n  - rename: {task: Opening}\n    to: First\n");
        (await _shell.RunAsync("apply change.yaml --folder clinic --yes")).ShouldEnd(ExitCode.Done);
        var run = (await _shell.RunAsync("runs list --json")).Json.GetProperty("runs")[0].GetProperty("id").GetString();

        (await _shell.RunAsync($"runs show {run}")).ShouldEnd(ExitCode.Done).Error.ShouldNotContain("Make it live");
    }

    [Fact]
    public async Task Shows_what_a_file_holds()
    {
        var answer = (await _shell.RunAsync("flows show clinic/reception.yaml")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("  task  Opening Hours   6 actions, starts the flow\n");
        answer.Out.ShouldContain("        0        Operator        queue Front Desk\n");
        answer.Out.ShouldContain("        default  No answer       Disconnect\n");
        answer.Out.ShouldContain("  task  Old Survey      2 actions, never reached\n");
        answer.Out.ShouldContain("  data action     Clinic Records/Find Patient\n");
        answer.Out.ShouldContain("  Flow.IsKnown    boolean  output\n");
    }

    [Fact]
    public async Task Shows_a_flow_of_a_folder_as_json()
    {
        var answer = (await _shell.RunAsync(["flows", "show", "clinic reception", "--folder", "clinic", "--json"])).ShouldEnd(ExitCode.Done);

        var menu = answer.Json.GetProperty("contents").GetProperty("parts")[0];
        menu.GetProperty("refId").GetString().ShouldBe("main_20");
        menu.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("name").GetString()).ShouldBe(["Appointments", "Results", "Operator", "Say that again", "No answer"]);
    }

    [Fact]
    public async Task Finds_every_place_that_uses_a_queue()
    {
        var answer = (await _shell.RunAsync(["where-used", "front desk", "clinic"])).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Front Desk   queue\n\nClinic Reception   inboundcall\n");
        answer.Out.ShouldContain("    main_20/Operator  Transfer to ACD  clinic/");
        answer.Out.ShouldContain("clinic/reception.yaml:67:25\n");
    }

    [Fact]
    public async Task Finds_a_data_action_without_its_integration()
    {
        var answer = (await _shell.RunAsync(["where-used", "data-action:Find Patient", "clinic", "--json"])).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("uses").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("things")[0].GetProperty("name").GetString().ShouldBe("Clinic Records/Find Patient");
        answer.Json.GetProperty("things")[0].GetProperty("flows")[0].GetProperty("places")[0].GetProperty("type").GetString().ShouldBe("Call Data Action");
    }

    [Fact]
    public async Task Finds_who_calls_a_module_and_who_transfers_to_a_flow()
    {
        var module = (await _shell.RunAsync(["where-used", "Voice Message", "clinic"])).ShouldEnd(ExitCode.Done);
        var flow = (await _shell.RunAsync(["where-used", "inboundcall:Clinic Reception", "clinic"])).ShouldEnd(ExitCode.Done);

        module.Out.ShouldContain("        in  Common.caller <- Call.Ani\n");
        module.Out.ShouldEndWith("2 flows in clinic call it.\n");
        flow.Out.ShouldContain("   transfers to it   clinic/laboratory.yaml:17:");
    }

    [Fact]
    public async Task A_name_of_a_flow_and_of_a_queue_is_told_apart()
    {
        var flow = (await _shell.RunAsync(["where-used", "Laboratory", "clinic"])).ShouldEnd(ExitCode.Done);
        var queue = (await _shell.RunAsync(["where-used", "queue:Laboratory", "clinic"])).ShouldEnd(ExitCode.Done);

        flow.Out.ShouldStartWith("Laboratory   inboundcall\n");
        flow.Error.ShouldContain("where-used queue:Laboratory");
        queue.Out.ShouldStartWith("Laboratory   queue\n");
    }

    [Fact]
    public async Task Guesses_which_thing_was_meant()
    {
        var answer = (await _shell.RunAsync(["where-used", "Nurse", "clinic"])).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("Nothing in clinic is called or uses \"Nurse\". Did you mean \"Nurses\"?");
    }

    [Fact]
    public async Task Draws_which_flow_leads_to_which()
    {
        var answer = (await _shell.RunAsync("graph clinic --format json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("label").GetString()).ShouldBe(["Clinic Reception", "Laboratory", "Night Desk Bot", "Voice Message", "Secure Results"]);
        answer.Json.GetProperty("ways").EnumerateArray().Count(way => way.GetProperty("kind").GetString() == "repeat").ShouldBe(2);
    }

    [Fact]
    public async Task One_task_of_a_folder_cannot_be_drawn()
    {
        var answer = (await _shell.RunAsync("graph clinic --task Opening")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("--task is about one flow.");
    }
}
