using System.Net;

namespace Patchbay.Emulator.Tests.Org;

public sealed class FoldersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("patchbay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_comes_back_as_it_was()
    {
        await using var sample = await TestOrg.StartAsync();
        var given = Path.Combine(_folder, "given");
        sample.App.Org.ExportFolder(given).ShouldBeGreaterThan(130);
        Directory.CreateDirectory(Path.Combine(given, "sub"));
        File.Move(Path.Combine(given, "Main_IVR.json"), Path.Combine(given, "sub", "front door.json"));

        await using var org = await TestOrg.StartAsync(options => options with { Folder = given });
        var back = Path.Combine(_folder, "back");
        org.App.Org.ExportFolder(back);

        org.App.Org.StartFolder.ShouldNotBeNull().LeftOut.ShouldBeEmpty();
        Files(back).ShouldBe(Files(given));
    }

    [Fact]
    public async Task References_between_flows_hold_after_an_import()
    {
        await using var sample = await TestOrg.StartAsync();
        sample.App.Org.ExportFolder(_folder);

        await using var org = await TestOrg.StartAsync(options => options with { Folder = _folder });

        var flow = await org.GetAsync($"/api/v2/flows/{org.IdOf("Inbound_Support_Returns")}");
        flow.Json.GetProperty("compilationStatus").GetString().ShouldBe("success", flow.Text);
        flow.Json.GetProperty("division").GetProperty("name").GetString().ShouldBe("Support");
        (await org.GetAsync("/api/v2/routing/queues")).Json.GetProperty("entities").EnumerateArray().Select(queue => queue.GetProperty("id").GetString()).ShouldContain("queue_support");
    }

    [Fact]
    public async Task Ids_that_a_workspace_remembers_are_kept()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".patchbay"));
        File.WriteAllText(Path.Combine(_folder, ".patchbay", "state.json"), """{"format": 1, "files": {"flows/shared.json": {"org": "http://x", "id": "shared-flow-1", "revision": "r", "sha256": "s"}}}""");
        Directory.CreateDirectory(Path.Combine(_folder, "flows"));
        File.WriteAllText(Path.Combine(_folder, "flows", "shared.json"), Flows.NodeMap("Shared", type: "module"));
        File.WriteAllText(Path.Combine(_folder, "flows", "caller.json"), Flows.NodeMapCalling("Caller", "shared-flow-1"));

        await using var org = await TestOrg.StartAsync(options => options with { Folder = Path.Combine(_folder, "flows") });

        org.IdOf("Shared").ShouldBe("shared-flow-1");
        (await org.GetAsync($"/api/v2/flows/{org.IdOf("Caller")}")).Json.GetProperty("compilationStatus").GetString().ShouldBe("success");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"files": {"a.json": null}}""")]
    [InlineData("""{"files": {"a.json": {}}}""")]
    public async Task A_workspace_state_that_cannot_be_read_is_named(string state)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".patchbay"));
        File.WriteAllText(Path.Combine(_folder, ".patchbay", "state.json"), state);
        await using var org = await TestOrg.StartAsync();

        Should.Throw<IOException>(() => org.App.Org.ImportFolder(_folder)).Message.ShouldStartWith($"The workspace state \"{Path.Combine(_folder, ".patchbay", "state.json")}\" cannot be read");
    }

    [Fact]
    public async Task A_flow_that_is_there_already_gets_a_new_version_only_where_the_file_says_something_else()
    {
        await using var org = await TestOrg.StartAsync();
        org.App.Org.ExportFolder(_folder);
        var changed = Path.Combine(_folder, "Main_IVR.json");
        File.WriteAllText(changed, File.ReadAllText(changed).Replace("For sales, press 1", "For sales press one", StringComparison.Ordinal));

        org.App.Org.ImportFolder(_folder).Flows.ShouldBe(141);

        org.App.Org.VersionOf(org.IdOf("Main IVR")).ShouldBe(15);
        org.App.Org.VersionOf(org.IdOf("Inbound_Support_Billing")).ShouldBe(14);
        (await org.GetAsync($"/api/v2/flows/{org.IdOf("Main IVR")}")).Json.GetProperty("published").GetProperty("version").GetInt32().ShouldBe(15);
        (await org.PostAsync("/api/v2/flows/query", "{}")).Json.GetProperty("total").GetInt32().ShouldBe(141);
    }

    [Fact]
    public async Task Files_that_are_no_json_objects_are_left_out_and_told()
    {
        File.WriteAllText(Path.Combine(_folder, "good.json"), Flows.NodeMap("Good", welcomeNext: "gone"));
        File.WriteAllText(Path.Combine(_folder, "broken.json"), "{\"name\": \"Broken\",\n oops}");
        File.WriteAllText(Path.Combine(_folder, "list.json"), "[]");
        await using var org = await TestOrg.StartAsync(options => options with { Sample = false });

        var answer = await org.PostAsync("/_emulator/import", $$"""{"folder": {{System.Text.Json.JsonSerializer.Serialize(_folder)}}, "publish": false}""");

        answer.Json.GetProperty("flows").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("leftOut").EnumerateArray().Select(file => file.GetString()!.Split(':')[0]).ShouldBe(["broken.json", "list.json"]);
        answer.Json.GetProperty("leftOut")[0].GetString()!.ShouldStartWith("broken.json:2:2: ");
        org.App.Org.FindFlowId("Good").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.PostAsync("/_emulator/import", """{"folder": "/no/such/folder"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await org.PostAsync("/_emulator/export", """{"folder": "relative"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        Should.Throw<DirectoryNotFoundException>(() => EmulatorApp.Build(new EmulatorOptions { Port = 0, Folder = Path.Combine(_folder, "missing") }));
    }

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText);
}
