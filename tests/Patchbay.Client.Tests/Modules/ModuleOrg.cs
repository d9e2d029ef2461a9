using System.Globalization;
using Patchbay.Client.Applying;
using Patchbay.Client.Http;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Http;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Modules;

/// <summary>An org of common modules and flows that call them: flow number n calls module n modulo their count.</summary>
internal sealed class ModuleOrg : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _modules;
    private readonly ApiOptions _options = new();
    private HttpClient? _http;

    private ModuleOrg(int modules, ApiOptions? options)
    {
        _modules = modules;
        _options = options ?? _options;
    }

    public TestOrg Org { get; private set; } = null!;

    /// <summary>The org's clock, which the test moves; null where it was given another.</summary>
    public MovableClock? Clock { get; private init; }

    public static async Task<ModuleOrg> StartAsync(int modules, int flows, TimeProvider? time = null, Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var clock = time is null ? new MovableClock() : null;
        var org = new ModuleOrg(modules, time is null ? null : new ApiOptions { Time = time, Randomizer = () => 0.5 }) { Clock = clock };
        for (var i = 0; i < modules; i++)
        {
            org._folder.Write($"module-{i:00}.yaml", Module(i, "first"));
        }

        for (var i = 0; i < flows; i++)
        {
            org._folder.Write($"flow-{i:0000}.yaml", org.Caller(i));
        }

        org.Org = await TestOrg.StartAsync(options =>
        {
            var set = options with { Api = EmulatorApi.Platform, Folder = org._folder.Path, Time = time ?? clock, RateLimit = 0, TokenLifetime = TimeSpan.FromDays(30) };
            return adjust is null ? set : adjust(set);
        });
        clock?.Advance(TimeSpan.FromMinutes(1));
        return org;
    }

    /// <summary>A connection of its own. A clock that jumps stands still while its requests are answered.</summary>
    public PlatformApi Api(Func<HttpMessageHandler, HttpMessageHandler>? over = null) =>
        new(Org.Connect(_options, over: inner => _options.Time is VirtualClock clock ? clock.CountRequestsOver(over is null ? inner : over(inner)) : over is null ? inner : over(inner)));

    public Task<ModuleLedger> ReadAsync() => ModuleLedger.ReadAsync(Api());

    /// <summary>What the live versions call, as the org exports them.</summary>
    public async Task<IReadOnlyList<LiveContent>> ContentsAsync(ModuleLedger ledger) =>
        await new ArchitectStore(Api()).ReadLiveAsync(ledger.Flows).Select(read => LiveContent.Read(read.Flow.Id, read.Flow.PublishedVersion!.Id, read.Text)!).ToListAsync();

    /// <summary>Makes the org's index miss what becomes of a flow.</summary>
    public async Task MissAsync(string name) => Org.App.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses) { Path = $"/api/v2/flows/{await IdAsync(name)}" });

    public async Task<ModuleEntry> ReadAsync(int module) => (await ReadAsync()).Modules.Single(entry => entry.Name == NameOf(module));

    public async Task<ModuleConsumer> ConsumerAsync(int flow) => (await ReadAsync(flow % _modules)).Consumers.Single(consumer => consumer.Name == LineOf(flow));

    public Applier Applier(PlatformApi api, IProgress<RunProgress>? progress = null)
    {
        var time = _options.Time;
        return new Applier(new ArchitectStore(api), new RunFolder(Path.Combine(_folder.Path, ".patchbay"), time), LintConfig.Default, time, new Random(1)) { Progress = progress };
    }

    public async Task<Run> RepublishAsync(int module, RepublishOptions? options = null)
    {
        var api = Api();
        var plan = await RepublishPlan.MakeAsync(api, await ReadAsync(module), options ?? new RepublishOptions());
        return await Applier(api).RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true });
    }

    public async Task PublishAsync(string yaml)
    {
        await PassAsync();
        var jobs = Api().Jobs;
        var job = await jobs.RegisterAsync();
        await jobs.UploadAsync(job, yaml);
        var ended = await jobs.GetAsync(job.Id);
        ended.Status.ShouldBe("Success", string.Join(' ', (ended.Messages ?? []).Select(message => message.Text)));
        await PassAsync();
    }

    /// <summary>Makes another version of a flow or module live.</summary>
    public async Task GoToAsync(string name, Func<int, int> pick)
    {
        var store = new ArchitectStore(Api());
        var flow = await store.FindAsync(new FlowQuery { Name = name }).FirstAsync();
        var versions = await store.VersionsAsync(flow.Id);
        await store.PublishAsync(flow.Id, new Revision(versions[pick(versions.Count)].Version), null);
        await PassAsync();
    }

    /// <summary>Acts on a flow as a person with the whole API would: <c>checkout</c>, <c>checkin</c>, <c>deactivate</c>.</summary>
    public async Task ActAsync(string id, params string[] acts)
    {
        _http ??= await Org.LogInAsync();
        foreach (var act in acts)
        {
            using var done = await _http.PostAsync($"/api/v2/flows/actions/{act}?flow={id}", null);
            done.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Lets a second go by, so that two publishes have an order.</summary>
    private async Task PassAsync()
    {
        if (Clock is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _options.Time);
            return;
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public async Task<string> IdAsync(string name) => (await new ArchitectStore(Api()).FindAsync(new FlowQuery { Name = name }).FirstAsync()).Id;

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await Org.DisposeAsync();
        _folder.Dispose();
    }

    public static string NameOf(int module) => string.Create(CultureInfo.InvariantCulture, $"Module {module:00}");

    public static string LineOf(int flow) => string.Create(CultureInfo.InvariantCulture, $"Line {flow:0000}");

    public static string Module(int number, string says) => $"""
        commonModule:
          name: {NameOf(number)}
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

    /// <summary>A flow's definition; with <paramref name="says"/> it says something first, and with <paramref name="to"/> it hands callers on to another.</summary>
    public string Caller(int number, string? says = null, int? to = null)
    {
        var first = says is null ? "" : $"""
                  - playAudio:
                      name: Say first
                      audio:
                        tts: {says}

            """;
        var last = to is { } other ? $"""
                  - transferToFlow:
                      name: Hand on
                      targetFlow:
                        name: {LineOf(other)}

            """ : """
                  - disconnect:
                      name: Disconnect

            """;
        return $$"""
            inboundCall:
              name: {{LineOf(number)}}
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
            {{Indented(first)}}          - callCommonModule:
                          name: Call it
                          commonModule:
                            {{NameOf(number % _modules)}}:
                              ver_latestPublished:
                                inputs: {}
                                outputs: {}
            {{Indented(last)}}
            """;
    }

    private static string Indented(string lines) => string.Concat(lines.Split('\n').Where(line => line.Length > 0).Select(line => $"    {line}\n"));
}
