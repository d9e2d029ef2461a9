using System.IO.Compression;
using System.Net;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class JobsTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task An_uploaded_flow_is_the_next_version_and_live()
    {
        var job = await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));

        job.Field("status").ShouldBe("Success");
        var flow = (await _org.GetAsync($"/api/v2/flows/{job.Json.GetProperty("flow").GetProperty("id").GetString()}")).Json;
        flow.GetProperty("name").GetString().ShouldBe("Sales");
        flow.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("2.0");
    }

    [Fact]
    public async Task A_flow_of_another_name_is_another_flow()
    {
        var job = await _org.PublishAsync(PlatformFlows.Call("Sales at night"));

        job.Field("status").ShouldBe("Success");
        (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("colours: [red, green]")]
    [InlineData("inboundCall:\n  startUpRef: x\n")]
    [InlineData("inboundCall:\n  name: Sales\n  startUpRef: \"/inboundCall/tasks/task[Nobody_1]\"\n  tasks: []\n")]
    public async Task A_flow_that_is_wrong_fails_the_job_with_messages_and_changes_nothing(string yaml)
    {
        var job = await _org.PublishAsync(yaml);

        job.Field("status").ShouldBe("Failure");
        job.Json.GetProperty("messages").EnumerateArray().ShouldContain(message => message.GetProperty("type").GetString() == "Error");
        (await _org.GetAsync("/api/v2/flows?name=Sales")).Json.GetProperty("entities")[0].GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("1.0");
    }

    [Fact]
    public async Task Without_the_signature_nothing_goes_in_and_nothing_comes_out()
    {
        var job = await _org.PostAsync("/api/v2/flows/jobs", "{}");

        var answer = await _org.SendAsync(HttpMethod.Put, $"/uploads/{job.Field("id")}?signature=guess", "inboundCall: {}");

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task One_flow_is_exported_as_it_is_and_several_in_an_archive()
    {
        var ids = (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("id").GetString()).ToList();

        var one = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{ids[0]}}}"}}]}""");
        var both = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{ids[0]}}}", "version": "1.0"}, "fileName": "a"}, {"flow": {"name": "Support", "type": "INBOUNDCALL"}, "fileName": "b"}]}""");

        System.Text.Encoding.UTF8.GetString(one).ShouldStartWith("inboundCall:");
        using var archive = new ZipArchive(new MemoryStream(both));
        archive.Entries.Select(entry => entry.Name).ShouldBe(["a.yaml", "b.yaml"]);
    }

    [Fact]
    public async Task An_export_of_a_version_that_does_not_exist_fails_and_says_why()
    {
        var id = (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("entities")[0].GetProperty("id").GetString();

        var job = await _org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{id}}}", "version": "9.0"}}]}""");
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");

        state.Field("status").ShouldBe("Failure");
        state.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("9.0");
    }

    private async Task<byte[]> ExportAsync(string request)
    {
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", request);
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}");
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(state.Field("downloadUrl")));
    }
}
