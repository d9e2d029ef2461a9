using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Commands;

public sealed class ModulesCommandTests : IAsyncLifetime
{
    private readonly CommandLine _shell = new();
    private readonly MovableClock _clock = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/module.yaml", Module("Hello."));
        _shell.Write("ivr/one.yaml", Caller("Line 1"));
        _shell.Write("ivr/two.yaml", Caller("Line 2"));
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = Emulator.EmulatorApi.Platform, Folder = Path.Combine(_shell.Folder, "ivr"), CreateMissing = true, Time = _clock });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task Stale_flows_are_shown_and_published_again()
    {
        (await _shell.RunAsync("modules list")).Out.ShouldContain("Greeting  1.0   2          0      0");
        await _org.PublishAsync(Module("Good day."));

        var stale = await _shell.RunAsync("modules list Greeting");
        stale.Out.ShouldContain("Line 1  inboundcall  1.0   1.0    stale since ");
        stale.Out.ShouldContain("patchbay modules republish Greeting");
        var plan = (await _shell.RunAsync("modules republish Greeting --plan")).ShouldEnd(ExitCode.Done);
        plan.Out.ShouldContain("Plan: 2 flows to publish again in 1 wave, of 2 flows that use it.");

        var done = (await _shell.RunAsync("modules republish Greeting --wave 1 --yes")).ShouldEnd(ExitCode.Done);

        done.Out.ShouldContain("2 flows: 2 published. 2 live.");
        done.Error.ShouldNotContain("Take it back");
        (await _shell.RunAsync("runs list")).Out.ShouldContain("republish-greeting  republish  done    2 published");
        (await _shell.RunAsync("modules republish Greeting --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("All 2 flows");
        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("To have the old module back");
    }

    [Fact]
    public async Task What_is_not_live_yet_is_shown_and_not_published_with_the_module_unless_that_is_allowed()
    {
        await _org.PublishAsync(Caller("Line 1").Replace("name: Disconnect", "name: Goodbye", StringComparison.Ordinal));
        (await _shell.RunAsync(["publish", "Line 1@1.0", "--yes"])).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Module("Good day."));

        var careful = (await _shell.RunAsync("modules republish Greeting --yes")).ShouldEnd(ExitCode.Failed);
        careful.Error.ShouldContain("left alone: It has version 2.0 that is not live");
        careful.Error.ShouldContain("Goodbye");
        careful.Out.ShouldContain("1 flow: 1 published.");

        var allowed = (await _shell.RunAsync("modules republish Greeting --with-unpublished --yes")).ShouldEnd(ExitCode.Done);
        allowed.Error.ShouldContain("version 2.0 goes live with it, in place of 1.0");
        allowed.Error.ShouldContain("Take it back with");
    }

    [Fact]
    public async Task The_plan_as_json_tells_each_flow_with_its_wave()
    {
        await _org.PublishAsync(Module("Good day."));

        var json = (await _shell.RunAsync("modules republish Greeting --plan --wave 1 --json")).Json;

        json.GetProperty("module").GetString().ShouldBe("Greeting");
        json.GetProperty("liveVersion").GetString().ShouldBe("2.0");
        json.GetProperty("leftAlone").GetArrayLength().ShouldBe(0);
        json.GetProperty("flows").EnumerateArray().Select(flow => (flow.GetProperty("name").GetString(), flow.GetProperty("wave").GetInt32(), flow.GetProperty("holds").GetString())).ShouldBe([("Line 1", 1, "1.0"), ("Line 2", 2, "1.0")]);
    }

    [Fact]
    public async Task A_name_that_is_nearly_right_is_answered_with_the_right_one()
    {
        (await _shell.RunAsync("modules republish Greetin")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("Did you mean \"Greeting\"?");
        (await _shell.RunAsync("modules republish Greeting --pause 60")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("--pause takes a length of time");
    }

    [Fact]
    public async Task The_ledger_as_json_names_every_consumer_with_its_state()
    {
        await _org.PublishAsync(Module("Good day."));

        var json = (await _shell.RunAsync("modules list --json")).Json;

        var module = json.GetProperty("modules")[0];
        module.GetProperty("liveVersion").GetString().ShouldBe("2.0");
        module.GetProperty("consumers").EnumerateArray().ShouldAllBe(consumer => consumer.GetProperty("state").GetString() == "stale" && consumer.GetProperty("holds").GetString() == "1.0");
    }

    [Fact]
    public async Task The_index_is_held_against_the_content_that_is_here_and_the_rest_is_fetched_when_asked_for()
    {
        (await _shell.RunAsync("modules list")).Out.ShouldContain("Checked against content: 0 of 2 consumers, 0 of 3 published flows in all; --check-content fetches the rest.");

        var fetched = await _shell.RunAsync("modules list --check-content");
        fetched.Error.ShouldContain("3 published flows: 3 to fetch, about 2 requests.");
        fetched.Out.ShouldContain("Checked against the content of all 3 published flows.");

        var kept = await _shell.RunAsync("modules list --json");
        var content = kept.Json.GetProperty("content");
        (content.GetProperty("publishedFlows").GetInt32(), content.GetProperty("read").GetInt32(), content.GetProperty("consumers").GetInt32(), content.GetProperty("consumersChecked").GetInt32()).ShouldBe((3, 3, 2, 2));
        kept.Json.GetProperty("modules")[0].GetProperty("consumers").EnumerateArray().ShouldAllBe(consumer => consumer.GetProperty("isIndexed").GetBoolean() && consumer.GetProperty("contentCalls").GetBoolean());
    }

    [Fact]
    public async Task Where_index_and_content_disagree_it_is_said_by_every_verb_and_nothing_is_published_again()
    {
        await _org.PublishAsync(Caller("Line 3").Replace("Greeting:", "Farewell:", StringComparison.Ordinal));
        _org.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses) { Path = $"/api/v2/flows/{await IdAsync("Line 3")}" });
        _org.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses) { Path = $"/api/v2/flows/{await IdAsync("Line 1")}" });
        await _org.PublishAsync(Caller("Line 3"));
        await _org.PublishAsync(Caller("Line 1").Replace("Greeting:", "Farewell:", StringComparison.Ordinal));

        var all = await _shell.RunAsync("modules list --check-content");
        all.Out.ShouldContain("Greeting  1.0   3          0      2");
        all.Out.ShouldContain("? Greeting: the org's index and the content of what is live disagree about who uses it.");

        var one = await _shell.RunAsync("modules list Greeting");
        one.Out.ShouldContain("Line 1  inboundcall  2.0   ?      unknown, its content does not call it");
        one.Out.ShouldContain("Line 3  inboundcall  2.0   ?      unknown, not in the org's index");

        var used = await _shell.RunAsync("where-used Greeting");
        used.Out.ShouldContain("what it holds is not known: The content of its live version calls the module, and the org's index does not name it.");
        used.Out.ShouldContain("? Line 1   inboundcall v2.0   The org's index has version 1.0 of the flow, and 2.0 is live. The org's index names the flow, and the content of its live version does not call the module.");
        used.Out.ShouldContain("Of 3 flows that hold a copy, 3 were checked against what is live.");
        var json = (await _shell.RunAsync("where-used Greeting --json")).Json;
        json.GetProperty("onlyIndexed")[0].GetProperty("name").GetString().ShouldBe("Line 1");
        json.GetProperty("copies").GetProperty("consumersChecked").GetInt32().ShouldBe(3);

        (await _shell.RunAsync("modules republish Greeting --plan")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("Plan: 0 flows to publish again, 2 left alone");
    }

    [Fact]
    public async Task The_adoption_of_a_module_counts_the_callers_of_the_flows_that_hold_it()
    {
        _org.Org.SimulateCallers(new SimulatedCalls(6) { FlowIds = [(await IdAsync("Line 1"))!] });
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _org.PublishAsync(Module("Good day."));
        _clock.Advance(TimeSpan.FromMinutes(5));
        _org.Org.SimulateCallers(new SimulatedCalls(7) { FlowIds = [(await IdAsync("Line 1"))!] });
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _org.PublishAsync(Caller("Line 1"));
        _org.Org.SimulateCallers(new SimulatedCalls(21) { FlowIds = [(await IdAsync("Line 1"))!] });
        _org.Org.SimulateCallers(new SimulatedCalls(4) { FlowIds = [(await IdAsync("Line 2"))!] });
        var window = $"{DateTimeOffset.UtcNow.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}/{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}";

        var shown = (await _shell.RunAsync($"adoption Greeting --interval {window}")).ShouldEnd(ExitCode.Done);
        var json = (await _shell.RunAsync($"adoption Greeting --interval {window} --json")).Json;

        shown.Out.ShouldContain("Greeting   version 2.0 is live since ");
        shown.Out.ShouldContain("FLOW              HOLDS  BEFORE  AFTER  NEW  OLD  UNKNOWN  SHARE OF THE NEW MODULE");
        shown.Out.ShouldContain("Line 1            2.0         6     28   21    7        0  ###############.....  75%");
        shown.Out.ShouldContain("Line 2            1.0         0      4    0    4        0  ....................   0%");
        shown.Out.ShouldContain("2 flows together              6     32   21   11        0  #############.......  66%");
        shown.Out.ShouldContain("1 of 2 published flows holds version 2.0.");
        shown.Out.ShouldContain("patchbay modules republish Greeting");
        json.GetProperty("module").GetProperty("version").GetString().ShouldBe("2.0");
        json.GetProperty("consumers").EnumerateObject().Select(property => $"{property.Name} {property.Value}").ShouldBe(["total 2", "holdNew 1", "holdOld 1", "unknown 0", "share 0.5"]);
        json.GetProperty("total").EnumerateObject().Select(property => $"{property.Name} {property.Value}").ShouldBe(["before 6", "after 32", "throughNew 21", "throughOld 11", "throughUnknown 0", "share 0.6562"]);
        json.GetProperty("flows")[0].EnumerateObject().Select(property => property.Name).ShouldBe(["id", "name", "liveVersion", "holds", "state", "before", "after", "throughNew", "throughOld", "throughUnknown", "share"]);
        (await _shell.RunAsync(["adoption", "Greeting", "Line 1"])).ShouldEnd(ExitCode.Usage).Error.ShouldContain("\"Greeting\" is a common module, whose adoption is counted over all flows that hold it. Name it alone.");
    }

    [Fact]
    public async Task A_module_that_does_not_exist_and_an_org_of_the_other_kind_are_told()
    {
        var unknown = await _shell.RunAsync("modules list Nobody");
        unknown.Code.ShouldBe(ExitCode.Failed);
        unknown.Error.ShouldContain("has no common module \"Nobody\"");

        var folder = await _shell.RunAsync("modules list --folder ivr");
        folder.Code.ShouldBe(ExitCode.Usage);
        folder.Error.ShouldContain("api: platform");
    }

    [Fact]
    public async Task What_a_run_wrote_where_there_are_no_drafts_is_live_and_is_told_so()
    {
        _shell.Write("change.yaml", "flows: {name: Line 1}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");

        var applied = (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);

        applied.Out.ShouldContain("1 flow: 1 written. 1 live.");
        applied.Error.ShouldNotContain("Make it live");
        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done).Out.ShouldNotContain("1 live.");
    }

    [Fact]
    public async Task An_org_taken_for_one_of_the_other_kind_is_told_how_to_name_it()
    {
        var answer = (await _shell.RunAsync($"flows list --org {_org.Url}")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("\"api: platform\" in a profile of patchbay.yaml");
    }

    private async Task<string?> IdAsync(string name) =>
        (await _shell.RunAsync("flows list --json")).Json.GetProperty("flows").EnumerateArray().First(flow => flow.GetProperty("name").GetString() == name).GetProperty("id").GetString();

    internal static string Module(string says) => $"""
        commonModule:
          name: Greeting
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes:
              - flowType: inboundcall
          startUpTaskActions:
            - playAudio:
                name: Say it
                audio:
                  tts: {says}
            - endTask:
                name: Back

        """;

    internal static string Caller(string name) => $$"""
        inboundCall:
          name: {{name}}
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - callCommonModule:
                      name: Call it
                      commonModule:
                        Greeting:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
                  - disconnect:
                      name: Disconnect

        """;
}
