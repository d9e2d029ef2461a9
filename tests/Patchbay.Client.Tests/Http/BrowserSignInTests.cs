using System.Net;
using System.Net.Sockets;
using System.Web;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

/// <summary>Signing in by a browser, from the first address to the file that is kept.</summary>
public sealed class BrowserSignInTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform });

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_person_signs_in_and_the_sign_in_is_kept_for_its_owner_alone()
    {
        using var signIn = new BrowserSignIn(Login());
        var wait = signIn.CompleteAsync(CancellationToken.None);

        var (_, text) = await Browser.PressAsync(signIn.Address);
        var kept = await wait;

        text.ShouldContain("You can close this page");
        (kept.UserName, kept.UserEmail, kept.OrganizationName, kept.RenewsItself).ShouldBe(("Maria Lopez", "maria.lopez@example.com", "Patchbay Emulator", true));
        var file = SignIns.FileOf(Region, "patchbay");
        File.Exists(file).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(SignIns.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void The_address_holds_nothing_that_gets_anybody_in()
    {
        using var signIn = new BrowserSignIn(Login());

        var query = HttpUtility.ParseQueryString(signIn.Address.Query);

        query.AllKeys.ShouldBe(["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"]);
        (query["response_type"], query["client_id"], query["redirect_uri"], query["code_challenge_method"]).ShouldBe(("code", "patchbay", $"http://127.0.0.1:{signIn.Port}/", "S256"));
        query["code_challenge"]!.Length.ShouldBe(43);
    }

    [Fact]
    public async Task A_return_with_another_state_is_sent_away_and_the_right_one_still_counts()
    {
        using var signIn = new BrowserSignIn(Login());
        var wait = signIn.CompleteAsync(CancellationToken.None);
        using var http = new HttpClient();

        using var forged = await http.GetAsync($"http://127.0.0.1:{signIn.Port}/?code=stolen&state=guessed");
        using var icon = await http.GetAsync($"http://127.0.0.1:{signIn.Port}/favicon.ico");
        using (var idle = new TcpClient())
        {
            await idle.ConnectAsync(IPAddress.Loopback, signIn.Port);
            await Browser.PressAsync(signIn.Address);
        }

        (forged.StatusCode, icon.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        (await wait).UserName.ShouldBe("Maria Lopez");
    }

    [Fact]
    public async Task A_denial_keeps_nothing_and_says_so()
    {
        using var signIn = new BrowserSignIn(Login());
        var wait = signIn.CompleteAsync(CancellationToken.None);

        await Browser.PressAsync(signIn.Address, "deny", "1");

        var error = await Should.ThrowAsync<StoreException>(() => wait);
        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain("was denied in the browser");
        Directory.Exists(SignIns.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_does_not_answer_within_five_minutes_is_told_what_to_check()
    {
        using var clock = new VirtualClock();
        using var signIn = new BrowserSignIn(Login(), options: new ApiOptions { Time = clock });
        var wait = signIn.CompleteAsync(CancellationToken.None);

        clock.Advance(TimeSpan.FromMinutes(5));

        var error = await Should.ThrowAsync<StoreException>(() => wait);
        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain($"allows the redirect address http://127.0.0.1:{signIn.Port}/");
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        using var first = new BrowserSignIn(Login());

        var error = Should.Throw<StoreException>(() => new BrowserSignIn(Login(), first.Port));

        error.Message.ShouldContain($"Port {first.Port}");
        error.Message.ShouldContain("--port");
    }

    [Fact]
    public async Task Another_organisation_than_the_one_insisted_on_is_refused_and_its_token_revoked()
    {
        using var signIn = new BrowserSignIn(Login() with { OrganizationId = "another-org" });
        var wait = signIn.CompleteAsync(CancellationToken.None);

        await Browser.PressAsync(signIn.Address);

        (await Should.ThrowAsync<StoreException>(() => wait)).Message.ShouldContain("the environment insists on another-org");
        Directory.Exists(SignIns.Path).ShouldBeFalse();
        _org.Org.Requests.Of("deleteTokensMe").ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_the_token_endpoint_does_not_know_is_told_from_a_wrong_region()
    {
        await using var other = await TestOrg.StartAsync(options => options with { Clients = [new OAuthClient("another", "s3cret")] });

        // The page is one org's, the token endpoint another's: what a wrong region comes to.
        var region = new Region("mixed", other.App.Address, other.App.Address);
        using var signIn = new BrowserSignIn(new OrgLogin(region, "patchbay", null) { SignIns = SignIns });
        var wait = signIn.CompleteAsync(CancellationToken.None);
        var page = new UriBuilder(signIn.Address) { Port = _org.App.Address.Port }.Uri;

        await Browser.PressAsync(page);

        var error = await Should.ThrowAsync<ApiException>(() => wait);
        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain("Check the client id and the region");
    }

    private SignInFolder SignIns => new(Path.Combine(_home.Path, "sign-ins"));

    private Region Region => Region.Parse(_org.App.Address.ToString());

    private OrgLogin Login() => new(Region, "patchbay", null) { SignIns = SignIns };
}
