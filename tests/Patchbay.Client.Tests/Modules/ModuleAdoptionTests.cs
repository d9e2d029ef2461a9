using Patchbay.Client.Modules;
using Patchbay.Emulator.Org;
using static Patchbay.Client.Tests.Modules.ModuleOrg;

namespace Patchbay.Client.Tests.Modules;

public sealed class ModuleAdoptionTests
{
    [Fact]
    public async Task Callers_are_told_apart_by_the_module_that_their_flow_held()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 3);
        var callers = new Callers(org, flows: 3);
        await callers.CallAsync(10);
        await org.PublishAsync(Module(0, "second"));
        await callers.CallAsync(10);
        await org.PublishAsync(org.Caller(0));
        await callers.CallAsync(10);

        var adoption = await callers.CountAsync();

        adoption.Consumers.Select(flow => (flow.Consumer.Name, flow.Before, flow.ThroughNew, flow.ThroughOld, flow.ThroughUnknown)).ShouldBe([(LineOf(0), 10, 10, 10, 0), (LineOf(1), 10, 0, 20, 0), (LineOf(2), 10, 0, 20, 0)]);
        callers.ShouldBeTheTruth(adoption).ShouldBe(0);
    }

    [Fact]
    public async Task A_version_that_was_published_again_for_the_module_is_parted_at_that_publish()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 6);
        var callers = new Callers(org, flows: 6);
        await org.PublishAsync(Module(0, "second"));
        await callers.CallAsync(7);
        await org.RepublishAsync(0);
        await callers.CallAsync(5);

        var adoption = await callers.CountAsync();

        adoption.Consumers.ShouldAllBe(flow => flow.Consumer.LiveVersion == "1.0" && flow.ThroughNew == 5 && flow.ThroughOld == 7 && flow.ThroughUnknown == 0);
        callers.ShouldBeTheTruth(adoption).ShouldBe(0);
    }

    [Fact]
    public async Task A_version_that_was_published_again_twice_is_parted_at_the_first_time()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 1);
        var callers = new Callers(org, flows: 1);
        await org.PublishAsync(Module(0, "second"));
        await callers.CallAsync(3);
        await org.GoToAsync(LineOf(0), _ => 0);
        await callers.CallAsync(4);
        await org.GoToAsync(LineOf(0), _ => 0);
        await callers.CallAsync(5);

        var flow = (await callers.CountAsync()).Consumers.ShouldHaveSingleItem();

        (flow.ThroughNew, flow.ThroughOld, flow.ThroughUnknown).ShouldBe((9, 3, 0));
    }

    [Fact]
    public async Task Without_the_audit_trail_what_a_version_held_before_it_was_published_again_is_unknown_and_the_reason_is_told()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 1);
        var callers = new Callers(org, flows: 1);
        await org.PublishAsync(Module(0, "second"));
        await callers.CallAsync(3);
        await org.RepublishAsync(0);
        await callers.CallAsync(5);
        var api = org.Api(inner => new Wire(inner, async (request, pass) => request.RequestUri!.AbsolutePath.StartsWith("/api/v2/audits", StringComparison.Ordinal) ? new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) : await pass()));

        var flow = (await callers.CountAsync(api)).Consumers.ShouldHaveSingleItem();

        (flow.ThroughNew, flow.ThroughOld, flow.ThroughUnknown).ShouldBe((5, 0, 3));
        flow.WhyUnknown.ShouldMatch(@"^Version 1\.0 of the flow was published again at .*, and the org does not tell what it held before\. Its audit trail, which would, could not be read: ");
    }

    [Fact]
    public async Task A_version_that_did_not_call_the_module_is_not_counted_as_new()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 2);
        var callers = new Callers(org, flows: 2);
        await org.PublishAsync(Module(1, "second"));
        await org.PublishAsync(org.Caller(0, says: "Without it."));
        await callers.CallAsync(4);
        await org.PublishAsync(org.Caller(0).Replace(NameOf(0), NameOf(1), StringComparison.Ordinal));
        await callers.CallAsync(5);

        var flow = (await callers.CountAsync(module: 1)).Consumers.Single(flow => flow.Consumer.Name == LineOf(0));

        (flow.ThroughNew, flow.ThroughOld, flow.ThroughUnknown).ShouldBe((5, 4, 0));
    }

    [Fact]
    public async Task While_the_index_lags_callers_of_what_it_does_not_know_are_unknown()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 1, adjust: options => options with { DependencyLag = TimeSpan.FromMinutes(5) });
        org.Clock!.Advance(TimeSpan.FromMinutes(10));
        var callers = new Callers(org, flows: 1);
        await org.PublishAsync(Module(0, "second"));
        await callers.CallAsync(4);

        var flow = (await callers.CountAsync()).Consumers.ShouldHaveSingleItem();

        (flow.ThroughUnknown, flow.After, flow.WhyUnknown).ShouldBe((4, 4, "The org's index is not ready (BUILDINPROGRESS)."));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 10)]
    [InlineData(3, 0, 50)]
    [InlineData(4, 0, 0)]
    public async Task After_any_row_of_publishes_and_calls_what_is_counted_is_what_callers_heard(int seed, long unknownOfFirst, long unknownOfSecond)
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 8);
        var callers = new Callers(org, flows: 8);
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            org.Clock!.Advance(TimeSpan.FromMinutes(random.Next(3, 30)));
            switch (random.Next(9))
            {
                case 0:
                    await org.PublishAsync(Module(random.Next(2), $"text {random.Next()}"));
                    break;
                case 1:
                    await org.GoToAsync(NameOf(random.Next(2)), random.Next);
                    break;
                case 2 or 3:
                    await org.GoToAsync(LineOf(random.Next(8)), random.Next);
                    break;
                case 4:
                    await org.PublishAsync(org.Caller(random.Next(8)));
                    break;
                default:
                    await callers.CallAsync(random.Next(1, 6));
                    break;
            }
        }

        // A version of the module that was live before, and is again, leaves times of which the org does not tell.
        callers.ShouldBeTheTruth(await callers.CountAsync(module: 0)).ShouldBe(unknownOfFirst);
        callers.ShouldBeTheTruth(await callers.CountAsync(module: 1)).ShouldBe(unknownOfSecond);
    }

    [Fact]
    public async Task Five_hundred_flows_that_were_not_published_since_take_few_requests()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 500);
        await org.PublishAsync(Module(0, "second"));
        org.Org.Org.SimulateCallers(new SimulatedCalls(2000));
        var ledger = await org.ReadAsync();
        var wire = default(Wire);
        var api = org.Api(inner => wire = new Wire(inner, (_, pass) => pass()));

        var adoption = await ModuleAdoption.CountAsync(api, ledger, ledger.Modules[0], org.Clock!.GetUtcNow() - TimeSpan.FromHours(1), org.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        adoption.Consumers.Sum(flow => flow.ThroughOld).ShouldBe(2000);
        wire!.Sent.Count.ShouldBeLessThan(13, string.Join('\n', wire.Sent));
    }

    /// <summary>Lets callers call, and takes down which module each heard.</summary>
    private sealed class Callers(ModuleOrg org, int flows)
    {
        private readonly DateTimeOffset _from = org.Clock!.GetUtcNow();
        private readonly List<(DateTimeOffset At, string Flow, string Module, string Version, int Count)> _heard = [];
        private int _seed;

        /// <summary>So many call each flow that is live.</summary>
        public async Task CallAsync(int count)
        {
            org.Clock!.Advance(TimeSpan.FromMinutes(2));
            var now = org.Clock.GetUtcNow();
            for (var flow = 0; flow < flows; flow++)
            {
                var id = await org.IdAsync(LineOf(flow));
                var summary = org.Org.Org.SimulateCallers(new SimulatedCalls(count) { FlowIds = [id], Seed = ++_seed });
                _heard.AddRange(summary.Modules.Select(run => (now, id, run.FlowId, run.Version, run.Times)));
            }

            org.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        public async Task<ModuleAdoption> CountAsync(Client.Platform.PlatformApi? api = null, int module = 0)
        {
            var ledger = await org.ReadAsync();
            return await ModuleAdoption.CountAsync(api ?? org.Api(), ledger, ledger.Modules[module], _from, org.Clock!.GetUtcNow());
        }

        /// <summary>Nothing may be counted for the wrong side.</summary>
        /// <returns>How many contacts are unknown.</returns>
        public long ShouldBeTheTruth(ModuleAdoption adoption)
        {
            foreach (var flow in adoption.Consumers)
            {
                var heard = _heard.Where(run => run.Flow == flow.Consumer.Id && run.Module == adoption.Module.Id).ToList();
                var since = heard.Where(run => run.At >= adoption.Module.LiveSince).ToList();
                var through = since.Where(run => run.Version == adoption.Module.LiveVersion).Sum(run => run.Count);
                flow.Before.ShouldBe(heard.Sum(run => run.Count) - since.Sum(run => run.Count), flow.Consumer.Name);
                flow.After.ShouldBe(since.Sum(run => run.Count), flow.Consumer.Name);
                flow.ThroughNew.ShouldBeInRange(through - flow.ThroughUnknown, through, $"{flow.Consumer.Name}: {flow.WhyUnknown}");
                (flow.ThroughUnknown > 0).ShouldBe(flow.WhyUnknown.Length > 0);
            }

            return adoption.Consumers.Sum(flow => flow.ThroughUnknown);
        }
    }
}
