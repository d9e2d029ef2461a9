using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Applying;

/// <summary>Tells others of each write and publish: the audit file, then the handlers, one after the other, beside the run. What fails here is reported and stops nothing.</summary>
internal sealed class Announcer : IAsyncDisposable
{
    /// <summary>A handler that failed so often in a row is not called again in this run.</summary>
    private const int FailuresInARow = 3;

    private static readonly TimeSpan LongestHandler = TimeSpan.FromSeconds(10);

    private readonly Channel<Announcement> _queue = Channel.CreateUnbounded<Announcement>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ImmutableArray<IDeploymentHandler> _handlers;
    private readonly int[] _failures;
    private readonly AuditFile _audit;
    private readonly TimeProvider _time;
    private readonly Action<string> _notice;
    private readonly Task _work;
    private string _run = "";

    public Announcer(ImmutableArray<IDeploymentHandler> handlers, AuditFile audit, TimeProvider time, Action<string> notice)
    {
        _handlers = handlers;
        _failures = new int[handlers.Length];
        _audit = audit;
        _time = time;
        _notice = notice;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>The run that is told of.</summary>
    public void Begin(string run) => _run = run;

    /// <summary>A definition was stored; where the store keeps no drafts it is live with that.</summary>
    public void Wrote(RunFlow flow, WriteMode mode, TimeSpan? latency)
    {
        if (flow.Written is { } version)
        {
            Enqueue(flow, version, mode == WriteMode.Live ? "published" : "written", latency, isDeployment: mode == WriteMode.Live);
        }
    }

    /// <summary>A version was made live, or will go live by itself.</summary>
    public void Published(RunFlow flow, LiveVersion version, TimeSpan? latency) =>
        Enqueue(flow, version, version.ActivateAt is null ? "published" : "scheduled", latency, isDeployment: true);

    /// <summary>A publish was refused: that goes to the audit file, and to nobody else.</summary>
    public void NotPublished(RunFlow flow, LiveVersion version, TimeSpan latency)
    {
        _queue.Writer.TryWrite(new Announcement(AuditLine(flow, version, "FAILED", latency, _time.GetUtcNow()), Event: null));
    }

    /// <summary>Waits until everybody is told.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _work;
    }

    private void Enqueue(RunFlow flow, LiveVersion version, string status, TimeSpan? latency, bool isDeployment)
    {
        var now = _time.GetUtcNow();
        var body = new DeploymentBody(flow.Id, version.Revision, version.Version, status, version.ActivateAt);
        var told = new DeploymentEvent(200, body, latency?.TotalMilliseconds, now, _run, new DeployedFlow(flow.Id, flow.Name));
        _queue.Writer.TryWrite(new Announcement(
            isDeployment ? AuditLine(flow, version, "SUCCESS", latency, now) : null,
            _handlers.IsEmpty ? null : JsonSerializer.Serialize(told, DeploymentJson.Readable.DeploymentEvent)));
    }

    private static string AuditLine(RunFlow flow, LiveVersion version, string status, TimeSpan? latency, DateTimeOffset now) =>
        JsonSerializer.Serialize(new DeploymentAudit("FLOW_DEPLOYMENT", flow.Id, version.Revision, status, latency?.TotalMilliseconds, now), DeploymentJson.Readable.DeploymentAudit);

    private async Task WorkAsync()
    {
        await foreach (var announcement in _queue.Reader.ReadAllAsync())
        {
            if (announcement.AuditLine is { } line && await _audit.AppendAsync(line) is { } problem)
            {
                _notice(problem);
            }

            for (var i = 0; announcement.Event is { } json && i < _handlers.Length; i++)
            {
                await CallAsync(i, json);
            }
        }
    }

    private async Task CallAsync(int index, string json)
    {
        if (_failures[index] >= FailuresInARow)
        {
            return;
        }

        // A handler lives in the world's time, whatever clock the run has.
        using var limit = new CancellationTokenSource(LongestHandler);
        var handler = _handlers[index];
        try
        {
            await handler.HandleAsync(json, limit.Token);
            _failures[index] = 0;
        }
        catch (Exception error)
        {
            // Whatever a handler does wrong, the run goes on: that is what handlers are promised to be.
            var what = error is OperationCanceledException ? $"gave no answer within {LongestHandler.TotalSeconds:0} seconds" : $"failed: {error.Message.TrimEnd('.')}";
            var end = ++_failures[index] >= FailuresInARow ? $" It failed {FailuresInARow} times in a row and is not called again in this run." : "";
            _notice($"The event handler {handler.DisplayName} {what}.{end}");
        }
    }

    private sealed record Announcement(string? AuditLine, string? Event);
}

/// <summary>What handlers are told of a write or publish.</summary>
internal sealed record DeploymentEvent(
    int Status,
    DeploymentBody Body,
    [property: JsonPropertyName("latency_ms")] double? LatencyMs,
    DateTimeOffset Timestamp,
    string Run,
    DeployedFlow Flow);

internal sealed record DeploymentBody(string FlowId, string RevisionId, string Version, string Status, DateTimeOffset? ActivateAt);

internal sealed record DeployedFlow(string Id, string Name);

/// <summary>A line of the audit file.</summary>
internal sealed record DeploymentAudit(
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("flow_id")] string FlowId,
    [property: JsonPropertyName("revision_id")] string RevisionId,
    string Status,
    [property: JsonPropertyName("latency_ms")] double? LatencyMs,
    [property: JsonPropertyName("deployed_at")] DateTimeOffset DeployedAt);

[JsonSerializable(typeof(DeploymentEvent))]
[JsonSerializable(typeof(DeploymentAudit))]
internal sealed partial class DeploymentJson : JsonSerializerContext
{
    public static DeploymentJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
