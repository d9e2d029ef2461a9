using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Emulator;
using static Patchbay.Cli.Tests.Commands.ModulesCommandTests;

namespace Patchbay.Cli.Tests.Commands;

/// <summary>A module of an org that speaks the platform's API gets another name, and the two flows that call it go along.</summary>
public sealed class RenameOnThePlatformTests : IAsyncLifetime
{
    private const string Change = "flows: {name: \"*\"}\nsteps:\n  - rename: {flow: Greeting, type: commonmodule}\n    to: Welcome\n";

    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/module.yaml", Module("Hello."));
        _shell.Write("ivr/one.yaml", Caller("Line 1"));
        _shell.Write("ivr/two.yaml", Caller("Line 2"));
        _shell.Write("change.yaml", Change);
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = EmulatorApi.Platform, Folder = Path.Combine(_shell.Folder, "ivr") });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task A_module_is_renamed_with_its_callers_keeps_its_id_and_gets_its_name_back()
    {
        var ids = await IdsAsync();
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);

        var plan = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done).Out;
        plan.ShouldContain("~ Greeting   commonmodule  v1.0\n    ~ rename the flow \"Greeting\" to \"Welcome\"\n        ~ name   of the flow itself\n");
        plan.ShouldContain("~ Line 1     inboundcall  v1.0\n    ~ rename the flow \"Greeting\" to \"Welcome\"\n        ~ use   \"Call it\" (callCommonModule)\n");
        plan.ShouldNotContain("keep the old copy", customMessage: "both callers are published after the module");
        (await _shell.RunAsync("apply plan.json --publish --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("3 flows: 3 written. 3 live.");

        (await IdsAsync()).ShouldBe(new Dictionary<string, string> { ["Welcome"] = ids["Greeting"], ["Line 1"] = ids["Line 1"], ["Line 2"] = ids["Line 2"] }, ignoreOrder: true);
        _org.Org.ModulesHeldBy(ids["Line 1"]).ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("Welcome", "2.0"));
        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done).Out.ShouldContain("Nothing to change: 3 flows are as the change wants.");
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        _shell.Read("org/Greeting.yaml").ShouldBe(Module("Hello.").Replace("Greeting", "Welcome", StringComparison.Ordinal));
        _shell.Read("org/Line 1.yaml").ShouldBe(Caller("Line 1").Replace("Greeting", "Welcome", StringComparison.Ordinal));
        _shell.Read("org/Line 2.yaml").ShouldBe(Caller("Line 2").Replace("Greeting", "Welcome", StringComparison.Ordinal));

        (await _shell.RunAsync("rollback --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("3 flows: 3 rolled back.");

        (await IdsAsync()).ShouldBe(ids, ignoreOrder: true);
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        _shell.Read("org/Greeting.yaml").ShouldBe(Module("Hello."));
        _shell.Read("org/Line 1.yaml").ShouldBe(Caller("Line 1"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_by_the_plan()
    {
        await _org.PublishAsync(Module("Hi.").Replace("Greeting", "Welcome", StringComparison.Ordinal));

        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("There is a flow \"Welcome\" of type commonmodule already. Choose another name.");
    }

    [Fact]
    public async Task Callers_alone_are_not_made_to_call_what_keeps_its_name()
    {
        _shell.Write("change.yaml", Change.Replace("\"*\"", "Line*", StringComparison.Ordinal));

        (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("! Line 1   cannot be written: The flow \"Greeting\" (commonmodule) would keep its name, since it is not among the selected flows. Select it too.");
    }

    [Fact]
    public async Task A_caller_that_is_not_selected_goes_on_with_the_module_and_keeps_its_old_copy()
    {
        _shell.Write("change.yaml", Change.Replace("\"*\"", "[Greeting, Line 1]", StringComparison.Ordinal));

        var plan = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done).Out;

        plan.ShouldContain("Module \"Welcome\" is copied into 1 published flow (1 inboundcall): Line 2. It keeps the old copy, and callers hear it, until published again.");
        plan.ShouldContain("Then bring it to callers with   patchbay modules republish Welcome");
        (await _shell.RunAsync("apply plan.json --publish --yes")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("modules republish Welcome --yes")).ShouldEnd(ExitCode.Done);
        _org.Org.ModulesHeldBy((await IdsAsync())["Line 2"]).ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("Welcome", "2.0"));
    }

    private async Task<Dictionary<string, string>> IdsAsync()
    {
        using var connection = new ApiConnection(new OrgLogin(Region.Parse(_org.Url), "patchbay", new Secret("patchbay")));
        return await new PlatformApi(connection).Flows.ListAsync(null, null, null).ToDictionaryAsync(flow => flow.Name, flow => flow.Id);
    }
}
