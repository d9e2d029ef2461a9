using Patchbay.Emulator.Org;
using static Patchbay.Cli.Tests.Commands.ModulesCommandTests;

namespace Patchbay.Cli.Tests.Commands;

/// <summary>The verbs that tell what happened, on an org that speaks the platform's API: a module and two flows that call it.</summary>
public sealed class KnowOnThePlatformTests : IAsyncLifetime
{
    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/module.yaml", Module("Hello."));
        _shell.Write("ivr/one.yaml", Caller("Line 1"));
        _shell.Write("ivr/two.yaml", Caller("Line 2"));
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = Emulator.EmulatorApi.Platform, Folder = Path.Combine(_shell.Folder, "ivr") });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task What_others_changed_since_the_pull_is_shown_with_who_and_how_and_taken_into_the_folder()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done).Out.ShouldStartWith("Nobody else has changed any of 3 flows");
        await _org.PublishAsync(Goodbye("Line 1"));

        var drift = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending);
        drift.Out.ShouldContain("~ Line 1   inboundcall   v1.0 -> v2.0, v2.0 is live   org/Line 1.yaml");
        drift.Out.ShouldContain(": Publish 2.0\n");
        drift.Out.ShouldContain("Goodbye");
        drift.Out.ShouldContain("Others changed 1 of 3 flows");

        var adopted = (await _shell.RunAsync("drift org --adopt")).ShouldEnd(ExitCode.Done);
        adopted.Out.ShouldContain("~ org/Line 1.yaml");
        _shell.Read("org/Line 1.yaml").ShouldContain("Goodbye");
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task Drift_as_json_names_versions_acts_and_differences()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Goodbye("Line 1"));

        var flow = (await _shell.RunAsync("drift org --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("flows").EnumerateArray().ShouldHaveSingleItem();

        flow.GetProperty("status").GetString().ShouldBe("changed");
        flow.GetProperty("from").GetString().ShouldBe("1.0");
        flow.GetProperty("to").GetString().ShouldBe("2.0");
        flow.GetProperty("versions").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("2.0");
        flow.GetProperty("acts").EnumerateArray().Select(act => act.GetProperty("action").GetString()).ShouldContain("Publish");
        flow.GetProperty("differences").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_a_run_from_here_wrote_is_no_drift_and_what_came_after_it_is()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        _shell.Write("change.yaml", "flows: {name: Line 1}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        var own = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);
        own.Out.ShouldContain("Line 1: as a run from here left it; the file here is older.");

        await _org.PublishAsync(Goodbye("Line 1"));

        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending).Out.ShouldContain("v2.0 -> v3.0");
    }

    [Fact]
    public async Task A_file_that_was_edited_here_is_not_overwritten_by_what_is_adopted()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        _shell.Write("org/Line 1.yaml", _shell.Read("org/Line 1.yaml").Replace("name: Disconnect", "name: Mine", StringComparison.Ordinal));
        await _org.PublishAsync(Goodbye("Line 1"));

        var adopted = (await _shell.RunAsync("drift org --adopt")).ShouldEnd(ExitCode.Failed);

        adopted.Out.ShouldContain("edited here, left as it is");
        _shell.Read("org/Line 1.yaml").ShouldContain("Mine");
    }

    [Fact]
    public async Task A_folder_that_nothing_was_fetched_into_and_a_store_that_is_a_folder_are_told()
    {
        (await _shell.RunAsync("drift ivr")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("Fetch its flows first");
        (await _shell.RunAsync("drift ivr --folder ivr")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("There is no org");
    }

    [Fact]
    public async Task The_audit_trail_tells_who_published_which_version()
    {
        await _org.PublishAsync(Goodbye("Line 1"));

        var audit = (await _shell.RunAsync(["audit", "Line 1"])).ShouldEnd(ExitCode.Done);

        audit.Out.ShouldContain("Publish");
        audit.Out.ShouldContain("2.0");
        (await _shell.RunAsync("audit --from P60D --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("entries").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Callers_are_counted_by_the_version_that_they_went_through()
    {
        var id = await IdAsync("Line 1");
        _org.Org.SimulateCallers(new SimulatedCalls(4) { FlowIds = [id] });
        _shell.Write("change.yaml", "flows: {name: Line 1}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        _org.Org.SimulateCallers(new SimulatedCalls(6) { FlowIds = [id] });

        var flow = (await _shell.RunAsync(["adoption", "Line 1", "--json"])).ShouldEnd(ExitCode.Done).Json.GetProperty("flows")[0];

        flow.GetProperty("version").GetString().ShouldBe("2.0");
        flow.GetProperty("before").GetInt64().ShouldBe(4);
        flow.GetProperty("throughNew").GetInt64().ShouldBe(6);
    }

    [Fact]
    public async Task Where_a_module_is_used_each_flow_is_told_with_the_version_that_it_holds()
    {
        await _org.PublishAsync(Module("Good day."));
        await _org.PublishAsync(Caller("Line 2"));

        var used = (await _shell.RunAsync("where-used Greeting")).ShouldEnd(ExitCode.Done);

        used.Out.ShouldContain("Greeting   commonmodule   version 2.0 is live");
        used.Out.ShouldContain("Line 1   inboundcall v1.0   live   holds version 1.0 of it, which is old");
        used.Out.ShouldContain("Line 2   inboundcall v2.0   live   holds version 2.0 of it\n");
    }

    [Fact]
    public async Task A_plan_that_changes_a_module_names_the_flows_that_keep_the_old_copy_and_the_way_to_bring_it_to_them()
    {
        _shell.Write("change.yaml", "flows: {name: Greeting}\nsteps:\n  - rename: {action: Back}\n    to: Return\n");

        var plan = (await _shell.RunAsync("plan change.yaml")).ShouldEnd(ExitCode.Done);

        plan.Out.ShouldContain("Module \"Greeting\" is copied into 2 published flows (2 inboundcall): Line 1, Line 2. They keep the old copy");
        plan.Out.TrimEnd().ShouldEndWith("patchbay modules republish Greeting");
    }

    private static string Goodbye(string name) => Caller(name).Replace("name: Disconnect", "name: Goodbye", StringComparison.Ordinal);

    private async Task<string> IdAsync(string name) =>
        (await _shell.RunAsync("flows list --json")).Json.GetProperty("flows").EnumerateArray().Single(flow => flow.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
}
