using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Tests.Stores;

public sealed class FolderStoreTests : IDisposable
{
    private const string Flow = "{\r\n  \"name\": \"Käse \u2615\",  \"type\":\"call\",\r\n  \"definition\": {\"nodes\": {\"a\": {\"type\": \"Disconnect\", \"outputNodes\": {}, \"weight\": 1.50e1}}}\r\n}\r\n";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Reads_what_it_wrote_byte_for_byte()
    {
        _folder.Write("a/b.json", "\uFEFF" + Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("a/b.json");

        var written = await WriteAsync(store, before, before.Text.Replace("1.50e1", "2.0", StringComparison.Ordinal));

        written.ShouldBeOfType<WriteResult.Written>();
        before.Text.ShouldBe("\uFEFF" + Flow);
        File.ReadAllBytes(_folder.File("a/b.json")).ShouldBe(new System.Text.UTF8Encoding(true).GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(Flow.Replace("1.50e1", "2.0", StringComparison.Ordinal))));
        (await store.ReadAsync("a/b.json")).Header.Revision.ShouldBe(((WriteResult.Written)written).Revision);
    }

    [Fact]
    public async Task Architect_flows_are_found_and_written_back_byte_for_byte()
    {
        const string Text = "\uFEFF# Käse\r\ncommonModule:\r\n    name:   'Greet' # spoken\r\n    startUpTaskActions:\r\n    - endTask: {name: End}";
        _folder.Write("modules/greet.yaml", Text);
        _folder.Write("calls/main.yml", "inboundCall:\n  name: Main\n  startUpRef: /inboundCall/tasks/task[a]\n");
        _folder.Write("patchbay.yaml", "rules: {}\n");
        var store = new FolderStore(_folder.Path);
        var headers = await store.FindAsync(FlowQuery.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        var before = await store.ReadAsync("modules/greet.yaml");

        var written = await WriteAsync(store, before, before.Text.Replace("spoken", "said", StringComparison.Ordinal));

        written.ShouldBeOfType<WriteResult.Written>();
        before.Text.ShouldBe(Text);
        System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(_folder.File("modules/greet.yaml"))).ShouldBe(Text.Replace("spoken", "said", StringComparison.Ordinal));
        headers.Select(header => (header.Id, header.Name, header.Type, header.CatalogueId)).ShouldBe(
        [
            ("calls/main.yml", "Main", "inboundcall", "calls/main.yml"),
            ("modules/greet.yaml", "Greet", "commonmodule", "Greet"),
        ]);
    }

