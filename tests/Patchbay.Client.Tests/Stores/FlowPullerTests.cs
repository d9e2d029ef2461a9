using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Stores;

public sealed class FlowPullerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartAsync(options => options with { Sample = false });

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task A_fetched_folder_holds_what_the_org_holds_and_knows_where_it_came_from()
    {
        var shared = await CreateAsync("Shared", "module");
        var caller = await CreateAsync("Caller", "call", shared);
        var store = _org.Store();

        var pulled = await PullAsync(store);

        pulled.Select(flow => (Path.GetFileName(flow.Path), flow.Outcome)).ShouldBe([("Caller.json", PullOutcome.New), ("Shared.json", PullOutcome.New)], ignoreOrder: true);
        _folder.Read("flows/Caller.json").ShouldBe((await store.ReadAsync(caller)).Text);
        var folder = new FolderStore(_folder.File("flows"));
        var header = (await folder.FindAsync(new FlowQuery { Name = "shared", Type = "commonmodule" }).ToListAsync()).ShouldHaveSingleItem();
        header.ShouldSatisfyAllConditions(() => header.Id.ShouldBe("Shared.json"), () => header.CatalogueId.ShouldBe(shared));
        (await folder.ReadCatalogueAsync()).FindFlow(caller)!.Calls.ShouldBe([shared]);
    }

    [Fact]
    public async Task Fetching_again_reads_only_what_changed()
    {
        await CreateAsync("One", "call");
        var two = await CreateAsync("Two", "call");
        await PullAsync(_org.Store());
        _org.Org.EditAsSomebodyElse(two, "Ada");
        var connection = _org.Connect();

        var pulled = await PullAsync(new DefinitionsStore(new DefinitionsApi(connection)));

        pulled.Select(flow => (flow.Flow.Name, flow.Outcome)).ShouldBe([("One", PullOutcome.Unchanged), ("Two", PullOutcome.Changed)], ignoreOrder: true);
        connection.Counts.Sent.ShouldBe(2);
        _folder.Read("flows/Two.json").ShouldContain("Edited by Ada");
    }

    [Fact]
    public async Task What_was_asked_for_is_remembered_for_the_folder_once_each()
    {
        await CreateAsync("One", "call");
        var store = _org.Store();
        var calls = new PullSelection(store.DisplayName) { Type = "call" };
        var all = new PullSelection(store.DisplayName);
        var elsewhere = new PullSelection("another org") { Name = "A*" };

        (await SelectAsync(calls, calls)).ShouldBe([calls]);
        (await SelectAsync(all)).ShouldBe([all], "every flow is wanted now");
        (await SelectAsync(calls)).ShouldBe([all]);
        (await SelectAsync(elsewhere)).ShouldBe([all]);
        WorkspaceState.Open(_folder.File("flows")).SelectionsOf("another org", _folder.File("flows")).ShouldBe([elsewhere]);
        WorkspaceState.Open(_folder.Path).SelectionsOf(store.DisplayName, _folder.Path).ShouldBeEmpty("another folder");

        async Task<IReadOnlyList<PullSelection>> SelectAsync(params PullSelection[] selections)
        {
            foreach (var selection in selections)
            {
                var puller = new FlowPuller(store, _folder.File("flows")) { Selection = selection };
                await puller.PullAsync(await store.FindAsync(FlowQuery.All).ToListAsync()).ToListAsync();
            }

            return WorkspaceState.Open(_folder.File("flows")).SelectionsOf(store.DisplayName, _folder.File("flows"));
        }
    }

    [Fact]
    public async Task What_was_edited_here_is_kept_unless_forced()
    {
        var id = await CreateAsync("One", "call");
        await PullAsync(_org.Store());
        _folder.Write("flows/One.json", _folder.Read("flows/One.json").Replace("Disconnect", "EndTask", StringComparison.Ordinal));

        (await PullAsync(_org.Store())).ShouldHaveSingleItem().Outcome.ShouldBe(PullOutcome.KeptEdited);
        _org.Org.EditAsSomebodyElse(id, "Ada");
        (await PullAsync(_org.Store())).ShouldHaveSingleItem().Outcome.ShouldBe(PullOutcome.KeptEdited);
        _folder.Read("flows/One.json").ShouldContain("EndTask");

        (await PullAsync(_org.Store(), force: true)).ShouldHaveSingleItem().Outcome.ShouldBe(PullOutcome.Changed);
        _folder.Read("flows/One.json").ShouldContain("Edited by Ada");
        (await PullAsync(_org.Store())).ShouldHaveSingleItem().Outcome.ShouldBe(PullOutcome.Unchanged);
    }

    [Fact]
    public async Task Names_that_clash_get_files_of_their_own_and_keep_them()
    {
        await CreateAsync("a/b", "call");
        await CreateAsync("A:B", "call");
        await CreateAsync("a/b", "module");
        await CreateAsync("a?b", "call");

        var first = await PullAsync(_org.Store());
        await CreateAsync("A*b", "call");
        var second = await PullAsync(_org.Store());

        first.Select(flow => Path.GetFileName(flow.Path).ToLowerInvariant()).Distinct().Count().ShouldBe(4);
        foreach (var flow in first)
        {
            second.Single(again => again.Flow.Id == flow.Flow.Id).Path.ShouldBe(flow.Path);
        }

        second.Count(flow => flow.Outcome == PullOutcome.New).ShouldBe(1);
    }

    [Fact]
    public async Task A_fresh_checkout_is_recognised_and_a_stranger_is_left_alone()
    {
        await CreateAsync("One", "call");
        await CreateAsync("Two", "call");
        await PullAsync(_org.Store());
        Directory.Delete(_folder.File("flows/.patchbay"), recursive: true);
        _folder.Write("flows/Two.json", """{"scripts": {"build": "tsc"}}""");

        var pulled = await PullAsync(_org.Store());

        pulled.Single(flow => flow.Flow.Name == "One").Outcome.ShouldBe(PullOutcome.Unchanged);
        var two = pulled.Single(flow => flow.Flow.Name == "Two");
        two.ShouldSatisfyAllConditions(() => two.Outcome.ShouldBe(PullOutcome.New), () => Path.GetFileName(two.Path).ShouldBe("Two.call.json"));
        _folder.Read("flows/Two.json").ShouldContain("tsc");
    }

    [Fact]
    public async Task The_state_lies_beside_the_configuration_and_is_readable()
    {
        var id = await CreateAsync("One", "call");
        _folder.Write("patchbay.yaml", "org: local\n");
        var store = _org.Store();

        await PullAsync(store);

        var state = WorkspaceState.Open(_folder.File("flows"));
        state.Location.ShouldBe(_folder.File(".patchbay/state.json"));
        state.Files.ShouldHaveSingleItem().Key.ShouldBe("flows/One.json");
        state.Files["flows/One.json"].ShouldSatisfyAllConditions(file => file.Id.ShouldBe(id), file => file.Org.ShouldBe(store.DisplayName));
    }

    [Theory]
    [InlineData("{ \"files\": [")]
    [InlineData("{ \"files\": {\"One.json\": null} }")]
    public async Task A_broken_state_file_is_a_message_with_a_way_out(string state)
    {
        _folder.Write("flows/.patchbay/state.json", state);

        var error = await Should.ThrowAsync<StoreException>(() => PullAsync(_org.Store()));

        error.Message.ShouldContain("state.json");
        error.Message.ShouldContain("Delete it");
    }

    private async Task<List<PulledFlow>> PullAsync(DefinitionsStore store, bool force = false)
    {
        var flows = await store.FindAsync(FlowQuery.All).ToListAsync();
        return await new FlowPuller(store, _folder.File("flows")).PullAsync(flows, force).ToListAsync();
    }

    private async Task<string> CreateAsync(string name, string type, string? calls = null)
    {
        var call = calls is null ? "" : ""","m":{"type":"CallModule","content":{"moduleId":"ID"},"outputNodes":{"success":""}}""".Replace("ID", calls, StringComparison.Ordinal);
        var json = """{"name":"NAME","type":"TYPE","definition":{"nodes":{"a":{"type":"Disconnect","outputNodes":{}}CALL}}}"""
            .Replace("NAME", name, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal).Replace("CALL", call, StringComparison.Ordinal);
        return (await new DefinitionsApi(_org.Connect()).Flows.CreateAsync(Encoding.UTF8.GetBytes(json))).Flow.Id;
    }
}
