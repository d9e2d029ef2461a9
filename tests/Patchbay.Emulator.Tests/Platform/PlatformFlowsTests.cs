using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PlatformFlowsTests : IAsyncLifetime
{
    private const string Queue = """
        inqueueCall:
          name: Waiting
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          startUpTaskActions:
            - playAudio:
                name: Patience
                audio:
                  tts: Thank you for waiting.

        """;

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"), Queue);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("type=inboundcall&type=inqueuecall", 3)]
    [InlineData("type=inboundcall,inqueuecall", 3)]
    [InlineData("type=inboundcall%2Cinqueuecall", 3)]
    [InlineData("type=inqueuecall", 1)]
    [InlineData("name=S*", 2)]
    [InlineData("name=sales", 1)]
    [InlineData("name=Nobody", 0)]
    public async Task Lists_flows_by_type_in_every_spelling_of_a_list_and_by_name(string query, int count)
    {
        var answer = await _org.GetAsync($"/api/v2/flows?{query}");

        answer.Json.GetProperty("entities").GetArrayLength().ShouldBe(count);
        answer.Json.GetProperty("total").GetInt32().ShouldBe(count);
    }

    [Fact]
    public async Task Pages_name_their_neighbours_and_end_in_an_empty_one()
    {
        var first = (await _org.GetAsync("/api/v2/flows?pageSize=2")).Json;
        var last = (await _org.GetAsync("/api/v2/flows?pageSize=2&pageNumber=2")).Json;
        var beyond = (await _org.GetAsync("/api/v2/flows?pageSize=2&pageNumber=9")).Json;

        first.GetProperty("pageCount").GetInt32().ShouldBe(2);
        first.GetProperty("nextUri").GetString().ShouldBe("/api/v2/flows?pageSize=2&pageNumber=2");
        last.TryGetProperty("nextUri", out _).ShouldBeFalse();
        last.GetProperty("entities").GetArrayLength().ShouldBe(1);
        beyond.GetProperty("entities").GetArrayLength().ShouldBe(0);
        beyond.GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task An_unknown_type_and_a_page_that_is_none_are_refused()
    {
        (await _org.GetAsync("/api/v2/flows?type=telepathy")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _org.GetAsync("/api/v2/flows?pageSize=501")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _org.GetAsync("/api/v2/flows?pageNumber=0")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_flow_tells_its_versions_and_its_division()
    {
        var flow = await FlowAsync("Sales");

        flow.GetProperty("type").GetString().ShouldBe("INBOUNDCALL");
        flow.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");
        flow.GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("1.0");
        flow.GetProperty("division").GetProperty("name").GetString().ShouldBe("Home");
        flow.TryGetProperty("lockedClient", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_checkout_takes_the_lock_and_makes_a_draft_and_a_revert_gives_both_back()
    {
        var id = await IdAsync("Sales");

        var locked = (await _org.PostAsync($"/api/v2/flows/actions/checkout?flow={id}", "")).Json;
        locked.GetProperty("lockedClient").GetProperty("id").GetString().ShouldBe("patchbay");
        locked.GetProperty("savedVersion").GetProperty("id").GetString().ShouldStartWith("saved_version_");

        var reverted = (await _org.PostAsync($"/api/v2/flows/actions/revert?flow={id}", "")).Json;
        reverted.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        reverted.TryGetProperty("savedVersion", out _).ShouldBeFalse();
        (await _org.PostAsync($"/api/v2/flows/actions/revert?flow={id}", "")).Code.ShouldBe("architect.flow.not.locked.by.user");
    }

    [Fact]
    public async Task A_check_in_makes_the_next_version_and_a_publish_makes_it_live()
    {
        var id = await IdAsync("Sales");
        await _org.PostAsync($"/api/v2/flows/actions/checkout?flow={id}", "");
        await _org.PostAsync($"/api/v2/flows/actions/checkin?flow={id}", "");

        var checkedIn = await FlowAsync("Sales");
        checkedIn.GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("2.0");
        checkedIn.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");

        var operation = (await _org.PostAsync($"/api/v2/flows/actions/publish?flow={id}&version=2.0", "")).Json;
        operation.GetProperty("actionName").GetString().ShouldBe("PUBLISH");
        (await FlowAsync("Sales")).GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("2.0");
    }

    [Fact]
    public async Task Publishing_a_version_that_does_not_exist_is_answered_and_does_nothing()
    {
        var id = await IdAsync("Sales");

        var answer = await _org.PostAsync($"/api/v2/flows/actions/publish?flow={id}&version=77.0", "");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        (await FlowAsync("Sales")).GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");
    }

    [Fact]
    public async Task Deactivating_takes_the_live_version_away()
    {
        var id = await IdAsync("Sales");

        (await _org.PostAsync($"/api/v2/flows/actions/deactivate?flow={id}", "")).Json.TryGetProperty("publishedVersion", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task While_an_operation_runs_another_one_is_refused()
    {
        await using var slow = await PlatformFlows.StartAsync(options => options with { CompileDelay = TimeSpan.FromHours(1) }, PlatformFlows.Call("Sales"));
        var id = (await slow.GetAsync("/api/v2/flows")).Json.GetProperty("entities")[0].GetProperty("id").GetString();
        await slow.PostAsync($"/api/v2/flows/actions/publish?flow={id}&version=1.0", "");

        var answer = await slow.PostAsync($"/api/v2/flows/actions/checkout?flow={id}", "");

        answer.Code.ShouldBe("architect.operation.already.in.progress");
    }

    [Theory]
    [InlineData("POST", "/api/v2/flows/actions/checkout", HttpStatusCode.BadRequest, "bad.request")]
    [InlineData("POST", "/api/v2/flows/actions/checkout?flow=nobody", HttpStatusCode.NotFound, "architect.flow.not.found")]
    [InlineData("GET", "/api/v2/flows/nobody", HttpStatusCode.NotFound, "architect.flow.not.found")]
    [InlineData("GET", "/api/v2/flows/nobody/latestconfiguration", HttpStatusCode.NotImplemented, "not.implemented")]
    public async Task What_cannot_be_done_is_said_with_the_code_that_is_documented(string method, string path, HttpStatusCode status, string code)
    {
        var answer = await _org.SendAsync(new HttpMethod(method), path, null);

        answer.Status.ShouldBe(status);
        answer.Code.ShouldBe(code);
    }

    private async Task<JsonElement> FlowAsync(string name) => (await _org.GetAsync($"/api/v2/flows?name={name}")).Json.GetProperty("entities")[0];

    private async Task<string?> IdAsync(string name) => (await FlowAsync(name)).GetProperty("id").GetString();
}
