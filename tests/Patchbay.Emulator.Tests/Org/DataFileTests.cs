using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Org;

public sealed class DataFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("patchbay-data-").FullName;

    private string DataFile => Path.Combine(_folder, "org.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restarted_org_answers_byte_for_byte_as_before()
    {
        using var clock = new VirtualClock(Start);
        IReadOnlyList<string> before;
        await using (var org = await StartAsync(clock, sample: true))
        {
            var module = org.IdOf("Main IVR");
            var changed = org.IdOf("Inbound_Support_Billing");
            (await org.PatchAsync($"/api/v2/flows/{changed}", """{"version": 14, "description": "Ümläuts, \"quotes\" and 😀"}""")).Status.ShouldBe(HttpStatusCode.OK);
            var created = await org.CreateAsync(Flows.NodeMap("Kept"));
            var revision = (await org.GetAsync($"/api/v2/flows/{created}")).Field("revisionId");
            (await org.PostAsync($"/api/v2/routing/flows/{created}/publish", $$"""{"flowId": "{{created}}", "revisionId": "{{revision}}"}""")).Status.ShouldBe(HttpStatusCode.OK);
            var deleted = await org.CreateAsync(Flows.ActionList("Gone"));
            (await org.DeleteAsync($"/api/v2/flows/{deleted}")).Status.ShouldBe(HttpStatusCode.NoContent);
            (await org.PostAsync("/_emulator/callers", """{"count": 200, "seed": 7, "over": "PT1H"}""")).Status.ShouldBe(HttpStatusCode.OK);
            (await org.PostAsync($"/_emulator/flows/{module}/edit", """{"author": "maria.lopez"}""")).Status.ShouldBe(HttpStatusCode.OK);
            before = await EverythingAsync(org);
        }

        await using var again = await StartAsync(clock, sample: true);

        again.App.Org.IsRestored.ShouldBeTrue();
        ShouldBeTheSame(await EverythingAsync(again), before, "after the restart");
        before.Count.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task Whatever_is_answered_is_in_the_file_even_if_the_process_stops_at_that_moment()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var chance = new Random(seed);
            using var clock = new VirtualClock(Start);
            File.Delete(DataFile);
            await using var org = await StartAsync(clock);
            var ids = new List<string> { await org.CreateAsync(Flows.NodeMap("First")) };
            for (var act = 0; act < 15; act++)
            {
                await ActAsync(org, ids, chance, act);
                var before = await EverythingAsync(org);

                await using var killed = await RestartFromCopyAsync(clock, $"{seed}-{act}");

                ShouldBeTheSame(await EverythingAsync(killed), before, $"seed {seed}, act {act}");
            }
        }
    }

    [Fact]
    public async Task What_was_pending_goes_on_after_a_restart()
    {
        using var clock = new VirtualClock(Start);
        string id;
        await using (var org = await StartAsync(clock, TimeSpan.FromSeconds(2)))
        {
            id = await org.CreateAsync(Flows.NodeMap("Hours"));
            clock.Advance(TimeSpan.FromSeconds(2));
            var revision = (await org.GetAsync($"/api/v2/flows/{id}")).Field("revisionId");
            var scheduled = await org.PostAsync($"/api/v2/routing/flows/{id}/publish", $$"""{"flowId": "{{id}}", "revisionId": "{{revision}}", "activateAt": "2026-01-05T09:00:00Z"}""");
            scheduled.Status.ShouldBe(HttpStatusCode.OK, scheduled.Text);
            (await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Not compiled yet"}""")).Field("compilationStatus").ShouldBe("pending");
        }

        await using var again = await StartAsync(clock, TimeSpan.FromSeconds(2));
        (await again.GetAsync($"/api/v2/flows/{id}")).Field("compilationStatus").ShouldBe("pending");
        clock.Advance(TimeSpan.FromHours(1));

        var after = await again.GetAsync($"/api/v2/flows/{id}");
        after.Field("compilationStatus").ShouldBe("success");
        after.Json.GetProperty("published").GetProperty("activatedAt").GetString().ShouldBe("2026-01-05T09:00:00.000Z");
    }

    [Fact]
    public async Task The_id_of_a_deleted_flow_is_not_used_again_after_a_restart()
    {
        using var clock = new VirtualClock(Start);
        string id;
        await using (var org = await StartAsync(clock))
        {
            id = await org.CreateAsync(Flows.NodeMap("Twice"));
            await org.DeleteAsync($"/api/v2/flows/{id}");
        }

        await using var again = await StartAsync(clock);

        (await again.CreateAsync(Flows.NodeMap("Twice"))).ShouldNotBe(id);
    }

    [Fact]
    public async Task A_clock_that_was_moved_does_not_go_back()
    {
        await using (var org = await StartAsync(clock: null))
        {
            await org.PostAsync("/_emulator/clock", """{"advance": "P30D"}""");
        }

        await using var again = await StartAsync(clock: null);

        again.App.Org.Now.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddDays(29));
    }

    [Fact]
    public async Task An_org_that_the_file_holds_takes_in_neither_the_sample_nor_a_folder()
    {
        using var clock = new VirtualClock(Start);
        await using (await StartAsync(clock))
        {
        }

        await using var again = await StartAsync(clock, sample: true);

        (await again.PostAsync("/api/v2/flows/query", "{}")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_file_is_readable_by_its_owner_alone_and_belongs_to_one_emulator_at_a_time()
    {
        await using var org = await StartAsync(clock: null);

        var refused = Should.Throw<DataFileException>(() => EmulatorApp.Build(new EmulatorOptions { Port = 0, DataFile = DataFile }));

        refused.Message.ShouldBe($"The data file \"{DataFile}\" cannot be used. It is in use by another emulator. Stop that one, or name another file.");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(DataFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_file_of_anything_else_is_refused_and_left_alone()
    {
        File.WriteAllText(DataFile, "name: not a database, but long enough to be one at a glance");
        Refused().ShouldContain("It is no data file of an emulator.");
        File.ReadAllText(DataFile).ShouldStartWith("name:");

        File.Delete(DataFile);
        Execute("CREATE TABLE customers (name TEXT)");
        Refused().ShouldContain("It is a SQLite file of another program.");

        File.Delete(DataFile);
        await using (await StartAsync(clock: null))
        {
        }

        Execute("PRAGMA user_version = 99");
        Refused().ShouldContain("It was written by another version of the emulator: its schema is 99, and this one reads 1.");
        Execute("PRAGMA user_version = 1");
        Refused(options => options with { Api = EmulatorApi.Platform }).ShouldContain("It holds the org \"Patchbay Emulator\", which speaks the definitions API.");

        Execute("UPDATE record SET value = '{' WHERE kind = 'division'");
        Refused().ShouldContain("It is damaged:");

        Refused(options => options with { DataFile = _folder }).ShouldContain("It is a folder.");
        Refused(options => options with { DataFile = Path.Combine(_folder, "nowhere", "org.db") }).ShouldContain("It cannot be made.");
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_is_not_answered_with_success()
    {
        await using (await StartAsync(clock: null))
        {
        }

        Execute("CREATE TRIGGER full BEFORE INSERT ON record WHEN instr(NEW.value, 'Too much') BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        var org = await StartAsync(clock: null);
        await org.CreateAsync(Flows.NodeMap("Fits"));

        var answer = await org.PostAsync("/api/v2/flows", Flows.NodeMap("Too much"));

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Code.ShouldBe("service.unavailable");
        (await Should.ThrowAsync<DataFileException>(async () => await org.DisposeAsync())).Message.ShouldEndWith("What has changed in the org cannot be written. SQLite Error 19: 'the disk is full'.");
        await using var again = await StartAsync(clock: null);
        (await again.PostAsync("/api/v2/flows/query", "{}")).Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task While_the_file_cannot_be_written_nothing_is_told_and_afterwards_everything()
    {
        await using (await StartAsync(clock: null))
        {
        }

        Execute("CREATE TRIGGER full BEFORE INSERT ON record WHEN NEW.kind = 'org' AND EXISTS (SELECT 1 FROM record WHERE instr(value, 'Too much')) AND NOT EXISTS (SELECT 1 FROM record WHERE instr(value, 'Room again')) BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        var warnings = new List<string>();
        await using var org = await StartAsync(clock: null, warn: warnings.Add);

        var refused = await org.PostAsync("/api/v2/flows", Flows.NodeMap("Too much"));
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["message", "code", "status", "contextId", "details", "errors"]);
        refused.Field("contextId").ShouldBe(refused.Headers["ININ-Correlation-Id"]);
        refused.Text.ShouldNotContain(_folder);
        refused.Text.ShouldNotContain("disk");
        (await org.PostAsync("/api/v2/flows/query", "{}")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable, "the flow is not in the file yet");
        (await org.GetAsync("/api/v2/flows/none")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        warnings.ShouldHaveSingleItem().ShouldEndWith("'the disk is full'. Until it can be, every request is answered with 503.");

        (await org.PostAsync("/api/v2/flows", Flows.NodeMap("Room again"))).Status.ShouldBe(HttpStatusCode.Created);

        (await org.PostAsync("/api/v2/flows/query", "{}")).Json.GetProperty("total").GetInt32().ShouldBe(2);
        warnings.Count.ShouldBe(2);
        warnings[1].ShouldBe("The data file can be written again, and holds everything that has changed meanwhile.");
    }

    private Task<TestOrg> StartAsync(VirtualClock? clock, TimeSpan compileDelay = default, bool sample = false, string? file = null, Action<string>? warn = null) =>
        TestOrg.StartAsync(options => options with { Time = clock, CompileDelay = compileDelay, Sample = sample, DataFile = file ?? DataFile, RateLimit = 0, Warn = warn });

    /// <summary>An org on what is on the disk at this moment, while the first one is still at work: as if that had been killed.</summary>
    private Task<TestOrg> RestartFromCopyAsync(VirtualClock clock, string name)
    {
        var copy = Path.Combine(_folder, $"killed-{name}.db");
        File.Copy(DataFile, copy);
        if (File.Exists($"{DataFile}-wal"))
        {
            File.Copy($"{DataFile}-wal", $"{copy}-wal");
        }

        return StartAsync(clock, file: copy);
    }

    private static async Task ActAsync(TestOrg org, List<string> ids, Random chance, int act)
    {
        var id = ids[chance.Next(ids.Count)];
        var flow = await org.GetAsync($"/api/v2/flows/{id}");
        var answer = chance.Next(7) switch
        {
            0 or 1 => await org.PatchAsync($"/api/v2/flows/{id}", $$"""{"version": {{flow.Version}}, "description": "Act {{act}}"}"""),
            2 => await org.PostAsync($"/api/v2/routing/flows/{id}/publish", $$"""{"flowId": "{{id}}", "revisionId": "{{flow.Field("revisionId")}}"}"""),
            3 => await org.PostAsync($"/api/v2/routing/flows/{id}/publish", $$"""{"flowId": "{{id}}", "revisionId": "{{flow.Field("revisionId")}}", "activateAt": "2026-01-06T09:00:00Z"}"""),
            4 when ids.Count > 1 => await org.DeleteAsync($"/api/v2/flows/{id}"),
            5 => await org.PostAsync("/_emulator/callers", """{"count": 3}"""),
            _ => await org.PostAsync("/api/v2/flows", Flows.NodeMap($"Flow {act}")),
        };
        if (answer.Status == HttpStatusCode.Created)
        {
            ids.Add(answer.Field("id"));
        }
        else if (answer.Status == HttpStatusCode.NoContent)
        {
            ids.Remove(id);
        }
    }

    /// <summary>Everything that the org can be asked, each with its answer.</summary>
    private static async Task<IReadOnlyList<string>> EverythingAsync(TestOrg org)
    {
        var answers = new List<string>();
        string? next = null;
        do
        {
            var found = await AddAsync("/api/v2/flows/query", $$"""{"pageSize": 100, "pageToken": "{{next}}"}""");
            var ids = found.Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("id").GetString()!).ToList();
            foreach (var id in ids)
            {
                var flow = await AddAsync($"/api/v2/flows/{id}");
                await AddAsync($"/api/v2/flows/{id}/versions");
                await AddAsync($"/api/v2/flows/{id}/versions/1");
                await AddAsync($"/api/v2/flows/{id}/versions/{(flow.Version + 1) / 2}");
                await AddAsync("/api/v2/analytics/flows/summary/query", $$"""{"interval": "P1D", "flowIds": ["{{id}}"], "groupBy": ["revisionId"]}""");
            }

            next = found.Json.TryGetProperty("nextPage", out var token) ? token.GetString() : null;
        }
        while (next is not null);

        await AddAsync("/api/v2/audits/flows?pageSize=100");
        await AddAsync("/api/v2/routing/queues?pageSize=100");
        return answers;

        async Task<Answer> AddAsync(string path, string? body = null)
        {
            var answer = body is null ? await org.GetAsync(path) : await org.PostAsync(path, body);
            answers.Add($"{path} {body} {answer.Status} {answer.Text}");
            return answer;
        }
    }

    private static void ShouldBeTheSame(IReadOnlyList<string> actual, IReadOnlyList<string> expected, string when)
    {
        for (var i = 0; i < Math.Min(actual.Count, expected.Count); i++)
        {
            actual[i].ShouldBe(expected[i], when);
        }

        actual.Count.ShouldBe(expected.Count, when);
    }

    private string Refused(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var options = new EmulatorOptions { Port = 0, DataFile = DataFile };
        return Should.Throw<DataFileException>(() => EmulatorApp.Build(adjust is null ? options : adjust(options))).Message;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DataFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
