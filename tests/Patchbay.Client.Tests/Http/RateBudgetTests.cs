using System.Net;
using Patchbay.Client.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

public sealed class RateBudgetTests : IDisposable
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task The_first_request_goes_alone_until_its_answer_tells_the_limit()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 5);

        Ready(turns).ShouldBe(1);
        budget.Leave(await turns[0], Stand(allowed: 3, count: 1, reset: 60), wasAnswered: true);

        Ready(turns).ShouldBe(3);
    }

    [Fact]
    public async Task A_full_window_makes_the_rest_wait_for_the_next_which_starts_with_one()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 6);
        budget.Leave(await turns[0], Stand(3, 1, 60), wasAnswered: true);
        budget.Leave(await turns[1], Stand(3, 2, 60), wasAnswered: true);
        budget.Leave(await turns[2], Stand(3, 3, 60), wasAnswered: true);

        _clock.Advance(TimeSpan.FromSeconds(59.9));
        Ready(turns).ShouldBe(3);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Ready(turns).ShouldBe(4);
        budget.Leave(await turns[3], Stand(3, 1, 60), wasAnswered: true);
        Ready(turns).ShouldBe(6);
    }

    [Fact]
    public async Task Requests_of_others_with_the_same_token_are_taken_into_account()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 5);

        budget.Leave(await turns[0], Stand(allowed: 10, count: 8, reset: 30), wasAnswered: true);

        Ready(turns).ShouldBe(3);
    }

    [Fact]
    public async Task A_late_answer_from_the_window_before_does_not_fill_the_new_one()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 5);
        budget.Leave(await turns[0], Stand(3, 1, 10), wasAnswered: true);
        var slow = await turns[1];
        budget.Leave(await turns[2], Stand(3, 3, 10), wasAnswered: true);
        _clock.Advance(TimeSpan.FromSeconds(10));

        budget.Leave(slow, Stand(3, 2, 9), wasAnswered: true);
        Ready(turns).ShouldBe(4);
        budget.Leave(await turns[3], Stand(3, 1, 10), wasAnswered: true);

        Ready(turns).ShouldBe(5);
    }

    [Fact]
    public async Task A_lost_answer_counts_as_a_request_made()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 4);
        budget.Leave(await turns[0], Stand(3, 1, 60), wasAnswered: true);

        budget.Leave(await turns[1], stand: null, wasAnswered: false);
        budget.Leave(await turns[2], stand: null, wasAnswered: false);

        Ready(turns).ShouldBe(3);
    }

    [Fact]
    public async Task Without_any_word_of_limits_twice_as_many_go_each_time()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 20);

        budget.Leave(await turns[0], stand: null, wasAnswered: true);
        Ready(turns).ShouldBe(3);
        budget.Leave(await turns[1], stand: null, wasAnswered: true);
        Ready(turns).ShouldBe(6);
    }

    [Fact]
    public async Task No_more_than_the_own_cap_go_in_any_second()
    {
        using var budget = new RateBudget(_clock, perSecond: 4);
        var turns = Enter(budget, 10);
        budget.Leave(await turns[0], Stand(1000, 1, 60), wasAnswered: true);

        Ready(turns).ShouldBe(4);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Ready(turns).ShouldBe(8);
    }

    [Fact]
    public async Task Who_gives_up_leaves_his_place_to_the_next()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        using var stop = new CancellationTokenSource();
        var first = await budget.EnterAsync(CancellationToken.None);
        var second = budget.EnterAsync(stop.Token);
        var third = budget.EnterAsync(CancellationToken.None);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        budget.Leave(first, Stand(2, 1, 60), wasAnswered: true);

        (await third).SentAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_refusal_closes_the_window_for_everybody_until_it_says()
    {
        using var budget = new RateBudget(_clock, perSecond: 100);
        var turns = Enter(budget, 3);
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "7" } } };

        budget.Leave(await turns[0], RateStand.Of(answer), wasAnswered: true);

        _clock.Advance(TimeSpan.FromSeconds(6));
        Ready(turns).ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Ready(turns).ShouldBe(2);
    }

    public void Dispose() => _clock.Dispose();

    private static List<Task<RatePermit>> Enter(RateBudget budget, int count) => [.. Enumerable.Range(0, count).Select(_ => budget.EnterAsync(CancellationToken.None))];

    private static int Ready(List<Task<RatePermit>> turns) => turns.Count(turn => turn.IsCompletedSuccessfully);

    private static RateStand Stand(int allowed, int count, int reset) => new(allowed, count, TimeSpan.FromSeconds(reset), IsFull: false);
}
