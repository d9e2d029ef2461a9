using System.Collections.Immutable;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;

namespace Patchbay.Client.Tests.Applying;

/// <summary>What a run does over any store, as far as the store can do it. Each store has a class below.</summary>
public abstract class RunSuite : IAsyncLifetime
{
    private const string Shared = "Common_Validation_Module";
    private static readonly string[] Names = ["Inbound_a", "Inbound_b", "Inbound_c"];

    private readonly List<Site> _sites = [];

    /// <summary>Opens a store that holds the definition files of a folder.</summary>
    /// <param name="folder">The folder; it lives as long as the test.</param>
    private protected abstract Task<IFlowStore> OpenAsync(TemporaryFolder folder);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _sites.ForEach(site => site.Dispose());
        await CloseAsync();
    }

    private protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Applying_a_plan_leaves_nothing_to_plan()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        run.Flows.Select(flow => (flow.Name, flow.Outcome)).ShouldBe(Names.Select(name => (name, FlowOutcome.Written)));
        (await site.PlanAsync()).Changes.ShouldBeEmpty();
        site.Seen.Requests.ShouldNotContain($"write {site.Ids[Shared]}");
        await site.ShouldBeNewAsync(run);
    }

    [Fact]
    public async Task A_flow_that_was_edited_elsewhere_gets_the_same_change_on_its_fresh_text()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        await site.Bench.EditAsync(site.Ids["Inbound_b"], "Goodbye", "See you");

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Written, FlowOutcome.Rebased, FlowOutcome.Written]);
        var text = await site.Bench.TextAsync(site.Ids["Inbound_b"]);
        text.ShouldContain("See you");
        text.ShouldContain(site.Ids[Shared]);
    }

    [Fact]
    public async Task A_flow_that_was_edited_at_the_place_is_a_conflict_and_stays_as_it_is()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        await site.Bench.EditAsync(site.Ids["Inbound_b"], "\"actions\": [", "\"actions\": [{\"id\": \"intro\", \"type\": \"playAudio\", \"next\": \"greet\"},");
        var edited = await site.Bench.TextAsync(site.Ids["Inbound_b"]);

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        var conflict = run.Flows.Single(flow => flow.Name == "Inbound_b");
        (conflict.Outcome, conflict.State).ShouldBe((FlowOutcome.Conflict, FlowState.Old));
        conflict.Reason.ShouldContain("The plan says");
        (await site.Bench.TextAsync(site.Ids["Inbound_b"])).ShouldBe(edited);
        run.Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public async Task A_flow_that_somebody_gave_the_same_change_is_already_done()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        await site.Bench.Applier().ApplyAsync(plan, site.Options with { Only = ["Inbound_b"] });

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Written, FlowOutcome.AlreadyDone, FlowOutcome.Written]);
        run.Status.ShouldBe(RunStatus.Done);
        site.Seen.Requests.Count(request => request == $"write {site.Ids["Inbound_b"]}").ShouldBe(1);
    }

    [Fact]
    public async Task An_edit_in_the_middle_of_a_run_is_kept()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        var edits = 0;
        site.Seen.Before = (act, id) =>
        {
            if (act == "write" && id == site.Ids["Inbound_c"] && edits++ == 0)
            {
                Workbench.EditAsync(site.Store, id, "Goodbye", "See you").GetAwaiter().GetResult();
            }
        };

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.Written, FlowOutcome.Written, FlowOutcome.Rebased]);
        (await site.Bench.TextAsync(site.Ids["Inbound_c"])).ShouldContain("See you");
    }

    [Fact]
    public async Task A_flow_that_somebody_keeps_editing_is_given_up_after_five_attempts()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        var edits = 0;
        site.Seen.Before = (act, id) =>
        {
            if (act == "write" && id == site.Ids["Inbound_a"])
            {
                Workbench.EditAsync(site.Store, id, edits == 0 ? "Goodbye" : $"Goodbye {edits}", $"Goodbye {++edits}").GetAwaiter().GetResult();
            }
        };

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options);

        run.Flows.First().Outcome.ShouldBe(FlowOutcome.Conflict);
        edits.ShouldBe(5);
        (await site.Bench.TextAsync(site.Ids["Inbound_a"])).ShouldNotContain(site.Ids[Shared]);
    }

    [Fact]
    public async Task Whatever_answer_is_lost_each_flow_is_changed_and_published_once()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        var lost = new HashSet<string>();
        site.Seen.After = (act, id) =>
        {
            if (lost.Add($"{act} {id}"))
            {
                throw new StoreException("The answer was lost.") { OutcomeUnknown = true };
            }
        };

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options with { Parallelism = 1 });

        run.Status.ShouldBe(RunStatus.Done);
        run.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written);
        site.Seen.Requests.Where(request => request.StartsWith("write") || request.StartsWith("publish")).ShouldBeUnique();
        await site.ShouldBeNewAsync(run);
    }

    [Fact]
    public async Task All_or_nothing_leaves_every_flow_as_it_was()
    {
        var site = await SiteAsync();
        var plan = await site.PlanAsync();
        site.Seen.Before = (act, id) =>
        {
            if (act == "write" && id == site.Ids["Inbound_c"])
            {
                throw new StoreException("The server answered 500.");
            }
        };

        var run = await site.Bench.Applier().ApplyAsync(plan, site.Options with { AllOrNothing = true, Parallelism = 1 });

        run.Flows.Select(flow => flow.Outcome).ShouldBe([FlowOutcome.RolledBack, FlowOutcome.RolledBack, FlowOutcome.Failed]);
        await site.ShouldBeOldAsync(run);
    }

    [Fact]
    public async Task A_rollback_puts_back_what_was_there_and_what_was_live()
    {
        var site = await SiteAsync();
        var run = await site.Bench.Applier().ApplyAsync(await site.PlanAsync(), site.Options);

        var back = await site.Bench.Applier().RollbackAsync(run.Id);

        back.Status.ShouldBe(RunStatus.Done, string.Join('\n', back.Flows.Select(flow => flow.Reason)));
        back.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.RolledBack && flow.State == FlowState.Old);
        await site.ShouldBeOldAsync(back);
    }

    [Fact]
    public async Task Killed_at_any_line_a_run_is_resumed_and_publishes_nothing_twice()
    {
        for (var line = 1; ; line++)
        {
            var site = await SiteAsync();
            var plan = await site.PlanAsync();
            if (await site.RunUntilAsync(plan, line) is not { } cut)
            {
                line.ShouldBeGreaterThan(10);
                return;
            }

            var resumed = await site.Bench.Applier().ResumeAsync(cut.Id);

            resumed.Status.ShouldBe(RunStatus.Done, $"Line {line}: {string.Join('\n', resumed.Flows.Select(flow => flow.Reason))}");
            resumed.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written, $"Line {line}");
            site.Seen.Requests.Where(request => request.StartsWith("write") || request.StartsWith("publish")).ShouldBeUnique($"Line {line}");
            await site.ShouldBeNewAsync(resumed);
        }
    }

    [Fact]
    public async Task Killed_at_any_line_a_run_is_rolled_back()
    {
        for (var line = 2; ; line++)
        {
            var site = await SiteAsync();
            var plan = await site.PlanAsync();
            if (await site.RunUntilAsync(plan, line) is not { } cut)
            {
                line.ShouldBeGreaterThan(10);
                return;
            }

            if (site.Seen.Requests.Any(request => request.StartsWith("write")))
            {
                var back = await site.Bench.Applier().RollbackAsync(cut.Id);
                back.Status.ShouldBe(RunStatus.Done, $"Line {line}: {string.Join('\n', back.Flows.Select(flow => flow.Reason))}");
            }

            await site.ShouldBeOldAsync(cut);
        }
    }

    [Fact]
    public async Task Killed_at_any_line_a_rollback_is_taken_up_again()
    {
        for (var line = 2; ; line++)
        {
            var site = await SiteAsync();
            var run = await site.Bench.Applier().ApplyAsync(await site.PlanAsync(), site.Options);
            if (!await site.RollBackUntilAsync(run, line))
            {
                line.ShouldBeGreaterThan(7);
                return;
            }

            var back = await site.Bench.Applier().RollbackAsync(run.Id);

            back.Status.ShouldBe(RunStatus.Done, $"Line {line}: {string.Join('\n', back.Flows.Select(flow => flow.Reason))}");
            site.Bench.Runs.List().Count.ShouldBe(2);
            await site.ShouldBeOldAsync(back);
        }
    }

    [Fact]
    public async Task A_journal_that_lost_its_end_is_resumed_from_what_the_store_holds()
    {
        var lines = int.MaxValue;
        for (var kept = 1; kept < lines; kept++)
        {
            var site = await SiteAsync();
            var run = await site.Bench.Applier().ApplyAsync(await site.PlanAsync(), site.Options with { Parallelism = 1 });
            var journal = site.Bench.Journal(run);
            lines = journal.Length;
            await File.WriteAllTextAsync(site.Bench.JournalPath(run), string.Join('\n', journal[..kept]) + "\n" + journal[kept][..^1]);

            var resumed = await site.Bench.Applier().ResumeAsync(run.Id);

            resumed.Status.ShouldBe(RunStatus.Done, $"{kept} lines: {string.Join('\n', resumed.Flows.Select(flow => flow.Reason))}");
            resumed.Flows.ShouldAllBe(flow => flow.Outcome == FlowOutcome.Written || flow.Outcome == FlowOutcome.AlreadyDone);
            site.Seen.Requests.Where(request => request.StartsWith("write")).ShouldBeUnique($"{kept} lines");
            foreach (var name in Names)
            {
                (await site.Bench.TextAsync(site.Ids[name])).ShouldContain(site.Ids[Shared]);
            }
        }
    }

    [Fact]
    public async Task Makes_no_request_that_it_could_do_without()
    {
        var site = await SiteAsync();
        var before = site.Seen.Requests.Count;

        var plan = await site.PlanAsync();

        // All headers and the queues once; the selected flows once each, and the shared one where the catalogue does not hold what it calls.
        var looked = (await site.Store.ReadCatalogueAsync()).Flows.All(flow => !flow.Calls.IsDefault);
        site.Seen.Requests.Skip(before).Order(StringComparer.Ordinal).ShouldBe(((string[])["catalogue ", "find *", .. site.Ids.Where(flow => flow.Key != "Other" && !(looked && flow.Key == Shared)).Select(flow => $"read {flow.Value}")]).Order(StringComparer.Ordinal));

        before = site.Seen.Requests.Count;
        await site.Bench.Applier().ApplyAsync(plan, site.Options);

        var publishes = site.Store.Capabilities is { Draft: true, Publish: true } ? 3 : 0;
        var looks = site.Store.Capabilities.Publish ? 3 : 2;
        site.Seen.Requests.Skip(before).Count().ShouldBe(looks + 3 + publishes);
    }

    private async Task<Site> SiteAsync()
    {
        var folder = new TemporaryFolder();
        foreach (var name in Names)
        {
            folder.Write($"flows/{name}.json", Text(name));
        }

        folder.Write($"flows/{Shared}.json", $$"""{"name": "{{Shared}}", "type": "module", "actions": [{"id": "check", "type": "setVariable", "name": "Check", "next": "done"}, {"id": "done", "type": "endModule"}]}""");
        folder.Write("flows/Other.json", Text("Other"));
        var site = await Site.OpenAsync(folder, await OpenAsync(folder));
        _sites.Add(site);
        return site;
    }

    private static string Text(string name) => $$"""
        {
          "name": "{{name}}",
          "type": "call",
          "actions": [
            {"id": "greet", "type": "playAudio", "text": "Welcome", "next": "bye"},
            {"id": "bye", "type": "disconnect", "text": "Goodbye"}
          ]
        }
        """;

    /// <summary>A store with its flows as they were at first, and all that works on it.</summary>
    private sealed class Site : IDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly Dictionary<string, (string Text, Revision? Live)> _old = [];

        private Site(TemporaryFolder folder, IFlowStore store)
        {
            _folder = folder;
            Store = store;
            Seen = new RecordingStore(store);
            Bench = new Workbench(Seen);
            Options = new RunOptions { Publish = store.Capabilities.Publish };
        }

        public IFlowStore Store { get; }

        public RecordingStore Seen { get; }

        public Workbench Bench { get; }

        public RunOptions Options { get; }

        public Dictionary<string, string> Ids { get; } = [];

        public static async Task<Site> OpenAsync(TemporaryFolder folder, IFlowStore store)
        {
            var site = new Site(folder, store);
            await foreach (var header in store.FindAsync(FlowQuery.All))
            {
                site.Ids[header.Name] = header.Id;
                if (store.Capabilities is { Draft: true, Publish: true })
                {
                    (await store.PublishAsync(header.Id, header.Revision, activateAt: null)).ShouldBeOfType<PublishResult.Published>();
                }
            }

            foreach (var id in site.Ids.Values)
            {
                var read = await store.ReadAsync(id);
                site._old[id] = (read.Text, read.Header.Published?.Revision);
            }

            return site;
        }

        public async Task<Plan> PlanAsync()
        {
            var step = new CallStep(default, new FlowReference(Shared, "module"), Place.Start);
            var change = new ChangeFile(new FlowSelection { Types = ["call"], Names = ["Inbound_*", Shared] }, [step]) { Description = "Validate everybody" };
            var result = await new PlanMaker(Seen, LintConfig.Default, Bench.Time).MakeAsync(change);
            result.Problems.ShouldBeEmpty();
            return result.Plan.ShouldNotBeNull();
        }

        /// <summary>Applies a plan until a line of the journal cannot be written any more, as if the process had been killed there. Null when the run came to its end.</summary>
        public async Task<Run?> RunUntilAsync(Plan plan, int line)
        {
            try
            {
                await Bench.Applier(Dying(line)).ApplyAsync(plan, Options with { Parallelism = 1 });
                return null;
            }
            catch (StoreException)
            {
                return Bench.Runs.List().ShouldHaveSingleItem();
            }
        }

        public async Task<bool> RollBackUntilAsync(Run run, int line)
        {
            try
            {
                // The run that is rolled back is held open too, and written to by nobody.
                await Bench.Applier(Dying(line)).RollbackAsync(run.Id);
                return false;
            }
            catch (StoreException)
            {
                return true;
            }
        }

        public async Task ShouldBeNewAsync(Run run)
        {
            foreach (var flow in run.Flows)
            {
                var read = await Store.ReadAsync(flow.Id);
                SameContent.Of(read.Text, flow.After).ShouldBeTrue(flow.Name);
                flow.State.ShouldBe(FlowState.New);
                if (Store.Capabilities.Publish)
                {
                    read.Header.Published!.Revision.ShouldBe(read.Header.Revision, flow.Name);
                }
            }
        }

        public async Task ShouldBeOldAsync(Run run)
        {
            foreach (var flow in run.Targets)
            {
                var read = await Store.ReadAsync(flow.Id);
                SameContent.Of(read.Text, _old[flow.Id].Text).ShouldBeTrue($"{flow.Name} holds {read.Text}");
                if (Store.Capabilities is { Publish: true, Draft: true })
                {
                    (read.Header.Published?.Revision).ShouldBe(_old[flow.Id].Live, flow.Name);
                }
            }
        }

        public void Dispose()
        {
            Bench.Dispose();
            _folder.Dispose();
        }

        private RunFolder Dying(int line) => new(Bench.StateFolder, Bench.Time)
        {
            OpenFile = (path, mode) => new FailingDisk(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0), mode == FileMode.CreateNew ? line : int.MaxValue),
        };
    }
}

/// <summary>The suite over a store with locks and without drafts.</summary>
public sealed class LockingStoreRuns : RunSuite
{
    private protected override Task<IFlowStore> OpenAsync(TemporaryFolder folder)
    {
        var store = new LockingStore();
        foreach (var path in Directory.GetFiles(folder.File("flows")))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            store.Add($"id-{name}", name, name.StartsWith("Common", StringComparison.Ordinal) ? "module" : "call", File.ReadAllText(path));
        }

        return Task.FromResult<IFlowStore>(store);
    }
}

/// <summary>The suite over a folder of files.</summary>
public sealed class FolderRuns : RunSuite
{
    private protected override Task<IFlowStore> OpenAsync(TemporaryFolder folder) => Task.FromResult<IFlowStore>(new FolderStore(folder.File("flows")));
}
