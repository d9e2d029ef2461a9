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
}
