using System.Collections.Immutable;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Client.Tests.Applying;

/// <summary>An applier over a store, with a folder for its runs, and the few things that tests ask again and again.</summary>
internal sealed class Workbench(IFlowStore store) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public IFlowStore Store { get; } = store;

    public TimeProvider Time { get; init; } = new HastyClock();

    public string StateFolder => _folder.File(".patchbay");

    public RunFolder Runs => new(StateFolder, Time);

    public RunOptions Options { get; init; } = new();

    public List<RunProgress> News { get; } = [];

    public static string FlowText(string name, string greeting = "Welcome") => $$"""
        {
          "name": "{{name}}",
          "type": "call",
          "actions": [
            {"id": "greet", "type": "playAudio", "text": "{{greeting}}", "next": "bye"},
            {"id": "bye", "type": "disconnect"}
          ]
        }
        """;

    public Applier Applier(RunFolder? runs = null, IFlowStore? over = null, params ImmutableArray<IDeploymentHandler> handlers) =>
        new(over ?? Store, runs ?? Runs, LintConfig.Default, Time, new Random(1)) { Handlers = handlers, User = "tester", Progress = new Listener(News) };

    /// <summary>A plan that has one text replaced by another in each flow that holds it.</summary>
    public async Task<Plan> PlanAsync(string old = "\"Welcome\"", string changed = "\"Hello\"")
    {
        var flows = ImmutableArray.CreateBuilder<PlannedFlow>();
        await foreach (var header in Store.FindAsync(FlowQuery.All))
        {
            var text = (await Store.ReadAsync(header.Id)).Text;
            var at = text.IndexOf(old, StringComparison.Ordinal);
            flows.Add(new PlannedFlow
            {
                Id = header.Id,
                Name = header.Name,
                Type = header.Type,
                Revision = header.Revision,
                Version = header.Version,
                Action = at < 0 ? PlannedAction.None : PlannedAction.Change,
                Before = text,
                Edits = at < 0 ? [] : [new TextEdit(new TextSpan(at, old.Length), changed)],
            });
        }

        return new Plan { Store = Store.DisplayName, ReadAt = Time.GetUtcNow(), Description = "Greet better", Steps = [], Flows = [.. flows.OrderBy(flow => flow.Name, StringComparer.Ordinal)] };
    }

    /// <summary>What somebody else does to a flow meanwhile.</summary>
    public Task EditAsync(string id, string old, string changed) => EditAsync(Store, id, old, changed);

    /// <summary>The same over another way to the flows.</summary>
    public static async Task EditAsync(IFlowStore store, string id, string old, string changed)
    {
        var read = await store.ReadAsync(id);
        read.Text.ShouldContain(old);
        var mode = store.Capabilities.Draft ? WriteMode.Draft : WriteMode.Live;
        var result = await store.WriteAsync(new FlowWrite(id, read.Header.Revision, read.Text, read.Text.Replace(old, changed, StringComparison.Ordinal), mode));
        result.ShouldBeOfType<WriteResult.Written>();
    }

    public async Task<string> TextAsync(string id) => (await Store.ReadAsync(id)).Text;

    public string JournalPath(Run run) => Path.Combine(StateFolder, "runs", run.Id + ".jsonl");

    public string[] Journal(Run run) => File.ReadAllLines(JournalPath(run));

    public void Dispose() => _folder.Dispose();

    private sealed class Listener(List<RunProgress> news) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            lock (news)
            {
                news.Add(value);
            }
        }
    }
}

/// <summary>A clock whose timers are due at once: what waits has waited.</summary>
internal sealed class HastyClock : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 11, 21, 7, 2, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        lock (_gate)
        {
            _now += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
