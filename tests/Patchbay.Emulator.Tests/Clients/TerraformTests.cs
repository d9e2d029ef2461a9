using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Clients;

/// <summary>The requests that the Terraform provider sends for a <c>genesyscloud_flow</c>, in its order, with what it insists on in each answer.</summary>
public sealed class TerraformTests : IAsyncLifetime
{
    private const string Night = """
        inboundCall:
          name: Night line
          startUpRef: "/inboundCall/tasks/task[start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: start_10
                actions:
                  - playAudio:
                      name: Closed
                      audio:
                        tts: {{words}}
                  - disconnect:
                      name: Disconnect

        """;

    private RawClient _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await RawClient.StartAsync();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task At_its_start_it_logs_in_once_for_itself_and_once_per_slot_and_asks_for_the_org_and_its_products()
    {
        var first = await _provider.LogInAsync();
        var slot = await _provider.LogInAsync();
        first.Json.GetProperty("expires_in").GetInt64().ShouldBeGreaterThan(60, "the Go SDK refreshes a minute early, and ends its process where that cannot be");
        slot.Field("access_token").ShouldNotBe(first.Field("access_token"));

        (await _provider.GetAsync("/api/v2/organizations/me")).Field("defaultCountryCode").ShouldNotBeEmpty();

        var products = (await _provider.GetAsync("/api/v2/authorization/products")).Json;
        products.GetProperty("total").GetInt32().ShouldBe(products.GetProperty("entities").GetArrayLength());
        products.GetProperty("entities").EnumerateArray().ShouldAllBe(product => product.GetProperty("id").GetString() != null);
    }

    [Fact]
    public async Task It_creates_a_flow_changes_it_and_deletes_it()
    {
        await _provider.LogInAsync();

        var listed = (await _provider.GetAsync("/api/v2/flows?deleted=false&includeSchemas=true&name=Night+line&pageNumber=1&pageSize=500&type=inboundcall&virtualAgentEnabled=false")).Json;
        listed.GetProperty("entities").GetArrayLength().ShouldBe(0);
        listed.GetProperty("pageCount").ValueKind.ShouldBe(JsonValueKind.Number);

        var id = await ApplyAsync(Night.Replace("{{words}}", "Closed.", StringComparison.Ordinal));
        var made = await ReadAsync(id);
        made.GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("1.0");

        (await ApplyAsync(Night.Replace("{{words}}", "Still closed.", StringComparison.Ordinal))).ShouldBe(id);
        (await ReadAsync(id)).GetProperty("publishedVersion").GetProperty("id").GetString().ShouldBe("2.0");

        (await _provider.SendAsync("DELETE", $"/api/v2/flows/{id}", null, null)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _provider.GetAsync($"/api/v2/flows/{id}?deleted=false")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _provider.SendAsync("DELETE", $"/api/v2/flows/{id}", null, null)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.RequestTimeout, HttpStatusCode.Gone);
    }

