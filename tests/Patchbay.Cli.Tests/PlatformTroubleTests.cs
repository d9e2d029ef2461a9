using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests;

/// <summary>What goes wrong between this program and an org that speaks the platform's API: each a clear message, the documented exit code, and nothing half done.</summary>
public sealed class PlatformTroubleTests : IAsyncLifetime
{
    private const string Change = """
        flows: {name: Line*}
        steps:
          - rename: {task: Start}
            to: Opening

        """;

    private static readonly string[] Permissions =
    [
        "architect:flow:view", "architect:flow:edit", "architect:flow:publish", "architect:job:create", "architect:job:view", "architect:jobExport:create", "architect:jobExport:view",
        "architect:dependencyTracking:view", "routing:queue:view",
    ];

    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/module.yaml", Module);
        _shell.Write("ivr/one.yaml", Line("Line 1"));
        _shell.Write("ivr/two.yaml", Line("Line 2"));
        _shell.Write("change.yaml", Change);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Theory]
    [InlineData("architect:flow:view", "flows list", 4)]
    [InlineData("architect:jobExport:create", "plan change.yaml", 4)]
    [InlineData("architect:job:create", "apply change.yaml --publish --yes", 4)]
    [InlineData("architect:flow:publish", "publish \"Line 1\" --yes", 1)]
    [InlineData("architect:dependencyTracking:view", "modules list", 4)]
    public async Task A_permission_that_is_missing_is_named(string permission, string line, int code)
    {
        await _org.DisposeAsync();
        await StartAsync(options => options with { Clients = [OAuthClient.BuiltIn with { Permissions = [.. Permissions.Where(granted => granted != permission)] }] });

        var answer = (await _shell.RunAsync(line)).ShouldEnd((ExitCode)code);

        Clear(answer).ShouldContain(permission);
    }

    [Fact]
    public async Task A_flow_that_somebody_holds_is_left_alone_and_named_with_its_holder()
    {
        _org.Org.LockAsSomebodyElse((await FlowAsync("Line 1")).Id, "maria.lopez");

        var answer = (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("maria.lopez");
        answer.Error.ShouldContain("--on-lock wait");
        (await LiveAsync()).ShouldBe("1.0 2.0");
    }

    [Fact]
    public async Task What_the_org_warns_of_stands_below_the_flow_a_line_each()
    {
        await _org.PublishAsync(Line("Line 3").Replace("        name: Start\n", "        name: Unused\n        refId: unused_20\n        actions:\n          - disconnect:\n              name: Away\n    - task:\n        name: Start\n", StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("~ Line 3   written  v1.0 -> v2.0  v2.0 is live\n    The org warns: ");
    }

    [Fact]
    public async Task Where_nothing_stays_a_draft_a_plan_says_how_it_is_applied()
    {
        var answer = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Apply it with   patchbay apply plan.json --publish\n");
    }

    [Fact]
    public async Task A_lock_that_is_taken_just_before_the_write_loses_nothing()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.Locked) { Author = "maria.lopez", Count = 1 });

        var answer = (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("maria.lopez");
        (await LiveAsync()).Split(' ').Order().ShouldBe(["1.0", "2.0"]);
    }

    [Fact]
    public async Task A_flow_that_is_deleted_between_plan_and_apply_is_told_and_the_others_are_written()
    {
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);
        await DeleteAsync("Line 1");

        var answer = (await _shell.RunAsync("apply plan.json --publish --yes")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("Line 1");
        (await FlowAsync("Line 2")).PublishedVersion!.Id.ShouldBe("2.0");
    }

    [Fact]
    public async Task What_was_not_live_before_a_run_is_taken_off_by_its_rollback()
    {
        using var connection = Connect();
        (await new ArchitectStore(new PlatformApi(connection)).DeactivateAsync((await FlowAsync("Line 1")).Id)).ShouldBeNull();
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        (await LiveAsync()).ShouldBe("2.0 2.0");

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);

        var flow = await FlowAsync("Line 1");
        (flow.PublishedVersion?.Id, flow.CheckedInVersion?.Id).ShouldBe((null, "3.0"));
        (await FlowAsync("Line 2")).PublishedVersion!.Id.ShouldBe("3.0");
    }

    [Fact]
    public async Task What_somebody_else_put_back_and_published_is_not_taken_off_by_a_rollback()
    {
        using var connection = Connect();
        var id = (await FlowAsync("Line 1")).Id;
        await new ArchitectStore(new PlatformApi(connection)).DeactivateAsync(id);
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        _org.Org.PublishAsSomebodyElse(id, "maria.lopez", Line("Line 1"));

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);

        (await LiveAsync()).ShouldBe("3.0 3.0");
    }

    [Fact]
    public async Task A_flow_that_something_leads_to_is_not_taken_off_and_the_reason_is_told()
    {
        await _org.DisposeAsync();
        await StartAsync(options => options with { CallRoutes = true });
        using var connection = Connect();

        var reason = await new ArchitectStore(new PlatformApi(connection)).DeactivateAsync((await FlowAsync("Line 1")).Id);

        reason.ShouldNotBeNull().ShouldStartWith("the org does not take it off: ");
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    [Fact]
    public async Task An_upload_that_is_refused_writes_nothing()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.UploadRefused));

        var answer = (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("403");
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    [Fact]
    public async Task A_publish_that_is_taken_on_and_does_nothing_is_not_taken_for_done()
    {
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        _org.Org.Faults.Add(new FaultRule(FaultKind.PublishIgnored));

        var answer = (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("version 2.0 is live");
        (await LiveAsync()).ShouldBe("2.0 2.0");
    }

    [Fact]
    public async Task A_publish_is_taken_back_to_the_version_that_was_live_before()
    {
        await _org.PublishAsync(Line("Line 1"));
        (await _shell.RunAsync("publish \"Line 1\" --yes")).ShouldEnd(ExitCode.Done).Error.ShouldContain("~ Line 1   v2.0 is live already, and is published again now\n");
        (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Done).Error.ShouldContain("~ Line 1   v1.0 goes live now\n");
        (await LiveAsync()).ShouldBe("1.0 1.0");

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 rolled back");
        (await LiveAsync()).ShouldBe("2.0 1.0");

        (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("publish \"Line 1\" --yes")).ShouldEnd(ExitCode.Done);
        (await LiveAsync()).ShouldBe("2.0 1.0");
        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    [Fact]
    public async Task A_run_whose_version_is_live_no_more_is_told_as_that()
    {
        (await _shell.RunAsync("apply change.yaml --publish --only \"Line 1\" --yes")).ShouldEnd(ExitCode.Done);
        var run = (await _shell.RunAsync("runs list --json")).Json.GetProperty("runs")[0].GetProperty("id").GetString();
        (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync($"rollback {run} --yes")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("It could not be put back: version 1.0 was made live since. That is left alone.");

        (await _shell.RunAsync($"runs resume {run}")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("has ended (done); there is nothing to resume.");
        (await LiveAsync()).ShouldBe("1.0 1.0");
    }

    [Fact]
    public async Task A_plan_tells_what_goes_live_with_it_and_a_rollback_makes_live_what_was()
    {
        await _org.PublishAsync(Line("Line 1").Replace("name: Disconnect", "name: Good night", StringComparison.Ordinal));
        (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Done);

        var plan = (await _shell.RunAsync("plan change.yaml --report plan.md")).ShouldEnd(ExitCode.Done);
        _shell.Read("plan.md").ShouldContain("## What goes live besides\n\n- **Line 1**: Version 1.0 is live, and what 2.0 changed goes live with this:\n  - Task \"Start\": Disconnect \"Disconnect\" is now called \"Good night\"\n");
        plan.Out.ShouldContain("    ! Version 1.0 is live, and what 2.0 changed goes live with this:\n        Task \"Start\": Disconnect \"Disconnect\" is now called \"Good night\"\n");
        plan.Out.Split("goes live with this").Length.ShouldBe(2, "Line 2 has no other version");

        var applied = (await _shell.RunAsync("apply plan.json --publish --yes")).ShouldEnd(ExitCode.Done);
        applied.Error.ShouldContain("Version 1.0 is live, and what 2.0 changed goes live with this:");
        (await LiveAsync()).ShouldBe("3.0 2.0");

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);
        (await LiveAsync()).ShouldBe("1.0 3.0");
        (await FlowAsync("Line 1")).CheckedInVersion!.Id.ShouldBe("4.0");
    }

    [Fact]
    public async Task What_somebody_published_after_a_publish_is_left_live()
    {
        await _org.PublishAsync(Line("Line 1"));
        (await _shell.RunAsync("publish \"Line 1@1.0\" --yes")).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Line("Line 1"));

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("Somebody published version 3.0 since; it stays live.");

        (await LiveAsync()).ShouldBe("3.0 1.0");
    }

    [Fact]
    public async Task The_flows_of_an_org_are_not_said_to_be_mended_by_fix()
    {
        var line = Line("Line 3") + "          - disconnect:\n              name: Never\n";
        await _org.PublishAsync(line);
        _shell.Write("files/line.yaml", line);

        (await _shell.RunAsync("validate files")).Out.ShouldContain("--fix mends 1 of them.");
        (await _shell.RunAsync("validate")).Out.ShouldNotContain("--fix");
    }

    [Fact]
    public async Task An_export_that_is_empty_leaves_the_folder_as_it_was()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.EmptyExport));

        var answer = (await _shell.RunAsync("flows pull --into pulled")).ShouldEnd(ExitCode.Failed);

        Clear(answer).ShouldContain("is an empty");
        Directory.EnumerateFiles(Path.Combine(_shell.Folder, "pulled"), "*.yaml", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_index_is_not_ready_nothing_is_claimed_of_consumers()
    {
        await _org.DisposeAsync();
        await StartAsync(options => options with { DependencyLag = TimeSpan.FromHours(1) });
        await _org.PublishAsync(Line("Line 3"));

        var answer = (await _shell.RunAsync("modules list")).ShouldEnd(ExitCode.Done);

        Clear(answer).ShouldContain("index");
    }

    [Theory]
    [InlineData("Line, \"one\"")]
    [InlineData("Grüße 🎉")]
    [InlineData("50% off & more + #1?")]
    [InlineData("it's *new*")]
    public async Task A_flow_with_an_odd_name_is_found_shown_fetched_changed_and_taken_back(string name)
    {
        await _org.PublishAsync(Line(name));
        _shell.Write("odd.yaml", $"flows: {{id: [{(await FlowAsync(name)).Id}]}}\nsteps:\n  - rename: {{task: Start}}\n    to: Opening\n");

        (await _shell.RunAsync(["flows", "show", name])).ShouldEnd(ExitCode.Done).Out.ShouldContain(name);
        (await _shell.RunAsync(["flows", "pull", "--name", name, "--into", "pulled"])).ShouldEnd(ExitCode.Done);
        Directory.GetFiles(Path.Combine(_shell.Folder, "pulled"), "*.yaml").Length.ShouldBe(1);
        (await _shell.RunAsync("apply odd.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        (await FlowAsync(name)).PublishedVersion!.Id.ShouldBe("2.0");
        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done);
    }

    /// <summary>What was said, which must hold no trace of the program's insides.</summary>
    private static string Clear(Answer answer)
    {
        answer.Screen.ShouldNotContain("   at ");
        answer.Screen.ShouldNotContain("Exception");
        answer.Screen.ShouldNotContain("signature=");
        return answer.Screen;
    }

    private async Task StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        EmulatorOptions Platform(EmulatorOptions options) => options with { Api = EmulatorApi.Platform, Folder = Path.Combine(_shell.Folder, "ivr") };
        _org = await LocalOrg.StartAsync(_shell, options => adjust?.Invoke(Platform(options)) ?? Platform(options));
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    private async Task<PlatformFlow> FlowAsync(string name)
    {
        using var connection = Connect();
        return await new PlatformApi(connection).Flows.ListAsync(null, null, null).FirstAsync(flow => flow.Name == name);
    }

    private async Task<string> LiveAsync() => $"{(await FlowAsync("Line 1")).PublishedVersion!.Id} {(await FlowAsync("Line 2")).PublishedVersion!.Id}";

    private async Task DeleteAsync(string name)
    {
        var id = (await FlowAsync(name)).Id;
        using var http = new HttpClient { BaseAddress = new Uri(_org.Url) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "patchbay", ["client_secret"] = "patchbay" });
        using var login = await http.PostAsync("/oauth/token", form);
        using var token = System.Text.Json.JsonDocument.Parse(await login.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.RootElement.GetProperty("access_token").GetString());
        using var deleted = await http.DeleteAsync($"/api/v2/flows/{id}");
        deleted.EnsureSuccessStatusCode();
    }

    private ApiConnection Connect() => new(new OrgLogin(Region.Parse(_org.Url), "patchbay", new Secret("patchbay")));

    private static string Line(string name) => $"""
        inboundCall:
          name: {System.Text.Json.JsonSerializer.Serialize(name)}
          startUpRef: "/inboundCall/tasks/task[start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: start_10
                actions:
                  - callCommonModule:
                      name: Greet
                      commonModule:
                        Greeting:
                          ver_latestPublished:
                            inputs: {"{}"}
                            outputs: {"{}"}
                  - disconnect:
                      name: Disconnect

        """;

    private const string Module = """
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
                name: Say hello
                audio:
                  tts: Hello.
            - endTask:
                name: Back
                outputPath:
                  name: Default

        """;
}
