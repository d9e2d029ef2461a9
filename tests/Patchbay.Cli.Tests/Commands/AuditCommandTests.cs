using Patchbay.Client.Applying;

namespace Patchbay.Cli.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Shows_what_was_done_newest_first()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        org.Org.EditAsSomebodyElse(org.IdOf("Inbound_Support_Billing"), "ann");

        var answer = (await _shell.RunAsync("audit Inbound_Support_Billing")).ShouldEnd(ExitCode.Done);

        var lines = answer.Out.Split('\n');
        lines[0].ShouldMatch("^WHEN +WHO +DID +FLOW +VERSION$");
        lines[1].ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  ann +Update +Inbound_Support_Billing +15$");
        lines[2].ShouldContain("Import");
        lines[^2].ShouldBe($"{lines.Length - 3} entries of {org.Name}");
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_through_all_entries_and_says_when_there_are_more()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var few = (await _shell.RunAsync("audit --limit 3 --json")).ShouldEnd(ExitCode.Done);
        var all = (await _shell.RunAsync("audit --limit 0 --json")).ShouldEnd(ExitCode.Done);

        few.Json.GetProperty("entries").GetArrayLength().ShouldBe(3);
        few.Json.GetProperty("hasMore").GetBoolean().ShouldBeTrue();
        all.Json.GetProperty("entries").GetArrayLength().ShouldBeGreaterThanOrEqualTo(141);
        all.Json.GetProperty("hasMore").GetBoolean().ShouldBeFalse();
        all.Json.GetProperty("source").GetString().ShouldBe(org.Name);
        var entry = all.Json.GetProperty("entries")[0];
        entry.EnumerateObject().Select(property => property.Name).ShouldBe(["at", "user", "action", "flowId", "flow", "version", "revision"]);
    }

    [Fact]
    public async Task Keeps_to_the_time_asked_for()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("audit --to P7D")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe($"{org.Name} tells of nothing in that time.\n");
    }

    [Theory]
    [InlineData("audit --from yesterday", "--from takes a date, a date and time, or a length of time back from now, and \"yesterday\" is none.")]
    [InlineData("audit --from PT1H --to PT2H", "--from is later than --to")]
    [InlineData("audit --folder .", "An org keeps an audit trail")]
    public async Task Says_what_is_wrong(string line, string expected)
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldStartWith("error: " + expected);
    }

    [Fact]
    public async Task Shows_what_was_deployed_from_this_folder_without_asking_the_org()
    {
        _shell.Write(".patchbay/audit.jsonl", """
            {"event_type":"FLOW_DEPLOYMENT","flow_id":"a","revision_id":"3:abc","status":"SUCCESS","latency_ms":12.5,"deployed_at":"2026-05-04T09:11:00+00:00"}
            {"event_type":"FLOW_DEPLOYMENT","flow_id":"b","revision_id":"7:def","status":"FAILED","latency_ms":null,"deployed_at":"2026-05-04T09:12:00+00:00"}
            {"event_typ
            """);

        var answer = (await _shell.RunAsync("audit --local")).ShouldEnd(ExitCode.Done);

        var path = Path.Combine(_shell.Folder, ".patchbay", "audit.jsonl");
        answer.Out.ShouldBe($"""
            WHEN                  WHO  DID            FLOW  VERSION
            2026-05-04 09:12:00Z       deploy failed  b     7
            2026-05-04 09:11:00Z       deployed       a     3
            2 entries of {path}

            """);
        answer.Error.ShouldBe($"{path}:3: This line tells of no deployment and is left out.\n");
    }

    [Fact]
    public async Task The_local_file_is_the_one_that_runs_write()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        await Deployment.PublishEditAsync(org, _shell, "Inbound_Support_Billing");

        var answer = (await _shell.RunAsync("audit Inbound_Support_Billing --local --json")).ShouldEnd(ExitCode.Done);

        var entry = answer.Json.GetProperty("entries").EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("action").GetString().ShouldBe("deployed");
        entry.GetProperty("flow").GetString().ShouldBe("Inbound_Support_Billing");
        entry.GetProperty("version").GetString().ShouldBe("15");
    }
}
