using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Applying;

/// <summary>Compiling, publishing and going back in an org that keeps drafts and publishes at a set time.</summary>
public sealed class PublishingTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _ids = [];
    private TestOrg _org = null!;
    private RecordingStore _seen = null!;
    private Workbench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var letter in "ab")
        {
            _folder.Write($"Inbound_{letter}.json", Workbench.FlowText($"Inbound_{letter}"));
        }

        _org = await TestOrg.StartAsync(options => options with { Folder = _folder.Path });
        using var http = _org.Connect();
        await new DefinitionsApi(http).Flows.CreateAsync(System.Text.Encoding.UTF8.GetBytes(Workbench.FlowText("Inbound_c")));
        _seen = new RecordingStore(_org.Store());
        _bench = new Workbench(_seen) { Time = TimeProvider.System };
        await foreach (var header in _seen.FindAsync(FlowQuery.All))
        {
            _ids[header.Name] = header.Id;
            (header.Published is not null).ShouldBe(header.Name != "Inbound_c");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _org.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_publish_nothing_goes_live()
    {
        var before = (await HeaderAsync("Inbound_a")).Published;

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), new RunOptions());

        run.Status.ShouldBe(RunStatus.Done);
        run.Flows.ShouldAllBe(flow => flow.Live == null && flow.Outcome == FlowOutcome.Written);
        (await HeaderAsync("Inbound_a")).Published.ShouldBe(before);
        _seen.Requests.Count(request => request.StartsWith("publish")).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_run_wrote_is_published_later_and_only_that()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), new RunOptions());
        await _bench.EditAsync(_ids["Inbound_b"], "disconnect", "hangup");

        var published = await _bench.Applier().PublishAsync(Applier.WrittenBy(run), activateAt: null, run.Id);

        (published.Kind, published.Of, published.Status).ShouldBe((RunKind.Publish, run.Id, RunStatus.Done));
        published.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Published);
        (await HeaderAsync("Inbound_b")).Published!.Revision.Value.ShouldBe(run.Flows.Single(flow => flow.Name == "Inbound_b").Written!.Revision);
    }

    [Fact]
    public async Task A_publish_for_later_waits_and_a_rollback_takes_it_back()
    {
        var live = (await HeaderAsync("Inbound_a")).Published;
        var at = TimeProvider.System.GetUtcNow().AddHours(2);

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), new RunOptions { Publish = true, ActivateAt = at });
        var scheduled = await HeaderAsync("Inbound_a");
        var back = await _bench.Applier().RollbackAsync(run.Id);

        run.Status.ShouldBe(RunStatus.Done, string.Join('\n', run.Flows.Select(flow => flow.Reason)));
        run.Flows.ShouldAllBe(flow => flow.Live!.ActivateAt != null);
        scheduled.Scheduled.ShouldNotBeNull();
        back.Status.ShouldBe(RunStatus.Done, string.Join('\n', back.Flows.Select(flow => flow.Reason)));
        var after = await HeaderAsync("Inbound_a");
        after.Scheduled.ShouldBeNull();
        after.Published.ShouldBe(live);
    }

    [Fact]
    public async Task A_rollback_says_what_stays_live_because_nothing_was_before()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), new RunOptions { Publish = true });

        var back = await _bench.Applier().RollbackAsync(run.Id);

        back.Status.ShouldBe(RunStatus.Failed);
        var first = back.Flows.Single(flow => flow.Name == "Inbound_c");
        first.Reason.ShouldBe($"Version {run.Flows.Single(flow => flow.Name == "Inbound_c").Written!.Version} stays live: nothing of the flow was live before the run, and the service takes no flow off.");
        first.State.ShouldBe(FlowState.Old);
        back.Flows.Count(flow => flow.Outcome == FlowOutcome.RolledBack).ShouldBe(2);
    }

    [Fact]
    public async Task A_rollback_leaves_live_what_somebody_else_published_since()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), new RunOptions { Publish = true, Only = ["Inbound_a"] });
        await _bench.EditAsync(_ids["Inbound_a"], "disconnect", "hangup");
        var theirs = await HeaderAsync("Inbound_a");
        await _seen.PublishAsync(theirs.Id, theirs.Revision, activateAt: null);

        var back = await _bench.Applier().RollbackAsync(run.Id);

        var kept = back.Flows.Single();
        kept.Outcome.ShouldBe(FlowOutcome.Conflict);
        kept.Reason.ShouldContain($"somebody wrote version {theirs.Version} since");
        kept.Reason.ShouldContain($"Somebody published version {theirs.Version} since; it stays live.");
        (await HeaderAsync("Inbound_a")).Published!.Revision.ShouldBe(theirs.Revision);
    }

    [Fact]
    public async Task What_does_not_compile_has_failed_and_is_not_published()
    {
        // A call to a flow that does not exist is found when the flow is compiled, not when it is written.
        var plan = await _bench.PlanAsync("\"actions\": [", "\"actions\": [{\"id\": \"gone\", \"type\": \"invokeflow\", \"flowId\": \"no-such-flow\", \"next\": \"greet\"},");

        var run = await _bench.Applier().ApplyAsync(plan, new RunOptions { Publish = true, Only = ["Inbound_a"] });
        var nothing = await _bench.Applier().ApplyAsync(plan, new RunOptions { Publish = true, AllOrNothing = true, Only = ["Inbound_b"] });

        var failed = run.Flows.Single();
        (failed.Outcome, failed.State).ShouldBe((FlowOutcome.Failed, FlowState.New));
        failed.Reason.ShouldContain("does not compile: ");
        failed.Live.ShouldBeNull();
        nothing.Flows.Single().State.ShouldBe(FlowState.Old);
        (await _bench.TextAsync(_ids["Inbound_b"])).ShouldNotContain("no-such-flow");
    }

    private async Task<FlowHeader> HeaderAsync(string name)
    {
        await foreach (var header in _org.Store().FindAsync(new FlowQuery { Ids = [_ids[name]] }))
        {
            return header;
        }

        throw new InvalidOperationException($"No flow {name}.");
    }
}
