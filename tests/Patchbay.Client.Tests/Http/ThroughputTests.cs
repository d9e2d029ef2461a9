using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Http;

/// <summary>A thousand flows through a limit of 300 requests a minute, on a clock that skips the waits.</summary>
[Collection<JumpingClock>]
public sealed class ThroughputTests
{
    private const int Flows = 1000;
    private const int Allowed = 300;

    private const string Definition =
        """{"name":"NAME","type":"call","definition":{"nodes":{"a":{"type":"PlayAudio","content":{"prompt":"Hello"},"outputNodes":{"done":"b"}},"b":{"type":"Disconnect","outputNodes":{}}}}}""";

    [Fact]
    public async Task A_thousand_flows_take_as_many_windows_as_they_must_and_meet_no_429()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < Flows; i++)
        {
            folder.Write($"Flow_{i}.json", Definition.Replace("NAME", $"Flow {i}", StringComparison.Ordinal));
        }

        using var clock = new VirtualClock().JumpWhenIdle();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, Folder = folder.Path, RateLimit = Allowed, CompileDelay = TimeSpan.Zero });
        var connection = org.Connect(new ApiOptions { Time = clock, Randomizer = () => 0.5 }, over: clock.CountRequestsOver);
        var store = new DefinitionsStore(new DefinitionsApi(connection));
        var start = clock.GetUtcNow();

        IReadOnlyList<FlowHeader> headers = await store.FindAsync(FlowQuery.All).ToListAsync();
        await Parallel.ForEachAsync(headers, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (header, cancellationToken) =>
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
}
