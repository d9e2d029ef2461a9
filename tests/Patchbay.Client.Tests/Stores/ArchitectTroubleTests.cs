using System.Text.Json;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Http;
using Patchbay.Core.Flows;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Stores;

[Collection<JumpingClock>]
public sealed class ArchitectTroubleTests : IAsyncLifetime
{
    private const string Maria = "maria";

    private readonly TemporaryFolder _folder = new();
    private readonly VirtualClock _clock = new VirtualClock().JumpWhenIdle();
    private readonly List<string> _notices = [];
    private TestOrg _org = null!;

    private string Drafts => Path.Combine(_folder.Path, ".patchbay", "drafts");

    public async ValueTask InitializeAsync()
    {
        _folder.Write("Sales.yaml", Call("Sales", "Hello."));
        _folder.Write("Odd.yaml", Call("\"Sales, \\\"Night\\\" & Co. 🌙\"", "Hello."));
        _org = await TestOrg.StartAsync(options => options with
        {
            Api = EmulatorApi.Platform,
            Folder = _folder.Path,
            Time = _clock,
            CompileDelay = TimeSpan.FromSeconds(3),
            Clients = [OAuthClient.BuiltIn, new OAuthClient(Maria, Maria), new OAuthClient("narrow", "narrow") { Permissions = ["architect:*", "routing:queue:view"] }],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_that_was_throttled_is_run_again()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobThrottled) { Count = 2 });

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Written>().Version.ShouldBe("2.0");

        _notices.ShouldContain(notice => notice.Contains("exit code 107", StringComparison.Ordinal) && notice.Contains("Trying again in 15 seconds.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.LostAnswer)]
    public async Task An_upload_without_an_answer_is_sent_again_only_where_it_did_not_arrive(FaultKind kind)
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(kind) { Path = "/uploads/*", Count = 1 });

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Written>().Version.ShouldBe("2.0");

        (await LiveAsync()).ShouldBe("2.0");
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_begun_again()
    {
        var store = new ArchitectStore(new PlatformApi(_org.Connect(new ApiOptions { Time = _clock }, over: _clock.CountRequestsOver)));
        _org.Org.Faults.Add(new FaultRule(FaultKind.Cut) { Path = "/downloads/*", Count = 2 });

        (await store.ReadAsync(await IdAsync(store))).Text.ShouldContain("Hello.");
    }

    [Fact]
    public async Task An_export_that_was_throttled_is_run_again()
    {
        var store = Store();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobThrottled) { Count = 1 });

        (await store.ReadAsync(await IdAsync(store))).Text.ShouldBe(Call("Sales", "Hello."));
    }

