using System.Net;
using System.Net.Http.Headers;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Http;

/// <summary>The limits beside the one of each token, and the forms in which they are told.</summary>
public sealed class ThrottlingTests
{
    [Fact]
    public async Task More_logins_than_the_limit_are_400_and_the_description_says_why()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, LoginLimit = 2 });

        using var second = await org.TokenAsync("patchbay", "patchbay");
        using var third = await org.TokenAsync("patchbay", "patchbay");
        clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await org.TokenAsync("patchbay", "patchbay");

        second.RootElement.TryGetProperty("access_token", out _).ShouldBeTrue();
        third.RootElement.GetProperty("error").GetString().ShouldBe("invalid_request");
        third.RootElement.GetProperty("error_description").GetString()!.ShouldStartWith("rate limit exceeded;");
        later.RootElement.TryGetProperty("access_token", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_of_more_than_512_000_bytes_is_413_and_an_upload_may_be_larger()
    {
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform });
        var large = new string('x', 512_000);

        var refused = await org.SendAsync(HttpMethod.Post, "/api/v2/flows", $$"""{"name": "Sales", "type": "INBOUNDCALL", "description": "{{large}}"}""");
        var job = await org.SendAsync(HttpMethod.Post, "/api/v2/flows/jobs", "{}");
        using var http = new HttpClient();
        using var content = new StringContent(large);
        using var uploaded = await http.PutAsync(new Uri(job.Json.GetProperty("presignedUrl").GetString()!), content);

        refused.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        refused.Json.GetProperty("limit").GetProperty("key").GetString().ShouldBe("request.bytes.max");
        refused.Json.GetProperty("limit").GetProperty("value").GetInt64().ShouldBe(512_000);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_fault_throttles_logins_and_nothing_else()
    {
        await using var org = await TestOrg.StartAsync();
        org.App.Org.Faults.Add(new FaultRule(FaultKind.LoginThrottled) { Count = 1 });

        (await org.GetAsync("/api/v2/organizations/me")).Status.ShouldBe(HttpStatusCode.OK);
        using var struck = await org.TokenAsync("patchbay", "patchbay");
        using var after = await org.TokenAsync("patchbay", "patchbay");

        struck.RootElement.GetProperty("error_description").GetString()!.ShouldStartWith("rate limit exceeded;");
        after.RootElement.TryGetProperty("access_token", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", 25)]
    [InlineData("?pageSize=26", 50)]
    [InlineData("?pageSize=500", 500)]
    public async Task Listings_of_flows_are_limited_for_the_whole_org_by_their_page_size(string query, int weight)
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = clock, ListingLimit = weight * 2, RateLimit = 100 });

        (await org.GetAsync($"/api/v2/flows{query}")).Status.ShouldBe(HttpStatusCode.OK);
        (await org.GetAsync($"/api/v2/flows{query}")).Status.ShouldBe(HttpStatusCode.OK);
        var third = await org.GetAsync($"/api/v2/flows{query}");
        var other = await org.GetAsync("/api/v2/organizations/me");
        clock.Advance(TimeSpan.FromMinutes(1));

        (third.Status, third.Headers["Retry-After"]).ShouldBe((HttpStatusCode.TooManyRequests, "60"));
        third.Json.GetProperty("limit").GetProperty("value").GetInt32().ShouldBe(2);
        other.Status.ShouldBe(HttpStatusCode.OK);
        (await org.GetAsync($"/api/v2/flows{query}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_429_names_the_limit()
    {
        await using var org = await TestOrg.StartAsync(options => options with { RateLimit = 1 });
        await org.GetAsync("/api/v2/organizations/me");

        var limit = (await org.GetAsync("/api/v2/organizations/me")).Json.GetProperty("limit");

        limit.GetProperty("key").GetString().ShouldBe("client.credentials.token.rate.per.minute");
        limit.GetProperty("namespace").GetString().ShouldBe("platform.api");
        limit.GetProperty("value").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task An_empty_bearer_is_taken_where_that_was_asked_for(bool accepts, HttpStatusCode expected)
    {
        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, AcceptEmptyBearer = accepts });
        using var client = new HttpClient { BaseAddress = org.App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/flows");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer ").ShouldBeTrue();
        using var unknown = new HttpRequestMessage(HttpMethod.Get, "/api/v2/flows") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "made-up") } };

        using var answer = await client.SendAsync(request);
        using var wrong = await client.SendAsync(unknown);

        answer.StatusCode.ShouldBe(expected);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
