using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Stores;

public sealed class ArchitectStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in new[] { "Sales", "Support", "Night" })
        {
            File.WriteAllText(Path.Combine(_folder.Path, $"{name}.yaml"), Call(name, "Hello."));
        }

        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = _folder.Path });
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Finds_flows_with_their_versions()
    {
        var headers = await Store().FindAsync(FlowQuery.All).ToListAsync();

        headers.Select(header => header.Name).ShouldBe(["Sales", "Support", "Night"], ignoreOrder: true);
        headers.ShouldAllBe(header => header.Type == "inboundcall" && header.Version == "1.0" && header.Published!.Version == "1.0");
        (await Store().FindAsync(new FlowQuery { Name = "S*", Type = "call" }).ToListAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reads_one_flow_and_all_of_them_at_once_byte_for_byte()
    {
        var connection = _org.Connect();
        var store = new ArchitectStore(new PlatformApi(connection));
        var ids = await store.FindAsync(FlowQuery.All).Select(header => header.Id).ToListAsync();
        var before = connection.Counts.Sent;

        var all = await store.ReadManyAsync(ids).ToListAsync();

        all.Count.ShouldBe(3);
        all.ShouldAllBe(read => read.Text == Call(read.Header.Name, "Hello."));
        (connection.Counts.Sent - before).ShouldBe(3, "a listing, the export job and one look at it; the download is no API request");
        (await store.ReadAsync(ids[0])).Text.ShouldBe(all.Single(read => read.Header.Id == ids[0]).Text);
    }

    [Fact]
    public async Task A_write_is_live_and_is_the_next_version()
    {
        var (store, flow) = await OpenAsync("Sales");

        var result = await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", "Good day."), WriteMode.Live));

        result.ShouldBeOfType<WriteResult.Written>().Version.ShouldBe("2.0");
        var after = await store.ReadAsync(flow.Header.Id);
        after.Text.ShouldBe(Call("Sales", "Good day."));
        after.Header.Revision.ShouldBe(((WriteResult.Written)result).Revision);
        after.Header.Published!.Version.ShouldBe("2.0");
        (await store.ReadAsync(flow.Header.Id, "1.0")).Text.ShouldBe(flow.Text);
    }

    [Fact]
    public async Task A_write_over_a_state_that_has_moved_is_a_conflict()
    {
        var (store, flow) = await OpenAsync("Sales");
        var write = new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", "First."), WriteMode.Live);
        await store.WriteAsync(write);

        var second = await store.WriteAsync(write with { After = Call("Sales", "Second.") });

        second.ShouldBeOfType<WriteResult.Conflict>().Current.ShouldNotBe(flow.Header.Revision);
        (await store.ReadAsync(flow.Header.Id)).Text.ShouldContain("First.");
    }

    [Fact]
    public async Task A_flow_that_somebody_has_checked_out_is_left_alone_and_the_holder_named()
    {
        var (store, flow) = await OpenAsync("Support");
        _org.Org.LockAsSomebodyElse(flow.Header.Id, "maria.lopez");
        var locked = await store.FindAsync(new FlowQuery { Name = "Support" }).FirstAsync();

        var result = await store.WriteAsync(new FlowWrite(flow.Header.Id, locked.Revision, flow.Text, Call("Support", "Mine."), WriteMode.Live));

        result.ShouldBeOfType<WriteResult.Held>().By.ShouldBe("maria.lopez");
        (await store.ReadAsync(flow.Header.Id)).Text.ShouldBe(flow.Text);
    }

    [Fact]
    public async Task A_definition_that_the_org_refuses_changes_nothing_and_its_reasons_are_told()
    {
        var (store, flow) = await OpenAsync("Sales");
        var broken = flow.Text.Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal);

        var result = await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, broken, WriteMode.Live));

        result.ShouldBeOfType<WriteResult.Refused>().Reasons.ShouldNotBeEmpty();
        (await store.ReadAsync(flow.Header.Id)).Text.ShouldBe(flow.Text);
    }

    [Fact]
    public async Task An_older_version_can_be_made_live_again_and_a_publish_that_does_nothing_is_told()
    {
        var (store, flow) = await OpenAsync("Sales");
        await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", "Good day."), WriteMode.Live));
        var versions = await store.VersionsAsync(flow.Header.Id);

        versions.Select(version => version.Version).ShouldBe(["2.0", "1.0"]);
        (await store.PublishAsync(flow.Header.Id, versions[1].Revision, null)).ShouldBe(new PublishResult.Published("1.0"));
        (await store.ReadAsync(flow.Header.Id)).Header.Published!.Version.ShouldBe("1.0");
        _org.Org.Faults.Add(new FaultRule(FaultKind.PublishIgnored));
        (await store.PublishAsync(flow.Header.Id, versions[0].Revision, null)).ShouldBeOfType<PublishResult.Refused>().Reason.ShouldContain("1.0 is live");
    }

    [Fact]
    public async Task A_set_time_is_refused_since_the_platform_knows_none()
    {
        var (store, flow) = await OpenAsync("Sales");

        (await store.PublishAsync(flow.Header.Id, flow.Header.Revision, DateTimeOffset.UtcNow.AddHours(1))).ShouldBeOfType<PublishResult.Refused>();
        store.Capabilities.ShouldBe(new StoreCapabilities(Draft: false, Publish: true, Schedule: false, History: true));
    }

    [Fact]
    public async Task Jobs_that_take_their_time_are_waited_for()
    {
        await using var slow = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = _folder.Path, CompileDelay = TimeSpan.FromMilliseconds(700) });
        var store = new ArchitectStore(new PlatformApi(slow.Connect()));
        var header = await store.FindAsync(new FlowQuery { Name = "Night" }).FirstAsync();

        (await store.ReadAsync(header.Id)).Text.ShouldBe(Call("Night", "Hello."));
    }

    [Fact]
    public async Task Flows_are_fetched_into_yaml_files_and_only_those_that_changed_again()
    {
        var (store, flow) = await OpenAsync("Sales");
        using var here = new TemporaryFolder();
        var all = await store.FindAsync(FlowQuery.All).ToListAsync();

        (await new FlowPuller(store, here.Path).PullAsync(all).ToListAsync()).ShouldAllBe(pulled => pulled.Outcome == PullOutcome.New);
        here.Read("Sales.yaml").ShouldBe(flow.Text);

        await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", "Good day."), WriteMode.Live));
        var again = await new FlowPuller(store, here.Path).PullAsync(await store.FindAsync(FlowQuery.All).ToListAsync()).ToListAsync();
        again.Where(pulled => pulled.Outcome == PullOutcome.Changed).Select(pulled => pulled.Flow.Name).ShouldBe(["Sales"]);
        again.Count(pulled => pulled.Outcome == PullOutcome.Unchanged).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_fetched_once_is_not_fetched_again_until_it_changes()
    {
        using var workspace = new TemporaryFolder();
        var mirror = new FlowMirror(workspace.Path, "org");
        var (connection, store) = Mirrored(mirror);
        var headers = await store.FindAsync(FlowQuery.All).ToListAsync();
        string[] ids = [.. headers.Select(header => header.Id)];
        store.EstimateRead(headers).ShouldBe(new ReadEstimate(Here: 0, Requests: 3));
        var cold = await store.ReadManyAsync(ids).ToListAsync();

        (connection, store) = Mirrored(mirror);
        headers = await store.FindAsync(FlowQuery.All).ToListAsync();
        store.EstimateRead(headers).ShouldBe(new ReadEstimate(Here: 3, Requests: 1));
        var warm = await store.ReadManyAsync(ids).ToListAsync();

        warm.ToDictionary(read => read.Header.Name, read => read.Text).ShouldBe(cold.ToDictionary(read => read.Header.Name, read => read.Text), ignoreOrder: true);
        connection.Counts.Sent.ShouldBe(2, "both are listings");

        var sales = cold.Single(read => read.Header.Name == "Sales");
        await store.WriteAsync(new FlowWrite(sales.Header.Id, sales.Header.Revision, sales.Text, Call("Sales", "Good day."), WriteMode.Live));
        headers = await store.FindAsync(FlowQuery.All).ToListAsync();
        store.EstimateRead(headers).ShouldBe(new ReadEstimate(Here: 2, Requests: 3));
        (await store.ReadAsync(sales.Header.Id)).Text.ShouldContain("Good day.");
        (await store.ReadAsync(sales.Header.Id, "1.0")).Text.ShouldBe(sales.Text);
    }

    [Fact]
    public async Task A_fresh_mirror_fetches_everything_and_keeps_it_anew()
    {
        using var workspace = new TemporaryFolder();
        var mirror = new FlowMirror(workspace.Path, "org");
        var (_, store) = Mirrored(mirror);
        var header = await store.FindAsync(new FlowQuery { Name = "Night" }).FirstAsync();
        var text = (await store.ReadAsync(header.Id)).Text;
        var file = Directory.GetFiles(workspace.Path, "*.yaml", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.WriteAllText(file, "inboundCall:\n  name: Night\n  description: with a queue that was renamed since\n");
        (await store.ReadAsync(header.Id)).Text.ShouldContain("renamed since");

        var fresh = store.With(options => options with { Mirror = options.Mirror?.Fresh() });
        (await fresh.ReadAsync(header.Id)).Text.ShouldBe(text);

        (await store.ReadAsync(header.Id)).Text.ShouldBe(text);
    }

    [Fact]
    public async Task A_version_that_became_live_is_told_apart_from_a_draft_that_somebody_began_since()
    {
        var (store, flow) = await OpenAsync("Sales");
        var written = (WriteResult.Written)await store.WriteAsync(new FlowWrite(flow.Header.Id, flow.Header.Revision, flow.Text, Call("Sales", "Good day."), WriteMode.Live));
        _org.Org.LockAsSomebodyElse(flow.Header.Id, "maria.lopez");

        var after = (await store.ReadAsync(flow.Header.Id)).Header;

        after.Published!.Revision.ShouldBe(written.Revision, "a draft changes nothing about what is live");
        after.Revision.ShouldNotBe(written.Revision);
    }

    private (ApiConnection Connection, ArchitectStore Store) Mirrored(FlowMirror mirror)
    {
        var connection = _org.Connect();
        return (connection, new ArchitectStore(new PlatformApi(connection), options: new ArchitectOptions { Mirror = mirror }));
    }

    private ArchitectStore Store() => new(new PlatformApi(_org.Connect()));

    private async Task<(ArchitectStore Store, StoredFlow Flow)> OpenAsync(string name)
    {
        var store = Store();
        var header = await store.FindAsync(new FlowQuery { Name = name }).FirstAsync();
        return (store, await store.ReadAsync(header.Id));
    }

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
}