    [Fact]
    public async Task A_job_that_is_throttled_without_end_is_given_up_and_nothing_is_changed()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobThrottled));

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Refused>().Reasons.ShouldHaveSingleItem().ShouldContain("429");

        (await LiveAsync()).ShouldBe("1.0");
    }

    [Fact]
    public async Task An_upload_that_is_refused_gets_one_more_address()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.UploadRefused) { Count = 1 });

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Written>();
    }

    [Fact]
    public async Task An_upload_that_is_refused_twice_is_told_without_the_signed_address()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.UploadRefused));

        var error = await Should.ThrowAsync<StoreException>(() => WriteAsync(store, flow));

        error.Message.ShouldContain("answered 403 at the address that the org gave");
        error.Message.ShouldContain("nothing was published");
        error.ToString().ShouldNotContain("signature");
        error.Failure.ShouldBe(StoreFailure.Other, "it is not about permissions");
        error.OutcomeUnknown.ShouldBeFalse();
        (await LiveAsync()).ShouldBe("1.0");
    }

    [Fact]
    public async Task A_job_that_never_ends_is_given_up_after_a_quarter_of_an_hour_and_its_outcome_is_unknown()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobStuck));
        var start = _clock.GetUtcNow();

        var error = await Should.ThrowAsync<StoreException>(() => WriteAsync(store, flow));

        error.OutcomeUnknown.ShouldBeTrue();
        error.Message.ShouldContain("has not finished publish job");
        (_clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16));
    }

    [Fact]
    public async Task A_job_that_says_success_and_does_nothing_is_told()
    {
        var (_, flow) = await OpenAsync();
        var before = await FlowAsync();

        // The look after the job shows the flow as it was: what the job is said to have done has not happened.
        var store = Store(over: inner => new Wire(inner, async (request, send) =>
        {
            var answer = await send();
            if (request.RequestUri!.AbsolutePath.EndsWith(flow.Header.Id, StringComparison.Ordinal) || request.RequestUri.AbsolutePath == "/api/v2/flows")
            {
                answer.Content = new StringContent(request.RequestUri.AbsolutePath == "/api/v2/flows" ? $$"""{"entities": [{{before}}], "pageNumber": 1, "pageCount": 1, "total": 1}""" : before);
            }

            return answer;
        }));

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Refused>().Reasons.ShouldHaveSingleItem().ShouldContain("said success, and version 1.0 of \"Sales\" is live as before");
    }

    [Fact]
    public async Task A_publish_that_does_nothing_is_told()
    {
        var (store, flow) = await OpenAsync();
        await WriteAsync(store, flow);
        _org.Org.Faults.Add(new FaultRule(FaultKind.PublishIgnored));

        (await store.PublishAsync(flow.Header.Id, new Revision("1.0/1.0/-"), null)).ShouldBeOfType<PublishResult.Refused>().Reason.ShouldBe("The org took the request to publish version 1.0 of \"Sales\", and version 2.0 is live.");
    }

    [Fact]
    public async Task An_export_that_is_empty_is_told()
    {
        var store = Store();
        _org.Org.Faults.Add(new FaultRule(FaultKind.EmptyExport));
        var ids = await store.FindAsync(FlowQuery.All).Select(header => header.Id).ToListAsync();

        (await Should.ThrowAsync<StoreException>(async () => await store.ReadManyAsync(ids).ToListAsync())).Message.ShouldContain("The export of 2 flows");
        (await Should.ThrowAsync<StoreException>(() => store.ReadAsync(ids[0]))).Message.ShouldContain("is an empty archive");
    }

    [Fact]
    public async Task An_archive_that_lacks_a_flow_is_told_by_the_flows_name()
    {
        var whole = Store();
        var ids = await whole.FindAsync(FlowQuery.All).Select(header => header.Id).ToListAsync();
        var store = Store(over: inner => new Wire(inner, async (request, send) =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/api/v2/flows/export/jobs")
            {
                var body = await request.Content!.ReadAsStringAsync();
                request.Content = new StringContent(body.Replace($"\"fileName\":\"{ids[0]}\"", "\"fileName\":\"another\"", StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
            }

            return await send();
        }));

        var error = await Should.ThrowAsync<StoreException>(async () => await store.ReadManyAsync(ids).ToListAsync());

        error.Message.ShouldContain("lacks flow");
        error.Message.ShouldContain(ids[0]);
    }

    [Fact]
    public async Task A_flow_that_was_deleted_in_between_is_told()
    {
        var (store, flow) = await OpenAsync();
        await SendAsync(HttpMethod.Delete, $"/api/v2/flows/{flow.Header.Id}");

        var error = await Should.ThrowAsync<StoreException>(() => WriteAsync(store, flow));

        error.Failure.ShouldBe(StoreFailure.NotFound);
        error.Message.ShouldStartWith("The flow does not exist any more in ");
        (await store.FindAsync(FlowQuery.All).Select(header => header.Name).ToListAsync()).ShouldNotContain("Sales");
    }

    [Fact]
    public async Task Names_with_commas_quotes_and_emoji_are_found_read_and_written()
    {
        const string name = "Sales, \"Night\" & Co. 🌙";
        var store = Store();
        var header = (await store.FindAsync(new FlowQuery { Name = name }).ToListAsync()).ShouldHaveSingleItem();
        header.Name.ShouldBe(name);
        var flow = await store.ReadAsync(header.Id);

        (await store.WriteAsync(new FlowWrite(header.Id, header.Revision, flow.Text, flow.Text.Replace("Hello.", "Good night.", StringComparison.Ordinal), WriteMode.Live))).ShouldBeOfType<WriteResult.Written>();
        (await store.FindAsync(new FlowQuery { Name = "Sales" }).ToListAsync()).ShouldHaveSingleItem("a listing by name also finds parts of names");
    }

    [Fact]
    public async Task A_permission_that_is_missing_for_one_kind_of_thing_is_said_once_and_hinders_nothing()
    {
        var store = Store("narrow");

        var catalogue = await store.ReadCatalogueAsync();
        await store.ReadCatalogueAsync();

        catalogue.KnowsAllFlows.ShouldBeTrue();
        catalogue.KnowsAllQueues.ShouldBeTrue();
        catalogue.Names.Find(DependencyKind.Prompt).ShouldNotBeNull();
        catalogue.Names.Find(DependencyKind.Schedule).ShouldBeNull();
        _notices.Count(notice => notice.StartsWith("The schedules of ", StringComparison.Ordinal)).ShouldBe(1);
        _notices.ShouldContain(notice => notice.Contains("routing:schedule:view", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_org_refuses_is_told_with_its_line()
    {
        var (store, flow) = await OpenAsync();
        var broken = flow.Text.Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal);

        var reasons = (await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, broken, WriteMode.Live))).ShouldBeOfType<WriteResult.Refused>().Reasons;

        reasons.ShouldContain(reason => reason.StartsWith("Sales:3:", StringComparison.Ordinal) && reason.Contains(": error: line 3:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flow_without_any_checked_in_version_is_listed_and_left_out_of_reads()
    {
        await SendAsync(HttpMethod.Post, "/api/v2/flows", """{"name": "Begun", "type": "inboundcall"}""");
        var store = Store();
        var headers = await store.FindAsync(FlowQuery.All).ToListAsync();

        headers.Select(header => header.Name).ShouldContain("Begun");
        (await store.ReadManyAsync([.. headers.Select(header => header.Id)]).ToListAsync()).Count.ShouldBe(2);
        (await Should.ThrowAsync<StoreException>(() => store.ReadAsync(headers.Single(header => header.Name == "Begun").Id))).Message.ShouldContain("has no definition yet");
    }

    [Fact]
    public async Task A_version_that_somebody_slipped_in_between_is_told()
    {
        var (_, flow) = await OpenAsync();
        var slipped = false;
        var store = Store(over: inner => new Wire(inner, async (request, send) =>
        {
            if (!slipped && request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/api/v2/flows/jobs")
            {
                slipped = true;
                await WriteAsync(Store(Maria), flow, "Maria's.");
            }

            return await send();
        }));

        var written = (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Written>();

        written.Version.ShouldBe("3.0");
        written.Remarks.ShouldHaveSingleItem().ShouldContain("2.0 by maria");
    }

    [Fact]
    public async Task A_flow_that_is_held_is_left_alone_and_its_holder_named()
    {
        var (store, flow) = await OpenAsync();
        await CheckOutAsync(flow);

        var held = (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Held>();

        held.By.ShouldBe(Maria);
        held.EndsRun.ShouldBeFalse();
        (await WriteAsync(store.With(options => options with { OnLock = LockPolicy.Fail }), flow)).ShouldBeOfType<WriteResult.Held>().EndsRun.ShouldBeTrue();
        (await LiveAsync()).ShouldBe("1.0");
    }

    [Fact]
    public async Task A_lock_that_is_taken_just_before_the_job_is_told_like_one_that_was_there()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.Locked) { Path = "/uploads/*", Author = "maria.lopez", Count = 1 });

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Held>().By.ShouldBe("maria.lopez");

        (await LiveAsync()).ShouldBe("1.0");
    }

    [Fact]
    public async Task A_lock_of_an_own_job_that_still_runs_is_not_taken_for_somebodys()
    {
        var (store, flow) = await OpenAsync();
        _org.Org.Faults.Add(new FaultRule(FaultKind.JobStuck) { Path = "/uploads/*", Count = 1 });
        await Should.ThrowAsync<StoreException>(() => WriteAsync(store, flow));

        var held = (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Held>();

        held.IsSelf.ShouldBeTrue();
        held.Sentence.ShouldStartWith("The client in use, patchbay, itself holds the flow's lock");
    }

    [Fact]
    public async Task An_own_job_that_still_runs_is_waited_for_and_what_it_made_is_seen()
    {
        var (store, flow) = await OpenAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1), _clock);
        await Should.ThrowAsync<OperationCanceledException>(() => WriteAsync(store, flow, stop: stop.Token));

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Conflict>();

        _notices[0].ShouldContain("itself holds the flow's lock");
        (await LiveAsync()).ShouldBe("2.0");
    }

    [Fact]
    public async Task A_wait_ends_when_the_flow_is_let_go_of()
    {
        var (store, flow) = await OpenAsync();
        await CheckOutAsync(flow);
        store = store.With(options => options with { OnLock = LockPolicy.Wait });
        var letGo = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), _clock);
            await SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/revert?flow={flow.Header.Id}", clientId: Maria);
        });

        (await WriteAsync(store, flow)).ShouldBeOfType<WriteResult.Written>();

        await letGo;
        _notices[0].ShouldContain("maria holds the flow's lock");
        _notices[0].ShouldEndWith("Waiting for up to 10 minutes.");
        _notices[^1].ShouldBe("\"Sales\" was let go of.");
    }

    [Fact]
    public async Task A_wait_has_an_end_and_leaves_the_flow_alone()
    {
        var (store, flow) = await OpenAsync();
        await CheckOutAsync(flow);
        var start = _clock.GetUtcNow();

        (await WriteAsync(store.With(options => options with { OnLock = LockPolicy.Wait, LockPatience = TimeSpan.FromMinutes(2) }), flow)).ShouldBeOfType<WriteResult.Held>();

        (_clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task A_lock_is_taken_over_only_once_the_draft_is_kept()
    {
        var (_, flow) = await OpenAsync();
        await CheckOutAsync(flow);
        _org.Org.Faults.Add(new FaultRule(FaultKind.Unavailable) { Path = "*/latestconfiguration" });

        var error = await Should.ThrowAsync<StoreException>(() => WriteAsync(TakingOver(), flow));

        error.Message.ShouldEndWith($"So the draft of maria on \"Sales\" could not be kept, and their lock on it in {Store().DisplayName} stays.");
        (await FlowAsync()).ShouldContain("\"lockedClient\"");
        Directory.Exists(Drafts).ShouldBeFalse();
    }

    [Fact]
    public async Task A_draft_that_goes_with_its_lock_is_kept_as_a_file_and_the_change_written()
    {
        var (_, flow) = await OpenAsync();
        await CheckOutAsync(flow);

        var written = (await WriteAsync(TakingOver(), flow)).ShouldBeOfType<WriteResult.Written>();

        var file = Directory.GetFiles(Drafts).ShouldHaveSingleItem();
        using (var draft = JsonDocument.Parse(File.ReadAllText(file)))
        {
            draft.RootElement.GetProperty("name").GetString().ShouldBe("Sales");
            draft.RootElement.GetProperty("flowSequenceItemList").GetArrayLength().ShouldBe(1);
        }

        Path.GetFileName(file).ShouldStartWith("Sales-");
        written.Version.ShouldBe("2.0");
        written.Remarks.ShouldHaveSingleItem().ShouldBe($"The lock of maria on \"Sales\" was taken off; the draft is kept in {file}.");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_draft_that_the_org_checks_in_with_the_unlock_is_told_and_never_goes_live_by_the_change()
    {
        var (_, flow) = await OpenAsync();
        await CheckOutAsync(flow);
        await SendAsync(HttpMethod.Post, $"/api/v2/flows/{flow.Header.Id}/versions", Configuration, Maria);

        var refused = (await WriteAsync(TakingOver(), flow)).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons.ShouldHaveSingleItem().ShouldContain("the org checked it in as version 2.0, which is not live. Nothing was written");
        Directory.GetFiles(Drafts).ShouldHaveSingleItem();
        (await LiveAsync()).ShouldBe("1.0");
    }

    private const string Configuration = """{"name": "Sales", "type": "inboundcall", "flowSequenceItemList": []}""";

    private ArchitectStore TakingOver() => Store().With(options => options with { OnLock = LockPolicy.TakeOver, Drafts = Drafts });

    private ArchitectStore Store(string clientId = "patchbay", Func<HttpMessageHandler, HttpMessageHandler>? over = null) =>
        new(new PlatformApi(Connect(clientId, over)), options: new ArchitectOptions { Notices = new Said(_notices) });

    private ApiConnection Connect(string clientId, Func<HttpMessageHandler, HttpMessageHandler>? over = null) =>
        _org.Connect(new ApiOptions { Time = _clock, MaxRetries = 0 }, clientId, clientId, inner => over is null ? _clock.CountRequestsOver(inner) : over(_clock.CountRequestsOver(inner)));

    private async Task<(ArchitectStore Store, StoredFlow Flow)> OpenAsync()
    {
        var store = Store();
        return (store, await store.ReadAsync(await IdAsync(store)));
    }

    private static async Task<string> IdAsync(ArchitectStore store) => (await store.FindAsync(FlowQuery.All).FirstAsync(header => header.Name == "Sales")).Id;

    private static Task<WriteResult> WriteAsync(ArchitectStore store, StoredFlow flow, string says = "Good day.", CancellationToken stop = default) =>
        store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", says), WriteMode.Live), stop);

    private Task CheckOutAsync(StoredFlow flow) => SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/checkout?flow={flow.Header.Id}", clientId: Maria);

    private async Task<string?> LiveAsync() => (await Store().FindAsync(FlowQuery.All).FirstAsync(header => header.Name == "Sales")).Published?.Version;

    private async Task<string> FlowAsync() => await SendAsync(HttpMethod.Get, $"/api/v2/flows/{await IdAsync(Store())}");

    private async Task<string> SendAsync(HttpMethod method, string path, string? body = null, string clientId = "patchbay") =>
        System.Text.Encoding.UTF8.GetString((await Connect(clientId).SendAsync(new ApiRequest(method, path, "Testing") { Body = body is null ? null : System.Text.Encoding.UTF8.GetBytes(body) }, CancellationToken.None)).Body);

    private static string Call(string name, string says) => $"""
        inboundCall:
          name: {name}
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
                  - playAudio:
                      name: Greeting
                      audio:
                        tts: {says}
                  - disconnect:
                      name: Disconnect

        """;

    private sealed class Said(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
