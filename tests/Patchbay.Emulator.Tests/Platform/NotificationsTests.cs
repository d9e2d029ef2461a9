using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

/// <summary>Channels, topics, and what goes over a socket.</summary>
public sealed class NotificationsTests : IAsyncLifetime
{
    private const string Channels = "/api/v2/notifications/channels";

    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;
    private string _flow = "";

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartAsync(options => options with
        {
            Api = EmulatorApi.Platform,
            Time = _clock,
            TokenLifetime = TimeSpan.FromDays(30),
            CompileDelay = TimeSpan.FromSeconds(2),
            Folder = Repository.PathOf("tests/clients/flows"),
        });
        _flow = (await _org.GetAsync("/api/v2/flows?name=Front%20desk")).Json.GetProperty("entities")[0].GetProperty("id").GetString()!;
        (await _org.PostAsync($"/api/v2/flows/actions/checkout?flow={_flow}", "")).Status.ShouldBe(HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task A_change_of_a_flow_goes_to_whoever_subscribed_to_it_and_so_does_what_comes_of_it()
    {
        var (_, socket) = await ListenAsync($"v2.flows.{_flow}");
        using var open = socket;

        (await _org.PostAsync($"/api/v2/flows/actions/checkin?flow={_flow}", "")).Status.ShouldBe(HttpStatusCode.OK);
        var begun = await NextAsync(socket);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var ended = await NextAsync(socket);

        begun.GetProperty("topicName").GetString().ShouldBe($"v2.flows.{_flow}");
        begun.GetProperty("metadata").GetProperty("CorrelationId").GetString().ShouldNotBeNullOrEmpty();
        Operation(begun).ShouldBe(("CHECKIN", false));
        Operation(ended).ShouldBe(("CHECKIN", true));
        ended.GetProperty("eventBody").GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("2.0");
        ended.GetProperty("eventBody").TryGetProperty("savedVersion", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_build_of_the_dependency_index_tells_that_it_runs_and_that_it_is_done()
    {
        var (_, socket) = await ListenAsync("v2.architect.dependencytracking.build");
        using var open = socket;

        await _org.PostAsync("/api/v2/architect/dependencytracking/build", "");
        var begun = await NextAsync(socket);
        _clock.Advance(TimeSpan.FromMinutes(5));

        begun.GetProperty("eventBody").GetProperty("status").GetString().ShouldBe("BUILDINPROGRESS");
        (await NextAsync(socket)).GetProperty("eventBody").GetProperty("status").GetString().ShouldBe("OPERATIONAL");
    }

    [Fact]
    public async Task A_quiet_socket_has_a_heartbeat()
    {
        var (_, socket) = await ListenAsync($"v2.flows.{_flow}");
        using var open = socket;
        await SentOnceAsync(socket);

        _clock.Advance(TimeSpan.FromSeconds(30));

        (await NextAsync(socket)).GetProperty("topicName").GetString().ShouldBe("channel.metadata");
    }

    [Fact]
    public async Task A_socket_announces_that_it_closes()
    {
        var (_, socket) = await ListenAsync($"v2.flows.{_flow}");
        using var open = socket;

        (await _org.DeleteAsync("/_emulator/sockets")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await NextAsync(socket)).GetProperty("topicName").GetString().ShouldBe("v2.system.socket_closing");
        (await socket.ReceiveAsync(new byte[100], CancellationToken.None)).MessageType.ShouldBe(WebSocketMessageType.Close);
    }

    [Fact]
    public async Task Topics_are_added_replaced_listed_and_dropped()
    {
        var channel = (await _org.PostAsync(Channels, "")).Field("id");
        var path = $"{Channels}/{channel}/subscriptions";

        await _org.PostAsync(path, $$"""[{"id": "v2.flows.{{_flow}}"}]""");
        var added = await _org.PostAsync(path, """[{"id": "v2.architect.dependencytracking.build"}]""");
        Topics(added).ShouldBe([$"v2.flows.{_flow}", "v2.architect.dependencytracking.build"]);
        Topics(await _org.PutAsync(path, $$"""[{"id": "v2.flows.{{_flow}}"}]""")).ShouldBe([$"v2.flows.{_flow}"]);
        (await _org.DeleteAsync(path)).Status.ShouldBe(HttpStatusCode.OK);
        Topics(await _org.GetAsync(path)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""[{"id": "v2.weather.berlin"}]""")]
    [InlineData("""[{"topic": "v2.flows.x"}]""")]
    [InlineData("""{"id": "v2.flows.x"}""")]
    [InlineData("[")]
    [InlineData("")]
    public async Task Unknown_topics_and_bodies_that_are_no_list_of_topics_are_400(string body)
    {
        var channel = (await _org.PostAsync(Channels, "")).Field("id");

        (await _org.PostAsync($"{Channels}/{channel}/subscriptions", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task With_ignoreErrors_what_is_rejected_is_said_topic_by_topic()
    {
        await using var blind = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Clients = [OAuthClient.BuiltIn with { Permissions = ["architect:job:*"] }] });
        var channel = (await blind.PostAsync(Channels, "")).Field("id");

        var answer = await blind.PostAsync($"{Channels}/{channel}/subscriptions?ignoreErrors=true", $$"""[{"id": "v2.flows.{{_flow}}"}, {"id": "v2.weather"}]""");

        var entities = answer.Json.GetProperty("entities").EnumerateArray().ToList();
        entities.ShouldAllBe(entity => entity.GetProperty("state").GetString() == "Rejected");
        entities[0].GetProperty("missingPermissions")[0].GetString().ShouldBe("architect:flow:view");
    }

    [Fact]
    public async Task A_channel_ends_after_a_day_and_the_oldest_makes_way_for_the_twenty_first()
    {
        var first = (await _org.PostAsync(Channels, "")).Field("id");
        (await _org.SendAsync(HttpMethod.Head, $"{Channels}/{first}", null)).Status.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 20; i++)
        {
            await _org.PostAsync(Channels, "");
        }

        (await _org.SendAsync(HttpMethod.Head, $"{Channels}/{first}", null)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _org.GetAsync(Channels)).Json.GetProperty("entities").GetArrayLength().ShouldBe(20);
        _clock.Advance(TimeSpan.FromHours(24));
        (await _org.GetAsync(Channels)).Json.GetProperty("entities").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Topics_that_can_be_had_are_listed()
    {
        var answer = await _org.GetAsync("/api/v2/notifications/availabletopics?expand=requiresPermissions");

        answer.Json.GetProperty("entities")[0].GetProperty("id").GetString().ShouldBe("v2.flows.{id}");
        answer.Json.GetProperty("entities")[0].GetProperty("requiresPermissions")[0].GetString().ShouldBe("architect:flow:view");
    }

    private static (string?, bool) Operation(JsonElement frame)
    {
        var operation = frame.GetProperty("eventBody").GetProperty("currentOperation");
        return (operation.GetProperty("actionName").GetString(), operation.GetProperty("complete").GetBoolean());
    }

    private static string?[] Topics(Answer answer) => [.. answer.Json.GetProperty("entities").EnumerateArray().Select(entity => entity.GetProperty("id").GetString())];

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    private async Task<(string Channel, ClientWebSocket Socket)> ListenAsync(string topic)
    {
        var channel = await _org.PostAsync(Channels, "");
        (await _org.PostAsync($"{Channels}/{channel.Field("id")}/subscriptions", $$"""[{"id": "{{topic}}"}]""")).Status.ShouldBe(HttpStatusCode.OK);
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(channel.Field("connectUri")), CancellationToken.None);
        return (channel.Field("id"), socket);
    }

    /// <summary>Has one frame sent, after which the socket waits by the clock.</summary>
    private async Task SentOnceAsync(ClientWebSocket socket)
    {
        await _org.PostAsync($"/api/v2/flows/actions/revert?flow={_flow}", "");
        await NextAsync(socket);
    }
}
