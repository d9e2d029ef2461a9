using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

/// <summary>A thousand flows through a limit of 300 requests a minute, on a clock that skips the waits.</summary>
public sealed class ThroughputTests
{
    private const int Flows = 1000;
    private const int Allowed = 300;

    private const string Definition =
        """{"name":"NAME","type":"call","definition":{"nodes":{"a":{"type":"PlayAudio","content":{"prompt":"Hello"},"outputNodes":{"done":"b"}},"b":{"type":"Disconnect","outputNodes":{}}}}}""";

    [Fact]
    public async Task A_thousand_flows_take_as_many_windows_as_they_must_and_meet_no_429()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, Sample = false, RateLimit = Allowed, CompileDelay = TimeSpan.Zero });
        await FillAsync(org, clock);
        var connection = org.Connect(new ApiOptions { Time = clock, Randomizer = () => 0.5 });
        var store = new DefinitionsStore(new DefinitionsApi(connection));
        var start = clock.GetUtcNow();

        IReadOnlyList<FlowHeader> headers = await store.FindAsync(FlowQuery.All).ToListAsync();
        await WorkAsync(connection, clock, 32, headers, async (header, cancellationToken) =>
        {
            var before = await store.ReadAsync(header.Id, version: null, cancellationToken);
            var write = new FlowWrite(header.Id, before.Header.Revision, before.Text, before.Text.Replace("Hello", "Welcome", StringComparison.Ordinal), WriteMode.Draft);
            var written = (await store.WriteAsync(write, cancellationToken)).ShouldBeOfType<WriteResult.Written>();
            (await store.PublishAsync(header.Id, written.Revision, activateAt: null, cancellationToken)).ShouldBeOfType<PublishResult.Published>();
        });

        var took = clock.GetUtcNow() - start;
        var floor = TimeSpan.FromMinutes(Math.Ceiling(connection.Counts.Sent / (double)Allowed) - 1);
        headers.Count.ShouldBe(Flows);
        connection.Counts.Throttled.ShouldBe(0);
        org.Org.Requests.WithStatus(429).ShouldBe(0);
        connection.Counts.Sent.ShouldBe((Flows * 3) + (Flows / 100));
        took.ShouldBeInRange(floor, floor * 1.05, $"{connection.Counts.Sent} requests took {took}");
    }

    /// <summary>Creates the flows under a token of its own, whose windows are not those measured.</summary>
    private static async Task FillAsync(TestOrg org, VirtualClock clock)
    {
        var connection = org.Connect(new ApiOptions { Time = clock });
        var flows = new DefinitionsApi(connection).Flows;
        await WorkAsync(connection, clock, 8, [.. Enumerable.Range(0, Flows)], async (i, cancellationToken) =>
            await flows.CreateAsync(Encoding.UTF8.GetBytes(Definition.Replace("NAME", $"Flow {i}", StringComparison.Ordinal)), cancellationToken));
        org.Org.Requests.Clear();
    }

    /// <summary>Does something for each of many, so many at a time. The clock moves only while everybody who works waits for a turn.</summary>
    private static async Task WorkAsync<T>(ApiConnection connection, VirtualClock clock, int parallel, IReadOnlyList<T> all, Func<T, CancellationToken, Task> act)
    {
        var working = 0;
        var work = Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (one, cancellationToken) =>
        {
            Interlocked.Increment(ref working);
            await act(one, cancellationToken);
            Interlocked.Decrement(ref working);
        });
        while (!work.IsCompleted)
        {
            if (connection.Waiting is > 0 and var waiting && waiting == Volatile.Read(ref working))
            {
                clock.Advance(TimeSpan.FromMilliseconds(500));
            }

            await Task.Yield();
        }

        await work;
    }
}
