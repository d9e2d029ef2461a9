using System.Net;

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

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales").Replace("  startUpRef", "  description: The front door\n  startUpRef", StringComparison.Ordinal), PlatformFlows.Call("Support"), Queue);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("type=inboundcall&type=inqueuecall", 3)]
    [InlineData("type=inboundcall,inqueuecall", 3)]
    [InlineData("type=inboundcall%2Cinqueuecall", 3)]
    [InlineData("type=inqueuecall", 1)]
    [InlineData("name=S*", 2)]
    [InlineData("name=sales", 1)]
    [InlineData("name=ale", 1)]
    [InlineData("name=Sales,Support", 0)]
    [InlineData("description=front", 1)]
    [InlineData("nameOrDescription=s", 2)]
    [InlineData("publishVersionId=1.0", 3)]
    [InlineData("publishVersionId=2.0", 0)]
    [InlineData("secure=any", 0)]
    [InlineData("virtualAgentEnabled=false&deleted=false&includeSchemas=false", 3)]
    [InlineData("virtualAgentEnabled=true", 0)]
    [InlineData("publishedAfter=2020-01-01T00:00:00Z", 3)]
    [InlineData("publishedBefore=2020-01-01T00:00:00Z", 0)]
    [InlineData("lockedBy=patchbay", 0)]
    [InlineData("editableBy=anybody", 3)]
    [InlineData("divisionId=division_home", 3)]
    [InlineData("divisionId=elsewhere", 0)]
    [InlineData("pageNumber=0", 3)]
    [InlineData("name=Nobody", 0)]
    public async Task Lists_flows_by_every_filter_with_lists_in_every_spelling_and_texts_never_split(string query, int count)
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
        (await _org.GetAsync("/api/v2/flows?pageNumber=-1")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("sortBy=name", "Sales Support Waiting")]
    [InlineData("sortBy=name&sortOrder=DESC", "Waiting Support Sales")]
    [InlineData("sortBy=type&sortOrder=desc&name=i", "Waiting")]
    public async Task Flows_come_in_the_order_that_is_asked_for(string query, string names)
    {
        var answer = await _org.GetAsync($"/api/v2/flows?{query}");

        string.Join(' ', answer.Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("name").GetString())).ShouldBe(names);
    }

    [Theory]
    [InlineData("sortOrder=sideways")]
    [InlineData("sortBy=colour")]
    [InlineData("secure=maybe")]
    [InlineData("deleted=perhaps")]
    [InlineData("publishedAfter=yesterday")]
    public async Task A_filter_that_makes_no_sense_is_refused_and_named(string query)
    {
        var answer = await _org.GetAsync($"/api/v2/flows?{query}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("details")[0].GetProperty("fieldName").GetString().ShouldBe(query.Split('=')[0]);
    }

    [Fact]
    public async Task Flows_are_looked_up_by_ids_and_unknown_ones_are_passed_over()
    {
        var id = await _org.IdAsync("Sales");

        var found = (await _org.GetAsync($"/api/v2/flows/lookup?id={id}&id=nobody")).Json.GetProperty("entities");
        var without = await _org.GetAsync("/api/v2/flows/lookup");

        found.GetArrayLength().ShouldBe(1);
        found[0].GetProperty("name").GetString().ShouldBe("Sales");
        without.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_division_view_tells_nothing_of_locks_and_drafts()
    {
        await _org.ActAsync("checkout", await _org.IdAsync("Sales"));

        var view = (await _org.GetAsync("/api/v2/flows/divisionviews?name=Sales&type=inboundcall")).Json.GetProperty("entities")[0];

        view.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");
        view.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        view.TryGetProperty("savedVersion", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_flow_takes_and_gives_is_told_of_one_flow_and_in_listings_on_request()
    {
        await _org.PublishAsync(PlatformFlows.Call("Sales").Replace("  defaultLanguage", """
              variables:
                - stringVariable:
                    name: Flow.Number
                    initialValue:
                      noValue: true
                    isInput: true
                - integerCollectionVariable:
                    name: Flow.Scores
                    initialValue:
                      noValue: true
                    isOutput: true
              defaultLanguage
            """, StringComparison.Ordinal));
        var id = await _org.IdAsync("Sales");

        var one = (await _org.GetAsync($"/api/v2/flows/{id}")).Json;
        var listed = (await _org.GetAsync("/api/v2/flows?includeSchemas=true&name=Sales")).Json.GetProperty("entities")[0];

        one.GetProperty("inputSchema").GetProperty("properties").GetProperty("Flow.Number").GetProperty("type").GetString().ShouldBe("string");
        one.GetProperty("outputSchema").GetProperty("properties").GetProperty("Flow.Scores").GetProperty("items").GetProperty("type").GetString().ShouldBe("integer");
        listed.GetProperty("inputSchema").ToString().ShouldBe(one.GetProperty("inputSchema").ToString());
        (await _org.FlowAsync("Sales")).TryGetProperty("inputSchema", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Moments_of_versions_are_milliseconds_and_those_of_publishing_are_texts()
    {
        var version = (await _org.GetAsync($"/api/v2/flows/{await _org.IdAsync("Sales")}/versions/1.0")).Json;

        version.GetProperty("dateCheckedIn").GetInt64().ShouldBeGreaterThan(1_600_000_000_000);
        version.GetProperty("datePublished").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        version.GetProperty("configurationUri").GetString().ShouldEndWith("/versions/1.0/configuration");
        version.GetProperty("supportedLanguages")[0].GetProperty("language").GetString().ShouldBe("en-us");
        version.GetProperty("supportedLanguages")[0].GetProperty("isDefault").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_flow_tells_its_versions_and_its_division()
    {
        var flow = await _org.FlowAsync("Sales");

        flow.GetProperty("type").GetString().ShouldBe("INBOUNDCALL");
        flow.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");
        flow.GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("1.0");
        flow.GetProperty("division").GetProperty("name").GetString().ShouldBe("Home");
        flow.TryGetProperty("lockedClient", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("POST", "/api/v2/flows/actions/checkout", HttpStatusCode.BadRequest, "bad.request")]
    [InlineData("POST", "/api/v2/flows/actions/checkout?flow=nobody", HttpStatusCode.NotFound, "architect.flow.not.found")]
    [InlineData("GET", "/api/v2/flows/nobody", HttpStatusCode.NotFound, "architect.flow.not.found")]
    [InlineData("GET", "/api/v2/flows/nobody/latestconfiguration", HttpStatusCode.NotFound, "architect.flow.not.found")]
    public async Task What_cannot_be_done_is_said_with_the_code_that_is_documented(string method, string path, HttpStatusCode status, string code)
    {
        var answer = await _org.SendAsync(new HttpMethod(method), path, null);

        answer.Status.ShouldBe(status);
        answer.Code.ShouldBe(code);
    }
}