    [Fact]
    public async Task With_force_unlock_it_frees_the_flow_before_it_uploads()
    {
        await _provider.LogInAsync();
        var id = await ApplyAsync(Night);
        (await _provider.SendAsync("POST", $"/api/v2/flows/actions/checkout?flow={id}", null, null)).Status.ShouldBe(HttpStatusCode.OK);

        (await _provider.SendAsync("POST", $"/api/v2/flows/actions/unlock?flow={id}", null, null)).Status.ShouldBe(HttpStatusCode.OK);

        (await ApplyAsync(Night)).ShouldBe(id);
        (await ReadAsync(id)).TryGetProperty("lockedClient", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_flow_that_is_wrong_fails_its_job_with_texts_to_join()
    {
        await _provider.LogInAsync();

        var job = await UploadAsync(Night.Replace("task[start_10]", "task[nowhere]", StringComparison.Ordinal));

        job.Field("status").ShouldBe("Failure");
        string.Join('\n', job.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString())).ShouldContain("nowhere");
    }

    [Fact]
    public async Task Its_exporter_takes_every_published_flow_and_never_sees_a_job_that_is_only_registered()
    {
        await _provider.LogInAsync();
        var flows = (await _provider.GetAsync("/api/v2/flows?deleted=false&includeSchemas=false&pageNumber=1&pageSize=100&virtualAgentEnabled=false")).Json.GetProperty("entities");
        foreach (var flow in flows.EnumerateArray().Where(flow => flow.TryGetProperty("publishedVersion", out _)))
        {
            var (id, version, type) = (flow.GetProperty("id").GetString(), flow.GetProperty("publishedVersion").GetProperty("id").GetString(), flow.GetProperty("type").GetString());
            var used = await _provider.GetAsync($"/api/v2/architect/dependencytracking/consumedresources?id={id}&objectType={(type == "WORKFLOW" ? type : $"{type}FLOW")}&pageNumber=1&pageSize=100&version={version}");
            used.Json.GetProperty("entities").ValueKind.ShouldBe(JsonValueKind.Array);

            var job = await _provider.SendAsync("POST", "/api/v2/flows/export/jobs", $$$"""{"flows":[{"flow":{"id":"{{{id}}}","version":"{{{version}}}"},"exportType":"Yaml"}]}""", "application/json");
            var poll = await _provider.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");
            poll.Field("status").ShouldBe("Started");
            _provider.Clock.Advance(TimeSpan.FromSeconds(30));
            poll = await _provider.GetAsync($"/api/v2/flows/export/jobs/{job.Field("id")}?expand=messages");
            poll.Field("status").ShouldBe("Success");

            using var plain = new HttpClient();
            (await plain.GetStringAsync(new Uri(poll.Field("downloadUrl")))).ShouldContain(flow.GetProperty("name").GetString()!);
        }
    }

    [Fact]
    public async Task A_module_that_a_published_flow_calls_is_not_deleted()
    {
        await _provider.LogInAsync();
        var module = (await _provider.GetAsync("/api/v2/flows?name=Greeting&pageNumber=1&pageSize=500&type=commonmodule")).Json.GetProperty("entities")[0].GetProperty("id").GetString();

        (await _provider.SendAsync("DELETE", $"/api/v2/flows/{module}", null, null)).Status.ShouldBe(HttpStatusCode.Conflict, "the provider tries a 409 again for half a minute");
    }

    /// <summary>Uploads a flow and gives the id of what came of it, as the provider keeps it.</summary>
    private async Task<string> ApplyAsync(string yaml)
    {
        var job = await UploadAsync(yaml);
        job.Field("status").ShouldBe("Success", job.Text);
        return job.Json.GetProperty("flow").GetProperty("id").GetString()!;
    }

    private async Task<Answer> UploadAsync(string yaml)
    {
        var job = await _provider.SendAsync("POST", "/api/v2/flows/jobs", "{}", "application/json");
        using (var plain = new HttpClient())
        using (var upload = new HttpRequestMessage(HttpMethod.Put, job.Field("presignedUrl")) { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(yaml)) })
        {
            foreach (var header in job.Json.GetProperty("headers").EnumerateObject())
            {
                upload.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }

            using var taken = await plain.SendAsync(upload);
            taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var poll = await _provider.GetAsync($"/api/v2/flows/jobs/{job.Field("id")}?expand=messages");
        while (poll.Field("status") is "Registered" or "Started")
        {
            _provider.Clock.Advance(TimeSpan.FromSeconds(15));
            poll = await _provider.GetAsync($"/api/v2/flows/jobs/{job.Field("id")}?expand=messages");
        }

        return poll;
    }

    private async Task<JsonElement> ReadAsync(string id)
    {
        var flow = (await _provider.GetAsync($"/api/v2/flows/{id}?deleted=false")).Json;
        flow.GetProperty("name").GetString().ShouldBe("Night line");
        flow.GetProperty("type").GetString().ShouldBe("INBOUNDCALL");
        flow.GetProperty("division").GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        flow.GetProperty("selfUri").GetString().ShouldBe($"/api/v2/flows/{id}");
        return flow;
    }
}
