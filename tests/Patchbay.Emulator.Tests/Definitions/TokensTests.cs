using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class TokensTests
{
    private static readonly OAuthClient Reader = new("reader", "s3cret/%") { Scopes = ["flow:read", "analytics:flows:view"] };

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/login/oauth2/v1/token")]
    public async Task Both_paths_give_a_bearer_token_for_credentials_in_the_form(string path)
    {
        await using var org = await StartAsync();

        var answer = await SendAsync(org, path, TestOrg.Form("reader", "s3cret/%"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.GetProperty("token_type").GetString().ShouldBe("bearer");
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(1800);
        answer.Json.GetProperty("access_token").GetString()!.Length.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Credentials_may_come_as_http_basic()
    {
        await using var org = await StartAsync();
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader:{Uri.EscapeDataString("s3cret/%")}"));

        var answer = await SendAsync(org, "/oauth/token", new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]), new AuthenticationHeaderValue("Basic", basic));

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_secret_is_401_in_the_shape_of_oauth()
    {
        await using var org = await StartAsync();

        var answer = await SendAsync(org, "/oauth/token", TestOrg.Form("reader", "wrong"));

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_client");
        answer.Json.GetProperty("error_description").GetString().ShouldNotBeNullOrEmpty();
        answer.Text.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Asking_for_a_scope_that_is_not_granted_is_403_and_names_it()
    {
        await using var org = await StartAsync();

        var answer = await SendAsync(org, "/oauth/token", TestOrg.Form("reader", "s3cret/%", "flow:read flow:write"));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_scope");
        answer.Json.GetProperty("error_description").GetString()!.ShouldContain("flow:write");
    }

    [Fact]
    public async Task A_scope_stands_for_its_equals()
    {
        await using var org = await StartAsync();

        (await SendAsync(org, "/oauth/token", TestOrg.Form("reader", "s3cret/%", "flow:flow:read routing:flow:view"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Other_grants_are_refused(string grantType, string error)
    {
        await using var org = await StartAsync();

        var answer = await SendAsync(org, "/oauth/token", new FormUrlEncodedContent([KeyValuePair.Create("grant_type", grantType)]));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task A_request_that_is_no_form_is_refused()
    {
        await using var org = await StartAsync();

        var answer = await SendAsync(org, "/oauth/token", new StringContent("{}", Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_token_or_with_an_unknown_one_the_answer_is_401()
    {
        await using var org = await StartAsync();

        var none = await SendAsync(org, "/api/v2/flows/query", null);
        var unknown = await SendAsync(org, "/api/v2/flows/query", null, new AuthenticationHeaderValue("Bearer", "made-up"));

        (none.Status, none.Code).ShouldBe((HttpStatusCode.Unauthorized, "authentication.required"));
        (unknown.Status, unknown.Code).ShouldBe((HttpStatusCode.Unauthorized, "bad.credentials"));
    }

    [Fact]
    public async Task A_token_expires()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, TokenLifetime = TimeSpan.FromMinutes(30) });

        (await org.GetAsync("/api/v2/routing/flows/settings")).Status.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(30));
        var late = await org.GetAsync("/api/v2/routing/flows/settings");

        late.Status.ShouldBe(HttpStatusCode.Unauthorized);
        late.Message!.ShouldContain("expired");
    }

    [Fact]
    public void Neither_client_nor_token_shows_its_secret()
    {
        Reader.ToString().ShouldNotContain("s3cret");
        new Token("the-token", Reader, [], default, default).ToString().ShouldNotContain("the-token");
    }

    private static Task<TestOrg> StartAsync() =>
        TestOrg.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn, Reader], TokenLifetime = TimeSpan.FromMinutes(30) });

    private static async Task<Answer> SendAsync(TestOrg org, string path, HttpContent? content, AuthenticationHeaderValue? authorization = null)
    {
        using var client = new HttpClient { BaseAddress = org.App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = authorization;
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), new Dictionary<string, string>());
    }
}
