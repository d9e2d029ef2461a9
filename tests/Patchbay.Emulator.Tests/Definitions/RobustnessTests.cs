using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Patchbay.Emulator.Tests.Definitions;

/// <summary>Requests that no well-meaning client sends, or that well-meaning clients send by mistake.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData("{\"type\": \"call\",\n  \"name\": }", "Line 2, column 11")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", "Line 1, column 15")]
    [InlineData("", "Line 1, column 1")]
    [InlineData("[]", "must be a JSON object")]
    public async Task Bad_json_is_refused_with_its_place(string body, string place)
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("bad.request");
        answer.Message!.ShouldContain(place);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows", new string('[', 100_000));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        await using var org = await TestOrg.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/flows") { Content = new ByteArrayContent([0x7b, 0xff, 0x7d]) };
        request.Content.Headers.ContentType = new("application/json");

        var answer = await org.SendAsync(request);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain("UTF-8");
    }

    [Fact]
    public async Task Another_content_type_is_415()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.SendAsync(HttpMethod.Post, "/api/v2/flows", Flows.NodeMap("N"), "text/plain")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await org.SendAsync(HttpMethod.Post, "/api/v2/flows", Flows.NodeMap("N"), "application/merge-patch+json")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_huge_body_is_413_and_the_server_lives_on()
    {
        await using var org = await TestOrg.StartAsync(options => options with { MaxBodyBytes = 10_000 });

        var answer = await org.PostAsync("/api/v2/flows", $"{{\"name\": \"{new string('x', 20_000)}\"}}");

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Json.GetProperty("status").GetInt32().ShouldBe(413);
        (await org.GetAsync("/api/v2/routing/flows/settings")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"pageSize": 0}""")]
    [InlineData("""{"pageSize": 101}""")]
    [InlineData("""{"pageSize": "ten"}""")]
    [InlineData("""{"pageToken": "made up"}""")]
    [InlineData("""{"query": "owner:me"}""")]
    [InlineData("""{"divisionIds": [1]}""")]
    public async Task A_query_that_makes_no_sense_is_refused_by_field(string body)
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows/query", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("details")[0].GetProperty("fieldName").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Unknown_fields_of_a_query_are_ignored()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.PostAsync("/api/v2/flows/query", """{"pageSize": 1, "sortOrder": "asc", "expand": null}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_path_is_404_and_a_wrong_method_405_with_a_body()
    {
        await using var org = await TestOrg.StartAsync();

        var path = await org.GetAsync("/api/v2/floes");
        var method = await org.DeleteAsync("/api/v2/flows/query");
        var outside = await org.GetAsync("/favicon.ico");

        (path.Status, path.Code).ShouldBe((HttpStatusCode.NotFound, "not.found"));
        (outside.Status, outside.Code).ShouldBe((HttpStatusCode.NotFound, "not.found"));
        method.Status.ShouldBe(HttpStatusCode.NotFound, method.Text);
        var put = await org.PutAsync("/api/v2/routing/flows/settings", "{}");
        (put.Status, put.Code).ShouldBe((HttpStatusCode.MethodNotAllowed, "method.not.allowed"));
        put.Message!.ShouldContain("GET");
    }

    [Theory]
    [InlineData("GET", "/api/v2/flows", "getFlows")]
    [InlineData("GET", "/api/v2/flows/datatables", "getFlowsDatatables")]
    [InlineData("POST", "/api/v2/flows/jobs", "postFlowsJobs")]
    [InlineData("GET", "/api/v2/flows/abc/latestconfiguration", "getFlowLatestconfiguration")]
    [InlineData("GET", "/api/v2/authorization/divisions", "getAuthorizationDivisions")]
    public async Task A_path_of_the_platform_that_is_lacking_is_501_with_its_name(string method, string path, string operation)
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);

        answer.Status.ShouldBe(HttpStatusCode.NotImplemented);
        answer.Message!.ShouldContain(operation);
    }

    [Fact]
    public async Task A_request_cut_short_by_its_client_leaves_the_server_alive()
    {
        await using var org = await TestOrg.StartAsync();
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(org.App.Address.Host, org.App.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes("POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ngrant"));
        }

        (await org.GetAsync("/api/v2/routing/flows/settings")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_writers_of_one_flow_get_one_version_each_or_a_conflict()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => org.PatchAsync($"/api/v2/flows/{id}", $"{{\"version\": 1, \"description\": \"{i}\"}}")));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(19);
        org.App.Org.VersionOf(id).ShouldBe(2);
    }
}
