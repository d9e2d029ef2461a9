using Patchbay.Client.Applying;
using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Emulator.Org;
using static Patchbay.Client.Tests.Modules.ModuleOrg;

namespace Patchbay.Client.Tests.Modules;

[Collection<JumpingClock>]
public sealed class RepublishTests : IDisposable
{
    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();

    public void Dispose() => _clock.Dispose();

    [Fact]
    public async Task Stale_flows_are_published_in_the_version_that_is_live_and_hold_the_new_module()
    {
        await using var org = await StartAsync(modules: 2, flows: 6);
        await org.PublishAsync(Module(1, "second"));

        var run = await org.RepublishAsync(1, new RepublishOptions { WaveSize = 2 });

        run.Status.ShouldBe(RunStatus.Done);
        run.Kind.ShouldBe(RunKind.Republish);
        run.Module.ShouldBe(new ModuleRelease(await org.IdAsync(NameOf(1)), NameOf(1), "2.0"));
        run.Targets.Select(target => (target.Name, target.Wave)).ShouldBe([(LineOf(1), 1), (LineOf(3), 1), (LineOf(5), 2)]);
        run.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Published && flow.Live!.Version == "1.0");
        var module = await org.ReadAsync(1);
        module.Consumers.ShouldAllBe(consumer => consumer.Holds == "2.0" && consumer.LiveVersion == "1.0");
    }

    [Fact]
    public async Task A_flow_comes_before_the_one_that_hands_callers_on_to_it_and_never_in_its_wave()
    {
        await using var org = await StartAsync(modules: 1, flows: 4);
        await org.PublishAsync(org.Caller(0, to: 2));
        await org.PublishAsync(org.Caller(2, to: 3));
        await org.PublishAsync(Module(0, "second"));

        var plan = await RepublishPlan.MakeAsync(org.Api(), await org.ReadAsync(0), new RepublishOptions());

        plan.Steps.Select(step => (step.Consumer.Name, step.Wave)).ShouldBe([(LineOf(1), 1), (LineOf(3), 1), (LineOf(2), 2), (LineOf(0), 3)]);
    }

    [Fact]
    public async Task Flows_that_lead_to_each_other_in_a_circle_are_each_published_once()
    {
        await using var org = await StartAsync(modules: 1, flows: 3);
        await org.PublishAsync(org.Caller(0, to: 1));
        await org.PublishAsync(org.Caller(1, to: 2));
        await org.PublishAsync(org.Caller(2, to: 0));
        await org.PublishAsync(Module(0, "second"));

        var plan = await RepublishPlan.MakeAsync(org.Api(), await org.ReadAsync(0), new RepublishOptions());

        plan.Steps.Select(step => step.Consumer.Name).Order().ShouldBe([LineOf(0), LineOf(1), LineOf(2)]);
    }

    [Fact]
    public async Task A_flow_whose_newest_version_is_not_live_is_left_alone_unless_that_is_allowed_and_a_rollback_makes_the_old_one_live()
    {
        await using var org = await StartAsync(modules: 1, flows: 2);
        await org.PublishAsync(org.Caller(0, says: "Something new."));
        await org.GoToAsync(LineOf(0), count => count - 1);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var careful = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions());
        var allowed = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions { WithUnpublished = true });

        careful.LeftAlone.ShouldHaveSingleItem().Reason.ShouldBe("It has version 2.0 that is not live, and that would go live with the module.");
        careful.Steps.ShouldHaveSingleItem().Consumer.Name.ShouldBe(LineOf(1));
        var run = await org.Applier(api).RepublishAsync(allowed.Module, allowed.Targets, new RunOptions { Publish = true });
        run.Status.ShouldBe(RunStatus.Done);
        (await org.ConsumerAsync(0)).LiveVersion.ShouldBe("2.0");

        var back = await org.Applier(api).RollbackAsync(run.Id);

        back.Flows.ShouldHaveSingleItem().Outcome.ShouldBe(FlowOutcome.RolledBack);
        var consumer = await org.ConsumerAsync(0);
        consumer.LiveVersion.ShouldBe("1.0");
        consumer.Holds.ShouldBe("2.0", "what is published takes the module as it is now");
    }

    [Fact]
    public async Task A_run_that_changed_no_definition_has_nothing_to_take_back_and_says_how_to_have_the_old_module()
    {
        await using var org = await StartAsync(modules: 1, flows: 2);
        await org.PublishAsync(Module(0, "second"));
        var run = await org.RepublishAsync(0);

        var refusal = await Should.ThrowAsync<StoreException>(() => org.Applier(org.Api()).RollbackAsync(run.Id));

        refusal.Message.ShouldContain("make its old version live, then run \"patchbay modules republish\"");
    }

    [Fact]
    public async Task The_first_wave_with_a_failure_is_the_last()
    {
        await using var org = await StartAsync(modules: 1, flows: 6);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var plan = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions { WaveSize = 2 });
        org.Org.Org.LockAsSomebodyElse(plan.Steps[2].Consumer.Id, "maria.lopez");

        var run = await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true });

        run.Status.ShouldBe(RunStatus.Failed);
        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Published, FlowOutcome.Published, FlowOutcome.Held, FlowOutcome.Published, FlowOutcome.Skipped, FlowOutcome.Skipped]);
        run.Flows.ElementAt(2).Reason.ShouldContain("maria.lopez");
        run.Flows.Last().Reason.ShouldBe($"\"{LineOf(2)}\" in an earlier wave failed.");
    }

    [Fact]
    public async Task A_run_that_was_interrupted_goes_on_where_it_stopped_and_publishes_nothing_twice()
    {
        await using var org = await StartAsync(modules: 1, flows: 9);
        await org.PublishAsync(Module(0, "second"));
        using var stop = new CancellationTokenSource();
        var fifth = await org.IdAsync(LineOf(4));
        var api = org.Api(inner => new Wire(inner, async (request, pass) =>
        {
            var answer = await pass();
            if (request.RequestUri!.Query.Contains($"flow={fifth}", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
            }

            return answer;
        }));
        var plan = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions { WaveSize = 3 });

        var run = await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true }, stop.Token);
        var wire = default(Wire);
        var resumed = await org.Applier(org.Api(inner => wire = new Wire(inner, (_, pass) => pass()))).ResumeAsync(run.Id);

        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Flows.Count(flow => flow.Live is not null).ShouldBe(3);
        resumed.Status.ShouldBe(RunStatus.Done);
        resumed.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Published);
        wire!.Sent.Where(line => line.Contains("actions/publish", StringComparison.Ordinal)).ShouldNotContain(line => line.Contains(fifth, StringComparison.Ordinal));
        (await org.ReadAsync(0)).Stale.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_module_that_is_published_in_between_stops_the_run()
    {
        await using var org = await StartAsync(modules: 1, flows: 3);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var plan = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions());
        await org.PublishAsync(Module(0, "third"));

        var run = await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true });

        run.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Conflict && flow.Reason.Contains("version 3.0 is live by now"));
    }

    [Fact]
    public async Task A_flow_that_moved_since_the_plan_is_left_alone()
    {
        await using var org = await StartAsync(modules: 1, flows: 2);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var plan = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions());
        await org.PublishAsync(org.Caller(1, says: "Somebody was here."));

        var run = await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true });

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Published, FlowOutcome.Conflict]);
    }

    [Fact]
    public async Task A_lagging_index_is_waited_for_before_a_flow_counts_as_done()
    {
        await using var org = await StartAsync(modules: 1, flows: 4, lag: TimeSpan.FromMinutes(3));
        await Task.Delay(TimeSpan.FromMinutes(4), _clock);
        await org.PublishAsync(Module(0, "second"));
        await Task.Delay(TimeSpan.FromMinutes(4), _clock);
        var start = _clock.GetUtcNow();

        var run = await org.RepublishAsync(0, new RepublishOptions { WaveSize = 2 });

        run.Status.ShouldBe(RunStatus.Done);
        (_clock.GetUtcNow() - start).ShouldBeGreaterThan(TimeSpan.FromMinutes(6), "two waves, each waiting for the index");
    }

    [Fact]
    public async Task The_pause_lies_between_waves_and_not_before_the_first_or_after_the_last()
    {
        await using var org = await StartAsync(modules: 1, flows: 3);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var plan = await RepublishPlan.MakeAsync(api, await org.ReadAsync(0), new RepublishOptions { WaveSize = 1 });
        var start = _clock.GetUtcNow();

        await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true, Pause = TimeSpan.FromHours(1) });

        (_clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
    }

    [Fact]
    public async Task A_thousand_flows_take_as_many_windows_as_they_must_and_about_two_requests_each()
    {
        await using var org = await StartAsync(modules: 1, flows: 1000, limit: 300);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api();
        var module = (await ModuleLedger.ReadAsync(api)).Modules[0];
        var plan = await RepublishPlan.MakeAsync(api, module, new RepublishOptions { WaveSize = 100 });
        await Task.Delay(TimeSpan.FromMinutes(2), _clock);
        var (before, start) = (api.Connection.Counts.Sent, _clock.GetUtcNow());

        var run = await org.Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true, Parallelism = 32 });

        var (sent, took) = (api.Connection.Counts.Sent - before, _clock.GetUtcNow() - start);
        var floor = TimeSpan.FromMinutes(Math.Ceiling(sent / 300.0) - 1);
        run.Flows.Count(flow => flow.Outcome == FlowOutcome.Published).ShouldBe(1000);
        api.Connection.Counts.Throttled.ShouldBe(0);
        sent.ShouldBeInRange(2000, 2100);
        took.ShouldBeInRange(floor, floor * 1.05, $"{sent} requests took {took}");
    }

    private Task<ModuleOrg> StartAsync(int modules, int flows, TimeSpan lag = default, int limit = 0) =>
        ModuleOrg.StartAsync(modules, flows, _clock, options => options with { DependencyLag = lag, RateLimit = limit });
}
