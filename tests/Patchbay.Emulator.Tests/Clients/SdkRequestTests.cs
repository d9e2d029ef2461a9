using System.Net;

namespace Patchbay.Emulator.Tests.Clients;

/// <summary>What the official SDKs and the <c>gc</c> command line send that a plain client would not: their spellings of lists, their empty bodies, the parameters that they send although nobody gave them.</summary>
public sealed class SdkRequestTests : IAsyncLifetime
{
    private RawClient _sdk = null!;

    public async ValueTask InitializeAsync() => _sdk = await RawClient.StartAsync();

    public ValueTask DisposeAsync() => _sdk.DisposeAsync();

    [Theory]
    [InlineData("type=inboundcall&type=inqueuecall", "the .NET SDK repeats the name")]
    [InlineData("type=inboundcall,inqueuecall", "the JavaScript SDK writes commas")]
    [InlineData("type=inboundcall%2Cinqueuecall", "the Go SDK escapes the commas")]
    [InlineData("type=INBOUNDCALL&type=InQueueCall", "any case")]
    public async Task A_list_is_read_in_every_spelling(string query, string why)
    {
        await _sdk.LogInAsync();

        (await _sdk.GetAsync($"/api/v2/flows?{query}")).Json.GetProperty("total").GetInt32().ShouldBe(3, why);
    }

    [Fact]
    public async Task What_is_no_list_is_not_cut_at_commas()
    {
        await _sdk.LogInAsync();

        (await _sdk.GetAsync("/api/v2/flows?name=Front+desk,Waiting")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_Go_SDK_sends_false_and_zero_for_what_nobody_gave()
    {
        await _sdk.LogInAsync();

        var answer = (await _sdk.GetAsync("/api/v2/flows?deleted=false&includeSchemas=false&pageNumber=0&pageSize=25&sortBy=&sortOrder=&virtualAgentEnabled=false")).Json;

        answer.GetProperty("total").GetInt32().ShouldBe(4);
        answer.GetProperty("pageNumber").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData(null, null, "the .NET SDK sends neither a body nor its type")]
    [InlineData("", "application/json", "the JavaScript SDK names the type of a body that it does not send")]
    [InlineData("{}", "application/json", "the Terraform provider sends an empty object")]
    [InlineData("", "application/json; charset=utf-8", "a type may name its characters")]
    public async Task Actions_and_jobs_take_every_empty_body(string? body, string? contentType, string why)
    {
        await _sdk.LogInAsync();
        var id = (await _sdk.GetAsync("/api/v2/flows?name=Waiting")).Json.GetProperty("entities")[0].GetProperty("id").GetString();

        (await _sdk.SendAsync("POST", $"/api/v2/flows/actions/checkout?flow={id}", body, contentType)).Status.ShouldBe(HttpStatusCode.OK, why);
        (await _sdk.SendAsync("POST", $"/api/v2/flows/actions/revert?flow={id}", body, contentType)).Status.ShouldBe(HttpStatusCode.OK, why);
        (await _sdk.SendAsync("POST", "/api/v2/flows/jobs", body, contentType)).Status.ShouldBe(HttpStatusCode.OK, why);
    }

    [Fact]
    public async Task A_deletion_is_answered_with_nothing_at_all()
    {
        await _sdk.LogInAsync();
        var id = (await _sdk.GetAsync("/api/v2/flows?name=Waiting")).Json.GetProperty("entities")[0].GetProperty("id").GetString();

        var answer = await _sdk.SendAsync("DELETE", $"/api/v2/flows/{id}", null, null);

        (answer.Status, answer.Text).ShouldBe((HttpStatusCode.NoContent, ""));
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_SDKs_hand_on()
    {
        await _sdk.LogInAsync();

        var headers = (await _sdk.GetAsync("/api/v2/flows")).Headers;

        headers.Keys.ShouldContain("ININ-Correlation-Id");
        headers.Keys.ShouldContain("inin-ratelimit-count");
        headers.Keys.ShouldContain("inin-ratelimit-allowed");
        headers.Keys.ShouldContain("inin-ratelimit-reset");
    }

    [Fact]
    public async Task Signed_addresses_are_whole_and_lead_back_to_the_emulator()
    {
        await _sdk.LogInAsync();

        var address = new Uri((await _sdk.SendAsync("POST", "/api/v2/flows/jobs", "{}", "application/json")).Field("presignedUrl"));

        (address.Scheme, address.Authority).ShouldBe((_sdk.Address.Scheme, _sdk.Address.Authority));
    }

    [Fact]
    public async Task A_bearer_token_with_nothing_in_it_is_taken_where_that_was_asked_for()
    {
        await using var strict = await RawClient.StartAsync();
        await using var lenient = await RawClient.StartAsync(options => options with { AcceptEmptyBearer = true });
        (strict.Authorization, lenient.Authorization) = ("Bearer ", "Bearer ");

        (await strict.GetAsync("/api/v2/flows")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await lenient.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(4, "gc sends it for a region with \"localhost\" in it");
    }
}
