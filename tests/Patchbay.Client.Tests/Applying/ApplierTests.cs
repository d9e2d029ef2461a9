using Patchbay.Client.Applying;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Tests.Applying;

/// <summary>What an applier does over a store that keeps no drafts.</summary>
public sealed class ApplierTests : IDisposable
{
    private static readonly RunOptions Live = new() { Publish = true };

    private readonly LockingStore _store = new();
    private readonly RecordingStore _seen;
    private readonly Workbench _bench;

    public ApplierTests()
    {
        _seen = new RecordingStore(_store);
        _bench = new Workbench(_seen);
        foreach (var letter in "abcde")
        {
            _store.Add($"id-{letter}", $"Inbound_{letter}", "call", Workbench.FlowText($"Inbound_{letter}"));
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Writes_every_flow_of_the_plan_and_nothing_else()
    {
        await _bench.EditAsync("id-c", "Welcome", "Good day");
        var plan = await _bench.PlanAsync();

        var run = await _bench.Applier().ApplyAsync(plan, Live);

        run.Status.ShouldBe(RunStatus.Done);
        run.Flows.Select(flow => (flow.Name, flow.Outcome, flow.State)).ShouldBe([("Inbound_a", FlowOutcome.Written, FlowState.New), ("Inbound_b", FlowOutcome.Written, FlowState.New), ("Inbound_d", FlowOutcome.Written, FlowState.New), ("Inbound_e", FlowOutcome.Written, FlowState.New)]);
        (await _bench.TextAsync("id-a")).ShouldBe(Workbench.FlowText("Inbound_a", "Hello"));
        (await _bench.TextAsync("id-c")).ShouldBe(Workbench.FlowText("Inbound_c", "Good day"));
        _seen.Requests.ShouldNotContain(request => request.StartsWith("publish"));
    }

    [Fact]
    public async Task A_run_is_named_by_when_it_began_and_what_it_is_for()
    {
        var plan = await _bench.PlanAsync();

        var first = await _bench.Applier().ApplyAsync(plan, Live with { Only = ["Inbound_a"] });
        var second = await _bench.Applier().ApplyAsync(plan, Live with { Only = ["id-b"] });

        first.Id.ShouldStartWith("2026-11-21-0702-greet-better");
        second.Id.ShouldBe(first.Id + "-2");
        second.Flows.Select(flow => flow.Name).ShouldBe(["Inbound_b"]);
        _bench.Runs.List().Select(run => run.Id).ShouldBe([second.Id, first.Id]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_bench.JournalPath(first)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Path.GetDirectoryName(_bench.JournalPath(first))!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.GetFiles(Path.GetDirectoryName(_bench.JournalPath(first))!).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Takes_the_first_flows_by_name()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live with { First = 2 });

        run.Flows.Select(flow => flow.Name).ShouldBe(["Inbound_a", "Inbound_b"]);
        _store.Version("id-c").ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_the_plan_does_not_have_is_refused_with_those_that_are_near()
    {
        var plan = await _bench.PlanAsync();

        var refusal = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Live with { Only = ["inbound_A"] }));

        refusal.Message.ShouldContain("Did you mean \"Inbound_a\"?");
        _bench.Runs.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_of_another_store_is_refused()
    {
        var plan = await _bench.PlanAsync() with { Store = "elsewhere" };

        var refusal = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Live));

        refusal.Message.ShouldStartWith("The plan was made from elsewhere, and this is locking org.");
        _seen.Requests.ShouldNotContain(request => request.StartsWith("write"));
    }

