using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Http;

/// <summary>People who sign in by a browser, and the tokens they get.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Back = "http://127.0.0.1:7777/";
    private const string Maria = "maria.lopez@example.com";
    private static readonly string Verifier = new('v', 43);

    private readonly VirtualClock _clock = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = _clock, TokenLifetime = null, Clients = [OAuthClient.BuiltIn, new("other", "s3cret")] });
        _http.BaseAddress = _org.App.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task The_page_lists_the_people_and_carries_what_was_asked()
    {
        using var answer = await _http.GetAsync($"/oauth/authorize?{Asked(state: "\"><script>")}");

        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("Maria Lopez");
        page.ShouldContain("ben.okafor@example.com");
        page.ShouldContain("name=\"state\" value=\"&quot;&gt;&lt;script&gt;\"");
        page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task A_choice_sends_the_browser_back_with_a_code_and_the_state()
    {
        var query = await ChooseAsync("user", Maria, Asked(state: "st&te"));

        query["state"].ShouldBe("st&te");
        query["code"].ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_refusal_sends_it_back_with_access_denied()
    {
        var query = await ChooseAsync("deny", "1", Asked());

        (query["error"], query["state"], query["code"]).ShouldBe(("access_denied", "s", null));
    }

    [Theory]
    [InlineData("nobody", Back, "No OAuth client has the id")]
    [InlineData("patchbay", "https://evil.example.com/", "is not an address on this machine")]
    [InlineData("patchbay", "javascript:alert(1)", "is not an address on this machine")]
    public async Task An_unknown_client_or_an_address_elsewhere_is_told_on_the_page_and_nowhere_else(string client, string back, string problem)
    {
        using var answer = await _http.GetAsync($"/oauth/authorize?{Asked(client, back)}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Location.ShouldBeNull();
        HttpUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(problem);
    }

    [Theory]
    [InlineData("response_type=token", "unsupported_response_type")]
    [InlineData("response_type=code&code_challenge=abc&code_challenge_method=plain", "invalid_request")]
    public async Task Another_kind_of_answer_or_of_challenge_is_refused(string asked, string error)
    {
        using var answer = await _http.GetAsync($"/oauth/authorize?client_id=patchbay&redirect_uri={Uri.EscapeDataString(Back)}&{asked}");

        HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["error"].ShouldBe(error);
    }

    [Fact]
    public async Task A_code_is_traded_once_by_the_verifier_it_was_begun_with()
    {
        var code = await CodeAsync();

        var wrong = await TradeAsync(code, verifier: new string('w', 43));
        wrong.Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
        (await TradeAsync(code)).Status.ShouldBe(HttpStatusCode.BadRequest, "a code is used up by the attempt");

        var answer = await TradeAsync(await CodeAsync());
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(86_399);
        answer.Json.GetProperty("refresh_token").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:7778/", "patchbay", 0)]
    [InlineData(Back, "other", 0)]
    [InlineData(Back, "patchbay", 6)]
    public async Task A_code_for_another_address_or_client_or_too_old_is_no_good(string back, string client, int minutes)
    {
        var code = await CodeAsync();
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        (await TradeAsync(code, back, client)).Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Without_a_challenge_the_client_proves_itself_by_its_secret()
    {
        var asked = $"response_type=code&client_id=patchbay&redirect_uri={Uri.EscapeDataString(Back)}&state=s";

        var without = await TokenAsync(("grant_type", "authorization_code"), ("code", (await ChooseAsync("user", Maria, asked))["code"]!), ("redirect_uri", Back), ("client_id", "patchbay"));
        var with = await TokenAsync(("grant_type", "authorization_code"), ("code", (await ChooseAsync("user", Maria, asked))["code"]!), ("redirect_uri", Back), ("client_id", "patchbay"), ("client_secret", "patchbay"));

        without.Json.GetProperty("error").GetString().ShouldBe("invalid_client");
        with.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_gives_the_next_of_both_and_is_used_up()
    {
        var first = await TradeAsync(await CodeAsync());

        var second = await RefreshAsync(first.Field("refresh_token"));
        var again = await RefreshAsync(first.Field("refresh_token"));
        var third = await RefreshAsync(second.Field("refresh_token"));

        (second.Status, third.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        second.Field("access_token").ShouldNotBe(first.Field("access_token"));
        again.Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
        (await GetAsync("/api/v2/users/me", third.Field("access_token"))).Field("email").ShouldBe(Maria);
    }

    [Fact]
    public async Task A_revoked_token_is_401_and_its_refresh_token_is_worth_nothing()
    {
        var granted = await TradeAsync(await CodeAsync());

        (await SendAsync(HttpMethod.Delete, "/api/v2/tokens/me", granted.Field("access_token"))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await GetAsync("/api/v2/tokens/me", granted.Field("access_token"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await RefreshAsync(granted.Field("refresh_token"))).Json.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_token_tells_its_org_its_client_and_its_person()
    {
        var token = (await TradeAsync(await CodeAsync())).Field("access_token");

        var own = (await GetAsync("/api/v2/tokens/me", token)).Json;
        own.GetProperty("organization").GetProperty("name").GetString().ShouldBe("Patchbay Emulator");
        own.GetProperty("OAuthClient").GetProperty("id").GetString().ShouldBe("patchbay");
        own.GetProperty("authorizedScope").EnumerateArray().Select(scope => scope.GetString()).ShouldContain("architect");
        var user = (await GetAsync("/api/v2/users/me?expand=authorization", token)).Json;
        (user.GetProperty("name").GetString(), user.GetProperty("authorization").GetProperty("permissions")[0].GetString()).ShouldBe(("Maria Lopez", "*"));
    }

    [Fact]
    public async Task Behind_client_credentials_there_is_no_person()
    {
        var answer = await _org.GetAsync("/api/v2/users/me");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, "bad.request"));
        (await _org.GetAsync("/api/v2/tokens/me")).Json.GetProperty("authorizedScope").GetArrayLength().ShouldBe(0);
    }

    private static string Asked(string client = "patchbay", string back = Back, string state = "s")
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(back)}&state={Uri.EscapeDataString(state)}&code_challenge={challenge}&code_challenge_method=S256";
    }

    private async Task<System.Collections.Specialized.NameValueCollection> ChooseAsync(string button, string value, string asked)
    {
        using var answer = await _http.PostAsync("/oauth/authorize", new StringContent($"{asked}&{button}={Uri.EscapeDataString(value)}", Encoding.ASCII, "application/x-www-form-urlencoded"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe(Back);
        return HttpUtility.ParseQueryString(answer.Headers.Location.Query);
    }

    private async Task<string> CodeAsync() => (await ChooseAsync("user", Maria, Asked()))["code"]!;

    private Task<Answer> TradeAsync(string code, string back = Back, string client = "patchbay", string? verifier = null) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", back), ("client_id", client), ("code_verifier", verifier ?? Verifier));

    private Task<Answer> RefreshAsync(string refresh) => TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", "patchbay"));

    private async Task<Answer> TokenAsync(params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        using var answer = await _http.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), new Dictionary<string, string>());
    }

    private Task<Answer> GetAsync(string path, string token) => SendAsync(HttpMethod.Get, path, token);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await _http.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), new Dictionary<string, string>());
    }
}
