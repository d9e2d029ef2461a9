using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patchbay.Client.Applying;
using Patchbay.Client.Tests.Stores;

namespace Patchbay.Client.Tests.Applying;

public sealed class EventTests : IDisposable
{
    private static readonly RunOptions Live = new() { Publish = true, Parallelism = 1 };

    private readonly TemporaryFolder _folder = new();
    private readonly LockingStore _store = new();
    private readonly Workbench _bench;

    public EventTests()
    {
        _bench = new Workbench(_store);
        foreach (var letter in "abcd")
        {
            _store.Add($"id-{letter}", $"Inbound_{letter}", "call", Workbench.FlowText($"Inbound_{letter}"));
        }
    }

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_command_gets_the_event_on_its_standard_input()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is written for a POSIX shell.");
        var run = await _bench.Applier(handlers: new CommandHandler($"cat >> '{_folder.File("events")}'")).ApplyAsync(await _bench.PlanAsync(), Live with { First = 2 });

        var events = File.ReadAllLines(_folder.File("events")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        events.Count.ShouldBe(2);
        events[0].GetProperty("status").GetInt32().ShouldBe(200);
        events[0].GetProperty("latency_ms").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        events[0].GetProperty("timestamp").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        events[0].GetProperty("run").GetString().ShouldBe(run.Id);
        events[0].GetProperty("flow").GetProperty("name").GetString().ShouldBe("Inbound_a");
        var body = events[0].GetProperty("body");
        body.GetProperty("flowId").GetString().ShouldBe("id-a");
        body.GetProperty("revisionId").GetString().ShouldBe(run.Flows.First().Written!.Revision);
        body.GetProperty("status").GetString().ShouldBe("published");
    }

    [Fact]
    public async Task A_webhook_gets_the_event_signed()
    {
        var hook = new Hook();
        using var http = new HttpClient(hook);

        await _bench.Applier(handlers: new WebhookHandler(http, new Uri("https://hooks.example/flows"), "key")).ApplyAsync(await _bench.PlanAsync(), Live with { First = 1 });

        var (url, signature, json) = hook.Got.ShouldHaveSingleItem();
        url.ShouldBe("https://hooks.example/flows");
        signature.ShouldBe("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("key"), Encoding.UTF8.GetBytes(json))));
        JsonDocument.Parse(json).RootElement.GetProperty("flow").GetProperty("id").GetString().ShouldBe("id-a");
    }

    [Fact]
    public async Task Handlers_are_called_in_order_and_one_that_fails_stops_nothing()
    {
        var failing = new Hook { Status = HttpStatusCode.BadGateway };
        var hook = new Hook();
        using var first = new HttpClient(failing);
        using var second = new HttpClient(hook);

        var run = await _bench.Applier(handlers: [new WebhookHandler(first, new Uri("https://broken.example"), null), new WebhookHandler(second, new Uri("https://fine.example"), null)]).ApplyAsync(await _bench.PlanAsync(), Live);

        run.Status.ShouldBe(RunStatus.Done);
        hook.Got.Select(got => JsonDocument.Parse(got.Json).RootElement.GetProperty("flow").GetProperty("name").GetString()).ShouldBe(["Inbound_a", "Inbound_b", "Inbound_c", "Inbound_d"]);
        hook.Got.ShouldAllBe(got => got.Signature == "");
        failing.Got.Count.ShouldBe(3);
        var notices = _bench.News.OfType<RunProgress.Notice>().Select(notice => notice.Message).ToList();
        notices[0].ShouldBe("The event handler webhook https://broken.example failed: it answered 502 Bad Gateway.");
        notices[2].ShouldEndWith("It failed 3 times in a row and is not called again in this run.");
        notices.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_command_that_fails_is_reported_with_its_exit_code()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is written for a POSIX shell.");
        await _bench.Applier(handlers: new CommandHandler("echo no such ticket >&2; exit 7")).ApplyAsync(await _bench.PlanAsync(), Live with { First = 1 });

        _bench.News.OfType<RunProgress.Notice>().ShouldHaveSingleItem().Message.ShouldBe("The event handler command failed: exit code 7: no such ticket.");
    }

    [Fact]
    public async Task Each_deployment_leaves_an_audit_line()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        var path = Path.Combine(_bench.StateFolder, "audit.jsonl");
        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Count.ShouldBe(4);
        lines[0].EnumerateObject().Select(property => property.Name).ShouldBe(["event_type", "flow_id", "revision_id", "status", "latency_ms", "deployed_at"]);
        lines[0].GetProperty("event_type").GetString().ShouldBe("FLOW_DEPLOYMENT");
        lines[0].GetProperty("flow_id").GetString().ShouldBe("id-a");
        lines[0].GetProperty("revision_id").GetString().ShouldBe(run.Flows.First().Written!.Revision);
        lines[0].GetProperty("status").GetString().ShouldBe("SUCCESS");
    }

    private sealed class Hook : HttpMessageHandler
    {
        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public List<(string Url, string Signature, string Json)> Got { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var signature = request.Headers.TryGetValues(WebhookHandler.SignatureHeader, out var values) ? values.Single() : "";
            Got.Add((request.RequestUri!.ToString(), signature, await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(Status);
        }
    }
}
