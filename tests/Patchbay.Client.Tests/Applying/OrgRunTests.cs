using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Applying;

/// <summary>Runs over many flows of an org that throttles, compiles slowly and fails, on a clock of their own.</summary>
[Collection<JumpingClock>]
public sealed class OrgRunTests : IAsyncLifetime
{
    private const int Flows = 100;
    private static readonly RunOptions Publish = new() { Publish = true };

    private readonly TemporaryFolder _folder = new();
    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;
    private ApiConnection _connection = null!;
    private RecordingStore _store = null!;
    private Workbench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Flows; i++)
        {
            _folder.Write($"Inbound_{i:000}.json", Workbench.FlowText($"Inbound_{i:000}"));
        }

        _folder.Write("Common_Validation.json", """{"name": "Common_Validation", "type": "module", "actions": [{"id": "check", "type": "setVariable", "name": "Check", "next": "done"}, {"id": "done", "type": "endModule"}]}""");
        _org = await TestOrg.StartAsync(options => options with { Folder = _folder.Path, Time = _clock, CompileDelay = TimeSpan.FromSeconds(2), MaxFlows = Flows + 1 });
        _clock.JumpWhenIdle();
        _connection = _org.Connect(new ApiOptions { Time = _clock, Randomizer = new Random(1).NextDouble }, over: inner =>
        {
            var counting = _clock.CountRequests();
            counting.InnerHandler = inner;
            return counting;
        });
        _store = new RecordingStore(new DefinitionsStore(new DefinitionsApi(_connection)));
        _bench = new Workbench(_store) { Time = _clock };
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _org.DisposeAsync();
        _clock.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Takes_at_most_three_requests_and_a_tenth_for_a_flow()
    {
        var run = await _bench.Applier().ApplyAsync(await PlanAsync(), Publish);

        run.Status.ShouldBe(RunStatus.Done);
        run.Flows.Count(flow => flow is { Outcome: FlowOutcome.Written, Live: not null }).ShouldBe(Flows);
        ((double)_connection.Counts.Sent / Flows).ShouldBeLessThanOrEqualTo(3.1);
        _connection.Counts.Throttled.ShouldBe(0);
    }

    [Fact]
    public async Task Faults_and_other_editors_lose_nothing()
    {
        var plan = await PlanAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Probability = 0.05, Seed = 1, RetryAfter = 2 });
        _org.Org.Faults.Add(new FaultRule(FaultKind.InternalError) { Method = "GET", Probability = 0.05, Seed = 2 });
        _org.Org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Probability = 0.05, Seed = 3 });
        _org.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Probability = 0.1, Seed = 4 });

        var run = await _bench.Applier().ApplyAsync(plan, Publish);
        _org.Org.Faults.Clear();

        run.Status.ShouldBe(RunStatus.Done, string.Join('\n', run.Flows.Where(flow => flow.IsFailure).Select(flow => $"{flow.Name}: {flow.Reason}")));
        run.Flows.Count(flow => flow.Outcome == FlowOutcome.Rebased).ShouldBeGreaterThan(0);

        // Where an answer was lost and somebody then edited over the write, the change is there under another author's name, and theirs is not made live.
        run.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written || flow.Outcome == FlowOutcome.Rebased || flow.Outcome == FlowOutcome.AlreadyDone);
        run.Flows.Count(flow => flow.Outcome == FlowOutcome.AlreadyDone).ShouldBeLessThan(Flows / 10);
        (await PlanAsync()).Changes.ShouldBeEmpty();
        foreach (var flow in run.Flows.Where(flow => flow.Outcome != FlowOutcome.AlreadyDone))
        {
            (await _store.ReadAsync(flow.Id)).Header.Published!.Revision.Value.ShouldBe(flow.Written!.Revision, flow.Name);
        }
    }

    [Fact]
    public async Task More_flows_than_the_org_may_publish_are_refused_before_the_first_write()
    {
        // By the system's clock: the other one jumps ahead while it sees no request of its own under way.
        using var other = _org.Connect();
        await new DefinitionsApi(other).Flows.CreateAsync(System.Text.Encoding.UTF8.GetBytes(Workbench.FlowText("Inbound_new")));
        var plan = await PlanAsync();

        var refusal = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Publish));

        refusal.Message.ShouldContain($"allows {Flows + 1} published flows and has {Flows + 1}. This run would publish 1 for the first time. Nothing was written.");
        _store.Requests.ShouldNotContain(request => request.StartsWith("write"));
    }

    private async Task<Plan> PlanAsync()
    {
        var change = new ChangeFile(new FlowSelection { Names = ["Inbound_*"] }, [new CallStep(default, new FlowReference("Common_Validation"), Place.Start)]) { Description = "Validate everybody" };
        return (await new PlanMaker(_store, LintConfig.Default, _clock).MakeAsync(change)).Plan.ShouldNotBeNull();
    }
}
