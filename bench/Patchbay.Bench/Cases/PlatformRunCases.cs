using Patchbay.Client.Applying;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Bench.Cases;

/// <summary>Plans and a run over the platform's own API: a call of a common module planned twice, the second time with every version mirrored, and then published in each of a thousand Architect flows.</summary>
internal static class PlatformRunCases
{
    private const int Flows = 1_000;
    // On the pool: the clock jumps while the pool is at rest, and does not see this thread at work.
    private static readonly Lazy<Traffic> Run = new(() => Task.Run(RunAsync).GetAwaiter().GetResult());

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("platform API: requests for each of 1,000 flows planned, every version in the mirror", "at most 0.1", _ => Each(Run.Value.Planned, 0.1)),
        new("platform API: requests for each of 1,000 flows published with verification", "at most 4", _ => Each(Run.Value.Published, 4)),
    ];

    private static Result Each(int requests, double most) => new($"{requests / (double)Flows:0.000} ({requests:N0} in all)", requests <= most * Flows);

    private static async Task<Traffic> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            var org = folder.CreateSubdirectory("org").FullName;
            EmulatorCases.WriteFlows(org, Flows);
            File.WriteAllText(Path.Combine(org, "module.yaml"), Module);
            using var clock = new VirtualClock().JumpWhenIdle();
            await using var app = EmulatorApp.Build(new EmulatorOptions { Port = 0, Api = EmulatorApi.Platform, Time = clock, Folder = org, RateLimit = 0, CompileDelay = TimeSpan.FromSeconds(2) });
            await app.StartAsync();
            var wire = clock.CountRequests();
            wire.InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
            var login = new OrgLogin(Region.Parse(app.Address.ToString()), "patchbay", new Secret("patchbay"));
            using var connection = new ApiConnection(login, new ApiOptions { Time = clock, Randomizer = new Random(1).NextDouble }, wire);
            var state = Path.Combine(folder.FullName, "state");
            var store = new ArchitectStore(new PlatformApi(connection), options: new ArchitectOptions { Mirror = new FlowMirror(state, "bench") });
            var change = new ChangeFile(new FlowSelection { Names = ["Generated Line *"] }, [new CallStep(default, new FlowReference("Identify"), Place.Start)]);

            await PlanAsync(store, change, clock);
            var before = connection.Counts.Sent;
            var plan = await PlanAsync(store, change, clock);
            var planned = connection.Counts.Sent - before;

            before = connection.Counts.Sent;
            var run = await new Applier(store, new RunFolder(state, clock), LintConfig.Default, clock, new Random(1)).ApplyAsync(plan, new RunOptions { Publish = true });
            var live = run.Flows.Count(flow => flow is { Outcome: FlowOutcome.Written, Live: not null });
            return live == Flows
                ? new Traffic(planned, connection.Counts.Sent - before)
                : throw new InvalidOperationException($"Every flow was to go live, and {live} did. {run.Flows.FirstOrDefault(flow => flow.Live is null)?.Reason}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Plan> PlanAsync(ArchitectStore store, ChangeFile change, VirtualClock clock) =>
        (await new PlanMaker(store, LintConfig.Default, clock).MakeAsync(change)).Plan ?? throw new InvalidOperationException("The change was to be understood.");

    private const string Module = """
        commonModule:
          name: Identify
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes:
              - flowType: inboundcall
          startUpTaskActions:
            - endTask:
                name: Done
                outputPath:
                  name: Default

        """;

    /// <summary>What went over the wire; uploads and downloads at signed addresses, which no limit counts, and tokens are not among it.</summary>
    private sealed record Traffic(int Planned, int Published);
}
