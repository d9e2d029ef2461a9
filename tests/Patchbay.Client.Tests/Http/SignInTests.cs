using System.Collections.Concurrent;
using System.Text.Json;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

/// <summary>A sign-in that is kept, in use: renewed once for everybody, or over.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = _clock, RateLimit = 0 });
        using var signIn = new BrowserSignIn(Login, options: Options);
        var wait = signIn.CompleteAsync(CancellationToken.None);
        await Browser.PressAsync(signIn.Address);
        await wait;
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _home.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public async Task Requests_go_out_as_the_person_without_asking_for_a_token()
    {
        var before = Logins;

        var account = await new AccountClient(Connect()).WhoAmIAsync();

        (account.UserName, account.ClientId, account.OrganizationName).ShouldBe(("Maria Lopez", "patchbay", "Patchbay Emulator"));
        account.Permissions.ShouldBe(["*"]);
        account.Scopes.ShouldContain("architect");
        Logins.ShouldBe(before);
    }

    [Fact]
    public async Task Whoever_finds_the_token_old_renews_it_once_for_all_processes()
    {
        var before = Logins;
        _clock.Advance(TimeSpan.FromHours(24));

        // Connections share nothing but the file, as processes do.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new AccountClient(Connect())).SelectMany(client => new[] { client.WhoAmIAsync(), client.WhoAmIAsync(), client.WhoAmIAsync() }));

        (Logins - before).ShouldBe(1);
    }

    [Fact]
    public async Task The_next_refresh_token_is_kept_before_the_new_token_is_used()
    {
        var old = Kept();
        _clock.Advance(TimeSpan.FromHours(24));
        var seen = new ConcurrentQueue<string>();
        using var connection = new ApiConnection(Login, Options, new Wire(new SocketsHttpHandler(), async (request, send) =>
        {
            if (request.Headers.Authorization is { Scheme: "Bearer", Parameter: { } token })
            {
                seen.Enqueue(token);
                Kept().GetProperty("accessToken").GetString().ShouldBe(token);
            }

            return await send();
        }));

        await new AccountClient(connection).WhoAmIAsync();

        seen.ShouldNotBeEmpty();
        Kept().GetProperty("refreshToken").GetString().ShouldNotBe(old.GetProperty("refreshToken").GetString());
    }

    [Fact]
    public async Task A_token_that_the_org_no_longer_accepts_is_renewed_before_its_time()
    {
        var entry = Kept();
        var token = entry.GetProperty("accessToken").GetString()!;
        await File.WriteAllTextAsync(KeptFile, entry.GetRawText().Replace(token, "spoilt", StringComparison.Ordinal));

        (await new AccountClient(Connect()).WhoAmIAsync()).UserName.ShouldBe("Maria Lopez");
    }

    [Fact]
    public async Task A_revoked_sign_in_is_over_and_the_way_back_is_named()
    {
        var again = SignIns.Find(Region, "patchbay")!;
        (await AccountClient.SignOutAsync(again, SignIns, Options)).ShouldBeEmpty();
        SignIns.Find(Region, "patchbay").ShouldBeNull();
        SignIns.Write(again);

        var error = await Should.ThrowAsync<StoreException>(() => new AccountClient(Connect()).WhoAmIAsync());

        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain("The sign-in of Maria Lopez (maria.lopez@example.com)");
        error.Message.ShouldContain($"patchbay login --org {Region.Name}");
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_renewed_ends_with_its_token()
    {
        var kept = SignIns.Find(Region, "patchbay")!;
        SignIns.Write(kept with { RefreshToken = null });
        _clock.Advance(TimeSpan.FromHours(24));

        (await Should.ThrowAsync<StoreException>(() => new AccountClient(Connect()).WhoAmIAsync())).Message.ShouldContain("cannot be renewed without a browser");
    }

    [Fact]
    public void A_file_that_others_can_read_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeptFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        var error = Should.Throw<StoreException>(() => SignIns.Find(Region, "patchbay"));

        error.Message.ShouldContain($"chmod 600 '{KeptFile}'");
        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"accessToken\":\"hunter2\"")]
    [InlineData("{\"org\":\"x\",\"api\":\"not an address\",\"login\":\"\",\"clientId\":\"c\",\"accessToken\":\"hunter2\"}")]
    public void A_file_that_holds_no_sign_in_is_named_and_not_quoted(string text)
    {
        File.WriteAllText(KeptFile, text);

        var error = Should.Throw<StoreException>(() => SignIns.Find(Region, "patchbay"));

        error.Message.ShouldContain(KeptFile);
        error.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Credentials_of_the_environment_come_before_a_sign_in_and_a_sign_in_before_the_built_in_client()
    {
        var org = new OrgName(Region.Name) { SignIns = SignIns };
        EnvironmentVariables pair = new([KeyValuePair.Create("GENESYS_CLOUD_CLIENT_ID", "ci"), KeyValuePair.Create("GENESYS_CLOUD_CLIENT_SECRET", "x")]);

        OrgLogin.Find(pair, org).ClientId.ShouldBe("ci");
        OrgLogin.Find(new EnvironmentVariables([]), org).Who.ShouldBe("Maria Lopez (maria.lopez@example.com)");
        OrgLogin.Find(new EnvironmentVariables([]), org with { SignIns = null }).ClientSecret.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_missing_permission_is_named_and_whom_to_give_it()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Clients = [OAuthClient.BuiltIn with { Permissions = ["architect:flow:search"] }] });
        using var connection = org.Connect();

        var error = await Should.ThrowAsync<ApiException>(() => new PlatformApi(connection).Flows.GetAsync("any"));

        error.Message.ShouldContain("Have the permission architect:flow:view granted to OAuth client \"patchbay\".");
    }

    [Fact]
    public async Task Throttled_logins_are_repeated_within_a_minute()
    {
        using var clock = new VirtualClock().JumpWhenIdle();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        org.Org.Faults.Add(new FaultRule(FaultKind.LoginThrottled) { Count = 4 });
        var start = clock.GetUtcNow();
        using var connection = org.Connect(new ApiOptions { Time = clock }, over: clock.CountRequestsOver);

        (await new AccountClient(connection).WhoAmIAsync()).ClientId.ShouldBe("patchbay");

        (clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Nothing_that_is_kept_shows_a_token()
    {
        var kept = SignIns.Find(Region, "patchbay")!;
        var token = Kept().GetProperty("accessToken").GetString()!;

        kept.ToString().ShouldNotContain(token);
        $"{SignInEntry.Of(kept)}{kept.AccessToken}{kept.RefreshToken}{JsonSerializer.Serialize(kept)}".ShouldNotContain(token);
    }

    private SignInFolder SignIns => new(Path.Combine(_home.Path, "sign-ins"));

    private Region Region => Region.Parse(_org.App.Address.ToString());

    private OrgLogin Login => new(Region, "patchbay", null) { SignIns = SignIns };

    private ApiOptions Options => new() { Time = _clock };

    private string KeptFile => SignIns.FileOf(Region, "patchbay");

    private int Logins => _org.Org.Requests.Of("postOauthToken");

    private ApiConnection Connect() => new(Login, Options);

    private JsonElement Kept() => JsonDocument.Parse(File.ReadAllText(KeptFile)).RootElement;
}
