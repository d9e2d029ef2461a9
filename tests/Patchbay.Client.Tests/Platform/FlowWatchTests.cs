using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Tests.Http;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Platform;

/// <summary>Waiting for flows: over a socket, and without one.</summary>
public sealed class FlowWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // It stands still: whoever goes on has heard something.
    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;
    private PlatformApi _api = null!;
    private PlatformApi _holder = null!;
    private string _flow = "";

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = _clock, Clients = [OAuthClient.BuiltIn, new("holder", "x")] });
        _api = new PlatformApi(_org.Connect(new ApiOptions { Time = _clock }));
        _holder = new PlatformApi(_org.Connect(new ApiOptions { Time = _clock }, "holder", "x"));
        var (_, made) = await _holder.Connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows?language=en-us", "Making a flow") { Body = """{"name": "Front desk", "type": "inboundcall"}"""u8.ToArray() }, CancellationToken.None);
        _flow = System.Text.Json.JsonDocument.Parse(made).RootElement.GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task A_change_is_heard_and_only_then_looked_at()
    {
        var wait = WaitAsync(new FlowWatch(_api));
        await LooksAsync(1);

        await ReleaseAsync();

        (await wait).LockedClient.ShouldBeNull();
        (_org.Org.Requests.Of("getFlow"), _org.Org.Requests.Of("postNotificationsChannels"), _org.Org.Requests.Of("postNotificationsChannelSubscriptions")).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task Several_waits_share_one_channel()
    {
        var watch = new FlowWatch(_api);
        var waits = Enumerable.Range(0, 5).Select(_ => WaitAsync(watch)).ToList();
        await LooksAsync(5);

        await ReleaseAsync();

        (await Task.WhenAll(waits)).ShouldAllBe(flow => flow.LockedClient == null);
        (_org.Org.Requests.Of("postNotificationsChannels"), _org.Org.Requests.Of("postNotificationsChannelSubscriptions")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task After_a_socket_was_closed_the_next_one_is_opened_and_nothing_is_missed()
    {
        var wait = WaitAsync(new FlowWatch(_api));
        await LooksAsync(1);

        using (var http = new HttpClient())
        {
            await http.DeleteAsync(new Uri(_org.App.Address, "/_emulator/sockets"));
        }

        await LooksAsync(2);
        await ReleaseAsync();

        (await wait).LockedClient.ShouldBeNull();
        _org.Org.Requests.Of("postNotificationsChannels").ShouldBe(2);
    }

    [Theory]
    [InlineData("/api/v2/notifications/channels")]
    [InlineData("/api/v2/notifications/channels/*")]
    [InlineData("/channels/*")]
    public async Task Where_there_is_no_socket_to_be_had_it_looks_now_and_then(string broken)
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.Cut) { Path = broken });
        var api = new PlatformApi(_org.Connect(new ApiOptions { Time = _clock, MaxRetries = 0 }));
        var wait = WaitAsync(new FlowWatch(api));
        await LooksAsync(1);

        await ReleaseAsync();
        wait.IsCompleted.ShouldBeFalse();
        for (var looks = 2; !wait.IsCompleted && looks < 100; looks++)
        {
            // The wait for the next look may begin a moment after this one.
            _clock.Advance(Pause);
            await Task.WhenAny(wait, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        (await wait).LockedClient.ShouldBeNull();
    }

    [Fact]
    public async Task Patience_ends()
    {
        _org.Org.Faults.Add(new FaultRule(FaultKind.Cut) { Path = "/api/v2/notifications/*" });
        _clock.JumpWhenIdle();
        var api = new PlatformApi(_org.Connect(new ApiOptions { Time = _clock, MaxRetries = 0 }, over: _clock.CountRequestsOver));
        var start = _clock.GetUtcNow();

        (await WaitAsync(new FlowWatch(api))).LockedClient.ShouldNotBeNull();

        (_clock.GetUtcNow() - start).ShouldBeInRange(Patience, Patience + TimeSpan.FromMinutes(1));
    }

    private Task<PlatformFlow> WaitAsync(FlowWatch watch) => watch.WaitAsync(_flow, flow => flow.LockedClient is null, Pause, Patience, CancellationToken.None);

    private Task ReleaseAsync() => _holder.Connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/revert?flow={_flow}", "Letting go"), CancellationToken.None);

    /// <summary>Waits until the flow was looked at so often.</summary>
    private async Task LooksAsync(int looks)
    {
        while (_org.Org.Requests.Of("getFlow") < looks)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
