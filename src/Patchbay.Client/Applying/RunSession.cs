using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>What the phases of a run share: the store, the journal, the clock, who watches, and when to stop.</summary>
internal sealed class RunSession : IDisposable
{
    /// <summary>How long requests in flight may go on after the user asked to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private const int IdsPerRequest = 100;

    private readonly CancellationTokenSource _inFlight;
    private readonly CancellationTokenRegistration _stopping;
    private readonly IProgress<RunProgress>? _progress;
    private readonly Random _random;

    public RunSession(IFlowStore store, RunJournal journal, Announcer announcer, TimeProvider time, Random random, IProgress<RunProgress>? progress, CancellationToken stop)
    {
        Store = store;
        Journal = journal;
        Announcer = announcer;
        Time = time;
        Stop = stop;
        _random = random;
        _progress = progress;
        _inFlight = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stopping = stop.Register(() => _inFlight.CancelAfter(Grace));
    }

    public IFlowStore Store { get; }

    public RunJournal Journal { get; }

    public RunOptions Options => Journal.Run.Options;

    public Announcer Announcer { get; }

    public TimeProvider Time { get; }

    /// <summary>The user's wish to stop: no new request is sent after it.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Stops requests that are being answered, some time after <see cref="Stop"/>.</summary>
    public CancellationToken InFlight => _inFlight.Token;

    /// <summary>How far a write goes in this store.</summary>
    public WriteMode Mode => Store.Capabilities.Draft ? WriteMode.Draft : WriteMode.Live;

    /// <summary>Whether a write is a publish: the store publishes, and keeps no drafts.</summary>
    public bool PublishesWhatIsWritten => Mode == WriteMode.Live && Store.Capabilities.Publish;

    /// <summary>The first time that the store said the user may not write; null where it did not.</summary>
    public StoreException? Denied { get; set; }

    public void Report(RunProgress news) => _progress?.Report(news);

    /// <summary>Does something for each of the flows, several at a time, begun in the order given.</summary>
    public Task ForEachAsync<T>(RunStage stage, IReadOnlyCollection<T> flows, Func<T, Task> body) => ForEachAsync(stage, flows, _ => 0, body);

    /// <summary>Does something for each of the flows, several at a time, wave by wave, and begun in the order given within each.</summary>
    public async Task ForEachAsync<T>(RunStage stage, IReadOnlyCollection<T> flows, Func<T, int> wave, Func<T, Task> body)
    {
        if (flows.Count == 0)
        {
            return;
        }

        var done = 0;
        Report(new RunProgress.Advanced(stage, 0, flows.Count));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Options.Parallelism), CancellationToken = Stop };
        foreach (var some in flows.GroupBy(wave).OrderBy(some => some.Key))
        {
            await Parallel.ForEachAsync(some, options, async (flow, _) =>
            {
                await body(flow);
                Report(new RunProgress.Advanced(stage, Interlocked.Increment(ref done), flows.Count));
            });
        }
    }

    /// <summary>The headers of flows by id, asked for in bulk; a flow that does not exist is missing.</summary>
    public async Task<Dictionary<string, FlowHeader>> FindAsync(IEnumerable<string> ids)
    {
        var found = new Dictionary<string, FlowHeader>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(IdsPerRequest))
        {
            await foreach (var header in Store.FindAsync(new FlowQuery { Ids = some }, Stop))
            {
                found[header.Id] = header;
            }
        }

        return found;
    }

    public async Task<FlowHeader?> FindAsync(string id) => (await FindAsync([id])).GetValueOrDefault(id);

    /// <summary>Waits about so long, so that parallel flows do not all come back at once.</summary>
    public Task JitterAsync(TimeSpan about) => WaitAsync(about * (0.5 + NextDouble()));

    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Time, Stop);

    /// <summary>Records what became of a flow in the end.</summary>
    public void Settle(string flow, FlowOutcome outcome, string reason)
    {
        Journal.Append(new SettledEntry { Flow = flow, Outcome = outcome, Reason = reason });
        Report(new RunProgress.Changed(Journal.Flow(flow)));
    }

    /// <summary>Records what a request came to, and tells who watches.</summary>
    public void Answer(OutcomeEntry outcome)
    {
        Journal.Append(outcome);
        if (outcome.Result is ActResult.Done or ActResult.Scheduled)
        {
            Report(new RunProgress.Changed(Journal.Flow(outcome.Flow)));
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _inFlight.Dispose();
    }

    private double NextDouble()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
