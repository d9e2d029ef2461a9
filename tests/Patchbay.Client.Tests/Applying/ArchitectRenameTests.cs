using Patchbay.Client.Applying;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Http;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Refactoring;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Applying;

/// <summary>A common module of an org that speaks the platform's API gets another name, and the flows that call it go along.</summary>
[Collection<JumpingClock>]
public sealed class ArchitectRenameTests : IAsyncLifetime
{
    private const string Maria = "maria";
    private const string Old = "Zip code";
    private const string New = "Area code";
    private static readonly string[] Callers = ["Sales", "Support"];
    private static readonly RunOptions Publish = new() { Publish = true };

    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();
    private readonly List<string> _notices = [];
    private TemporaryFolder _folder = null!;
    private TestOrg _org = null!;
    private Workbench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new TemporaryFolder();
        _folder.Write("module.yaml", Module(Old));
        _folder.Write("sales.yaml", Caller("Sales", Old));
        _folder.Write("support.yaml", Caller("Support", Old));
        _folder.Write("night.yaml", Caller("Night", null));
        _org = await TestOrg.StartAsync(options => options with
        {
            Api = EmulatorApi.Platform,
            Folder = _folder.Path,
            Time = _clock,
            RateLimit = 0,
            TokenLifetime = TimeSpan.FromDays(30),
            CompileDelay = TimeSpan.FromSeconds(1),
            Clients = [OAuthClient.BuiltIn, new OAuthClient(Maria, Maria)],
        });
        _bench = new Workbench(Store()) { Time = _clock };
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _org.DisposeAsync();
        _folder.Dispose();
        _clock.Dispose();
    }

    [Fact]
    public async Task The_flow_keeps_its_id_and_its_versions_go_on()
    {
        var (store, flow) = await OpenAsync();

        (await RenameAsync(store, flow)).ShouldBeOfType<WriteResult.Written>().Version.ShouldBe("2.0");

        var after = await store.ReadAsync(flow.Header.Id);
        (after.Header.Name, after.Header.Published!.Version, after.Text).ShouldBe((New, "2.0", Module(New)));
        (await store.VersionsAsync(flow.Header.Id)).Select(version => version.Version).ShouldBe(["2.0", "1.0"]);
        (await store.FindAsync(FlowQuery.All).CountAsync()).ShouldBe(4);
        (await FlowAsync(flow.Header.Id)).ShouldNotContain("locked");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_the_lock_given_back()
    {
        var (store, flow) = await OpenAsync("Night");

        var refused = (await RenameAsync(store, flow, Caller("Sales", null))).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons.ShouldHaveSingleItem().ShouldContain("A flow of type inboundcall with the name \"Sales\" exists already.");
        await ShouldBeUntouchedAsync(flow);
    }

    [Fact]
    public async Task A_name_that_no_flow_may_have_is_refused_and_the_lock_given_back()
    {
        var (store, flow) = await OpenAsync("Night");

        (await RenameAsync(store, flow, Caller("Day/Night", null))).ShouldBeOfType<WriteResult.Refused>().Reasons.ShouldHaveSingleItem().ShouldContain("holds a slash");

        await ShouldBeUntouchedAsync(flow);
    }

    [Fact]
    public async Task A_flow_that_somebody_renamed_meanwhile_is_left_alone()
    {
        var (store, flow) = await OpenAsync();
        await RenameAsync(Store(clientId: Maria), flow, Module("Postal code"));
        var now = (await store.ReadAsync(flow.Header.Id)).Header;

        var refused = (await store.WriteAsync(new FlowWrite(flow.Header.Id, now.Revision, flow.Text, Module(New), WriteMode.Live))).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons.ShouldHaveSingleItem().ShouldStartWith("The flow is called \"Postal code\" by now, and \"Zip code\" in the definition that the change was made from. Nothing was written.");
        (await store.ReadAsync(flow.Header.Id)).Header.Name.ShouldBe("Postal code");
    }

    [Theory]
    [InlineData(LockPolicy.Skip)]
    [InlineData(LockPolicy.Fail)]
    public async Task A_flow_that_is_held_is_not_renamed(LockPolicy policy)
    {
        var (store, flow) = await OpenAsync();
        await ActAsync(flow, "checkout", Maria);

        var held = (await RenameAsync(store.With(options => options with { OnLock = policy }), flow)).ShouldBeOfType<WriteResult.Held>();

        (held.By, held.EndsRun).ShouldBe((Maria, policy == LockPolicy.Fail));
        (await store.ReadAsync(flow.Header.Id)).Header.Name.ShouldBe(Old);
    }

    [Fact]
    public async Task A_flow_that_is_held_is_renamed_once_it_is_let_go_of()
    {
        var (store, flow) = await OpenAsync();
        await ActAsync(flow, "checkout", Maria);
        var letGo = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), _clock);
            await ActAsync(flow, "revert", Maria);
        });

        (await RenameAsync(store.With(options => options with { OnLock = LockPolicy.Wait }), flow)).ShouldBeOfType<WriteResult.Written>();

        await letGo;
        (await store.ReadAsync(flow.Header.Id)).Header.Name.ShouldBe(New);
    }

    [Fact]
    public async Task A_lock_is_taken_over_for_a_rename_as_for_any_write()
    {
        var (store, flow) = await OpenAsync();
        await ActAsync(flow, "checkout", Maria);

        var written = (await RenameAsync(store.With(options => options with { OnLock = LockPolicy.TakeOver, Drafts = _folder.File("drafts") }), flow)).ShouldBeOfType<WriteResult.Written>();

        written.Remarks.ShouldHaveSingleItem().ShouldStartWith("The lock of maria on \"Zip code\" was taken off");
        (await store.ReadAsync(flow.Header.Id)).Header.Name.ShouldBe(New);
    }

    [Fact]
    public async Task A_lock_that_is_taken_just_before_the_rename_is_told_like_one_that_was_there()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.Locked) { Path = "*/checkout", Author = "maria.lopez", Count = 1 });

        (await RenameAsync(store, flow)).ShouldBeOfType<WriteResult.Held>().By.ShouldBe("maria.lopez");

        (await store.ReadAsync(flow.Header.Id)).Header.Name.ShouldBe(Old);
    }

    [Fact]
    public async Task A_job_that_fails_after_the_rename_gives_the_old_name_back()
    {
        var (store, flow) = await OpenAsync("Night");

        var refused = (await RenameAsync(store, flow, Caller("Late", null).Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal))).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons[^1].ShouldBe("The flow has its old name again, \"Night\".");
        refused.Reasons.Count.ShouldBeGreaterThan(1);
        await ShouldBeUntouchedAsync(flow);
    }

    [Fact]
    public async Task An_upload_that_is_refused_after_the_rename_gives_the_old_name_back()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.UploadRefused));

        var error = await Should.ThrowAsync<StoreException>(() => RenameAsync(store, flow));

        error.Message.ShouldContain("nothing was published");
        error.Message.ShouldEndWith("The flow has its old name again, \"Zip code\".");
        await ShouldBeUntouchedAsync(flow);
    }

    [Fact]
    public async Task An_old_name_that_cannot_be_given_back_is_told_with_what_to_do()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.Locked) { Path = "/uploads/*", Author = "maria.lopez", Count = 1 });

        var refused = (await RenameAsync(store, flow)).ShouldBeOfType<WriteResult.Refused>();

        string.Join(' ', refused.Reasons).ShouldContain("maria.lopez holds the flow's lock since");
        refused.Reasons[^1].ShouldStartWith("The flow was given the name \"Area code\" already, and its old one, \"Zip code\", could not be given back: maria.lopez holds the flow's lock since");
        refused.Reasons[^1].ShouldEndWith("Version 1.0 is live as before under the new name, and what uses the flow goes on doing so. Name it \"Zip code\" in Architect, or keep the name and make the plan again.");
        var now = (await store.ReadAsync(flow.Header.Id)).Header;
        (now.Name, now.Version).ShouldBe((New, "1.0"));
    }

    [Fact]
    public async Task A_job_that_was_throttled_after_the_rename_is_run_again()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobThrottled) { Count = 2 });

        (await RenameAsync(store, flow)).ShouldBeOfType<WriteResult.Written>().Version.ShouldBe("2.0");
    }

    [Fact]
    public async Task A_mirror_has_no_text_with_the_old_name()
    {
        using var workspace = new TemporaryFolder();
        var store = Store(mirror: new FlowMirror(workspace.Path, "org"));
        var before = await ReadAllAsync(store);

        await RenameAsync(store, before[Old]);

        var after = await ReadAllAsync(store);
        after.Keys.ShouldBe([New, "Sales", "Support", "Night"], ignoreOrder: true);
        after["Sales"].ShouldBe(before["Sales"] with { Text = Caller("Sales", New) }, "an export names the module as it is called now, though the flow has no new version");
        after["Night"].ShouldBe(before["Night"]);
        (await store.ReadAsync(before[Old].Header.Id, "1.0")).Text.ShouldBe(Module(New));
    }

    [Fact]
    public async Task A_file_that_was_fetched_stays_the_flows_file()
    {
        using var here = new TemporaryFolder();
        var store = Store();
        await new FlowPuller(store, here.Path).PullAsync(await store.FindAsync(FlowQuery.All).ToListAsync()).ToListAsync();
        var (_, flow) = await OpenAsync();

        await RenameAsync(store, flow);
        var pulled = await new FlowPuller(store, here.Path).PullAsync(await store.FindAsync(FlowQuery.All).ToListAsync()).ToListAsync();

        pulled.Single(file => file.Outcome == PullOutcome.Changed).Path.ShouldEndWith("Zip code.yaml");
        here.Read("Zip code.yaml").ShouldBe(Module(New));
        WorkspaceState.Open(here.Path).FindFile(store.DisplayName, flow.Header.Id, here.Path).ShouldNotBeNull().ShouldEndWith("Zip code.yaml");
    }

    [Fact]
    public async Task Callers_are_written_after_the_module_and_a_rollback_puts_everything_back_the_same_way()
    {
        var before = await ReadAllAsync();
        var plan = await PlanAsync();
        plan.Changes.Select(flow => flow.Name).ShouldBe(["Sales", "Support", Old]);

        var run = await _bench.Applier().ApplyAsync(plan, Publish);

        run.Status.ShouldBe(RunStatus.Done, Told(run));
        await ShouldBeRenamedAsync(before);
        (await PlanAsync()).Changes.ShouldBeEmpty();

        var back = await _bench.Applier().RollbackAsync(run.Id);

        back.Status.ShouldBe(RunStatus.Done, Told(back));
        var after = await ReadAllAsync();
        after.ToDictionary(flow => flow.Key, flow => (flow.Value.Header.Id, flow.Value.Text)).ShouldBe(before.ToDictionary(flow => flow.Key, flow => (flow.Value.Header.Id, flow.Value.Text)), ignoreOrder: true);
        after[Old].Header.Published!.Version.ShouldBe("3.0");
    }

    [Fact]
    public async Task Two_renames_of_flows_that_use_each_other_are_carried_out_one_after_the_other()
    {
        var plan = await PlanAsync(new RenameStep(default, RenameTarget.Flow, Old, New), new RenameStep(default, RenameTarget.Flow, "Sales", "Advice"));

        var run = await _bench.Applier().ApplyAsync(plan, Publish);

        run.Status.ShouldBe(RunStatus.Done, Told(run));
        (await ReadAllAsync())["Advice"].Text.ShouldBe(Caller("Advice", New));
        (await _bench.Applier().RollbackAsync(run.Id)).Status.ShouldBe(RunStatus.Done);
        (await ReadAllAsync())["Sales"].Text.ShouldBe(Caller("Sales", Old));
    }

    [Fact]
    public async Task Where_the_module_keeps_its_name_its_callers_are_left_alone()
    {
        var plan = await PlanAsync();
        var before = await ReadAllAsync();
        await ActAsync(before[Old], "checkout", Maria);

        var run = await _bench.Applier().ApplyAsync(plan, Publish);

        run.Flows.ToDictionary(flow => flow.Name, flow => flow.Outcome).ShouldBe(new Dictionary<string, FlowOutcome> { [Old] = FlowOutcome.Held, ["Sales"] = FlowOutcome.Skipped, ["Support"] = FlowOutcome.Skipped }, ignoreOrder: true);
        run.Flows.First(flow => flow.Name == "Sales").Reason.ShouldBe("\"Zip code\" was not renamed, and this flow would use it as \"Area code\".");
        (await ReadAllAsync())["Sales"].ShouldBe(before["Sales"]);
    }

    [Fact]
    public async Task A_run_without_the_module_is_refused_and_one_of_the_first_flow_takes_the_module()
    {
        var plan = await PlanAsync();

        var error = await Should.ThrowAsync<StoreException>(() => _bench.Applier().ApplyAsync(plan, Publish with { Only = ["Sales"] }));

        error.Message.ShouldBe("\"Sales\" would use \"Zip code\" as \"Area code\", and this run does not rename it. Nothing was written. Take \"Zip code\" along.");
        (await _bench.Applier().ApplyAsync(plan, Publish with { First = 1 })).Flows.ShouldHaveSingleItem().Name.ShouldBe(Old);
        var rest = await _bench.Applier().ApplyAsync(plan, Publish with { Only = ["Sales"] });
        rest.Status.ShouldBe(RunStatus.Done, Told(rest));
    }

    [Fact]
    public async Task All_or_nothing_gives_the_old_name_back_when_a_caller_fails()
    {
        var plan = await PlanAsync();
        var before = await ReadAllAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.Locked) { Path = "/uploads/*", Author = "maria.lopez", Skip = 1, Count = 1 });

        var run = await _bench.Applier().ApplyAsync(plan, Publish with { AllOrNothing = true, Parallelism = 1 });

        run.Status.ShouldBe(RunStatus.Failed);
        run.Flows.ToDictionary(flow => flow.Name, flow => flow.Outcome).ShouldBe(new Dictionary<string, FlowOutcome> { [Old] = FlowOutcome.RolledBack, ["Sales"] = FlowOutcome.Held, ["Support"] = FlowOutcome.Skipped }, ignoreOrder: true);
        (await ReadAllAsync()).ToDictionary(flow => flow.Key, flow => flow.Value.Text).ShouldBe(before.ToDictionary(flow => flow.Key, flow => flow.Value.Text), ignoreOrder: true);
    }

    [Fact]
    public async Task Killed_at_any_request_a_run_is_resumed_and_ends_as_if_nothing_had_happened()
    {
        for (var request = 1; ; request++)
        {
            var before = await ReadAllAsync();
            if (await KillAsync(await PlanAsync(), request) is not { } cut)
            {
                request.ShouldBeGreaterThan(10);
                return;
            }

            var resumed = await _bench.Applier().ResumeAsync(cut.Id);

            resumed.Status.ShouldBe(RunStatus.Done, $"Request {request}: {Told(resumed)}");
            await ShouldBeRenamedAsync(before);
            await StartAfreshAsync();
        }
    }

    [Fact]
    public async Task Killed_at_any_request_a_run_is_rolled_back()
    {
        for (var request = 1; ; request++)
        {
            var before = await ReadAllAsync();
            if (await KillAsync(await PlanAsync(), request) is not { } cut)
            {
                return;
            }

            if (cut.Flows.Any(flow => flow.Open is not null || flow.Written is not null))
            {
                var back = await _bench.Applier().RollbackAsync(cut.Id);
                back.Status.ShouldBe(RunStatus.Done, $"Request {request}: {Told(back)}");
            }

            var after = await ReadAllAsync();
            after.ToDictionary(flow => flow.Key, flow => (flow.Value.Header.Id, flow.Value.Text)).ShouldBe(before.ToDictionary(flow => flow.Key, flow => (flow.Value.Header.Id, flow.Value.Text)), ignoreOrder: true, $"Request {request}");
            await ShouldBeFreeAsync(after.Values, $"Request {request}");
            await StartAfreshAsync();
        }
    }

    private async Task StartAfreshAsync()
    {
        _bench.Dispose();
        await _org.DisposeAsync();
        _folder.Dispose();
        await InitializeAsync();
    }

    /// <summary>Applies a plan in a process that dies at a request of its run, which the org still carries out; null where it ends before that.</summary>
    private async Task<Run?> KillAsync(Plan plan, int request)
    {
        var sent = 0;
        var store = Store(over: inner => new Wire(inner, async (message, send) =>
        {
            if (_bench.Runs.List().Count == 0 || Interlocked.Increment(ref sent) < request)
            {
                return await send();
            }

            if (sent == request)
            {
                (await send()).Dispose();
            }

            throw new InvalidOperationException("Killed.");
        }));
        try
        {
            await new Workbench(store) { Time = _clock }.Applier(_bench.Runs).ApplyAsync(plan, Publish with { Parallelism = 1 });
            return null;
        }
        catch (InvalidOperationException killed) when (killed.Message == "Killed.")
        {
            return _bench.Runs.List().First(run => run.Kind == RunKind.Apply);
        }
    }

    private async Task<Plan> PlanAsync(params ChangeStep[] steps)
    {
        var change = new ChangeFile(new FlowSelection { Names = ["*"] }, steps.Length > 0 ? [.. steps] : [new RenameStep(default, RenameTarget.Flow, Old, New)]);
        return (await new PlanMaker(Store(), LintConfig.Default, _clock).MakeAsync(change)).Plan.ShouldNotBeNull();
    }

    private async Task ShouldBeRenamedAsync(Dictionary<string, StoredFlow> before)
    {
        var after = await ReadAllAsync();
        after.ToDictionary(flow => flow.Key, flow => flow.Value.Text).ShouldBe(
            new Dictionary<string, string> { [New] = Module(New), ["Sales"] = Caller("Sales", New), ["Support"] = Caller("Support", New), ["Night"] = Caller("Night", null) },
            ignoreOrder: true);
        after[New].Header.Id.ShouldBe(before[Old].Header.Id);
        foreach (var name in Callers)
        {
            (after[name].Header.Id, after[name].Header.Version, after[name].Header.Published!.Version).ShouldBe((before[name].Header.Id, "2.0", "2.0"), name);
        }

        after["Night"].ShouldBe(before["Night"]);
        (after[New].Header.Version, after[New].Header.Published!.Version).ShouldBe(("2.0", "2.0"));
        await ShouldBeFreeAsync(after.Values, "after the rename");
    }

    private async Task ShouldBeFreeAsync(IEnumerable<StoredFlow> flows, string when)
    {
        foreach (var flow in flows)
        {
            (await FlowAsync(flow.Header.Id)).ShouldNotContain("locked", customMessage: $"{flow.Header.Name}, {when}");
        }
    }

    private async Task ShouldBeUntouchedAsync(StoredFlow flow)
    {
        (await Store().ReadAsync(flow.Header.Id)).ShouldBe(flow);
        (await FlowAsync(flow.Header.Id)).ShouldNotContain("locked");
    }

    private async Task<Dictionary<string, StoredFlow>> ReadAllAsync(ArchitectStore? from = null)
    {
        var store = from ?? Store();
        var ids = await store.FindAsync(FlowQuery.All).Select(header => header.Id).ToListAsync();
        return await store.ReadManyAsync(ids).ToDictionaryAsync(flow => flow.Header.Name);
    }

    private async Task<(ArchitectStore Store, StoredFlow Flow)> OpenAsync(string name = Old)
    {
        var store = Store();
        return (store, (await ReadAllAsync(store))[name]);
    }

    private static Task<WriteResult> RenameAsync(ArchitectStore store, StoredFlow flow, string? after = null) =>
        store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, after ?? Module(New), WriteMode.Live));

    private Task ActAsync(StoredFlow flow, string act, string clientId) => SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/{act}?flow={flow.Header.Id}", clientId);

    private Task<string> FlowAsync(string id) => SendAsync(HttpMethod.Get, $"/api/v2/flows/{id}");

    private async Task<string> SendAsync(HttpMethod method, string path, string clientId = "patchbay") =>
        System.Text.Encoding.UTF8.GetString((await Connect(clientId).SendAsync(new ApiRequest(method, path, "Testing"), CancellationToken.None)).Body);

    private ArchitectStore Store(Func<HttpMessageHandler, HttpMessageHandler>? over = null, string clientId = "patchbay", FlowMirror? mirror = null) =>
        new(new PlatformApi(Connect(clientId, over)), options: new ArchitectOptions { Notices = new Said(_notices), Mirror = mirror });

    private ApiConnection Connect(string clientId, Func<HttpMessageHandler, HttpMessageHandler>? over = null) =>
        _org.Connect(new ApiOptions { Time = _clock, MaxRetries = 0 }, clientId, clientId, inner => over is null ? _clock.CountRequestsOver(inner) : over(_clock.CountRequestsOver(inner)));

    private static string Told(Run run) => string.Join('\n', run.Flows.Select(flow => $"{flow.Name}: {flow.Outcome} {flow.Reason}"));

    private static string Module(string name) => $"""
        commonModule:
          name: {name}
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
                  tts: Your zip code.
            - endTask:
                name: Back

        """;

    private static string Caller(string name, string? module) => $$"""
        inboundCall:
          name: {{name}}
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
        {{(module is null ? "" : $$"""
                  - callCommonModule:
                      name: Ask for it
                      commonModule:
                        {{module}}:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}

        """)}}          - disconnect:
                      name: Disconnect

        """;

    private sealed class Said(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
