using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Bench.Cases;

/// <summary>A whole run over HTTP: a call planned, written, compiled and published in each of a thousand flows of an emulated org, on one clock that skips the waits.</summary>
internal static class RunCases
{
    private const int Flows = 1_000;
    private const int Allowed = 300;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    // On the pool: the clock jumps while the pool is at rest, and does not see this thread at work.
    private static readonly Lazy<Traffic> Run = new(() => Task.Run(RunAsync).GetAwaiter().GetResult());

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("requests for each of 1,000 flows planned, written, compiled and published", "at most 3.1", Requests),
        new($"the same, {Allowed} requests a minute allowed: windows waited for", "within 5 % of ceil(requests / 300) - 1", Windows),
        new("the same, requests refused for going too fast", "none", Refusals),
    ];

    private static Result Requests(Stopwatch stopwatch)
    {
        var each = Run.Value.Sent / (double)Flows;
        return new Result($"{each:0.000} ({Run.Value.Sent:N0} in all)", each <= 3.1, "3: read, write, publish");
    }

    private static Result Windows(Stopwatch stopwatch)
    {
        var floor = Math.Ceiling(Run.Value.Sent / (double)Allowed) - 1;
        var waited = Run.Value.Took / Window;
        return new Result($"{waited:0.00}", waited <= floor * 1.05, $"{floor:0} windows");
    }

    private static Result Refusals(Stopwatch stopwatch) => new($"{Run.Value.Refused}", Run.Value.Refused == 0);

    private static async Task<Traffic> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            WriteFlows(folder.CreateSubdirectory("org").FullName);
            using var clock = new VirtualClock().JumpWhenIdle();
            await using var app = EmulatorApp.Build(new EmulatorOptions
            {
                Port = 0,
                Time = clock,
                Folder = Path.Combine(folder.FullName, "org"),
                RateLimit = Allowed,
                RateWindow = Window,
                CompileDelay = TimeSpan.FromSeconds(2),
                MaxFlows = Flows + 1,
            });
            await app.StartAsync();
            var wire = clock.CountRequests();
            wire.InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var connection = new ApiConnection(new OrgLogin(Region.Parse(app.Address.ToString()), "patchbay", new Secret("patchbay")), new ApiOptions { Time = clock, Randomizer = new Random(1).NextDouble }, wire);
            var store = new DefinitionsStore(new DefinitionsApi(connection));
            var start = clock.GetUtcNow();

            var change = new ChangeFile(new FlowSelection { Names = ["Inbound_*"] }, [new CallStep(default, new FlowReference("Common_Validation"), Place.Start)]);
            var plan = (await new PlanMaker(store, LintConfig.Default, clock).MakeAsync(change)).Plan ?? throw new InvalidOperationException("The change was to be understood.");
            var run = await new Applier(store, new RunFolder(Path.Combine(folder.FullName, "state"), clock), LintConfig.Default, clock, new Random(1)).ApplyAsync(plan, new RunOptions { Publish = true });

            var live = run.Flows.Count(flow => flow is { Outcome: FlowOutcome.Written, Live: not null });
            return live == Flows
                ? new Traffic(connection.Counts.Sent, clock.GetUtcNow() - start, connection.Counts.Throttled)
                : throw new InvalidOperationException($"Every flow was to go live, and {live} did.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteFlows(string folder)
    {
        for (var i = 0; i < Flows; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"Inbound_{i}.json"), $$"""
                {"name": "Inbound_{{i}}", "type": "call", "actions": [{"id": "greet", "type": "playAudio", "text": "Welcome", "next": "bye"}, {"id": "bye", "type": "disconnect"}]}
                """);
        }

        File.WriteAllText(Path.Combine(folder, "Common_Validation.json"), """
            {"name": "Common_Validation", "type": "module", "actions": [{"id": "check", "type": "setVariable", "name": "Check", "next": "done"}, {"id": "done", "type": "endModule"}]}
            """);
    }

    /// <summary>What went over the wire.</summary>
    /// <param name="Sent">Requests; those for tokens, which no window counts, are not among them.</param>
    /// <param name="Took">How long it took by the clock.</param>
    /// <param name="Refused">Requests answered with 429.</param>
    private sealed record Traffic(int Sent, TimeSpan Took, int Refused);
}
