using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PlatformFaultsTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Somebody_takes_the_lock_just_before_a_checkout()
    {
        await AddAsync("""{"kind": "locked", "author": "maria.lopez", "count": 1}""");
        var id = await _org.IdAsync("Sales");

        var answer = await _org.ActAsync("checkout", id);

        answer.Code.ShouldBe("architect.flow.locked.by.user");
        answer.Field("message").ShouldContain("maria.lopez");
        (await _org.FlowAsync("Sales")).GetProperty("lockedUser").GetProperty("id").GetString().ShouldBe("maria.lopez");
    }

    [Fact]
    public async Task Somebody_takes_the_lock_just_before_an_upload()
    {
        await AddAsync("""{"kind": "locked", "path": "/uploads/*"}""");

        var job = await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));

        job.Field("status").ShouldBe("Failure");
        job.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("another.user");
    }

    [Fact]
    public async Task Somebody_publishes_a_flow_just_before_an_upload_of_it()
    {
        await AddAsync("""{"kind": "conflict", "path": "/uploads/*", "author": "maria.lopez", "count": 1}""");

        (await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."))).Field("status").ShouldBe("Success");

        var flow = await _org.FlowAsync("Sales");
        flow.VersionIn("publishedVersion").ShouldBe("3.0");
        (await _org.GetAsync($"/api/v2/flows/{await _org.IdAsync("Sales")}/versions/2.0")).Json.GetProperty("createdBy").GetProperty("id").GetString().ShouldBe("maria.lopez");
    }

    [Fact]
    public async Task Somebody_publishes_what_the_control_path_is_given()
    {
        var id = await _org.IdAsync("Sales");

        var edited = await _org.SendAsync(HttpMethod.Post, $"/_emulator/flows/{id}/edit", JsonSerializer.Serialize(new { author = "maria.lopez", yaml = PlatformFlows.Call("Sales", "Good evening.") }));
        var unknown = await _org.SendAsync(HttpMethod.Post, "/_emulator/flows/nobody/edit", "{}");
        var other = await _org.SendAsync(HttpMethod.Post, $"/_emulator/flows/{id}/edit", JsonSerializer.Serialize(new { yaml = PlatformFlows.Call("Support", "Good evening.") }));
        var patch = await _org.SendAsync(HttpMethod.Post, $"/_emulator/flows/{id}/edit", """{"patch": {}}""");

        edited.Field("version").ShouldBe("2.0");
        (await _org.FlowAsync("Sales")).VersionIn("publishedVersion").ShouldBe("2.0");
        (unknown.Status, other.Status, patch.Status).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
        other.Field("message").ShouldBe("What is to be published is no inboundcall flow called \"Sales\".");
    }

    [Fact]
    public async Task A_publish_is_taken_on_and_does_nothing()
    {
        await AddAsync("""{"kind": "publish-ignored", "count": 1}""");
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("deactivate", id);

        (await _org.ActAsync("publish", id)).Status.ShouldBe(HttpStatusCode.OK);
        var flow = await _org.FlowAsync("Sales");

        flow.GetProperty("currentOperation").GetProperty("actionStatus").GetString().ShouldBe("SUCCESS");
        flow.VersionIn("publishedVersion").ShouldBeNull();
    }

    [Fact]
    public async Task A_signed_upload_is_refused()
    {
        await AddAsync("""{"kind": "upload-refused", "count": 1}""");

        await _org.UploadAsync(PlatformFlows.Call("Sales", "Good day."), HttpStatusCode.Forbidden);

        (await _org.FlowAsync("Sales")).VersionIn("checkedInVersion").ShouldBe("1.0");
    }

    [Fact]
    public async Task A_job_never_ends_and_keeps_the_lock_until_somebody_unlocks_the_flow()
    {
        await AddAsync("""{"kind": "job-stuck", "count": 1}""");

        var job = await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));
        var locked = await _org.FlowAsync("Sales");
        await _org.ActAsync("unlock", await _org.IdAsync("Sales"));

        job.Field("status").ShouldBe("Started");
        locked.TryGetProperty("lockedClient", out _).ShouldBeTrue();
        (await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."))).Field("status").ShouldBe("Success");
    }

    [Fact]
    public async Task A_job_is_throttled_and_says_so_in_its_messages_alone()
    {
        await AddAsync("""{"kind": "job-throttled", "count": 1}""");

        var job = await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));

        job.Status.ShouldBe(HttpStatusCode.OK);
        job.Field("status").ShouldBe("Failure");
        job.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("exit code 107");
        (await _org.FlowAsync("Sales")).TryGetProperty("lockedClient", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_export_succeeds_and_gives_an_empty_archive()
    {
        await AddAsync("""{"kind": "empty-export", "count": 1}""");
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", """{"flows": [{"flow": {"name": "Sales", "type": "inboundcall"}}]}""");
        var state = await _org.GetAsync(job.Field("selfUri"));
        using var http = new HttpClient();

        using var archive = new ZipArchive(new MemoryStream(await http.GetByteArrayAsync(new Uri(state.Field("downloadUrl")))));

        state.Field("status").ShouldBe("Success");
        archive.Entries.ShouldBeEmpty();
    }

    private async Task AddAsync(string rule) => (await _org.PostAsync("/_emulator/faults", rule)).Status.ShouldBe(HttpStatusCode.Created);
}
