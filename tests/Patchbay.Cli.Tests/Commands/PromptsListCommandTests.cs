using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Commands;

public sealed class PromptsListCommandTests : IAsyncLifetime
{
    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/one.yaml", Caller("Line 1", "Greeting"));
        _shell.Write("ivr/two.yaml", Caller("Line 2", "Greeting"));
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = Emulator.EmulatorApi.Platform, Folder = Path.Combine(_shell.Folder, "ivr"), CreateMissing = true });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task Prompts_are_counted_by_how_flows_use_them()
    {
        await _org.PublishAsync(Caller("Line 2", "Holiday"));
        (await _shell.RunAsync(["publish", "Line 2@1.0", "--yes"])).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Caller("Line 3", "Never"));
        await _org.PublishAsync(Caller("Line 3", "Greeting"));

        var all = (await _shell.RunAsync("prompts list")).ShouldEnd(ExitCode.Done);

        all.Out.ShouldContain("PROMPT    LIVE IN  NOT LIVE YET  UNKNOWN");
        all.Out.ShouldContain("Greeting  3        0             0");
        all.Out.ShouldContain("Holiday   0        1             0");
        all.Out.ShouldContain("Never     0        0             0        nobody uses it");
        all.Out.ShouldContain("3 user prompts in " + _org.Name + ", 1 that nobody uses");
        all.Out.ShouldContain("patchbay prompts list Greeting");
    }

    [Fact]
    public async Task Of_one_prompt_everything_that_uses_it_is_shown_and_told_as_json()
    {
        await _org.PublishAsync(Caller("Line 2", "Holiday"));
        (await _shell.RunAsync(["publish", "Line 2@1.0", "--yes"])).ShouldEnd(ExitCode.Done);

        var one = await _shell.RunAsync("prompts list Holiday");
        one.Out.ShouldContain("Line 2   inboundcall  2.0      not live yet");
        one.Out.ShouldContain("patchbay where-used prompt:Holiday");
        (await _shell.RunAsync("where-used prompt:Holiday")).ShouldEnd(ExitCode.Done).Out.ShouldContain("Line 2");

        var json = (await _shell.RunAsync("prompts list --json")).Json;
        json.GetProperty("isIndexReady").GetBoolean().ShouldBeTrue();
        json.GetProperty("prompts").EnumerateArray().Select(prompt => (prompt.GetProperty("name").GetString(), prompt.GetProperty("state").GetString())).ShouldBe([("Greeting", "live"), ("Holiday", "unpublished")]);
        var user = json.GetProperty("prompts")[1].GetProperty("users")[0];
        (user.GetProperty("name").GetString(), user.GetProperty("use").GetString(), user.GetProperty("version").GetString()).ShouldBe(("Line 2", "unpublished", "2.0"));
    }

    [Fact]
    public async Task What_the_index_misses_is_found_in_content_that_is_fetched_on_demand()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses));
        await _org.PublishAsync(Caller("Line 3", "Greeting"));

        var before = (await _shell.RunAsync("prompts list")).ShouldEnd(ExitCode.Done);
        var after = (await _shell.RunAsync("prompts list --check-content")).ShouldEnd(ExitCode.Done);
        var one = (await _shell.RunAsync("prompts list Greeting")).ShouldEnd(ExitCode.Done);

        before.Out.ShouldContain("Greeting  2 ");
        before.Out.ShouldContain("Checked against the content of 0 of 3 published flows; --check-content fetches the rest.");
        after.Error.ShouldContain("3 published flows: 3 to fetch, about 2 requests.");
        after.Out.ShouldContain("Greeting  3 ");
        after.Out.ShouldContain("Greeting: live flows use it that the org's index does not name.");
        one.Out.ShouldContain("Line 3   inboundcall  1.0      live, not in the org's index");
    }

    [Fact]
    public async Task A_prompt_that_does_not_exist_is_answered_with_one_that_does()
    {
        (await _shell.RunAsync("prompts list Greting")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("has no user prompt \"Greting\". Did you mean \"Greeting\"?");
        (await _shell.RunAsync("prompts list --folder ivr")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("api: platform");
    }

    private static string Caller(string name, string prompt) => $"""
        inboundCall:
          name: {name}
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
                      name: Say it
                      audio:
                        prompt: Prompt.{prompt}
                  - disconnect:
                      name: Disconnect

        """;
}
