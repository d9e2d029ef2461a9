using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Org;

[Collection<JumpingClock>]
public sealed class VirtualClockTests
{
    [Fact]
    public async Task Timers_fire_in_order_each_at_its_own_time()
    {
        using var clock = new VirtualClock();
        var start = clock.GetUtcNow();
        List<(string Name, TimeSpan At)> fired = [];
        await using var late = clock.CreateTimer(_ => fired.Add(("late", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        await using var early = clock.CreateTimer(_ => fired.Add(("early", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

        clock.Advance(TimeSpan.FromSeconds(31));

        fired.ShouldBe([("early", TimeSpan.FromSeconds(10)), ("early", TimeSpan.FromSeconds(25)), ("late", TimeSpan.FromSeconds(30))]);
        (clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(31));
    }

    [Fact]
    public void A_timer_that_was_changed_or_disposed_of_does_not_fire_as_before()
    {
        using var clock = new VirtualClock();
        var fired = 0;
        var changed = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var disposed = clock.CreateTimer(_ => fired += 100, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        changed.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        clock.Advance(TimeSpan.FromSeconds(4));
        fired.ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(1));

        fired.ShouldBe(1);
        changed.Dispose();
    }

    [Fact]
    public async Task Hours_of_waiting_pass_by_themselves()
    {
        using var clock = new VirtualClock().JumpWhenIdle();
        var start = clock.GetUtcNow();

        for (var i = 0; i < 24; i++)
        {
            await Task.Delay(TimeSpan.FromHours(1), clock);
        }

        (clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Nothing_passes_while_the_clock_is_held()
    {
        using var clock = new VirtualClock().JumpWhenIdle();
        var start = clock.GetUtcNow();
        Task waiting;

        using (clock.Hold())
        {
            waiting = Task.Delay(TimeSpan.FromHours(1), clock);
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System));
            waiting.IsCompleted.ShouldBeFalse();
            clock.GetUtcNow().ShouldBe(start);
        }

        await waiting;
        (clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_request_in_flight_holds_the_clock_and_a_slow_answer_passes_on_it()
    {
        using var clock = new VirtualClock().JumpWhenIdle();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        org.App.Org.Faults.Add(new FaultRule(FaultKind.Slow) { Delay = TimeSpan.FromMinutes(10), Count = 1 });
        using var counting = clock.CountRequests();
        counting.InnerHandler = new SocketsHttpHandler();
        using var client = new HttpClient(counting, disposeHandler: false) { BaseAddress = org.App.Address };
        var start = clock.GetUtcNow();

        using var slow = await client.GetAsync("/api/v2/flows/none");
        var afterSlow = clock.GetUtcNow();
        using var fast = await client.GetAsync("/api/v2/flows/none");

        (afterSlow - start).ShouldBe(TimeSpan.FromMinutes(10));
        clock.GetUtcNow().ShouldBe(afterSlow);
    }

    [Fact]
    public async Task A_cancellation_after_a_time_comes_at_that_time()
    {
        using var clock = new VirtualClock().JumpWhenIdle();
        var start = clock.GetUtcNow();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(3), clock);

        await Should.ThrowAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromHours(5), clock, cancellation.Token));

        (clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromMinutes(3));
    }
}
