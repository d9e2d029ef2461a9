using Patchbay.Client.Http;
using Patchbay.Client.Tests.Stores;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

/// <summary>One budget for all processes of a machine that use one client.</summary>
public sealed class RateLeaseTests : IDisposable
{
    private static readonly OrgLogin Login = new(Region.Parse("eu-west-1"), "ci", new Secret("x"));

    private readonly TemporaryFolder _cache = new();
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Two_processes_with_one_token_are_never_told_that_they_go_too_fast()
    {
        var (throttled, seconds) = await RunAsync(share: true);

        throttled.ShouldBe(0);

        // 240 requests, 60 in a minute: three windows must end, and no more time is lost at their ends than they are uncertain by.
        seconds.ShouldBeInRange(180, 190);
    }

    [Fact]
    public async Task Without_the_shared_file_they_are()
    {
        var (throttled, _) = await RunAsync(share: false);

        throttled.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Blocks_add_up_to_what_is_allowed_and_what_is_not_used_comes_back()
    {
        using var second = new RateLease(_cache.Path, Login);
        using (var first = new RateLease(_cache.Path, Login))
        {
            Learn(first, allowed: 20, count: 1);
            var taken = Enumerable.Range(0, 6).Count(_ => first.Use(Now) is null);

            taken.ShouldBe(6);
            Enumerable.Range(0, 30).Count(_ => second.Use(Now) is null).ShouldBeLessThan(20 - 6);
        }

        // The first has gone, and left what it did not use.
        Enumerable.Range(0, 30).Count(_ => second.Use(Now) is null).ShouldBeGreaterThan(0);
        second.Use(Now).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void What_a_dead_process_has_taken_is_free_again_when_the_window_ends()
    {
        var dead = new RateLease(_cache.Path, Login);
        Learn(dead, allowed: 4, count: 1);
        Enumerable.Range(0, 10).Count(_ => dead.Use(Now) is null).ShouldBe(3);
        using var alive = new RateLease(_cache.Path, Login);
        alive.Use(Now).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromSeconds(60));

        alive.Use(Now).ShouldBeNull();
        GC.KeepAlive(dead);
    }

    [Fact]
    public void What_somebody_elsewhere_has_used_is_believed()
    {
        using var lease = new RateLease(_cache.Path, Login);
        Learn(lease, allowed: 20, count: 15);

        Enumerable.Range(0, 10).Count(_ => lease.Use(Now) is null).ShouldBe(5);
    }

    [Fact]
    public void Requests_near_the_end_count_for_the_next_window_too()
    {
        using var lease = new RateLease(_cache.Path, Login);
        Learn(lease, allowed: 10, count: 1);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Enumerable.Range(0, 4).Count(_ => lease.Use(Now) is null).ShouldBe(4);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Enumerable.Range(0, 20).Count(_ => lease.Use(Now) is null).ShouldBe(10 - 4);
    }

    [Fact]
    public void Another_client_has_a_window_of_its_own_and_no_name_shows_in_the_folder()
    {
        using var ours = new RateLease(_cache.Path, Login);
        using var theirs = new RateLease(_cache.Path, Login with { ClientId = "another" });
        Learn(ours, allowed: 1, count: 1);

        ours.Use(Now).ShouldNotBeNull();
        theirs.Use(Now).ShouldBeNull();

        Directory.EnumerateFiles(_cache.Path).Count().ShouldBe(2);
        Directory.EnumerateFiles(_cache.Path).ShouldAllBe(file => !File.ReadAllText(file).Contains("ci", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"End\":")]
    [InlineData("null")]
    [InlineData("hunter2")]
    public void A_file_that_was_cut_short_is_begun_anew(string text)
    {
        using (var lease = new RateLease(_cache.Path, Login))
        {
            lease.Use(Now).ShouldBeNull();
        }

        File.WriteAllText(Directory.EnumerateFiles(_cache.Path).Single(), text);

        using var next = new RateLease(_cache.Path, Login);
        next.Use(Now).ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_goes_away_stops_nobody()
    {
        using var lease = new RateLease(_cache.File("rates"), Login);
        Directory.Delete(_cache.File("rates"), recursive: true);

        lease.Use(Now).ShouldBeNull();
    }

    [Fact]
    public void A_file_is_visited_once_for_many_requests()
    {
        using var lease = new RateLease(_cache.Path, Login);
        Learn(lease, allowed: 300, count: 1);
        lease.Use(Now).ShouldBeNull();
        var file = Directory.EnumerateFiles(_cache.Path).Single();
        using (FileLock.Try(file).ShouldNotBeNull())
        {
            // While another process has the file, nothing can be taken from it.
            Enumerable.Range(0, 20).Count(_ => lease.Use(Now) is null).ShouldBe(15);
        }
    }

    public void Dispose()
    {
        _cache.Dispose();
        _clock.Dispose();
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private void Learn(RateLease lease, int allowed, int count) => lease.Learn(new RateStand(allowed, count, TimeSpan.FromSeconds(60), IsFull: false), Now + TimeSpan.FromSeconds(59), Now + TimeSpan.FromSeconds(60));

    /// <summary>Sends 120 requests over each of two connections that know nothing of each other but a person's token and the folder.</summary>
    private async Task<(int Throttled, double Seconds)> RunAsync(bool share)
    {
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = _clock, RateLimit = 60 });
        var login = new OrgLogin(Region.Parse(org.App.Address.ToString()), "patchbay", null) { SignIns = new SignInFolder(_cache.File("sign-ins")) };
        using (var signIn = new BrowserSignIn(login, options: new ApiOptions { Time = _clock }))
        {
            var wait = signIn.CompleteAsync(CancellationToken.None);
            await Browser.PressAsync(signIn.Address);
            await wait;
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        var start = _clock.GetUtcNow();
        _clock.JumpWhenIdle();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var handler = _clock.CountRequests();
            handler.InnerHandler = new SocketsHttpHandler();
            using var connection = new ApiConnection(login, new ApiOptions { Time = _clock, RateFolder = share ? _cache.File("rates") : null }, handler);
            var requests = Enumerable.Range(0, 120).Select(_ => connection.SendAsync(new ApiRequest(HttpMethod.Get, "/api/v2/tokens/me", "Asking"), CancellationToken.None));
            await Task.WhenAll(requests);
        }));
        return (org.Org.Requests.WithStatus(429), (_clock.GetUtcNow() - start).TotalSeconds);
    }
}
