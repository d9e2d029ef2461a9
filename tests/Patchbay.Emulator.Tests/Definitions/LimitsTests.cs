using System.Net;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class LimitsTests
{
    [Fact]
    public async Task Every_answer_tells_how_the_token_stands()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });

        await org.GetAsync("/api/v2/routing/flows/settings");
        clock.Advance(TimeSpan.FromSeconds(12.5));
        var second = await org.GetAsync("/api/v2/flows/none");

        second.Headers["inin-ratelimit-count"].ShouldBe("2");
        second.Headers["inin-ratelimit-allowed"].ShouldBe("300");
        second.Headers["inin-ratelimit-reset"].ShouldBe("48");
    }

    [Fact]
    public async Task A_full_window_is_429_until_it_ends()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, RateLimit = 3, RateWindow = TimeSpan.FromSeconds(10) });

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await org.GetAsync("/api/v2/routing/flows/settings")).Status);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var full = await org.GetAsync("/api/v2/routing/flows/settings");
        clock.Advance(TimeSpan.FromSeconds(int.Parse(full.Headers["Retry-After"])));
        var next = await org.GetAsync("/api/v2/routing/flows/settings");

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]);
        full.Headers["Retry-After"].ShouldBe("5");
        full.Code.ShouldBe("too.many.requests.retry.after");
        next.Status.ShouldBe(HttpStatusCode.OK);
        next.Headers["inin-ratelimit-count"].ShouldBe("1");
        org.App.Org.Requests.WithStatus(429).ShouldBe(3);
    }

    [Fact]
    public async Task Tokens_are_counted_apart_and_asking_for_one_is_not_counted()
    {
        await using var org = await TestOrg.StartAsync(options => options with { RateLimit = 2 });
        using var other = new HttpClient { BaseAddress = org.App.Address };
        using var token = await org.TokenAsync("patchbay", "patchbay");
        other.DefaultRequestHeaders.Authorization = new("Bearer", token.RootElement.GetProperty("access_token").GetString());

        await org.GetAsync("/api/v2/routing/flows/settings");
        await org.GetAsync("/api/v2/routing/flows/settings");
        using var answer = await other.GetAsync("/api/v2/routing/flows/settings");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("inin-ratelimit-count").ShouldBe(["1"]);
        (await org.GetAsync("/api/v2/routing/flows/settings")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_counted()
    {
        await using var org = await TestOrg.StartAsync(options => options with { RateLimit = 0 });

        (await org.GetAsync("/api/v2/routing/flows/settings")).Headers.ContainsKey("inin-ratelimit-count").ShouldBeFalse();
    }
}
