using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Modules;

public sealed class ModuleLedgerTests : IAsyncLifetime
{
    private const int Modules = 4;
    private const int Flows = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly MovableClock _clock = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Modules; i++)
        {
            _folder.Write($"module-{i}.yaml", Module(i, "first"));
        }

        for (var i = 0; i < Flows; i++)
        {
            _folder.Write($"flow-{i:00}.yaml", Caller(i));
        }

        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = _folder.Path, Time = _clock, RateLimit = 0, TokenLifetime = TimeSpan.FromDays(30) });
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nobody_is_stale_before_a_module_changes()
    {
        var ledger = await ReadAsync();

        ledger.IsIndexReady.ShouldBeTrue();
        ledger.Modules.Length.ShouldBe(Modules);
        ledger.Modules.Sum(module => module.Consumers.Length).ShouldBe(Flows);
        ledger.Modules.ShouldAllBe(module => !module.Stale.Any() && !module.Unknown.Any());
    }

    [Fact]
    public async Task A_module_that_is_published_leaves_its_consumers_behind_until_they_are_published_again()
    {
        await PublishAsync(Module(1, "second"));

        var module = (await ReadAsync()).Modules.Single(module => module.Name == "Module 1");
        module.LiveVersion.ShouldBe("2.0");
        module.Stale.Select(consumer => consumer.Name).ShouldBe(Enumerable.Range(0, Flows).Where(i => i % Modules == 1).Select(i => $"Line {i:00}"));
        module.Stale.ShouldAllBe(consumer => consumer.Holds == "1.0");

        var done = await Republisher().RepublishAsync(module.Stale, new RepublishOptions { WaveSize = 2 });
        done.ShouldAllBe(consumer => consumer.Outcome == RepublishOutcome.Republished);
        (await ReadAsync()).Modules.ShouldAllBe(entry => !entry.Stale.Any());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_any_row_of_publishes_the_ledger_says_what_is_true_or_that_it_does_not_know(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 100)));
            switch (random.Next(10))
            {
                case 0 or 1:
                    await PublishAsync(Module(random.Next(Modules), $"text {i}"));
                    break;
                case 2:
                    await GoBackAsync($"Module {random.Next(Modules)}", random);
                    break;
                case 3:
                    await GoBackAsync($"Line {random.Next(Flows):00}", random);
                    break;
                default:
                    await PublishAsync(Caller(random.Next(Flows)));
                    break;
            }
        }

        var ledger = await ReadAsync();
        var told = 0;
        foreach (var (module, consumer) in ledger.Modules.SelectMany(module => module.Consumers.Select(consumer => (module, consumer))))
        {
            var truth = _org.Org.ModulesHeldBy(consumer.Id).GetValueOrDefault(module.Name);
            if (consumer.Holds is { } held)
            {
                held.ShouldBe(truth, $"{consumer.Name} and {module.Name}");
                told++;
            }
        }

        ledger.Modules.Sum(module => module.Consumers.Length).ShouldBe(Flows);
        told.ShouldBeGreaterThan(Flows / 2, "what is not known must be the exception");
    }

    [Fact]
    public async Task A_flow_with_changes_that_are_not_live_is_left_alone_unless_that_is_allowed()
    {
        await PublishAsync(Module(0, "second"));
        var module = (await ReadAsync()).Modules[0];
        var id = module.Consumers[0].Id;
        await CheckInAsync(id);

        var stale = (await ReadAsync()).Modules[0].Stale.ToList();
        stale.Single(consumer => consumer.Id == id).HasUnpublishedChanges.ShouldBeTrue();
        var careful = await Republisher().RepublishAsync(stale, new RepublishOptions());
        careful.Single(consumer => consumer.Consumer.Id == id).Outcome.ShouldBe(RepublishOutcome.LeftAlone);
        careful.Count(consumer => consumer.Outcome == RepublishOutcome.Republished).ShouldBe(stale.Count - 1);

        var left = (await ReadAsync()).Modules[0].Stale.ToList();
        var allowed = await Republisher().RepublishAsync(left, new RepublishOptions { WithUnpublished = true });
        allowed.ShouldHaveSingleItem().Outcome.ShouldBe(RepublishOutcome.Republished);
    }

    [Fact]
    public async Task A_flow_that_somebody_holds_is_left_alone_and_the_first_failure_stops_after_its_wave()
    {
        await PublishAsync(Module(0, "second"));
        var stale = (await ReadAsync()).Modules[0].Stale.ToList();
        _org.Org.LockAsSomebodyElse(stale[0].Id, "maria.lopez");
        await PublishAsync(Caller(int.Parse(stale[2].Name[^2..], System.Globalization.CultureInfo.InvariantCulture)));
        var moved = (await ReadAsync()).Modules[0];

        var done = await Republisher().RepublishAsync([moved.Consumers.Single(consumer => consumer.Id == stale[0].Id), stale[1], stale[2], stale[3]], new RepublishOptions { WaveSize = 1 });

        done.Select(consumer => consumer.Outcome).ShouldBe([RepublishOutcome.LeftAlone, RepublishOutcome.Republished, RepublishOutcome.Failed, RepublishOutcome.NotTried]);
        done[0].Text.ShouldContain("maria.lopez");
    }

    private ModuleRepublisher Republisher() => new(new ArchitectStore(Api()), TimeProvider.System);

    private PlatformApi Api() => new(_org.Connect());

    private Task<ModuleLedger> ReadAsync() => ModuleLedger.ReadAsync(Api());

    private async Task PublishAsync(string yaml)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var jobs = Api().Jobs;
        var job = await jobs.RegisterAsync();
        await jobs.UploadAsync(job, yaml);
        (await jobs.GetAsync(job.Id)).Status.ShouldBe("Success");
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task GoBackAsync(string name, Random random)
    {
        var store = new ArchitectStore(Api());
        var flow = await store.FindAsync(new FlowQuery { Name = name }).FirstAsync();
        var versions = await store.VersionsAsync(flow.Id);
        await store.PublishAsync(flow.Id, new Revision(versions[random.Next(versions.Count)].Version), null);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task CheckInAsync(string id)
    {
        using var http = new HttpClient { BaseAddress = _org.App.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "patchbay", ["client_secret"] = "patchbay" });
        using var answer = await http.PostAsync("/oauth/token", form);
        using var token = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.RootElement.GetProperty("access_token").GetString());
        foreach (var act in new[] { "checkout", "checkin" })
        {
            using var done = await http.PostAsync($"/api/v2/flows/actions/{act}?flow={id}", null);
            done.EnsureSuccessStatusCode();
        }
    }

    private static string Module(int number, string says) => $"""
        commonModule:
          name: Module {number}
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes:
              - flowType: inboundcall
          startUpTaskActions:
            - playAudio:
                name: Say it
                audio:
                  tts: {says}
            - endTask:
                name: Back

        """;

    private static string Caller(int number) => $$"""
        inboundCall:
          name: Line {{number:00}}
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - callCommonModule:
                      name: Call it
                      commonModule:
                        Module {{number % Modules}}:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
                  - disconnect:
                      name: Disconnect

        """;
}
