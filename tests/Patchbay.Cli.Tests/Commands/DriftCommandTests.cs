using Patchbay.Emulator;
using static Patchbay.Cli.Tests.Commands.ModulesCommandTests;

namespace Patchbay.Cli.Tests.Commands;

/// <summary>What others changed, on an org that speaks the platform's API: a module and two flows that call it.</summary>
public sealed class DriftCommandTests : IAsyncLifetime
{
    private static readonly OAuthClient Auditless = new("narrow", "narrow") { Permissions = ["architect:*"] };

    private readonly CommandLine _shell = new();
    private LocalOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _shell.Write("ivr/module.yaml", Module("Hello."));
        _shell.Write("ivr/one.yaml", Caller("Line 1"));
        _shell.Write("ivr/two.yaml", Caller("Line 2"));
        _org = await LocalOrg.StartAsync(_shell, options => options with { Api = EmulatorApi.Platform, Clients = [OAuthClient.BuiltIn with { Name = "Nightly build" }, Auditless], Folder = Path.Combine(_shell.Folder, "ivr") });
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
        drift.Out.ShouldContain("Nightly build: Publish 2.0\n");
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
        (await _shell.RunAsync(["publish", "Line 1@1.0", "--yes"])).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);

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
        (await _shell.RunAsync("flows pull --into elsewhere")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("drift ivr")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("look there with \"patchbay drift elsewhere\"");
        (await _shell.RunAsync("drift ivr --folder ivr")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("There is no org");
    }

    [Fact]
    public async Task A_flow_that_somebody_renamed_and_described_without_a_new_version_is_told_and_adopted()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await RenameAsync("Line 1", "Front desk", "Answers by day: \"hello\"");

        var drift = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending);
        drift.Out.ShouldContain("~ Front desk   was called Line 1   inboundcall   v1.0, v1.0 is live   org/Line 1.yaml\n");
        drift.Out.ShouldContain("    The flow's name is now \"Front desk\" (was \"Line 1\")\n");
        drift.Out.ShouldContain("    The flow's description is now \"Answers by day: \"hello\"\" (was not set)\n");
        drift.Out.ShouldContain("client patchbay: Update\n");
        drift.Out.ShouldNotContain("Publish", Case.Sensitive, "that came before the pull");
        (await _shell.RunAsync("drift org --json")).Json.GetProperty("flows")[0].GetProperty("wasNamed").GetString().ShouldBe("Line 1");

        (await _shell.RunAsync("drift org --adopt")).ShouldEnd(ExitCode.Done).Out.ShouldContain("~ org/Line 1.yaml");
        _shell.Read("org/Line 1.yaml").ShouldContain("name: Front desk\n");
        _shell.Read("org/Line 1.yaml").ShouldContain("Answers by day");
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task A_pull_takes_a_new_name_in_as_well()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await RenameAsync("Line 1", "Front desk");

        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done).Out.ShouldStartWith("~ org/Line 1.yaml\n");

        _shell.Read("org/Line 1.yaml").ShouldContain("name: Front desk\n");
    }

    [Fact]
    public async Task A_rename_and_a_new_version_are_told_together_and_the_name_once()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await RenameAsync("Line 1", "Front desk");
        await _org.PublishAsync(Goodbye("Front desk"));

        var drift = (await _shell.RunAsync("drift org")).ShouldEnd(ExitCode.Done);

        drift.Out.ShouldContain("~ Front desk   was called Line 1   inboundcall   v1.0 -> v2.0, v2.0 is live");
        drift.Out.Split("The flow's name is now").Length.ShouldBe(2);
        drift.Out.ShouldContain("Goodbye");
    }

    [Fact]
    public async Task A_rename_on_top_of_a_run_from_here_is_no_part_of_the_run()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        _shell.Write("change.yaml", "flows: {name: Line 1}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n");
        (await _shell.RunAsync("apply change.yaml --publish --yes")).ShouldEnd(ExitCode.Done);
        await RenameAsync("Line 1", "Front desk");

        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending).Out.ShouldContain("~ Front desk   was called Line 1");
    }

    [Fact]
    public async Task A_flow_made_since_is_told_with_who_made_it_and_adopted_where_it_fits_what_was_fetched()
    {
        (await _shell.RunAsync("flows pull --into lines --name \"Line *\"")).ShouldEnd(ExitCode.Done);
        (await _shell.RunAsync("flows pull --into modules --type commonmodule")).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Caller("Line 3"));

        var lines = (await _shell.RunAsync("drift lines --exit-code")).ShouldEnd(ExitCode.Pending);
        lines.Out.ShouldMatch(@"^\+ Line 3   inboundcall   v1\.0, v1\.0 is live   made \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ by Nightly build\n");
        lines.Out.ShouldContain("Nobody else has changed any of 2 flows");
        lines.Out.ShouldContain("since they were fetched or changed from here, and 1 is new. 1 other flow of the org has no file here.");
        var made = (await _shell.RunAsync("drift lines --json")).Json.GetProperty("flows")[0];
        made.GetProperty("status").GetString().ShouldBe("new");
        made.GetProperty("first").GetProperty("by").GetString().ShouldBe("Nightly build");

        var modules = (await _shell.RunAsync("drift modules --adopt --exit-code")).ShouldEnd(ExitCode.Done);
        modules.Out.ShouldContain("3 flows of the org have no file here.");
        Directory.GetFiles(Path.Combine(_shell.Folder, "modules")).ShouldHaveSingleItem();

        (await _shell.RunAsync("drift lines --adopt")).ShouldEnd(ExitCode.Done).Out.ShouldContain("+ lines/Line 3.yaml");
        _shell.Read("lines/Line 3.yaml").ShouldContain("name: Line 3");
        (await _shell.RunAsync("drift lines --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task A_folder_of_flows_chosen_by_what_is_in_them_takes_no_new_one_in()
    {
        (await _shell.RunAsync("flows pull --into org --contains calls:Greeting")).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Caller("Line 3"));

        (await _shell.RunAsync("drift org --adopt --exit-code")).ShouldEnd(ExitCode.Done).Out.ShouldContain("2 flows of the org have no file here.");

        File.Exists(Path.Combine(_shell.Folder, "org/Line 3.yaml")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_flow_that_was_deleted_is_told_with_who_did_it_until_its_file_is_deleted_too()
    {
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await _org.SendAsync(HttpMethod.Delete, $"/api/v2/flows/{await IdAsync("Line 2")}");

        var drift = (await _shell.RunAsync("drift org --adopt --exit-code")).ShouldEnd(ExitCode.Pending);
        drift.Out.ShouldMatch(@"^- Line 2   was deleted   org/Line 2\.yaml\n    \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ   client patchbay: Delete\nOthers changed 1 of 3 flows");
        drift.Out.ShouldContain("org/Line 2.yaml is left as it is, though its flow was deleted. Delete it where nobody needs it.");

        File.Delete(Path.Combine(_shell.Folder, "org/Line 2.yaml"));
        (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task Without_the_audits_the_versions_tell_what_changed_and_the_permission_that_is_missing_is_named()
    {
        _shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "narrow";
        _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = "narrow";
        (await _shell.RunAsync("flows pull --into org")).ShouldEnd(ExitCode.Done);
        await _org.PublishAsync(Goodbye("Line 1"));

        var drift = (await _shell.RunAsync("drift org --exit-code")).ShouldEnd(ExitCode.Pending);

        drift.Error.ShouldContain("Who published what is not known here: ");
        drift.Error.ShouldContain("audits:audit:view");
        drift.Out.ShouldContain("v1.0 -> v2.0, v2.0 is live");
        drift.Out.ShouldContain("Nightly build: version 2.0\n");
        drift.Out.ShouldContain("Goodbye");
    }

    [Fact]
    public async Task Without_the_audits_a_flow_tells_its_own_history()
    {
        _shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "narrow";
        _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = "narrow";
        await _org.PublishAsync(Goodbye("Line 1"));

        (await _shell.RunAsync("audit")).ShouldEnd(ExitCode.NotAuthorized).Error.ShouldContain("audits:audit:view");
        var own = (await _shell.RunAsync(["audit", "Line 1", "--json"])).ShouldEnd(ExitCode.Done);

        own.Error.ShouldContain("What follows is the flow's own history.");
        var newest = own.Json.GetProperty("entries")[0];
        (newest.GetProperty("action").GetString(), newest.GetProperty("flow").GetString(), newest.GetProperty("version").GetString()).ShouldBe(("Publish", "Line 1", "2.0"));
        (await _shell.RunAsync(["audit", "Line 1", "--to", "2001-01-01", "--json"])).Json.GetProperty("entries").GetArrayLength().ShouldBe(0);
    }

    private static string Goodbye(string name) => Caller(name).Replace("name: Disconnect", "name: Goodbye", StringComparison.Ordinal);

    /// <summary>Renames a flow as somebody does who changes nothing else.</summary>
    private async Task RenameAsync(string name, string to, string? description = null)
    {
        var id = await IdAsync(name);
        await _org.SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/checkout?flow={id}");
        await _org.SendAsync(HttpMethod.Put, $"/api/v2/flows/{id}", System.Text.Json.JsonSerializer.Serialize(new { name = to, description }));
        await _org.SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/revert?flow={id}");
    }

    private async Task<string> IdAsync(string name) =>
        (await _shell.RunAsync("flows list --json")).Json.GetProperty("flows").EnumerateArray().Single(flow => flow.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
}
