using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class FlowConfigurationsTests : IAsyncLifetime
{
    private TestOrg _org = null!;
    private string? _id;

    public async ValueTask InitializeAsync()
    {
        _org = await PlatformFlows.StartAsync(null, PlatformFlows.Module, PlatformFlows.Calling("Sales", "Greeting"));
        _id = await _org.IdAsync("Sales");
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task The_latest_configuration_is_the_flow_as_json_with_the_ids_of_the_org()
    {
        var configuration = (await _org.GetAsync($"/api/v2/flows/{_id}/latestconfiguration")).Json;

        configuration.GetProperty("name").GetString().ShouldBe("Sales");
        configuration.GetProperty("type").GetString().ShouldBe("inboundcall");
        configuration.GetProperty("defaultLanguage").GetString().ShouldBe("en-US");
        var module = configuration.GetProperty("manifest").GetProperty("commonModuleFlow")[0];
        module.GetProperty("id").GetString().ShouldBe(await _org.IdAsync("Greeting"));
        var start = configuration.GetProperty("flowSequenceItemList")[0];
        start.GetProperty("id").GetString().ShouldBe(configuration.GetProperty("initialSequence").GetString());
        start.GetProperty("actionList")[0].GetProperty("__type").GetString().ShouldBe("CallCommonModuleAction");
        start.GetProperty("actionList")[0].GetProperty("flowName").GetString().ShouldBe("Greeting");
    }

    [Fact]
    public async Task A_version_keeps_its_configuration_and_the_latest_is_the_newest()
    {
        await _org.PublishAsync(PlatformFlows.Calling("Sales", "Greeting").Replace("name: Greet\n", "name: Greet again\n", StringComparison.Ordinal));

        var first = (await _org.GetAsync($"/api/v2/flows/{_id}/versions/1.0/configuration")).Text;
        var second = (await _org.GetAsync($"/api/v2/flows/{_id}/versions/2.0/configuration")).Text;

        first.ShouldNotContain("Greet again");
        second.ShouldContain("Greet again");
        (await _org.GetAsync($"/api/v2/flows/{_id}/latestconfiguration")).Text.ShouldBe(second);
        (await _org.GetAsync($"/api/v2/flows/{_id}/versions/9.0/configuration")).Code.ShouldBe("architect.flow.version.missing");
    }

    [Fact]
    public async Task A_flow_into_which_nothing_was_saved_has_none()
    {
        var made = (await _org.PostAsync("/api/v2/flows", """{"name": "Empty", "type": "inboundcall"}""")).Field("id");

        var answer = await _org.GetAsync($"/api/v2/flows/{made}/latestconfiguration");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Code.ShouldBe("flow.no.config.available");
    }

    [Fact]
    public async Task What_is_saved_as_it_was_read_is_still_exported_as_the_yaml_that_it_came_from()
    {
        var before = await ExportAsync("Yaml");
        await SaveAsync(configuration => { });

        (await ExportAsync("Yaml")).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_saved_changed_is_the_latest_configuration_and_cannot_be_exported_as_yaml()
    {
        await SaveAsync(configuration => configuration["description"] = "changed by hand");

        (await _org.GetAsync($"/api/v2/flows/{_id}/latestconfiguration")).Json.GetProperty("description").GetString().ShouldBe("changed by hand");
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{_id}}}"}}]}""");
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");
        state.Field("status").ShouldBe("Failure");
        state.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("saved as configuration");
    }

    [Fact]
    public async Task The_format_of_architect_holds_the_configuration()
    {
        var export = await ExportAsync("Architect");

        Uri.UnescapeDataString(Encoding.ASCII.GetString(Convert.FromBase64String(export))).ShouldBe((await _org.GetAsync($"/api/v2/flows/{_id}/latestconfiguration")).Text);
    }

    /// <summary>Reads the configuration, changes it, saves it as a client would whose JSON library lays it out anew, and checks it in.</summary>
    private async Task SaveAsync(Action<JsonObject> change)
    {
        var configuration = JsonNode.Parse((await _org.GetAsync($"/api/v2/flows/{_id}/latestconfiguration")).Text)!.AsObject();
        change(configuration);
        await _org.ActAsync("checkout", _id!);
        (await _org.PostAsync($"/api/v2/flows/{_id}/versions", configuration.ToString())).Status.ShouldBe(HttpStatusCode.OK);
        await _org.ActAsync("checkin", _id!);
    }

    private async Task<string> ExportAsync(string type)
    {
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{_id}}}"}, "exportType": "{{{type}}}"}]}""");
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}");
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(state.Field("downloadUrl")));
    }
}
