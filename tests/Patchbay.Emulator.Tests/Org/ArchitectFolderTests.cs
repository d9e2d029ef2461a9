using System.Net;
using System.Text.Json;
using Patchbay.Emulator.Tests.Platform;

namespace Patchbay.Emulator.Tests.Org;

public sealed class ArchitectFolderTests : IDisposable
{
    private const string Module = """
        commonModule:
          name: Identify
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          startUpTaskActions: []

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("patchbay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_becomes_an_org_with_all_that_its_flows_name()
    {
        Write("a/call.yaml", Caller("Sales"));
        Write("z/module.yaml", Module);
        await using var org = await StartAsync();

        (await NamesAsync(org, "routing/queues")).ShouldBe(["Desk"]);
        (await NamesAsync(org, "architect/prompts")).ShouldBe(["welcome"]);
        (await NamesAsync(org, "architect/schedulegroups")).ShouldBe(["Hours"]);
        (await NamesAsync(org, "architect/schedules")).ShouldBe(["Hours open"]);
        (await NamesAsync(org, "authorization/divisions")).ShouldBe(["Home", "North"]);
        var prompt = (await org.GetAsync("/api/v2/architect/prompts")).Json.GetProperty("entities")[0];
        prompt.GetProperty("resources")[0].GetProperty("language").GetString().ShouldBe("en-us");

        var start = org.App.Org.StartFolder.ShouldNotBeNull();
        start.Flows.ShouldBe(2);
        start.LeftOut.ShouldBeEmpty();
        start.Made.Select(made => $"{made.Count} {made.Noun}").ShouldBe(["1 division", "1 queue", "1 schedule", "1 schedule group", "1 user prompt"]);
        org.App.Org.ModulesHeldBy(await FlowIdAsync(org, "Sales"))["Identify"].ShouldBe("1.0");
    }

    [Fact]
    public async Task What_the_flows_of_a_folder_name_is_there_when_they_are_published_again()
    {
        Write("call.yaml", Caller("Sales"));
        await using var org = await StartAsync();

        var job = await org.PublishAsync(Caller("Sales"));

        job.Field("status").ShouldBe("Success", job.Text);
        org.App.Org.StartFolder.ShouldNotBeNull().Made.ShouldContain(made => made.Noun == "empty common module" && made.Count == 1);
    }

    [Fact]
    public async Task Of_two_flows_with_one_name_and_type_the_first_counts_and_the_other_is_told()
    {
        Write("a.yaml", PlatformFlows.Call("Sales", "First."));
        Write("b.yaml", PlatformFlows.Call("Sales", "Second."));
        await using var org = await StartAsync();

        org.App.Org.StartFolder.ShouldNotBeNull().LeftOut.ShouldBe(["b.yaml:2:9: \"a.yaml\" has a flow of the name \"Sales\" and the type inboundcall already."]);
    }

    [Fact]
    public async Task What_is_no_flow_is_left_out_and_told()
    {
        Write("colours.yaml", "colours: [red, green]");
        Write("nameless.yaml", "inboundCall:\n  startUpRef: x\n");
        Write(".hidden/call.yaml", PlatformFlows.Call("Hidden"));
        File.WriteAllBytes(Path.Combine(_folder, "latin.yaml"), [0xff, 0xe9]);
        await using var org = await StartAsync();

        org.App.Org.StartFolder.ShouldNotBeNull().LeftOut.ShouldBe(
        [
            "colours.yaml:1:1: This is not an Architect flow in YAML.",
            "latin.yaml:1:1: This is not text in UTF-8.",
            "nameless.yaml:1:1: The flow has no name.",
        ]);
    }

    [Fact]
    public async Task What_nothing_filled_in_is_filled_in_by_its_own_name()
    {
        Write("front-desk.yaml", PlatformFlows.Call("\"{{flow_name}}\"", "\"{{greeting}}\"").Replace("defaultLanguage: en-us", "defaultLanguage: {{default_language}}", StringComparison.Ordinal));
        await using var org = await StartAsync();

        var id = await FlowIdAsync(org, "front-desk");
        var job = await org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{id}}}"}}]}""");
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri((await org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}")).Field("downloadUrl")));

        text.ShouldContain("name: front-desk\n");
        text.ShouldContain("greeting\n");
        text.ShouldContain("defaultLanguage: en-us");
    }

    [Fact]
    public async Task A_flow_that_a_call_route_leads_to_is_neither_deactivated_nor_deleted()
    {
        Write("call.yaml", PlatformFlows.Call("Sales"));
        await using var org = await StartAsync(options => options with { CallRoutes = true });
        var id = await FlowIdAsync(org, "Sales");
        var ivr = (await org.GetAsync("/api/v2/architect/ivrs")).Json.GetProperty("entities")[0];
        ivr.GetProperty("dnis")[0].GetString().ShouldBe("+15005550001");
        ivr.GetProperty("openHoursFlow").GetProperty("id").GetString().ShouldBe(id);

        (await org.PostAsync($"/api/v2/flows/actions/deactivate?flow={id}", "")).Code.ShouldBe("architect.flow.cannot.deactivate.used.in.ivr.configs");
        (await org.DeleteAsync($"/api/v2/flows/{id}")).Code.ShouldBe("architect.flow.cannot.delete.used.in.ivr.configs");

        await org.DeleteAsync($"/api/v2/architect/ivrs/{ivr.GetProperty("id").GetString()}");
        (await org.DeleteAsync($"/api/v2/flows/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_folder_is_taken_in_later_too_and_what_is_there_already_is_told()
    {
        Write("call.yaml", PlatformFlows.Call("Sales"));
        await using var org = await StartAsync();
        Write("more.yaml", PlatformFlows.Call("Support"));

        var answer = await org.PostAsync("/_emulator/import", $$"""{"folder": {{JsonSerializer.Serialize(_folder)}}}""");

        answer.Json.GetProperty("flows").GetInt32().ShouldBe(1, answer.Text);
        answer.Json.GetProperty("leftOut")[0].GetString().ShouldBe("call.yaml:2:9: The org has a flow of the name \"Sales\" and the type inboundcall already.");
        (await NamesAsync(org, "flows")).ShouldBe(["Sales", "Support"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_folder_makes_the_same_org()
    {
        Write("call.yaml", Caller("Sales"));
        await using var one = await StartAsync(options => options with { CallRoutes = true });
        await using var other = await StartAsync(options => options with { CallRoutes = true });

        foreach (var path in (string[])["routing/queues", "architect/prompts", "architect/ivrs", "architect/schedules", "flows"])
        {
            (await IdsAsync(one, path)).ShouldBe(await IdsAsync(other, path));
        }
    }

    [Fact]
    public async Task Real_flows_become_an_org_in_which_nothing_that_they_name_is_missing()
    {
        var corpus = Path.Combine(Environment.GetEnvironmentVariable("PATCHBAY_CORPUS") ?? Repository.PathOf("../shared/corpus"), "architect-yaml");
        Assert.SkipUnless(Directory.Exists(corpus), $"There is no corpus of real flows at {Path.GetFullPath(corpus)}; PATCHBAY_CORPUS can name another place.");
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = corpus, CallRoutes = true, RateLimit = 0 });

        var start = org.App.Org.StartFolder.ShouldNotBeNull();
        (start.Flows + start.LeftOut.Length).ShouldBe(Directory.EnumerateFiles(corpus, "*.y*ml", SearchOption.AllDirectories).Count());
        start.Flows.ShouldBeGreaterThan(100);
        start.LeftOut.ShouldAllBe(reason => reason.EndsWith("already.", StringComparison.Ordinal) || reason.EndsWith("is not an Architect flow in YAML.", StringComparison.Ordinal));
        (await org.GetAsync("/api/v2/architect/ivrs")).Json.GetProperty("total").GetInt32().ShouldBeGreaterThan(30);

        var unknown = new List<string>();
        foreach (var flow in (await org.GetAsync("/api/v2/flows?pageSize=500")).Json.GetProperty("entities").EnumerateArray())
        {
            var type = Text(flow, "type") == "WORKFLOW" ? "WORKFLOW" : $"{Text(flow, "type")}FLOW";
            var known = await org.GetAsync($"/api/v2/architect/dependencytracking/object?id={Text(flow, "id")}&objectType={type}");
            if (known.Json.GetProperty("stateUnknown").GetBoolean())
            {
                unknown.Add(Text(flow, "name"));
            }
        }

        unknown.ShouldBeEmpty();
    }

    private Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null) =>
        TestOrg.StartAsync(options => (adjust?.Invoke(options) ?? options) with { Api = EmulatorApi.Platform, Folder = _folder });

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
        File.WriteAllText(path, text);
    }

    private static async Task<string> FlowIdAsync(TestOrg org, string name) => Text((await org.GetAsync($"/api/v2/flows?name={name}")).Json.GetProperty("entities")[0], "id");

    private static async Task<List<string>> NamesAsync(TestOrg org, string path) => [.. (await org.GetAsync($"/api/v2/{path}")).Json.GetProperty("entities").EnumerateArray().Select(entity => Text(entity, "name"))];

    private static async Task<List<string>> IdsAsync(TestOrg org, string path) => [.. (await org.GetAsync($"/api/v2/{path}")).Json.GetProperty("entities").EnumerateArray().Select(entity => Text(entity, "id"))];

    private static string Text(JsonElement entity, string name) => entity.GetProperty(name).GetString() ?? "";

    private static string Caller(string name) => $"""
        inboundCall:
          name: {name}
          division: North
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
                  - playAudio:
                      name: Welcome
                      audio:
                        prompt: Prompt.welcome
                  - callCommonModule:
                      name: Identify the caller
                      commonModule:
                        Identify:
                          ver_latestPublished:
                            noValue: true
                  - evaluateScheduleGroup:
                      name: Open
                      inServiceSchedules:
                        noValue: true
                      evaluate:
                        now: true
                      scheduleGroup:
                        lit:
                          name: Hours
                      emergencyGroup:
                        noValue: true
                  - transferToAcd:
                      name: To the desk
                      targetQueue:
                        lit:
                          name: Desk
                  - disconnect:
                      name: Disconnect

        """;
}