    [Fact]
    public async Task Exports_of_architect_are_read_and_never_written()
    {
        const string Json = """{"name":"Greet","type":"workflow","flowSequenceItemList":[]}""";
        _folder.Write("greet.i3WorkFlow", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Uri.EscapeDataString(Json))));
        _folder.Write("broken.i3WorkFlow", "JTdC!");
        var store = new FolderStore(_folder.Path);
        var headers = await store.FindAsync(FlowQuery.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        headers.Select(header => (header.Id, header.Name, header.Type)).ShouldBe([("broken.i3WorkFlow", "broken", ""), ("greet.i3WorkFlow", "Greet", "workflow")]);
        var read = await store.ReadAsync("greet.i3WorkFlow");
        read.Text.ShouldBe(Json);
        (await Should.ThrowAsync<StoreException>(() => WriteAsync(store, read, Json + " "))).Message.ShouldContain("only read");
    }

    [Fact]
    public async Task A_file_edited_in_between_is_a_conflict_and_stays_as_it_is()
    {
        _folder.Write("b.json", Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("b.json");
        _folder.Write("b.json", Flow + "\n");

        var conflict = (await WriteAsync(store, before, "{}")).ShouldBeOfType<WriteResult.Conflict>();

        _folder.Read("b.json").ShouldBe(Flow + "\n");
        conflict.Current.ShouldBe((await store.ReadAsync("b.json")).Header.Revision);
    }

    [Fact]
    public async Task Of_two_writers_at_once_exactly_one_wins()
    {
        _folder.Write("b.json", Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("b.json");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => WriteAsync(store, before, $"{{\"name\": \"{i}\"}}"))));

        results.OfType<WriteResult.Written>().Count().ShouldBe(1);
        results.OfType<WriteResult.Conflict>().Count().ShouldBe(7);
    }

    [Fact]
    public async Task Writing_what_is_there_already_counts_as_written()
    {
        _folder.Write("b.json", Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("b.json");
        await WriteAsync(store, before, "{}");

        (await WriteAsync(store, before, "{}")).ShouldBeOfType<WriteResult.Written>();
    }

    [Fact]
    public async Task A_deleted_file_is_a_conflict_without_a_current_state()
    {
        _folder.Write("b.json", Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("b.json");
        File.Delete(_folder.File("b.json"));

        (await WriteAsync(store, before, "{}")).ShouldBe(new WriteResult.Conflict(Current: null));
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no permission bits.");
            return;
        }

        var path = _folder.Write("b.json", Flow);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var store = new FolderStore(_folder.Path);

        await WriteAsync(store, await store.ReadAsync("b.json"), "{}");

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_rest()
    {
        var path = _folder.Write("b.json", Flow);

        Should.Throw<IOException>(() => AtomicFile.Write(path, "{}"u8, create: temporary => new FullDisk(temporary)));

        _folder.Read("b.json").ShouldBe(Flow);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_is_a_message_that_says_so()
    {
        _folder.Write("b.json", Flow);
        var store = new FolderStore(_folder.Path);
        var before = await store.ReadAsync("b.json");
        using var inUse = new FileStream(_folder.File("b.json"), FileMode.Open, FileAccess.Read, FileShare.None);

        var error = await Should.ThrowAsync<StoreException>(() => WriteAsync(store, before, "{}"));

        error.Message.ShouldStartWith($"\"b.json\" could not be written to \"{_folder.Path}\"");
        error.Message.ShouldEndWith("The file is as it was.");
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_named_with_its_first_wrong_byte()
    {
        File.WriteAllBytes(_folder.File("latin.json"), [.. "{\"name\": \""u8, 0xE9, .. "\"}"u8]);

        var error = await Should.ThrowAsync<StoreException>(() => new FolderStore(_folder.Path).ReadAsync("latin.json"));

        error.Message.ShouldContain("latin.json");
        error.Message.ShouldContain("not UTF-8 text (first at byte 10)");
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("a/../../outside.json")]
    [InlineData("/etc/hostname")]
    public async Task An_id_that_leads_out_of_the_folder_is_refused(string id)
    {
        var store = new FolderStore(_folder.Path);

        (await Should.ThrowAsync<StoreException>(() => store.ReadAsync(id))).Failure.ShouldBe(StoreFailure.NotFound);
        await Should.ThrowAsync<StoreException>(() => store.WriteAsync(new FlowWrite(id, new Revision("x"), "", "{}", WriteMode.Draft)));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        Should.Throw<StoreException>(() => new FolderStore(_folder.File("none"))).Failure.ShouldBe(StoreFailure.NotFound);
        Should.Throw<StoreException>(() => FolderStore.ForFile(_folder.File("none.json"))).Failure.ShouldBe(StoreFailure.NotFound);
        var store = new FolderStore(_folder.Path);
        (await Should.ThrowAsync<StoreException>(() => store.ReadAsync("none.json"))).Failure.ShouldBe(StoreFailure.NotFound);
        _folder.Write("b.json", Flow);
        (await Should.ThrowAsync<StoreException>(() => store.ReadAsync("b.json", "3"))).Message.ShouldContain("no older versions");
    }

    [Fact]
    public async Task Finds_the_flows_below_the_folder_and_nothing_else()
    {
        foreach (var path in new[] { "z.json", "a/b/c.JSON", ".hidden.json", ".patchbay/runs/x.json", "bin/y.json", "a/obj/y.json" })
        {
            _folder.Write(path, Flow);
        }

        _folder.Write("package.json", """{"name": "not a flow", "version": "1.0"}""");
        _folder.Write("flow.txt", Flow);
        File.CreateSymbolicLink(_folder.File("link.json"), _folder.File("z.json"));
        Directory.CreateSymbolicLink(_folder.File("loop"), _folder.Path);
        var store = new FolderStore(_folder.Path);

        var found = await store.FindAsync(FlowQuery.All).ToListAsync();

        found.Select(header => header.Id).ShouldBe(["a/b/c.JSON", "z.json"]);
        found.ShouldAllBe(header => header.Name == "Käse \u2615" && header.Type == "call" && header.CatalogueId == header.Id);
        found[0].Revision.ShouldBe((await store.ReadAsync("z.json")).Header.Revision);
        (await store.FindAsync(new FlowQuery { Ids = ["z.json"] }).ToListAsync()).ShouldHaveSingleItem();
        (await store.FindAsync(new FlowQuery { Type = "module" }).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_catalogue_tells_what_calls_what_and_claims_no_more()
    {
        _folder.Write("caller.json", """{"name":"c","type":"call","definition":{"nodes":{"m":{"type":"CallModule","content":{"moduleId":"auth.json"},"outputNodes":{"success":""}}}}}""");
        _folder.Write("auth.json", Flow);

        var catalogue = await new FolderStore(_folder.Path).ReadCatalogueAsync();

        catalogue.FindFlow("caller.json")!.Calls.ShouldBe(["auth.json"]);
        catalogue.FindFlow("auth.json")!.Variables.IsDefault.ShouldBeFalse();
        catalogue.KnowsAllFlows.ShouldBeFalse();
        catalogue.KnowsAllQueues.ShouldBeFalse();
    }

    [Fact]
    public async Task A_single_file_is_a_store_of_one_flow_even_when_no_format_knows_it()
    {
        _folder.Write("other.json", Flow);
        var path = _folder.Write("odd.json", "{\"something\": \"else\"}");

        var store = FolderStore.ForFile(path);

        var header = (await store.FindAsync(FlowQuery.All).ToListAsync()).ShouldHaveSingleItem();
        header.ShouldSatisfyAllConditions(() => header.Id.ShouldBe("odd.json"), () => header.Name.ShouldBe("odd"), () => header.Type.ShouldBe(""));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<WriteResult> WriteAsync(FolderStore store, StoredFlow before, string after) =>
        store.WriteAsync(new FlowWrite(before.Header.Id, before.Header.Revision, before.Text, after, WriteMode.Draft));

    /// <summary>A disk that fills up with the first bytes written.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..1]);
            throw new IOException("No space left on device");
        }
    }
}
