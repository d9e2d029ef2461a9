using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using static Patchbay.Client.Tests.Modules.ModuleOrg;

namespace Patchbay.Client.Tests.Modules;

public sealed class ModuleLedgerTests
{
    [Fact]
    public async Task Nobody_is_stale_before_a_module_changes()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 4, flows: 20);

        var ledger = await org.ReadAsync();

        ledger.IsIndexReady.ShouldBeTrue();
        ledger.Modules.Length.ShouldBe(4);
        ledger.Modules.Sum(module => module.Consumers.Length).ShouldBe(20);
        ledger.Modules.ShouldAllBe(module => !module.Stale.Any() && !module.Unknown.Any());
    }

    [Fact]
    public async Task A_module_that_is_published_leaves_its_consumers_behind_and_since_when_is_told()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 4, flows: 20);
        await org.PublishAsync(Module(1, "second"));

        var module = await org.ReadAsync(1);

        module.LiveVersion.ShouldBe("2.0");
        module.Stale.Select(consumer => consumer.Name).ShouldBe([LineOf(1), LineOf(5), LineOf(9), LineOf(13), LineOf(17)]);
        module.Stale.ShouldAllBe(consumer => consumer.Holds == "1.0" && module.LiveSince - consumer.StaleSince < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_times_that_a_module_was_live_before_are_not_told_by_the_org_and_its_index_decides()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 2);
        await org.PublishAsync(Module(0, "second"));
        await org.PublishAsync(org.Caller(0));
        await org.GoToAsync(NameOf(0), count => count - 1);
        await org.PublishAsync(Module(0, "third"));
        await org.GoToAsync(NameOf(0), _ => 1);

        var module = await org.ReadAsync(0);

        module.LiveVersion.ShouldBe("2.0");
        module.Consumers.Select(consumer => consumer.Holds).ShouldBe(["2.0", "1.0"]);
    }

    [Fact]
    public async Task A_module_that_is_taken_off_leaves_its_copies_where_they_are()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 1);
        await org.ActAsync(await org.IdAsync(NameOf(0)), "deactivate");

        var module = await org.ReadAsync(0);

        module.LiveVersion.ShouldBeNull();
        module.Stale.ShouldBeEmpty();
        module.Consumers.ShouldHaveSingleItem().Holds.ShouldBe("1.0");
    }

    [Fact]
    public async Task A_flow_that_calls_a_module_in_a_version_that_is_not_live_will_hold_it()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 2);
        var text = org.Caller(0).Replace(NameOf(0), NameOf(1), StringComparison.Ordinal);
        await org.PublishAsync(text);
        await org.GoToAsync(LineOf(0), count => count - 1);

        var module = await org.ReadAsync(1);

        module.Consumers.ShouldHaveSingleItem().Name.ShouldBe(LineOf(1));
        module.Coming.ShouldBe([LineOf(0)]);
        (await org.ConsumerAsync(0)).Unpublished.ShouldBe("2.0");
    }

    [Fact]
    public async Task While_the_index_lags_nothing_is_known_and_the_reason_is_told()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 3, adjust: options => options with { DependencyLag = TimeSpan.FromMinutes(5) });
        org.Clock!.Advance(TimeSpan.FromMinutes(10));
        await org.PublishAsync(Module(0, "second"));

        var behind = await org.ReadAsync();
        org.Clock.Advance(TimeSpan.FromMinutes(5));
        var ready = await org.ReadAsync();

        behind.IsIndexReady.ShouldBeFalse();
        behind.Modules[0].Unknown.Count().ShouldBe(3);
        behind.Modules[0].Consumers.ShouldAllBe(consumer => consumer.WhyUnknown == "The org's index is not ready (BUILDINPROGRESS).");
        ready.Modules[0].Stale.Count().ShouldBe(3);
    }

    [Fact]
    public async Task Where_index_and_times_disagree_the_ledger_does_not_choose()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 1);
        await org.PublishAsync(Module(0, "second"));
        var api = org.Api(inner => new Wire(inner, async (request, pass) =>
        {
            var answer = await pass();
            if (request.RequestUri!.AbsolutePath.EndsWith("resourceconsumers", StringComparison.Ordinal) || request.RequestUri.AbsolutePath.EndsWith("/consumedresources", StringComparison.Ordinal))
            {
                var text = await answer.Content.ReadAsStringAsync();
                answer.Content = new StringContent(text.Replace("\"version\":\"1.0\",\"type\":\"COMMON", "\"version\":\"2.0\",\"type\":\"COMMON", StringComparison.Ordinal));
            }

            return answer;
        }));

        var consumer = (await ModuleLedger.ReadAsync(api)).Modules[0].Consumers.ShouldHaveSingleItem();

        consumer.Holds.ShouldBeNull();
        consumer.WhyUnknown.ShouldBe("The org's index says that it holds 2.0, and the times of the publishes say 1.0.");
    }

    [Fact]
    public async Task A_flow_that_the_index_misses_and_whose_content_calls_the_module_is_found_and_is_not_guessed_at()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 2);
        await org.MissAsync(LineOf(0));
        await org.PublishAsync(org.Caller(0).Replace(NameOf(0), NameOf(1), StringComparison.Ordinal));

        var ledger = await org.ReadAsync();
        var heard = ledger.Against(await org.ContentsAsync(ledger));

        ledger.IsIndexReady.ShouldBeTrue();
        ledger.Modules[1].Consumers.ShouldHaveSingleItem().Name.ShouldBe(LineOf(1));
        heard.ContentsRead.ShouldBe(4);
        var missed = heard.Modules[1].Consumers.Single(consumer => consumer.Name == LineOf(0));
        (missed.IsIndexed, missed.ContentCalls, missed.Holds).ShouldBe((false, true, null));
        missed.WhyUnknown.ShouldBe("The content of its live version calls the module, and the org's index does not name it. By the times of the publishes it would hold 1.0.");
        heard.Modules[1].Consumers.Single(consumer => consumer.Name == LineOf(1)).ShouldSatisfyAllConditions(consumer => consumer.Holds.ShouldBe("1.0"), consumer => consumer.ContentCalls.ShouldBe(true));
    }

    [Fact]
    public async Task A_flow_that_the_index_names_and_whose_content_does_not_call_the_module_is_told()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 1);
        await org.MissAsync(LineOf(0));
        await org.PublishAsync(org.Caller(0).Replace(NameOf(0), NameOf(1), StringComparison.Ordinal));

        var ledger = await org.ReadAsync();
        var named = ledger.Against(await org.ContentsAsync(ledger)).Modules[0].Consumers.ShouldHaveSingleItem();

        (named.IsIndexed, named.ContentCalls, named.Holds, named.StaleSince).ShouldBe((true, false, null, null));
        named.WhyUnknown.ShouldBe("The org's index has version 1.0 of the flow, and 2.0 is live. The org's index names the flow, and the content of its live version does not call the module.");
    }

    [Fact]
    public async Task While_the_index_lags_content_finds_who_calls_a_module_already()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 2, flows: 1, adjust: options => options with { DependencyLag = TimeSpan.FromMinutes(5) });
        org.Clock!.Advance(TimeSpan.FromMinutes(10));
        await org.PublishAsync(org.Caller(0).Replace(NameOf(0), NameOf(1), StringComparison.Ordinal));

        var ledger = await org.ReadAsync();
        var found = ledger.Against(await org.ContentsAsync(ledger)).Modules[1].Consumers.ShouldHaveSingleItem();

        ledger.Modules[1].Consumers.ShouldBeEmpty();
        found.WhyUnknown.ShouldStartWith("The content of its live version calls the module, and the org's index, which is not ready (BUILDINPROGRESS), does not name it.");
    }

    [Fact]
    public async Task Content_of_another_version_and_content_that_names_a_module_of_an_older_name_say_nothing()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 2);
        var ledger = await org.ReadAsync();
        var (first, second) = (await org.IdAsync(LineOf(0)), await org.IdAsync(LineOf(1)));

        var heard = ledger.Against([new LiveContent(first, "0.9", []), new LiveContent(second, "1.0", ["Module before it was renamed"])]);

        heard.ContentsRead.ShouldBe(1);
        heard.Modules[0].Consumers.ShouldAllBe(consumer => consumer.Holds == "1.0" && consumer.ContentCalls == null);
    }

    [Fact]
    public void A_definition_that_was_read_in_part_is_no_witness()
    {
        LiveContent.Read("id", "1.0", "inboundCall:\n  name: Broken\n  tasks: [").ShouldBeNull();
        LiveContent.Read("id", "1.0", "neither: this nor that\n").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_live_is_read_once_and_then_costs_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var org = await ModuleOrg.StartAsync(modules: 1, flows: 2);
        await org.PublishAsync(org.Caller(0, says: "Newer."));
        await org.GoToAsync(LineOf(0), count => count - 1);
        var wire = default(Wire);
        var store = new ArchitectStore(org.Api(inner => wire = new Wire(inner, (_, pass) => pass())), options: new ArchitectOptions { Mirror = new FlowMirror(folder.Path, "org") });
        var flows = (await org.ReadAsync()).Flows;

        store.FindLive(flows).ShouldBeEmpty();
        store.EstimateLive(flows).ShouldBe(new ReadEstimate(0, 2));
        var read = await store.ReadLiveAsync(flows).ToListAsync();
        var sent = wire!.Sent.Count;

        read.Count.ShouldBe(3);
        read.Single(pair => pair.Flow.Name == LineOf(0)).Text.ShouldNotContain("Newer.");
        store.FindLive(flows).Select(pair => pair.Text).ShouldBe(read.Select(pair => pair.Text), ignoreOrder: true);
        store.EstimateLive(flows).ShouldBe(new ReadEstimate(3, 0));
        wire.Sent.Count.ShouldBe(sent);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 20)]
    [InlineData(5, 200)]
    public async Task After_any_row_of_publishes_the_ledger_says_what_is_true_or_that_it_does_not_know(int seed, int lagInSeconds)
    {
        await using var org = await ModuleOrg.StartAsync(modules: 4, flows: 20, adjust: options => options with { DependencyLag = TimeSpan.FromSeconds(lagInSeconds) });

        for (var round = 0; round < 4; round++)
        {
            await PlayAsync(org, new Random(seed + (round * 100)), modules: 4, flows: 20, acts: 20);
            var (told, unknown) = await CompareAsync(org, flows: 20);
            (told + unknown).ShouldBe(20);
            if (lagInSeconds == 0)
            {
                unknown.ShouldBe(0, "an index that does not lag names every version");
            }
        }
    }

    [Fact]
    public async Task The_ledger_of_a_thousand_flows_and_thirty_modules_is_the_truth_and_takes_about_a_hundred_requests()
    {
        await using var org = await ModuleOrg.StartAsync(modules: 30, flows: 1000);
        await PlayAsync(org, new Random(7), modules: 30, flows: 1000, acts: 150);
        var wire = default(Wire);
        var api = org.Api(inner => wire = new Wire(inner, (_, pass) => pass()));

        var ledger = await ModuleLedger.ReadAsync(api);

        var (told, unknown) = Compare(org, ledger);
        told.ShouldBe(1000);
        unknown.ShouldBe(0);
        ledger.Modules.Sum(module => module.Stale.Count()).ShouldBeGreaterThan(100);
        wire!.Sent.Count.ShouldBeLessThan(111, string.Join('\n', wire.Sent.Select(line => line.Split('?')[0]).CountBy(line => line.Split('/').Last()).Select(pair => $"{pair.Value} {pair.Key}")));
    }

    private static async Task PlayAsync(ModuleOrg org, Random random, int modules, int flows, int acts)
    {
        for (var i = 0; i < acts; i++)
        {
            org.Clock!.Advance(TimeSpan.FromSeconds(random.Next(1, 100)));
            var module = random.Next(modules);
            switch (random.Next(10))
            {
                case 0 or 1:
                    await org.PublishAsync(Module(module, $"text {random.Next()}"));
                    break;
                case 2:
                    await org.GoToAsync(NameOf(module), random.Next);
                    break;
                case 3:
                    await org.GoToAsync(LineOf(random.Next(flows)), random.Next);
                    break;
                case 4:
                    await org.ActAsync(await org.IdAsync(NameOf(module)), "deactivate");
                    org.Clock.Advance(TimeSpan.FromSeconds(random.Next(3)));
                    await org.GoToAsync(NameOf(module), random.Next);
                    break;
                default:
                    await org.PublishAsync(org.Caller(random.Next(flows)));
                    break;
            }
        }
    }

    private static async Task<(int Told, int Unknown)> CompareAsync(ModuleOrg org, int flows)
    {
        var ledger = await org.ReadAsync();
        ledger.Modules.Sum(module => module.Consumers.Length).ShouldBe(flows);
        if (ledger.IsIndexReady)
        {
            var heard = ledger.Against(await org.ContentsAsync(ledger));
            heard.Modules.SelectMany(module => module.Consumers).Select(consumer => (consumer.Id, consumer.Holds)).ShouldBe(ledger.Modules.SelectMany(module => module.Consumers).Select(consumer => (consumer.Id, consumer.Holds)));
            heard.Modules.SelectMany(module => module.Consumers).ShouldAllBe(consumer => consumer.IsIndexed && consumer.ContentCalls == true);
        }

        return Compare(org, ledger);
    }

    private static (int Told, int Unknown) Compare(ModuleOrg org, ModuleLedger ledger)
    {
        var (told, unknown) = (0, 0);
        foreach (var (module, consumer) in ledger.Modules.SelectMany(module => module.Consumers.Select(consumer => (module, consumer))))
        {
            if (consumer.Holds is { } held)
            {
                held.ShouldBe(org.Org.Org.ModulesHeldBy(consumer.Id).GetValueOrDefault(module.Name), $"{consumer.Name} and {module.Name}");
                told++;
            }
            else
            {
                consumer.WhyUnknown.ShouldNotBeEmpty();
                unknown++;
            }
        }

        return (told, unknown);
    }
}
