using System.IO.Compression;
using System.Net;
using System.Text;
using Patchbay.Emulator.Org;

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
        job.Field("command").ShouldBe("Publish");
        job.Json.GetProperty("flow").GetProperty("selfUri").GetString().ShouldStartWith("/api/v2/flows/");
        var flow = (await _org.GetAsync($"/api/v2/flows/{job.Json.GetProperty("flow").GetProperty("id").GetString()}")).Json;
        flow.GetProperty("name").GetString().ShouldBe("Sales");
        flow.VersionIn("publishedVersion").ShouldBe("2.0");
    }

    [Fact]
    public async Task A_job_is_registered_until_its_file_is_there_and_then_started_until_it_ends_and_its_flow_is_locked_meanwhile()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { CompileDelay = TimeSpan.FromSeconds(10), Time = clock }, PlatformFlows.Call("Sales"));
        var registered = await org.PostAsync("/api/v2/flows/jobs", "{}");
        var before = await org.GetAsync(registered.Field("selfUri"));

        var id = await org.UploadAsync(PlatformFlows.Call("Sales", "Good day."));
        var during = await org.GetAsync($"/api/v2/flows/jobs/{id}");
        var flow = await org.FlowAsync("Sales");
        clock.Advance(TimeSpan.FromSeconds(10));
        var after = await org.GetAsync($"/api/v2/flows/jobs/{id}");

        before.Field("status").ShouldBe("Registered");
        during.Field("status").ShouldBe("Started");
        flow.GetProperty("lockedClient").GetProperty("id").GetString().ShouldBe("patchbay");
        after.Field("status").ShouldBe("Success");
        (await org.FlowAsync("Sales")).TryGetProperty("lockedClient", out _).ShouldBeFalse();
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
    [InlineData(PlatformFlows.Configuration)]
    [InlineData("inboundCall:\n  name: Sales\n  startUpRef: \"/inboundCall/tasks/task[Nobody_1]\"\n  tasks: []\n")]
    public async Task A_flow_that_is_wrong_fails_the_job_with_messages_and_changes_nothing(string yaml)
    {
        var job = await _org.PublishAsync(yaml);

        job.Field("status").ShouldBe("Failure");
        job.Json.TryGetProperty("flow", out _).ShouldBeFalse();
        job.Json.GetProperty("messages").EnumerateArray().ShouldContain(message => message.GetProperty("type").GetString() == "Error");
        var flow = await _org.FlowAsync("Sales");
        flow.VersionIn("checkedInVersion").ShouldBe("1.0");
        flow.TryGetProperty("lockedClient", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_line_and_the_action_and_only_when_asked_for()
    {
        var job = await _org.PublishAsync(PlatformFlows.Calling("Sales", "Nobody knows it"));
        var message = job.Json.GetProperty("messages").EnumerateArray().First(message => message.GetProperty("type").GetString() == "Error");

        message.GetProperty("text").GetString().ShouldNotBeNull().ShouldMatch("^line 16:\\d+: action \"Greet\": .*\"Nobody knows it\".*\\[unknown-name\\]$");
        message.GetProperty("dateTime").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        var detail = message.GetProperty("details")[0];
        detail.GetProperty("type").GetString().ShouldBe("NetworkDiagnostic");
        detail.GetProperty("url").GetString().ShouldBe("/api/v2/flows?name=Nobody%20knows%20it");
        (await _org.GetAsync(job.Field("selfUri"))).Json.TryGetProperty("messages", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_flow_that_somebody_has_locked_fails_the_job_and_the_lock_stays()
    {
        _org.App.Org.LockAsSomebodyElse(await _org.IdAsync("Sales"), "maria.lopez");

        var job = await _org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));

        job.Field("status").ShouldBe("Failure");
        job.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("locked by another entity: user \"maria.lopez\"");
        (await _org.FlowAsync("Sales")).GetProperty("lockedUser").GetProperty("id").GetString().ShouldBe("maria.lopez");
    }

    [Fact]
    public async Task A_file_is_uploaded_once_to_an_absolute_address_of_the_same_origin_without_a_token()
    {
        var job = await _org.PostAsync("/api/v2/flows/jobs", "");
        var address = new Uri(job.Field("presignedUrl"));
        using var http = new HttpClient();
        using var content = new StringContent(PlatformFlows.Call("Sales"));

        using var first = await http.PutAsync(address, content);
        using var again = await http.PutAsync(address, content);

        address.GetLeftPart(UriPartial.Authority).ShouldBe(_org.App.Address.GetLeftPart(UriPartial.Authority));
        job.Json.GetProperty("headers").EnumerateObject().ShouldHaveSingleItem().Value.GetString().ShouldNotBeNullOrEmpty();
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Without_the_signature_nothing_goes_in_and_nothing_comes_out()
    {
        var publish = await _org.PostAsync("/api/v2/flows/jobs", "{}");
        var export = await _org.PostAsync("/api/v2/flows/export/jobs", """{"flows": [{"flow": {"name": "Sales", "type": "inboundcall"}}]}""");

        (await _org.SendAsync(HttpMethod.Put, $"/uploads/{publish.Field("id")}?signature=guess", "inboundCall: {}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _org.GetAsync($"/downloads/{export.Field("id")}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_upload_that_is_too_large_is_413()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { MaxBodyBytes = 1000 }, PlatformFlows.Call("Sales"));

        await org.UploadAsync(PlatformFlows.Call("Sales", new string('a', 2000)), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task One_flow_is_exported_as_it_is_and_several_in_an_archive_under_names_of_their_own()
    {
        var id = await _org.IdAsync("Sales");

        var one = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{id}}}"}}]}""");
        var both = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{id}}}", "version": "1.0"}, "fileName": "a"}, {"flow": {"name": "Support", "type": "INBOUNDCALL"}, "fileName": "a"}]}""");

        Encoding.UTF8.GetString(one).ShouldStartWith("inboundCall:");
        using var archive = new ZipArchive(new MemoryStream(both));
        archive.Entries.Select(entry => entry.Name).ShouldBe(["a.yaml", "a-2.yaml"]);
    }

    [Fact]
    public async Task An_export_is_the_exporters_own_text_and_an_export_of_a_published_export_is_the_same_bytes()
    {
        var job = await _org.PublishAsync("# mine\r\n" + PlatformFlows.Call("Sales").Replace("    - task:", "\n    # the only task\n    - task:", StringComparison.Ordinal).Replace("name: Start\n", "name: 'Start'   # here\n", StringComparison.Ordinal));
        var id = job.Json.GetProperty("flow").GetProperty("id").GetString();

        var first = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{id}}}"}}]}""");
        (await _org.PublishAsync(Encoding.UTF8.GetString(first))).Field("status").ShouldBe("Success");
        var second = await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{id}}}"}}]}""");

        Encoding.UTF8.GetString(first).ShouldBe(PlatformFlows.Call("Sales").TrimEnd() + "\n");
        second.ShouldBe(first);
    }

    [Fact]
    public async Task A_configuration_is_exported_in_the_format_of_architect()
    {
        var id = (await _org.PostAsync("/api/v2/flows", """{"name": "Waiting", "type": "inqueuecall"}""")).Field("id");
        await _org.PostAsync($"/api/v2/flows/{id}/versions", PlatformFlows.Configuration);
        await _org.ActAsync("checkin", id);

        var export = Encoding.ASCII.GetString(await ExportAsync($$$"""{"flows": [{"flow": {"id": "{{{id}}}"}, "exportType": "Architect"}]}"""));

        Uri.UnescapeDataString(Encoding.ASCII.GetString(Convert.FromBase64String(export))).ShouldBe(PlatformFlows.Configuration);
    }

    [Theory]
    [InlineData("""{"flow": {"name": "Sales", "type": "inboundcall", "version": "9.0"}}""", "9.0")]
    [InlineData("""{"flow": {"id": "nobody"}}""", "nobody")]
    [InlineData("""{"flow": {"name": "Nobody", "type": "INBOUNDCALL"}}""", "Nobody")]
    public async Task An_export_of_what_does_not_exist_is_taken_on_and_fails_and_says_why(string flow, string named)
    {
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", $$"""{"flows": [{{flow}}]}""");
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");

        job.Status.ShouldBe(HttpStatusCode.OK);
        job.Json.GetProperty("totalFlows").GetInt32().ShouldBe(1);
        state.Field("status").ShouldBe("Failure");
        state.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain(named);
        state.Json.TryGetProperty("downloadUrl", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"flows": []}""")]
    [InlineData("{}")]
    [InlineData("""{"flows": [{"flow": {"name": "Sales"}}]}""")]
    [InlineData("""{"flows": [{"flow": {"id": "a"}, "exportType": "Pdf"}]}""")]
    [InlineData("""{"flows": [{"flow": {"id": "a"}, "fileName": "../a"}]}""")]
    public async Task An_export_that_makes_no_sense_is_refused(string body)
    {
        (await _org.PostAsync("/api/v2/flows/export/jobs", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_polled_export_is_started_and_never_registered()
    {
        await using var slow = await PlatformFlows.StartAsync(options => options with { CompileDelay = TimeSpan.FromHours(1) }, PlatformFlows.Call("Sales"));

        var job = await slow.PostAsync("/api/v2/flows/export/jobs", """{"flows": [{"flow": {"name": "Sales", "type": "inboundcall"}}]}""");

        job.Field("status").ShouldBe("Registered");
        (await slow.GetAsync(job.Field("selfUri"))).Field("status").ShouldBe("Started");
    }

    [Fact]
    public async Task A_validation_looks_at_what_is_in_the_org_and_publishes_nothing()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support").Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal));

        var good = await ValidateAsync(org, "Sales");
        var bad = await ValidateAsync(org, "Support");

        good.Field("status").ShouldBe("Success");
        good.Field("command").ShouldBe("Validate");
        bad.Field("status").ShouldBe("Failure");
        bad.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("Nobody_1");
        (await org.FlowAsync("Support")).VersionIn("checkedInVersion").ShouldBe("1.0");
    }

    [Fact]
    public async Task Jobs_are_forgotten_after_a_day()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { Time = clock, TokenLifetime = TimeSpan.FromDays(9) }, PlatformFlows.Call("Sales"));
        var id = await org.UploadAsync(PlatformFlows.Call("Sales"));
        (await org.GetAsync($"/api/v2/flows/jobs/{id}")).Field("status").ShouldBe("Success");

        clock.Advance(TimeSpan.FromHours(25));

        (await org.GetAsync($"/api/v2/flows/jobs/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_more_than_a_thousand_jobs_the_oldest_that_do_not_run_are_forgotten()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { RateLimit = 0, CompileDelay = TimeSpan.FromHours(1) }, PlatformFlows.Call("Sales"));
        var running = await org.UploadAsync(PlatformFlows.Call("Sales"));
        var waiting = (await org.PostAsync("/api/v2/flows/jobs", "")).Field("id");

        for (var made = 0; made < 1000; made++)
        {
            await org.PostAsync("/api/v2/flows/jobs", "");
        }

        (await org.GetAsync($"/api/v2/flows/jobs/{running}")).Field("status").ShouldBe("Started");
        (await org.GetAsync($"/api/v2/flows/jobs/{waiting}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Answer> ValidateAsync(TestOrg org, string name)
    {
        var job = await org.PostAsync("/api/v2/flows/validate/jobs", $$$"""{"flows": [{"flow": {"name": "{{{name}}}", "type": "INBOUNDCALL"}}]}""");
        return await org.GetAsync($"{job.Field("selfUri")}?expand=messages");
    }

    private async Task<byte[]> ExportAsync(string request)
    {
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", request);
        var state = await _org.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(state.Field("downloadUrl")));
    }
}