    [Fact]
    public async Task A_store_without_drafts_is_not_written_to_unless_that_is_meant_to_go_live()
    {
        var plan = await _bench.PlanAsync();

        var refusal = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, new RunOptions()));
        var scheduled = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Live with { ActivateAt = _bench.Time.GetUtcNow().AddHours(1) }));

        refusal.Message.ShouldContain("keeps no drafts");
        scheduled.Message.ShouldContain("cannot publish at a set time");
        _seen.Requests.ShouldNotContain(request => request.StartsWith("write"));
    }

    [Fact]
    public async Task A_held_flow_is_left_alone_and_says_who_holds_it()
    {
        _store.Hold("id-b", "Mia Reyes", new DateTimeOffset(2026, 11, 21, 6, 30, 0, TimeSpan.Zero));
        _store.Refuse("id-c", "The action \"bye\" is not allowed here.");

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        run.Status.ShouldBe(RunStatus.Failed);
        var held = run.Flows.Single(flow => flow.Id == "id-b");
        (held.Outcome, held.State).ShouldBe((FlowOutcome.Held, FlowState.Old));
        held.Reason.ShouldContain("Mia Reyes holds the flow's lock since 2026-11-21 06:30:00Z.");
        var refused = run.Flows.Single(flow => flow.Id == "id-c");
        (refused.Outcome, refused.State, refused.Reason).ShouldBe((FlowOutcome.Refused, FlowState.Old, "The action \"bye\" is not allowed here."));
        run.Flows.Count(flow => flow.Outcome == FlowOutcome.Written).ShouldBe(3);
    }

    [Fact]
    public async Task Stops_at_the_first_error_when_asked_to()
    {
        _store.Refuse("id-c", "No.");

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live with { StopOnError = true, Parallelism = 1 });

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Written, FlowOutcome.Written, FlowOutcome.Refused, FlowOutcome.Skipped, FlowOutcome.Skipped]);
        _store.Version("id-d").ShouldBe(1);
    }

    [Fact]
    public async Task All_or_nothing_puts_back_what_it_wrote_newest_first()
    {
        _store.Refuse("id-d", "No.");

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live with { AllOrNothing = true, Parallelism = 1 });

        run.Status.ShouldBe(RunStatus.Failed);
        run.Restoring.ShouldBe("\"Inbound_d\" failed, and the run is all or nothing.");
        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.RolledBack, FlowOutcome.RolledBack, FlowOutcome.RolledBack, FlowOutcome.Refused, FlowOutcome.Skipped]);
        run.Flows.ShouldAllBe(flow => flow.State == FlowState.Old);
        _seen.Requests.Where(request => request.StartsWith("write")).ShouldBe(["write id-a", "write id-b", "write id-c", "write id-d", "write id-c", "write id-b", "write id-a"]);
        foreach (var letter in "abcde")
        {
            (await _bench.TextAsync($"id-{letter}")).ShouldBe(Workbench.FlowText($"Inbound_{letter}"));
        }
    }

    [Fact]
    public async Task A_strict_run_writes_nothing_when_a_flow_has_moved()
    {
        var plan = await _bench.PlanAsync();
        await _bench.EditAsync("id-d", "disconnect", "hangup");
        var before = _seen.Requests.Count;

        var refusal = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Live with { Strict = true }));

        refusal.Message.ShouldStartWith("\"Inbound_d\" has moved since the plan was made");
        _seen.Requests.Skip(before).ShouldBe(["find id-a,id-b,id-c,id-d,id-e"]);
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_reading()
    {
        var lost = 0;
        _seen.After = (act, id) =>
        {
            if (act == "write" && id == "id-b" && lost++ == 0)
            {
                throw new StoreException("The answer was lost.") { OutcomeUnknown = true };
            }
        };

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        run.Status.ShouldBe(RunStatus.Done);
        run.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written);
        _store.Version("id-b").ShouldBe(2);
        run.Flows.Single(flow => flow.Id == "id-b").Written!.Version.ShouldBe("2.0");
    }

    [Fact]
    public async Task A_request_that_was_lost_on_its_way_is_sent_again()
    {
        var lost = 0;
        _seen.Before = (act, id) =>
        {
            if (act == "write" && id == "id-b" && lost++ == 0)
            {
                throw new StoreException("No answer came.") { OutcomeUnknown = true };
            }
        };

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        run.Status.ShouldBe(RunStatus.Done);
        _store.Version("id-b").ShouldBe(2);
    }

    [Fact]
    public async Task A_flow_that_fails_does_not_stop_the_others()
    {
        _seen.Before = (act, id) =>
        {
            if (act == "write" && id == "id-b")
            {
                throw new StoreException("The server answered 500.");
            }
        };

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        var failed = run.Flows.Single(flow => flow.IsFailure);
        (failed.Id, failed.Outcome, failed.State, failed.Reason).ShouldBe(("id-b", FlowOutcome.Failed, FlowState.Old, "The server answered 500."));
        run.Flows.Count(flow => flow.Outcome == FlowOutcome.Written).ShouldBe(4);
    }

    [Fact]
    public async Task A_user_who_may_write_nothing_is_told_so_once()
    {
        _seen.Before = (act, _) =>
        {
            if (act == "write")
            {
                throw new StoreException("The scope flow:write is not granted.", StoreFailure.NotAuthorized);
            }
        };

        var denied = await Should.ThrowAsync<StoreException>(async () => await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live));

        (denied.Failure, denied.Message).ShouldBe((StoreFailure.NotAuthorized, "The scope flow:write is not granted."));
        _bench.Runs.List().ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public async Task Rolls_a_run_back_once()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);
        await _bench.EditAsync("id-c", "Hello", "Hello again");

        var back = await _bench.Applier().RollbackAsync(run.Id);

        back.Kind.ShouldBe(RunKind.Rollback);
        back.Of.ShouldBe(run.Id);
        back.Status.ShouldBe(RunStatus.Failed);
        var kept = back.Flows.Single(flow => flow.Id == "id-c");
        (kept.Outcome, kept.State).ShouldBe((FlowOutcome.Conflict, FlowState.New));
        kept.Reason.ShouldBe("It could not be put back: somebody wrote version 3.0 since. That is left alone.");
        back.Flows.Count(flow => flow is { Outcome: FlowOutcome.RolledBack, State: FlowState.Old }).ShouldBe(4);
        (await _bench.TextAsync("id-a")).ShouldBe(Workbench.FlowText("Inbound_a"));
        (await _bench.TextAsync("id-c")).ShouldBe(Workbench.FlowText("Inbound_c", "Hello again"));

        await _bench.EditAsync("id-c", "Hello again", "Hello");
        (await _bench.Applier().RollbackAsync(run.Id)).Flows.Select(flow => flow.Id).ShouldBe(["id-c"]);
        (await Should.ThrowAsync<StoreException>(() => _bench.Applier().RollbackAsync(back.Id))).Message.ShouldContain("is a rollback itself");
    }

    [Fact]
    public async Task One_flow_of_a_run_can_be_rolled_back_alone()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        await _bench.Applier().RollbackAsync(run.Id, ["Inbound_b"]);
        var rest = await _bench.Applier().RollbackAsync(run.Id);

        rest.Flows.Select(flow => flow.Id).ShouldBe(["id-e", "id-d", "id-c", "id-a"], ignoreOrder: true);
        _store.Version("id-b").ShouldBe(3);
        (await Should.ThrowAsync<StoreException>(() => _bench.Applier().RollbackAsync(run.Id))).Message.ShouldContain("was rolled back already");
    }

    [Fact]
    public async Task Interrupted_sends_no_new_request_and_is_resumed()
    {
        using var stop = new CancellationTokenSource();
        _seen.After = (act, id) =>
        {
            if (act == "write" && id == "id-b")
            {
                stop.Cancel();
            }
        };

        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live with { Parallelism = 1 }, stop.Token);

        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Flows.Select(flow => flow.State).ShouldBe([FlowState.New, FlowState.New, FlowState.Old, FlowState.Old, FlowState.Old]);
        _bench.Runs.Read(run.Id).Flows.Select(flow => flow.Outcome).ShouldBe(run.Flows.Select(flow => flow.Outcome));

        var resumed = await _bench.Applier().ResumeAsync(run.Id);

        resumed.Status.ShouldBe(RunStatus.Done);
        resumed.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written && flow.State == FlowState.New);
        "abcde".ShouldAllBe(letter => _store.Version($"id-{letter}") == 2);
        (await Should.ThrowAsync<StoreException>(() => _bench.Applier().ResumeAsync(run.Id))).Message.ShouldContain("there is nothing to resume");
    }

    [Fact]
    public async Task Looks_at_all_flows_in_one_request_before_and_after()
    {
        var plan = await _bench.PlanAsync();
        var before = _seen.Requests.Count;

        await _bench.Applier().ApplyAsync(plan, Live);

        _seen.Requests.Skip(before).Count(request => !request.StartsWith("write")).ShouldBe(3);
    }
}
