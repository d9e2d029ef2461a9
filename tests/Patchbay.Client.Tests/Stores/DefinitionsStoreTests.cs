using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Stores;

public sealed class DefinitionsStoreTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Finds_every_flow_once_through_all_pages()
    {
        var headers = await _org.Store().FindAsync(FlowQuery.All).ToListAsync();
        var inTens = await new DefinitionsApi(_org.Connect()).Flows.QueryAsync(new FlowSearch { PageSize = 10 }).ToListAsync();

        headers.Count.ShouldBeGreaterThan(50);
        headers.Select(header => header.Id).Distinct().Count().ShouldBe(headers.Count);
        headers.ShouldAllBe(header => header.Version.Length > 0 && header.Name.Length > 0 && header.Division != null);
        inTens.Select(flow => flow.Id).ShouldBe(headers.Select(header => header.Id));
    }

    [Theory]
    [InlineData("Inbound_Support_*", "inboundcall", null)]
    [InlineData("inbound_support_?illing", null, null)]
    [InlineData("Common_Validation_Module", "module", null)]
    [InlineData(null, "call", "home")]
    public async Task Finds_the_same_as_a_look_at_all_flows(string? name, string? type, string? division)
    {
        var query = new FlowQuery { Name = name, Type = type, Division = division };
        var store = _org.Store();
        var expected = await store.FindAsync(FlowQuery.All).Where(query.Matches).ToListAsync();

        var found = await store.FindAsync(query).ToListAsync();

        expected.ShouldNotBeEmpty();
        found.Select(header => header.Id).ShouldBe(expected.Select(header => header.Id));
    }

    [Fact]
    public async Task Asks_for_many_ids_in_hundreds()
    {
        var all = await _org.Store().FindAsync(FlowQuery.All).Select(header => header.Id).ToListAsync();
        var connection = _org.Connect();

        var found = await new DefinitionsStore(new DefinitionsApi(connection)).FindAsync(new FlowQuery { Ids = [.. all, all[0], "unknown"] }).ToListAsync();

        found.Select(header => header.Id).ShouldBe(all, ignoreOrder: true);
        connection.Counts.Sent.ShouldBe(((all.Count + 1) / 100) + 1);
    }

    [Fact]
    public async Task Reads_a_definition_without_what_the_server_owns()
    {
        var id = await CreateAsync("""{"type":"call","name":"Odd \u2615 one","zebra":1.50e+1,"definition":{"nodes":{"b":{"type":"Disconnect","outputNodes":{}}}},"apple":{"x":-0.0,"A":"\ud83d\ude00"}}""");

        var read = await _org.Store().ReadAsync(id);

        read.Text.ShouldStartWith("{\n  \"type\": \"call\",\n");
        read.Text.ShouldEndWith("\n}\n");
        read.Text.ShouldContain("\"zebra\": 1.50e+1");
        read.Text.ShouldContain("\"x\": -0.0");
        JsonNode.Parse(read.Text)!.AsObject().Select(member => member.Key).ShouldBe(["type", "name", "zebra", "definition", "apple", "division"]);
        read.Header.ShouldSatisfyAllConditions(
            () => read.Header.Id.ShouldBe(id),
            () => read.Header.Name.ShouldBe("Odd ☕ one"),
            () => read.Header.Version.ShouldBe("1"),
            () => read.Header.Compilation.ShouldBe(CompilationStatus.Success));
    }

    [Fact]
    public async Task A_listing_and_a_read_give_the_same_revision()
    {
        var store = _org.Store();
        var listed = await store.FindAsync(new FlowQuery { Name = "Common_Validation_Module" }).FirstAsync();

        (await store.ReadAsync(listed.Id)).Header.Revision.ShouldBe(listed.Revision);
    }

    [Fact]
    public async Task A_written_definition_is_read_back_as_it_was_written()
    {
        var store = _org.Store();
        var before = await store.ReadAsync(await CreateAsync(SmallFlow));
        var after = before.Text.Replace("\"b\": {", "\"new\": {\n        \"type\": \"Disconnect\",\n        \"weight\": 1.0,\n        \"outputNodes\": {}\n      },\n      \"b\": {", StringComparison.Ordinal);

        var written = (await WriteAsync(store, before, after)).ShouldBeOfType<WriteResult.Written>();

        var read = await store.ReadAsync(before.Header.Id);
        read.Text.ShouldBe(after);
        read.Header.Revision.ShouldBe(written.Revision);
        written.Version.ShouldBe("2");
    }

    [Fact]
    public async Task A_small_change_goes_as_a_patch_and_an_insertion_as_a_whole()
    {
        Wire? wire = null;
        var store = new DefinitionsStore(new DefinitionsApi(_org.Connect(over: inner => wire = new Wire(inner, (_, send) => send()))));
        var before = await store.ReadAsync(await CreateAsync(SmallFlow));
        var patched = before.Text.Replace("Bye", "Good bye", StringComparison.Ordinal);

        await WriteAsync(store, before, patched);
        var second = await store.ReadAsync(before.Header.Id);
        await WriteAsync(store, second, patched.Replace("\"label\"", "\"extra\": 1,\n        \"label\"", StringComparison.Ordinal));

        second.Text.ShouldBe(patched);
        wire!.Sent.Where(sent => sent.StartsWith("PUT", StringComparison.Ordinal) || sent.StartsWith("PATCH", StringComparison.Ordinal)).Select(sent => sent.Split(' ')[0]).ShouldBe(["PATCH", "PUT"]);
    }

    [Fact]
    public async Task A_field_taken_out_at_the_top_is_gone()
    {
        var store = _org.Store();
        var before = await store.ReadAsync(await CreateAsync(SmallFlow.Replace("\"name\"", "\"note\":\"x\",\"name\"", StringComparison.Ordinal)));
        var after = before.Text.Replace("  \"note\": \"x\",\n", "", StringComparison.Ordinal);

        (await WriteAsync(store, before, after)).ShouldBeOfType<WriteResult.Written>();

        (await store.ReadAsync(before.Header.Id)).Text.ShouldBe(after);
    }

    [Fact]
    public async Task Somebody_elses_write_in_between_is_a_conflict_and_stays()
    {
        var store = _org.Store();
        var before = await store.ReadAsync(await CreateAsync(SmallFlow));
        _org.Org.EditAsSomebodyElse(before.Header.Id, "Ada");

        var conflict = (await WriteAsync(store, before, before.Text.Replace("Bye", "Good bye", StringComparison.Ordinal))).ShouldBeOfType<WriteResult.Conflict>();

        var current = await store.ReadAsync(before.Header.Id);
        conflict.Current.ShouldBe(current.Header.Revision);
        current.Text.ShouldContain("Edited by Ada");
    }

    [Fact]
    public async Task What_the_org_finds_wrong_is_refused_with_every_reason()
    {
        var store = _org.Store();
        var before = await store.ReadAsync(await CreateAsync(SmallFlow));

        var refused = (await WriteAsync(store, before, before.Text.Replace("\"done\": \"b\"", "\"done\": \"nowhere\",\n          \"again\": \"neither\"", StringComparison.Ordinal))).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons.Count.ShouldBe(2);
        refused.Reasons.ShouldContain(reason => reason.Contains("nowhere", StringComparison.Ordinal));
        refused.Reasons.ShouldContain(reason => reason.Contains("neither", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_that_is_no_json_is_refused_with_its_place_and_never_sent()
    {
        var connection = _org.Connect();
        var store = new DefinitionsStore(new DefinitionsApi(connection));

        var refused = (await store.WriteAsync(new FlowWrite("x", new Revision("1:a"), "{}", "{\n  \"a\": }", WriteMode.Draft))).ShouldBeOfType<WriteResult.Refused>();

        refused.Reasons.ShouldHaveSingleItem().ShouldContain("2:8");
        connection.Counts.Sent.ShouldBe(0);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var error = await Should.ThrowAsync<ApiException>(() => _org.Store().ReadAsync("nobody/../x"));

        error.Failure.ShouldBe(StoreFailure.NotFound);
        error.Message.ShouldContain("nobody/../x");
        error.CorrelationId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_catalogue_knows_all_flows_and_all_queues()
    {
        var catalogue = await _org.Store().ReadCatalogueAsync();

        catalogue.KnowsAllFlows.ShouldBeTrue();
        catalogue.KnowsAllQueues.ShouldBeTrue();
        catalogue.Queues.Length.ShouldBeGreaterThan(0);
        catalogue.Flows.ShouldContain(flow => flow.Name == "Common_Validation_Module");
        catalogue.IsRoutingTarget(catalogue.Queues[^1].Id).ShouldBeTrue();
    }

    private const string SmallFlow =
        """{"name":"Small","type":"call","definition":{"nodes":{"a":{"type":"PlayAudio","label":"Hello","content":{"prompt":"Welcome to a flow that has a little text in it"},"outputNodes":{"done":"b"}},"b":{"type":"Disconnect","label":"Bye","outputNodes":{}}}}}""";

    private async Task<string> CreateAsync(string definition)
    {
        var created = await new DefinitionsApi(_org.Connect()).Flows.CreateAsync(System.Text.Encoding.UTF8.GetBytes(definition));
        return created.Flow.Id;
    }

    private static Task<WriteResult> WriteAsync(DefinitionsStore store, StoredFlow before, string after) =>
        store.WriteAsync(new FlowWrite(before.Header.Id, before.Header.Revision, before.Text, after, WriteMode.Draft));
}
