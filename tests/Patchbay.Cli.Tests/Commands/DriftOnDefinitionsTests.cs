using Patchbay.Emulator;

namespace Patchbay.Cli.Tests.Commands;

/// <summary>What others changed, on an org that speaks the definitions API.</summary>
public sealed class DriftOnDefinitionsTests : IAsyncLifetime
{
    private const string Name = "Inbound_Support_Billing";
    private static readonly OAuthClient Auditless = new("narrow", "narrow") { Scopes = ["flow:flow:read", "flow:flow:write"] };

    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(_shell, options => options with { Clients = [OAuthClient.BuiltIn, Auditless] });
        _shell.Write("patchbay.yaml", "{}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _shell.Dispose();
    }

    [Fact]
    public async Task What_others_changed_since_the_pull_is_shown_with_who_and_how_and_taken_into_the_folder()
    {
        (await PullAsync()).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done).Out.ShouldStartWith("Nobody else has changed any of 3 flows");
        _org.Org.EditAsSomebodyElse(_org.IdOf(Name), "ann", """{"description": "By night"}""");
        _org.Org.EditAsSomebodyElse(_org.IdOf(Name), "bob", """{"definition": {"nodes": {"goodbye": {"type": "disconnect", "label": "Goodbye", "outputNodes": {}}}}}""");

        var drift = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending);
        drift.Out.ShouldStartWith($"~ {Name}   call   v14 -> v16, v14 is live   org/{Name}.json\n");
        drift.Out.ShouldMatch(@"\n    \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ   ann: Update 15\n    \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ   bob: Update 16\n");
        drift.Out.ShouldContain("    The flow's description is now \"By night\" (was ");
        drift.Out.Split("description is now").Length.ShouldBe(2);
        drift.Out.ShouldContain("\"Goodbye\"");
        drift.Out.ShouldContain("Others changed 1 of 3 flows");

        (await _shell.RunAsync("drift org --adopt")).ShouldEnd(ExitCode.Done).Out.ShouldContain($"~ org/{Name}.json");
        _shell.Read($"org/{Name}.json").ShouldContain("By night");
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task A_flow_that_was_renamed_is_told_as_such_and_its_file_keeps_its_name()
    {
        (await PullAsync()).ShouldEnd(ExitCode.Done);
        _org.Org.EditAsSomebodyElse(_org.IdOf(Name), "ann", """{"name": "Inbound_Support_Bills"}""");

        var drift = (await _shell.RunAsync("drift org --adopt")).ShouldEnd(ExitCode.Done);

        drift.Out.ShouldStartWith($"~ Inbound_Support_Bills   was called {Name}   call   v14 -> v15, v14 is live   org/{Name}.json\n");
        drift.Out.ShouldContain($"    The flow's name is now \"Inbound_Support_Bills\" (was \"{Name}\")\n");
        drift.Out.Split("The flow's name is now").Length.ShouldBe(2);
        _shell.Read($"org/{Name}.json").ShouldContain("\"name\": \"Inbound_Support_Bills\"");
    }

    [Fact]
    public async Task What_a_run_from_here_wrote_is_no_drift()
    {
        (await PullAsync()).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync(["call", "Common_Validation_Module", "--into", "Inbound_Support_Backup", "--at", "start", "--yes"])).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync(["publish", "Inbound_Support_Backup", "--yes"])).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done).Out.ShouldContain("Inbound_Support_Backup: as a run from here left it; the file here is older.");
    }

    [Fact]
    public async Task New_and_deleted_flows_are_told_with_who_made_and_deleted_them()
    {
        (await PullAsync()).ShouldEnd(ExitCode.Done);
        await _org.SendAsync(HttpMethod.Delete, $"/api/v2/flows/{_org.IdOf("Inbound_Support_Backup")}");
        await _org.SendAsync(HttpMethod.Post, "/api/v2/flows", Samples.Billing.Replace("\"Billing\"", "\"Inbound_Support_Beta\"", StringComparison.Ordinal));
        await _org.SendAsync(HttpMethod.Post, "/api/v2/flows", Samples.Billing.Replace("\"Billing\"", "\"Outbound\"", StringComparison.Ordinal));

        var drift = (await _shell.RunAsync("drift org --adopt --exit-code")).ShouldEnd(ExitCode.Pending);

        drift.Out.ShouldMatch(@"(?m)^- Inbound_Support_Backup   was deleted   org/Inbound_Support_Backup\.json\n    \S+ \S+   patchbay: Delete 3\n");
        drift.Out.ShouldMatch(@"(?m)^\+ Inbound_Support_Beta   call   v1, not published   made \S+ \S+ by patchbay\n");
        drift.Out.ShouldNotContain("Outbound");
        drift.Out.ShouldContain("+ org/Inbound_Support_Beta.json\n");
        Directory.GetFiles(Path.Combine(_shell.Folder, "org")).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Without_the_audits_the_versions_tell_what_changed_and_the_scope_that_is_missing_is_named()
    {
        _shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "narrow";
        _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = "narrow";
        (await PullAsync()).ShouldEnd(ExitCode.Done);
        _org.Org.EditAsSomebodyElse(_org.IdOf(Name), "ann");

        var drift = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending);

        drift.Error.ShouldContain("Who published what is not known here: ");
        drift.Error.ShouldContain("auditlog:read");
        drift.Out.ShouldContain("   ann: version 15\n");
    }

    private Task<Answer> PullAsync() => _shell.RunAsync(["flows", "pull", "--into", "org", "--name", "Inbound_Support_B*"]);
}
