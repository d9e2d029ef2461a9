using System.Net;
using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests.Definitions;

public sealed class DefinitionsApiTests : IAsyncLifetime
{
    private const string Small = """{"name":"Small","type":"call","definition":{"nodes":{"a":{"type":"Disconnect","label":"Bye","outputNodes":{}}}}}""";

    private readonly VirtualClock _clock = new();
    private TestOrg _org = null!;
    private DefinitionsApi _api = null!;
    private DefinitionsStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartAsync(options => options with { Time = _clock, CompileDelay = TimeSpan.FromSeconds(5), RateLimit = 0 });
        _api = new DefinitionsApi(_org.Connect(new ApiOptions { Time = _clock }));
        _store = new DefinitionsStore(_api);
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task A_written_flow_is_pending_then_compiled_then_live()
    {
        var flow = await CreateAsync();
        (await _store.PublishAsync(flow.Id, Revision(flow), activateAt: null)).ShouldBeOfType<PublishResult.Pending>();

        _clock.Advance(TimeSpan.FromSeconds(5));

        (await _store.PublishAsync(flow.Id, Revision(flow), activateAt: null)).ShouldBe(new PublishResult.Published("1"));
        (await _store.PublishAsync(flow.Id, Revision(flow), activateAt: null)).ShouldBe(new PublishResult.Published("1"));
        var header = (await _store.ReadAsync(flow.Id)).Header;
        header.Published.ShouldNotBeNull().Revision.ShouldBe(header.Revision);
        header.Compilation.ShouldBe(CompilationStatus.Success);
    }

    [Fact]
    public async Task A_publish_can_wait_for_its_time_and_be_taken_back()
    {
        var flow = await CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var at = new DateTimeOffset(2026, 2, 1, 22, 0, 0, TimeSpan.FromHours(1));

        (await _store.PublishAsync(flow.Id, Revision(flow), at)).ShouldBe(new PublishResult.Scheduled("1", at));
        var scheduled = (await _store.ReadAsync(flow.Id)).Header.Scheduled.ShouldNotBeNull();
        scheduled.ShouldSatisfyAllConditions(() => scheduled.ActivateAt.ShouldBe(at), () => scheduled.Revision.ShouldBe(Revision(flow)));

        await _store.CancelPublishAsync(flow.Id);
        await _store.CancelPublishAsync(flow.Id);
        (await _store.ReadAsync(flow.Id)).Header.Scheduled.ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_with_the_reason()
    {
        var flow = await CreateAsync();

        var refused = (await _store.PublishAsync(flow.Id, new Revision("1:unheard-of"), activateAt: null)).ShouldBeOfType<PublishResult.Refused>();

        refused.Reason.ShouldContain("unheard-of");
        await Should.ThrowAsync<StoreException>(() => _store.PublishAsync(flow.Id, new Revision("a-file's-hash"), activateAt: null));
    }

    [Fact]
    public async Task Older_versions_can_be_listed_read_and_published()
    {
        var flow = await CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        _org.Org.EditAsSomebodyElse(flow.Id, "Ada");
        _clock.Advance(TimeSpan.FromSeconds(5));

        var versions = await _store.VersionsAsync(flow.Id);
        var first = await _store.ReadAsync(flow.Id, "1");

        versions.Select(version => (version.Version, version.Author)).ShouldBe([("2", "Ada"), ("1", "patchbay")]);
        first.Header.Revision.ShouldBe(versions[1].Revision);
        first.Text.ShouldNotContain("Edited by Ada");
        (await _store.PublishAsync(flow.Id, versions[1].Revision, activateAt: null)).ShouldBe(new PublishResult.Published("1"));
    }

    [Fact]
    public async Task A_definition_is_checked_without_being_stored()
    {
        var before = _org.Org.Requests.Of("putFlow");

        var found = await _api.Flows.ValidateAsync(Encoding.UTF8.GetBytes(Small.Replace("\"outputNodes\":{}", "\"outputNodes\":{\"x\":\"nowhere\"}", StringComparison.Ordinal)));

        found.Errors.ShouldContain(fault => fault.Message.Contains("nowhere", StringComparison.Ordinal) && fault.Code.Length > 0);
        _org.Org.FindFlowId("Small").ShouldBeNull();
        _org.Org.Requests.Of("putFlow").ShouldBe(before);
    }

    [Fact]
    public async Task A_flow_is_created_once_and_deleted()
    {
        var flow = await CreateAsync();

        (await Should.ThrowAsync<ApiException>(CreateAsync)).Status.ShouldBe(HttpStatusCode.Conflict);
        await _api.Flows.DeleteAsync(flow.Id);

        (await Should.ThrowAsync<ApiException>(() => _api.Flows.GetAsync(flow.Id))).Failure.ShouldBe(StoreFailure.NotFound);
    }

    [Fact]
    public async Task The_audit_trail_tells_who_did_what_newest_first()
    {
        var flow = await CreateAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _org.Org.EditAsSomebodyElse(flow.Id, "Ada");

        var entries = await _api.Audits.AllAsync(flow.Id).ToListAsync();

        entries.Select(entry => (entry.User, entry.Version)).ShouldBe([("Ada", 2), ("patchbay", 1)]);
        (await _api.Audits.AllAsync(flow.Id, from: _clock.GetUtcNow()).ToListAsync()).ShouldHaveSingleItem().User.ShouldBe("Ada");
        (await _api.Audits.AllAsync().ToListAsync()).Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Contacts_are_counted_for_a_span_of_time()
    {
        var id = (await CreateAsync()).Id;

        var contacts = await _api.Analytics.ContactsAsync([id], _clock.GetUtcNow() - TimeSpan.FromHours(1), _clock.GetUtcNow(), byRevision: true);

        contacts.Sum(contact => contact.Contacts).ShouldBe(0);
    }

    [Fact]
    public async Task The_limit_of_published_flows_is_known() => (await _store.ReadPublishLimitAsync()).ShouldBe(1000);

    private async Task<WireFlow> CreateAsync() => (await _api.Flows.CreateAsync(Encoding.UTF8.GetBytes(Small))).Flow;

    private static Revision Revision(WireFlow flow) => new($"{flow.Version}:{flow.RevisionId}");
}
