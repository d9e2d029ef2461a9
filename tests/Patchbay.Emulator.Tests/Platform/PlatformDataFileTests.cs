using System.Net;
using System.Text.RegularExpressions;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

public sealed partial class PlatformDataFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("patchbay-data-").FullName;

    private string DataFile => Path.Combine(_folder, "org.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_at_any_moment_an_org_goes_on_as_if_it_had_not_been()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var chance = new Random(seed);
            using var clock = new VirtualClock(Start);
            File.Delete(DataFile);
            await using var org = await StartAsync(clock, DataFile);
            var asked = new List<string>();
            foreach (var yaml in new[] { PlatformFlows.Module, PlatformFlows.Calling("Main", "Greeting"), PlatformFlows.Call("Night") })
            {
                asked.Add($"/api/v2/flows/jobs/{await org.UploadAsync(yaml)}?expand=messages");
                clock.Advance(TimeSpan.FromSeconds(2));
            }

            for (var act = 0; act < 16; act++)
            {
                await ActAsync(org, asked, chance, act);
                clock.Advance(TimeSpan.FromMilliseconds(chance.Next(3) * 900));
                await using var killed = await RestartFromCopyAsync(clock, $"{seed}-{act}");
                clock.Advance(TimeSpan.FromMinutes(1));

                var (expected, actual) = (await EverythingAsync(org, asked), await EverythingAsync(killed, asked));

                for (var i = 0; i < expected.Count; i++)
                {
                    actual[i].ShouldBe(expected[i], $"seed {seed}, act {act}");
                }

                actual.Count.ShouldBe(expected.Count);
            }

            org.App.Org.PlatformAudits.Entries.Select(entry => entry.Action).Distinct().Count().ShouldBeGreaterThan(3);
        }
    }

    [Fact]
    public async Task An_operation_and_a_job_that_were_under_way_are_done_once_after_a_restart()
    {
        using var clock = new VirtualClock(Start);
        string id, job;
        await using (var org = await StartAsync(clock, DataFile))
        {
            await org.UploadAsync(PlatformFlows.Call("Night"));
            clock.Advance(TimeSpan.FromSeconds(2));
            id = await org.IdAsync("Night");
            (await org.ActAsync("checkout", id)).Status.ShouldBe(HttpStatusCode.OK);
            (await org.ActAsync("checkin", id)).Status.ShouldBe(HttpStatusCode.OK);
            job = await org.UploadAsync(PlatformFlows.Call("Day"));
        }

        await using var again = await StartAsync(clock, DataFile);
        (await again.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("currentOperation").GetProperty("complete").GetBoolean().ShouldBeFalse();
        (await again.GetAsync($"/api/v2/flows/jobs/{job}")).Field("status").ShouldBe("Started");
        clock.Advance(TimeSpan.FromSeconds(2));

        (await again.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("checkedInVersion").GetProperty("id").GetString().ShouldBe("2.0");
        (await again.GetAsync($"/api/v2/flows/jobs/{job}")).Field("status").ShouldBe("Success");
        (await again.IdAsync("Day")).ShouldNotBe(id);
        again.App.Org.PlatformAudits.Entries.Count(entry => entry.Action == "Checkin" && entry.EntityId == id).ShouldBe(2);
    }

    [Fact]
    public async Task What_the_index_had_not_seen_it_sees_after_its_lag()
    {
        using var clock = new VirtualClock(Start);
        await using (var org = await StartAsync(clock, DataFile))
        {
            await org.UploadAsync(PlatformFlows.Module);
            clock.Advance(TimeSpan.FromMinutes(1));
            await org.UploadAsync(PlatformFlows.Calling("Main", "Greeting"));
            clock.Advance(TimeSpan.FromSeconds(2));
            (await ConsumersAsync(org)).ShouldBe(0);
        }

        await using var again = await StartAsync(clock, DataFile);
        (await ConsumersAsync(again)).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await ConsumersAsync(again)).ShouldBe(1);

        async Task<int> ConsumersAsync(TestOrg asked)
        {
            var answer = await asked.GetAsync($"/api/v2/architect/dependencytracking/consumingresources?id={await asked.IdAsync("Greeting")}&objectType=COMMONMODULEFLOW");
            return answer.Json.GetProperty("entities").GetArrayLength();
        }
    }

    private static Task<TestOrg> StartAsync(VirtualClock clock, string file) =>
        TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Time = clock, DataFile = file, CompileDelay = TimeSpan.FromSeconds(2), DependencyLag = TimeSpan.FromSeconds(5), RateLimit = 0 });

    /// <summary>An org on what is on the disk at this moment, while the first one is still at work: as if that had been killed.</summary>
    private Task<TestOrg> RestartFromCopyAsync(VirtualClock clock, string name)
    {
        var copy = Path.Combine(_folder, $"killed-{name}.db");
        File.Copy(DataFile, copy);
        File.Copy($"{DataFile}-wal", $"{copy}-wal");
        return StartAsync(clock, copy);
    }

    private static async Task ActAsync(TestOrg org, List<string> asked, Random chance, int act)
    {
        var flows = (await org.GetAsync("/api/v2/flows?pageSize=100")).Json.GetProperty("entities").EnumerateArray().ToList();
        var flow = flows[chance.Next(flows.Count)];
        var id = flow.GetProperty("id").GetString()!;
        switch (chance.Next(14))
        {
            case 0 or 1:
                asked.Add($"/api/v2/flows/jobs/{await org.UploadAsync(PlatformFlows.Call($"Flow {chance.Next(3)}", $"Act {act}."))}?expand=messages");
                break;
            case 2:
                asked.Add($"/api/v2/flows/jobs/{await org.UploadAsync("no flow at all")}?expand=messages");
                break;
            case 3 or 4 or 5:
                await org.ActAsync("checkout", id);
                break;
            case 6:
                await org.ActAsync("checkin", id);
                break;
            case 7:
                await org.ActAsync("publish", id);
                break;
            case 8:
                await org.ActAsync("revert", id);
                break;
            case 9:
                await org.ActAsync("checkout", id);
                await org.PutAsync($"/api/v2/flows/{id}", $$"""{"name": "Renamed {{act}}", "type": "{{flow.GetProperty("type").GetString()}}", "description": "By act {{act}}"}""");
                break;
            case 10:
                asked.Add($"/api/v2/flows/export/jobs/{(await org.PostAsync("/api/v2/flows/export/jobs", $$"""{"flows": [{"flow": {"id": "{{id}}"} }]}""")).Field("id")}");
                break;
            case 11:
                asked.Add($"/api/v2/flows/{id}/history/{(await org.PostAsync($"/api/v2/flows/{id}/history", "")).Field("id")}");
                break;
            case 12:
                await org.PostAsync("/api/v2/flows/datatables", $$$"""{"name": "Table {{{act}}}", "schema": {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["key"], "properties": {"key": {"title": "key", "type": "string"} } } }""");
                break;
            default:
                await org.DeleteAsync($"/api/v2/flows/{id}");
                break;
        }
    }

    /// <summary>Everything that the org can be asked, each with its answer.</summary>
    private static async Task<IReadOnlyList<string>> EverythingAsync(TestOrg org, IEnumerable<string> asked)
    {
        var answers = new List<string>();
        var flows = await AddAsync("/api/v2/flows?pageSize=100&includeSchemas=true");
        await AddAsync("/api/v2/flows?pageSize=100&deleted=true");
        foreach (var path in asked)
        {
            await AddAsync(path);
        }

        foreach (var id in flows.Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("id").GetString()))
        {
            await AddAsync($"/api/v2/flows/{id}");
            foreach (var version in (await AddAsync($"/api/v2/flows/{id}/versions")).Json.GetProperty("entities").EnumerateArray().Select(version => version.GetProperty("id").GetString()))
            {
                await AddAsync($"/api/v2/flows/{id}/versions/{version}");
                await AddAsync($"/api/v2/architect/dependencytracking/consumedresources?id={id}&version={version}&objectType=INBOUNDCALLFLOW");
            }
        }

        foreach (var path in new[] { "/api/v2/flows/datatables", "/api/v2/architect/prompts", "/api/v2/architect/systemprompts", "/api/v2/routing/queues", "/api/v2/authorization/divisions", "/api/v2/organizations/me" })
        {
            await AddAsync($"{path}?pageSize=100");
        }

        answers.AddRange(org.App.Org.PlatformAudits.Entries.Select(entry => entry.ToString()));
        return answers;

        async Task<Answer> AddAsync(string path)
        {
            var answer = await org.GetAsync(path);
            answers.Add(OfTheRequest().Replace($"{path} {answer.Status} {answer.Text}", ""));
            return answer;
        }
    }

    /// <summary>What is another for each request, or each server: the id of a request, and the port.</summary>
    [GeneratedRegex("""(?<="contextId":")[^"]*|(?<=http://127\.0\.0\.1:)\d+""")]
    private static partial Regex OfTheRequest();
}
