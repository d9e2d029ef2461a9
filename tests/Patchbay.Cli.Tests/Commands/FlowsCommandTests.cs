namespace Patchbay.Cli.Tests.Commands;

public sealed class FlowsCommandTests : IAsyncLifetime
{
    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await LocalOrg.StartAsync(_shell);

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task Lists_flows_by_name_and_type()
    {
        var answer = (await _shell.RunAsync("flows list --name Inbound_Support_B* --type inboundcall")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe($"""
            NAME                      TYPE  DIVISION  VERSION  LIVE  STATE
            Inbound_Support_Backup    call  Support   3        3
            Inbound_Support_Billing   call  Support   14       14
            Inbound_Support_Business  call  Support   9        9
            3 flows in {_org.Name}

            """);
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_them_as_json()
    {
        var answer = (await _shell.RunAsync("flows list --name Inbound_Support_Billing --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("count").GetInt32().ShouldBe(1);
        var flow = answer.Json.GetProperty("flows")[0];
        flow.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "name", "type", "division", "version", "revision", "compilation", "published"]);
        flow.GetProperty("id").GetString().ShouldBe(_org.IdOf("Inbound_Support_Billing"));
        flow.GetProperty("version").GetString().ShouldBe("14");
    }

    [Theory]
    [InlineData("calls:Common_Validation_Module")]
    [InlineData("format:trigger-graph")]
    [InlineData("type:CallModule")]
    public async Task Finds_flows_by_what_is_inside(string what)
    {
        var all = (await _shell.RunAsync("flows list --json")).Json.GetProperty("count").GetInt32();

        var answer = (await _shell.RunAsync($"flows list --contains {what} --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("count").GetInt32().ShouldBeInRange(1, all - 1);
        answer.Error.ShouldStartWith($"Reading {all} flows from {_org.Name} ... done (");
    }

    [Fact]
    public async Task Names_what_contains_can_look_for()
    {
        var answer = (await _shell.RunAsync("flows list --contains cals:x")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: --contains does not know \"cals\". Did you mean \"calls\"? It looks for calls:..., type:..., variable:..., format:..., text:... and for what Architect flows use, such as queue:Support or data-action:'Find account'. To look for the words themselves write 'text:cals:x'.\n");
    }

    [Theory]
    [InlineData("quue:x", "Did you mean \"queue\"?")]
    [InlineData("queue", "--contains queue does not say which. Write queue:NAME, or text:queue to look for the word itself.")]
    [InlineData("calls:", "--contains calls does not say which.")]
    public async Task A_kind_that_is_wrong_or_alone_is_no_text(string what, string expected) =>
        (await _shell.RunAsync($"flows list --contains {what}")).ShouldEnd(ExitCode.Usage).Error.ShouldContain(expected);

    [Fact]
    public async Task Words_without_a_kind_are_looked_for_as_they_stand_and_that_is_said_where_they_are_nowhere()
    {
        var found = (await _shell.RunAsync("flows list --contains Common_Validation --json")).ShouldEnd(ExitCode.Done);
        found.Error.ShouldNotContain("Without a kind");

        var nothing = (await _shell.RunAsync("flows list --contains Nowhere")).ShouldEnd(ExitCode.Done);

        nothing.Out.ShouldStartWith("0 flows");
        nothing.Error.ShouldContain("Without a kind before it, --contains looks for the words as they stand: \"Nowhere\". It looks for calls:...");
    }

    [Fact]
    public async Task Shows_a_flow_from_standard_input()
    {
        _shell.Typed = Samples.Billing;

        var answer = (await _shell.RunAsync("flows show -")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("Billing   call\n");
        answer.Out.ShouldContain("node-map");
        (await _shell.RunAsync("flows show - --definition")).ShouldEnd(ExitCode.Done).Out.ShouldBe(Samples.Billing);
        (await _shell.RunAsync("flows show - --at-version 3")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("Standard input has no older versions.");
    }

    [Fact]
    public async Task Shows_a_flow_with_its_elements_and_versions()
    {
        _org.Org.EditAsSomebodyElse(_org.IdOf("Inbound_Support_Billing"), "ann");

        var answer = (await _shell.RunAsync("flows show Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("Inbound_Support_Billing   call, Support\n");
        answer.Out.ShouldContain("\n  version  15 (success)\n");
        answer.Out.ShouldContain("\n  live     version 14 since ");
        answer.Out.ShouldMatch(@"\nVersions\n  15 +\S+ \S+Z +ann\n");
    }

    [Fact]
    public async Task Writes_an_older_definition_and_nothing_else()
    {
        var old = (await _shell.RunAsync("flows show Inbound_Support_Billing --definition")).ShouldEnd(ExitCode.Done).Out;
        _org.Org.EditAsSomebodyElse(_org.IdOf("Inbound_Support_Billing"), "ann", """{"description": "Changed"}""");

        var answer = (await _shell.RunAsync("flows show Inbound_Support_Billing --definition --at-version 14")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe(old);
        answer.Out.ShouldStartWith("{\n  \"name\": \"Inbound_Support_Billing\",\n");
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Guesses_which_flow_was_meant()
    {
        var answer = (await _shell.RunAsync("flows show Inbound_Suport_Billing")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain($"There is no flow \"Inbound_Suport_Billing\" in {_org.Name}. Did you mean \"Inbound_Support_Billing\"?");
    }

    [Fact]
    public async Task Fetches_flows_once_and_again_only_what_changed()
    {
        var first = (await _shell.RunAsync("flows pull --name Inbound_Support_B*")).ShouldEnd(ExitCode.Done);
        _org.Org.EditAsSomebodyElse(_org.IdOf("Inbound_Support_Billing"), "ann", """{"description": "Changed"}""");
        var second = (await _shell.RunAsync("flows pull --name Inbound_Support_B*")).ShouldEnd(ExitCode.Done);

        first.Out.ShouldBe("""
            + flows/Inbound_Support_Backup.json
            + flows/Inbound_Support_Billing.json
            + flows/Inbound_Support_Business.json
            flows: 3 new, 0 changed, 0 unchanged.

            """);
        second.Out.ShouldBe("""
            ~ flows/Inbound_Support_Billing.json
            flows: 0 new, 1 changed, 2 unchanged.

            """);
        second.Error.ShouldBe($"3 flows: 2 unchanged here, 1 to fetch, about 1 request.\nFetching 3 flows from {_org.Name} ... done (2 requests, 0 throttled)\n");
        _shell.Read("flows/Inbound_Support_Billing.json").ShouldContain("\"description\": \"Changed\"");
    }

    [Fact]
    public async Task A_file_that_was_edited_is_kept_unless_forced()
    {
        (await _shell.RunAsync("flows pull --name Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);
        var fetched = _shell.Read("flows/Inbound_Support_Billing.json");
        _shell.Write("flows/Inbound_Support_Billing.json", fetched + "\n");

        var kept = (await _shell.RunAsync("flows pull --name Inbound_Support_Billing --json")).ShouldEnd(ExitCode.Done);
        _shell.Read("flows/Inbound_Support_Billing.json").ShouldBe(fetched + "\n");
        (await _shell.RunAsync("flows pull --name Inbound_Support_Billing --force")).ShouldEnd(ExitCode.Done);

        kept.Json.GetProperty("keptEdited").GetInt32().ShouldBe(1);
        kept.Json.GetProperty("flows")[0].GetProperty("outcome").GetString().ShouldBe("kept-edited");
        _shell.Read("flows/Inbound_Support_Billing.json").ShouldBe(fetched);
    }

    [Fact]
    public async Task There_must_be_an_org_to_fetch_from()
    {
        _shell.Variables.Clear();

        var answer = (await _shell.RunAsync("flows pull")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: There is no org to fetch from. Name one with --org, or set \"org\" in patchbay.yaml.\n");
    }
}
