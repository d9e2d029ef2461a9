using System.Globalization;
using System.Text;
using System.Text.Json;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Modules;

public sealed class PromptLedgerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly MovableClock _clock = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("one.yaml", Caller("Line 1", "Greeting", "Closed"));
        _folder.Write("two.yaml", Caller("Line 2", "Greeting"));
        _org = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_prompt_is_told_with_who_uses_it_live()
    {
        var ledger = await ReadAsync();

        ledger.IsIndexReady.ShouldBeTrue();
        ledger.Prompts.Select(prompt => $"{prompt.Name}: {string.Join(", ", prompt.Users.Select(user => $"{user.Name} {user.Type} {user.Version} {user.Use}"))}").ShouldBe(
        [
            "Closed: Line 1 inboundcall 1.0 Live",
            "Greeting: Line 1 inboundcall 1.0 Live, Line 2 inboundcall 1.0 Live",
        ]);
    }

    [Fact]
    public async Task What_only_a_version_uses_that_is_not_live_is_told_apart_and_what_nobody_uses_has_no_users()
    {
        await AddAsync("Holiday");
        await AddAsync("Never");
        await PublishAsync(Caller("Line 2", "Holiday"));
        await GoBackAsync("Line 2");
        await PublishAsync(Caller("Line 3", "Holiday"));
        await ActAsync("Line 3", "deactivate");

        var ledger = await ReadAsync();

        Entry(ledger, "Holiday").Users.Select(user => (user.Name, user.Use, user.Version)).ShouldBe([("Line 2", PromptUse.Unpublished, "2.0"), ("Line 3", PromptUse.Unpublished, "1.0")]);
        Entry(ledger, "Greeting").Users.ShouldAllBe(user => user.Use == PromptUse.Live && user.Version == "1.0");
        Entry(ledger, "Never").Users.ShouldBeEmpty();
        Entry(ledger, "Never").IsDeleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_prompt_that_flows_use_and_that_is_gone_is_named_with_them()
    {
        var id = await AddAsync("Old");
        _org.App.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses));
        await PublishAsync(Caller("Line 2", "Old"));
        _org.App.Org.Faults.Clear();
        await SendAsync(HttpMethod.Delete, $"/api/v2/architect/prompts/{id}");
        await SendAsync(HttpMethod.Post, "/api/v2/architect/dependencytracking/build");
        _clock.Advance(TimeSpan.FromMinutes(1));

        var gone = Entry(await ReadAsync(), "Old");

        gone.IsDeleted.ShouldBeTrue();
        gone.Users.ShouldHaveSingleItem().ShouldBe(new PromptUser(await IdAsync("Line 2"), "Line 2", "inboundcall", PromptUse.Live) { Version = "2.0" });
    }

    [Fact]
    public async Task A_flow_of_which_the_index_has_another_version_is_not_guessed_at()
    {
        _org.App.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses));
        await PublishAsync(Caller("Line 2", "Closed"));

        var user = Entry(await ReadAsync(), "Greeting").Users.Single(user => user.Name == "Line 2");

        (user.Use, user.Version).ShouldBe((PromptUse.Unknown, null));
        user.WhyUnknown.ShouldBe("The org's index has version 1.0 of the flow, and 2.0 is live.");
    }

    [Fact]
    public async Task A_use_that_the_index_does_not_name_is_found_in_the_content_of_what_is_live()
    {
        _org.App.Org.Faults.Add(new FaultRule(FaultKind.IndexMisses));
        await PublishAsync(Caller("Line 2", "Closed"));
        var ledger = await ReadAsync();
        var contents = await new ArchitectStore(new PlatformApi(_org.Connect())).ReadLiveAsync(ledger.Flows).Select(read => LiveContent.Read(read.Flow.Id, read.Flow.PublishedVersion!.Id, read.Text)!).ToListAsync();

        var against = ledger.Against(contents);

        against.ContentsRead.ShouldBe(2);
        Entry(against, "Closed").Users.Select(user => (user.Name, user.Use, user.Version, user.IsIndexed)).ShouldBe([("Line 1", PromptUse.Live, "1.0", true), ("Line 2", PromptUse.Live, "2.0", false)]);
        Entry(against, "Greeting").Users.Select(user => (user.Name, user.Use)).ShouldBe([("Line 1", PromptUse.Live), ("Line 2", PromptUse.Unknown)]);
    }

    [Fact]
    public async Task Content_of_a_version_that_is_not_live_any_more_is_left_out_of_account()
    {
        var ledger = await ReadAsync();

        var against = ledger.Against([LiveContent.Read(await IdAsync("Line 2"), "0.9", Caller("Line 2", "Closed"))!]);

        against.ContentsRead.ShouldBe(0);
        Entry(against, "Closed").Users.ShouldHaveSingleItem().Name.ShouldBe("Line 1");
    }

    [Fact]
    public async Task While_the_index_lags_no_use_is_known()
    {
        await using var org = await StartAsync(TimeSpan.FromMinutes(5));
        await PublishAsync(Caller("Line 2", "Closed"), org);

        var ledger = await PromptLedger.ReadAsync(new PlatformApi(org.Connect()));

        ledger.IsIndexReady.ShouldBeFalse();
        ledger.Prompts.SelectMany(prompt => prompt.Users).ShouldAllBe(user => user.Use == PromptUse.Unknown && user.WhyUnknown == "The org's index is not ready (BUILDINPROGRESS).");
    }

    [Fact]
    public async Task The_ledger_of_a_thousand_flows_and_three_hundred_prompts_is_the_truth_and_takes_few_requests()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 1000; i++)
        {
            folder.Write(Name("flow", i) + ".yaml", Caller(Name("Line", i), Name("Prompt", i % 300), Name("Prompt", i / 10 % 300)));
        }

        await using var org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = folder.Path, Time = _clock, RateLimit = 0 });
        for (var i = 0; i < 10; i++)
        {
            await PublishAsync(Caller(Name("Line", i), Name("Prompt", 299)), org);
            await GoBackAsync(Name("Line", i), org);
        }

        var wire = default(Wire);
        var ledger = await PromptLedger.ReadAsync(new PlatformApi(org.Connect(over: inner => wire = new Wire(inner, (_, pass) => pass()))));

        ledger.Prompts.Length.ShouldBe(300);
        for (var i = 0; i < 300; i++)
        {
            var expected = Enumerable.Range(0, 1000).Where(flow => flow % 300 == i || flow / 10 % 300 == i).Select(flow => Name("Line", flow));
            Entry(ledger, Name("Prompt", i)).Users.Where(user => user.Use == PromptUse.Live).Select(user => user.Name).ShouldBe(expected);
        }

        Entry(ledger, Name("Prompt", 299)).Users.Count(user => user.Use == PromptUse.Unpublished).ShouldBe(10);
        wire!.Sent.Count.ShouldBeLessThan(25, string.Join('\n', wire.Sent));
    }

    private static string Name(string of, int number) => string.Create(CultureInfo.InvariantCulture, $"{of}_{number:0000}");

    private static PromptEntry Entry(PromptLedger ledger, string name) => ledger.Prompts.Single(prompt => prompt.Name == name);

    private Task<TestOrg> StartAsync(TimeSpan lag = default) => TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = _folder.Path, Time = _clock, RateLimit = 0, DependencyLag = lag });

    private Task<PromptLedger> ReadAsync() => PromptLedger.ReadAsync(new PlatformApi(_org.Connect()));

    private async Task PublishAsync(string yaml, TestOrg? org = null)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var jobs = new PlatformApi((org ?? _org).Connect()).Jobs;
        var job = await jobs.RegisterAsync();
        await jobs.UploadAsync(job, yaml);
        var ended = await jobs.GetAsync(job.Id);
        ended.Status.ShouldBe("Success", string.Join(' ', (ended.Messages ?? []).Select(message => message.Text)));
    }

    private async Task GoBackAsync(string name, TestOrg? org = null) =>
        (await new ArchitectStore(new PlatformApi((org ?? _org).Connect())).PublishAsync(await IdAsync(name, org), new Revision("1.0"), null)).ShouldBe(new PublishResult.Published("1.0"));

    private async Task<string> IdAsync(string name, TestOrg? org = null) => (await new ArchitectStore(new PlatformApi((org ?? _org).Connect())).FindAsync(new FlowQuery { Name = name }).FirstAsync()).Id;

    private async Task<string> AddAsync(string prompt)
    {
        using var made = JsonDocument.Parse(await SendAsync(HttpMethod.Post, "/api/v2/architect/prompts", $$"""{"name": "{{prompt}}"}"""));
        return made.RootElement.GetProperty("id").GetString()!;
    }

    private async Task ActAsync(string name, string act) => await SendAsync(HttpMethod.Post, $"/api/v2/flows/actions/{act}?flow={await IdAsync(name)}");

    private async Task<string> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var http = await _org.LogInAsync();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A flow that plays prompts.</summary>
    private static string Caller(string name, params string[] prompts) => $"""
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

        """ + string.Concat(prompts.Select(prompt => $"""
                  - playAudio:
                      name: Play {prompt}
                      audio:
                        prompt: Prompt.{prompt}

        """)) + """
                  - disconnect:
                      name: Disconnect

        """;
}
