using Patchbay.Emulator;
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
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = EmulatorApi.Platform, Clients = [OAuthClient.BuiltIn with { Name = "Nightly build" }], Folder = Path.Combine(_shell.Folder, "ivr") });
        _shell.Write("patchbay.yaml", $"profiles:\n  local: {{api: platform, region: \"{_org.Url}\"}}\n");
        _shell.Variables["PATCHBAY_ORG"] = "local";
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task The_audit_trail_tells_who_published_which_version()
    {
        await _org.PublishAsync(Goodbye("Line 1"));

        var audit = (await _shell.RunAsync(["audit", "Line 1"])).ShouldEnd(ExitCode.Done);

        audit.Out.ShouldContain("  Nightly build  Publish");
        audit.Out.ShouldContain("2.0");
        var all = (await _shell.RunAsync("audit --from P60D --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("entries").EnumerateArray().ToList();
        all.Count.ShouldBeGreaterThan(0);
        all.ShouldAllBe(entry => entry.GetProperty("user").GetString() == "Nightly build" || entry.GetProperty("user").GetString() == "import", "flows tell the names of clients, and audits their ids alone");
    }

    [Fact]
    public async Task Callers_are_counted_by_the_version_that_they_went_through()
    {
        var id = await IdAsync("Line 1");
        _org.Org.SimulateCallers(new SimulatedCalls(4) { FlowIds = [id] });
        _shell.Write("change.yaml", "flows: {name: Line 1}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        _org.Org.SimulateCallers(new SimulatedCalls(6) { FlowIds = [id] });

        var answer = (await _shell.RunAsync(["adoption", "Line 1", "--json"])).ShouldEnd(ExitCode.Done).Json;

        var flow = answer.GetProperty("flows")[0];
        answer.TryGetProperty("inFlow", out _).ShouldBeTrue();
        flow.GetProperty("version").GetString().ShouldBe("2.0");
        flow.GetProperty("before").GetInt64().ShouldBe(4);
        flow.GetProperty("throughNew").GetInt64().ShouldBe(6);
    }

    [Fact]
    public async Task Who_is_in_the_flows_now_is_counted_too_and_not_for_a_time_that_is_over()
    {
        _org.Org.SimulateCallers(new SimulatedCalls(200) { FlowIds = [await IdAsync("Line 1")], Over = TimeSpan.FromMinutes(1) });

        var now = (await _shell.RunAsync(["adoption", "Line 1", "--json"])).ShouldEnd(ExitCode.Done).Json.GetProperty("inFlow").GetInt64();
        var over = (await _shell.RunAsync(["adoption", "Line 1", "--interval", "2026-01-01/2026-01-02", "--json"])).ShouldEnd(ExitCode.Done).Json;

        now.ShouldBeInRange(1, 199);
        over.TryGetProperty("inFlow", out var none).ShouldBe(none.ValueKind == System.Text.Json.JsonValueKind.Null);
        (await _shell.RunAsync(["adoption", "Line 2"])).ShouldEnd(ExitCode.Done).Out.ShouldContain("; 0 in it now");
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
