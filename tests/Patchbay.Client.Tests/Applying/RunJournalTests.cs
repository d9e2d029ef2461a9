using System.Text.Json;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Tests.Applying;

public sealed class RunJournalTests : IDisposable
{
    private static readonly RunOptions Live = new() { Publish = true, Parallelism = 1 };

    private readonly LockingStore _store = new();
    private readonly RecordingStore _seen;
    private readonly Workbench _bench;

    public RunJournalTests()
    {
        _seen = new RecordingStore(_store);
        _bench = new Workbench(_seen);
        foreach (var letter in "abc")
        {
            _store.Add($"id-{letter}", $"Inbound_{letter}", "call", Workbench.FlowText($"Inbound_{letter}"));
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Holds_a_line_before_and_after_each_request()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live with { First = 1 });

        var lines = _bench.Journal(run).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("kind").GetString()).ShouldBe(["run-started", "before", "intent", "outcome", "run-finished"]);
        lines[0].GetProperty("run").GetString().ShouldBe(run.Id);
        lines[0].GetProperty("store").GetString().ShouldBe("locking org");
        lines[0].GetProperty("user").GetString().ShouldBe("tester");
        lines[0].GetProperty("options").GetProperty("publish").GetBoolean().ShouldBeTrue();
        lines[0].GetProperty("plan").GetProperty("flows").GetArrayLength().ShouldBe(3);
        lines[1].GetProperty("text").GetString().ShouldBe(Workbench.FlowText("Inbound_a"));
        lines[1].GetProperty("live").GetProperty("version").GetString().ShouldBe("1.0");
        lines[2].GetProperty("text").GetString().ShouldBe(Workbench.FlowText("Inbound_a", "Hello"));
        lines[2].GetProperty("revision").GetString().ShouldBe(lines[1].GetProperty("revision").GetString());
        lines[3].GetProperty("result").GetString().ShouldBe("done");
        lines[3].GetProperty("version").GetString().ShouldBe("2.0");
        lines[4].GetProperty("status").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task Tells_who_reads_it_later_what_the_run_itself_knew()
    {
        _store.Refuse("id-b", "No.");
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);

        var read = _bench.Runs.Read(run.Id);

        read.Flows.ShouldBe(run.Flows);
        (read.Status, read.StartedAt, read.FinishedAt, read.Store, read.User).ShouldBe((run.Status, run.StartedAt, run.FinishedAt, run.Store, run.User));
        read.ReadPlan()!.Flows.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Reading_passes_over_a_last_line_that_was_cut()
    {
        var run = await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live);
        var text = await File.ReadAllTextAsync(_bench.JournalPath(run));
        await File.WriteAllTextAsync(_bench.JournalPath(run), text[..^10]);

        var read = _bench.Runs.Read(run.Id);

        read.Status.ShouldBe(RunStatus.CutShort);
        read.Flows.ShouldAllBe(flow => flow.State == FlowState.New);
    }

    [Fact]
    public async Task A_line_that_means_nothing_is_reported_with_its_place_and_hides_no_other_run()
    {
        var plan = await _bench.PlanAsync();
        var broken = await _bench.Applier().ApplyAsync(plan, Live with { Only = ["Inbound_a"] });
        var whole = await _bench.Applier().ApplyAsync(plan, Live with { Only = ["Inbound_b"] });
        var lines = _bench.Journal(broken);
        lines[2] = "{\"kind\": \"inten";
        await File.WriteAllLinesAsync(_bench.JournalPath(broken), lines);

        Should.Throw<StoreException>(() => _bench.Runs.Read(broken.Id)).Message.ShouldStartWith($"{_bench.JournalPath(broken)}:3: The journal cannot be read");
        var listed = _bench.Runs.List();
        listed.Single(run => run.Id == whole.Id).Problem.ShouldBeEmpty();
        listed.Single(run => run.Id == broken.Id).Problem.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("nothing-there")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public void A_run_that_is_not_there_is_said_to_be_missing(string id)
    {
        Should.Throw<StoreException>(() => _bench.Runs.Read(id)).Failure.ShouldBe(StoreFailure.NotFound);
    }

    [Fact]
    public async Task Nobody_else_takes_up_a_run_that_is_being_worked_on()
    {
        string? refusal = null;
        RunStatus? seen = null;
        var id = "";
        _seen.After = (act, _) =>
        {
            if (act == "write" && refusal is null)
            {
                id = _bench.Runs.List().Single().Id;
                seen = _bench.Runs.Read(id).Status;
                refusal = Should.Throw<StoreException>(() => _bench.Applier().ResumeAsync(id)).Message;
                refusal += Should.Throw<StoreException>(() => _bench.Applier().RollbackAsync(id)).Message;
            }
        };

        (await _bench.Applier().ApplyAsync(await _bench.PlanAsync(), Live)).Status.ShouldBe(RunStatus.Done);

        seen.ShouldBe(RunStatus.Running);
        refusal.ShouldNotBeNull().Split("is being worked on by another process").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_before_the_next_request()
    {
        var plan = await _bench.PlanAsync();
        var runs = new RunFolder(_bench.StateFolder, _bench.Time) { OpenFile = (path, mode) => new FailingDisk(new FileStream(path, mode), lines: 4) };

        var stopped = await Should.ThrowAsync<StoreException>(() => _bench.Applier(runs).ApplyAsync(plan, Live));

        stopped.Message.ShouldContain("No space left on device. Nothing more was sent to the org after that.");
        _seen.Requests.Count(request => request.StartsWith("write")).ShouldBe(1);
        var run = _bench.Runs.List().ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.CutShort);
        (await _bench.Applier().ResumeAsync(run.Id)).Status.ShouldBe(RunStatus.Done);
    }

    [Fact]
    public async Task A_disk_on_which_no_lock_can_be_made_is_said_at_once()
    {
        // Room for the folder in the longest path that systems take, and none for a file in it.
        var plan = await _bench.PlanAsync();
        var state = Path.GetFullPath(_bench.StateFolder);
        while (state.Length < 4050)
        {
            state = Path.Combine(state, new string('d', Math.Clamp(4060 - state.Length, 1, 200)));
        }

        var refused = await Should.ThrowAsync<StoreException>(() => _bench.Applier(new RunFolder(state, _bench.Time)).ApplyAsync(plan, Live));

        refused.Message.ShouldContain("cannot be made");
        refused.Message.ShouldEndWith("Nothing was sent.");
        _seen.Requests.ShouldNotContain(request => request.StartsWith("write"));
    }

    [Fact]
    public async Task Holds_no_secret()
    {
        const string secret = "s3cr3t-of-the-hook";
        using var http = new HttpClient(new Deaf());
        var applier = _bench.Applier(handlers: [new WebhookHandler(http, new Uri($"https://user:{secret}@hooks.example/{secret}?token={secret}"), secret), new CommandHandler($"echo {secret} >&2; exit 3")]);

        var run = await applier.ApplyAsync(await _bench.PlanAsync(), Live);

        foreach (var file in Directory.GetFiles(_bench.StateFolder, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file)).ShouldNotContain(secret);
        }

        _bench.News.OfType<RunProgress.Notice>().ShouldContain(notice => notice.Message.Contains("webhook https://hooks.example"));
        _bench.News.OfType<RunProgress.Notice>().Where(notice => notice.Message.Contains("webhook")).ShouldAllBe(notice => !notice.Message.Contains(secret));
        run.Status.ShouldBe(RunStatus.Done);
    }

    private sealed class Deaf : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway));
    }
}
