using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

[Collection<JumpingClock>]
public sealed class ApiConnectionTests : IAsyncLifetime
{
    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartAsync(options => options with
    {
        Time = _clock,
        Clients = [OAuthClient.BuiltIn, new OAuthClient("reader", "hunter2") { Scopes = ["flow:flow:read"] }, new OAuthClient("billing", "hunter2") { Divisions = ["Nowhere"] }],
    });

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task Parallel_requests_share_one_token()
    {
        var api = Api(Connect());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.Publishing.MaxFlowsAsync()));

        _org.Org.Requests.Of("postOauthToken").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_not_sooner()
    {
        var api = Api(Connect());
        await api.Publishing.MaxFlowsAsync();

        _clock.Advance(TimeSpan.FromMinutes(54));
        await api.Publishing.MaxFlowsAsync();
        _org.Org.Requests.Of("postOauthToken").ShouldBe(1);

        _clock.Advance(TimeSpan.FromMinutes(1.5));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.Publishing.MaxFlowsAsync()));
        _org.Org.Requests.Of("postOauthToken").ShouldBe(2);
        _org.Org.Requests.WithStatus(401).ShouldBe(0);
    }

    [Fact]
    public async Task After_a_401_one_new_token_is_asked_for()
    {
        var refused = 0;
        var api = Api(Connect(over: inner => new Wire(inner, async (request, send) =>
            request.RequestUri!.AbsolutePath.EndsWith("settings", StringComparison.Ordinal) && Interlocked.Increment(ref refused) == 1
                ? new HttpResponseMessage(HttpStatusCode.Unauthorized)
                : await send())));

        (await api.Publishing.MaxFlowsAsync()).ShouldBe(1000);

        _org.Org.Requests.Of("postOauthToken").ShouldBe(2);
    }

    [Fact]
    public async Task Wrong_credentials_say_so_and_never_show_the_secret()
    {
        var error = await Should.ThrowAsync<StoreException>(() => Api(_org.Connect(Options(), secret: "hunter2")).Publishing.MaxFlowsAsync());

        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain("client \"patchbay\"");
        error.Message.ShouldContain("invalid_client");
        error.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        var api = Api(_org.Connect(Options(), "reader", "hunter2"));

        var error = await Should.ThrowAsync<ApiException>(() => api.Audits.AllAsync().ToListAsync().AsTask());

        error.ShouldSatisfyAllConditions(
            () => error.Failure.ShouldBe(StoreFailure.NotAuthorized),
            () => error.Status.ShouldBe(HttpStatusCode.Forbidden),
            () => error.Message.ShouldContain("auditlog:read"),
            () => error.Message.ShouldContain("\"reader\""),
            () => error.CorrelationId.ShouldNotBeEmpty());
    }

    [Fact]
    public async Task A_foreign_division_is_named()
    {
        var error = await Should.ThrowAsync<ApiException>(() => Api(_org.Connect(Options(), "billing", "hunter2")).Flows.GetAsync(_org.IdOf("Common_Validation_Module")));

        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain("division");
    }

    [Theory]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.LostAnswer)]
    public async Task A_read_survives_a_fault(FaultKind kind)
    {
        var connection = Connect();
        var id = _org.IdOf("Common_Validation_Module");
        _org.Org.Faults.Add(new FaultRule(kind) { Path = "/api/v2/flows/*", Count = 2 });

        (await Api(connection).Flows.GetAsync(id)).Flow.Id.ShouldBe(id);

        connection.Counts.ShouldSatisfyAllConditions(
            () => connection.Counts.Sent.ShouldBe(3),
            () => connection.Counts.Repeated.ShouldBe(2),
            () => connection.Counts.Throttled.ShouldBe(kind == FaultKind.TooManyRequests ? 2 : 0));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_asked_for_again()
    {
        var connection = Connect();
        _org.Org.Faults.Add(new FaultRule(FaultKind.Slow) { Path = "/api/v2/routing/*", Count = 1, Delay = TimeSpan.FromMinutes(2) });

        (await Api(connection).Publishing.MaxFlowsAsync()).ShouldBe(1000);

        connection.Counts.Repeated.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_names_its_version_is_repeated_and_found_written_although_the_answer_was_lost()
    {
        var store = new DefinitionsStore(Api(Connect()));
        var before = await store.ReadAsync(_org.IdOf("Common_Validation_Module"));
        var after = before.Text.Replace("{\n  \"name\"", "{\n  \"note\": 1.0,\n  \"name\"", StringComparison.Ordinal);
        _org.Org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Method = "PUT", Count = 1 });

        var written = (await store.WriteAsync(new FlowWrite(before.Header.Id, before.Header.Revision, before.Text, after, WriteMode.Draft))).ShouldBeOfType<WriteResult.Written>();

        after.ShouldNotBe(before.Text);
        var next = int.Parse(before.Header.Version) + 1;
        _org.Org.VersionOf(before.Header.Id).ShouldBe(next);
        written.Version.ShouldBe($"{next}");
    }

    [Fact]
    public async Task A_write_whose_answers_all_get_lost_is_of_unknown_outcome()
    {
        var store = new DefinitionsStore(Api(Connect(options => options with { MaxRetries = 1 })));
        var before = await store.ReadAsync(_org.IdOf("Common_Validation_Module"));
        _org.Org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Method = "PUT" });

        var error = await Should.ThrowAsync<ApiException>(() =>
            store.WriteAsync(new FlowWrite(before.Header.Id, before.Header.Revision, before.Text, before.Text.Replace("\"name\"", "\"note\": 1, \"name\"", StringComparison.Ordinal), WriteMode.Draft)));

        error.OutcomeUnknown.ShouldBeTrue();
        error.Message.ShouldContain("Whether it happened is unknown");
    }

    [Fact]
    public async Task What_cannot_be_repeated_is_not()
    {
        var connection = Connect();
        _org.Org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Method = "POST", Path = "/api/v2/flows" });

        var error = await Should.ThrowAsync<ApiException>(() => Api(connection).Flows.CreateAsync("""{"name":"n","type":"call","definition":{"nodes":{"a":{"type":"Disconnect","outputNodes":{}}}}}"""u8.ToArray()));

        error.OutcomeUnknown.ShouldBeTrue();
        connection.Counts.Repeated.ShouldBe(0);
    }

    [Fact]
    public async Task Even_that_is_repeated_when_it_was_refused_for_going_too_fast()
    {
        var connection = Connect();
        _org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Method = "POST", Path = "/api/v2/flows", Count = 1, RetryAfter = 20 });

        await Api(connection).Flows.CreateAsync("""{"name":"n","type":"call","definition":{"nodes":{"a":{"type":"Disconnect","outputNodes":{}}}}}"""u8.ToArray());

        connection.Counts.Throttled.ShouldBe(1);
        _org.Org.FindFlowId("n").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wait_longer_than_the_deadline_is_told_at_once()
    {
        var start = _clock.GetUtcNow();
        _org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Path = "/api/v2/routing/*", RetryAfter = 3600 });

        var error = await Should.ThrowAsync<ApiException>(() => Api(Connect()).Publishing.MaxFlowsAsync());

        error.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        error.Message.ShouldContain("try again in 3600 seconds");
        (_clock.GetUtcNow() - start).ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_deadline_ends_it_all()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.Slow) { Path = "/api/v2/routing/*", Delay = TimeSpan.FromMinutes(5) });

        var error = await Should.ThrowAsync<ApiException>(() => Api(Connect(options => options with { Deadline = TimeSpan.FromSeconds(45) })).Publishing.MaxFlowsAsync());

        error.Message.ShouldContain("within 45 seconds");
        error.OutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_stops_waiting_is_not_kept()
    {
        using var stop = new CancellationTokenSource();
        using var hold = _clock.Hold();
        _org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Path = "/api/v2/routing/*", RetryAfter = 60 });
        var connection = Connect();
        var waiting = Api(connection).Publishing.MaxFlowsAsync(stop.Token);
        SpinWait.SpinUntil(() => connection.Counts.Throttled == 1);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_and_nothing_is_unknown()
    {
        var login = new OrgLogin(Region.Parse("http://127.0.0.1:1"), "patchbay", new Secret("hunter2"));
        using var connection = new ApiConnection(login, Options() with { MaxRetries = 0 }, _clock.CountRequestsOver(new SocketsHttpHandler()));

        var error = await Should.ThrowAsync<ApiException>(() => Api(connection).Flows.DeleteAsync("x"));

        error.OutcomeUnknown.ShouldBeFalse();
        error.Message.ShouldContain("127.0.0.1");
        error.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Another_organisation_than_the_one_insisted_on_is_refused()
    {
        var login = new OrgLogin(Region.Parse(_org.App.Address.ToString()), "patchbay", new Secret("patchbay"));
        using var wrong = new ApiConnection(login with { OrganizationId = "another" }, Options(), _clock.CountRequestsOver(new SocketsHttpHandler()));
        using var right = new ApiConnection(login with { OrganizationId = _org.Org.Id }, Options(), _clock.CountRequestsOver(new SocketsHttpHandler()));

        var error = await Should.ThrowAsync<StoreException>(() => Api(wrong).Publishing.MaxFlowsAsync());

        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        error.Message.ShouldContain($"belong to organisation {_org.Org.Id}");
        error.Message.ShouldContain("insists on another");
        (await Api(right).Publishing.MaxFlowsAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task No_secret_and_no_token_is_in_any_error()
    {
        var tokens = new ConcurrentBag<string>();
        var texts = new List<string>();
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Conflict))
        {
            _org.Org.Faults.Clear();
            _org.Org.Faults.Add(new FaultRule(kind) { Path = "/api/v2/*", RetryAfter = 3600, Delay = TimeSpan.FromHours(1) });
            var connection = Connect(options => options with { MaxRetries = 1 }, "reader", "hunter2", inner => new Wire(inner, (request, send) =>
            {
                tokens.Add(request.Headers.Authorization?.Parameter ?? "");
                return send();
            }));
            texts.Add((await Should.ThrowAsync<StoreException>(() => Api(connection).Flows.PutAsync("x", "{}"u8.ToArray()))).ToString());
        }

        tokens.Where(token => token.Length > 0).ShouldNotBeEmpty();
        foreach (var secret in tokens.Append("hunter2").Where(token => token.Length > 0).Append(Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:hunter2"))))
        {
            texts.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private ApiOptions Options() => new() { Time = _clock, Randomizer = () => 0.5 };

    private ApiConnection Connect(Func<ApiOptions, ApiOptions>? adjust = null, string clientId = "patchbay", string secret = "patchbay", Func<HttpMessageHandler, HttpMessageHandler>? over = null) =>
        _org.Connect(adjust is null ? Options() : adjust(Options()), clientId, secret, inner => _clock.CountRequestsOver(over is null ? inner : over(inner)));

    private static DefinitionsApi Api(ApiConnection connection) => new(connection);
}

internal static class VirtualClockRequests
{
    /// <summary>A primary handler during whose requests the clock stands still.</summary>
    public static HttpMessageHandler CountRequestsOver(this VirtualClock clock, HttpMessageHandler primary)
    {
        var counting = clock.CountRequests();
        counting.InnerHandler = primary;
        return counting;
    }
}
