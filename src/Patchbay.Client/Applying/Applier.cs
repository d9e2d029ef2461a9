using System.Collections.Immutable;
using System.Text.Json;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;

namespace Patchbay.Client.Applying;

/// <summary>Carries out plans, exactly: nothing is written that the plan does not list, nobody's work is replaced, and every request is preceded and followed by a line in the run's journal, so that a run that was cut short can be
/// taken up again or rolled back.</summary>
/// <remarks>A run: the flows are looked at in bulk; each is written, expecting the state it was planned from; compilation is awaited in bulk; where asked for, each revision written, and only that, is made live, and looked for in bulk.</remarks>
public sealed class Applier
{
    private readonly IFlowStore _store;
    private readonly RunFolder _runs;
    private readonly LintConfig _lint;
    private readonly TimeProvider _time;
    private readonly Random _random;

    /// <summary>Makes an applier.</summary>
    /// <param name="store">The store that plans are carried out on.</param>
    /// <param name="runs">Where journals go.</param>
    /// <param name="lint">Severities and suppressions, for flows that have to be planned again; null for those of the rules.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="random">Where jitter comes from; null for chance.</param>
    public Applier(IFlowStore store, RunFolder runs, LintConfig? lint = null, TimeProvider? time = null, Random? random = null)
    {
        _store = store;
        _runs = runs;
        _lint = lint ?? LintConfig.Default;
        _time = time ?? TimeProvider.System;
        _random = random ?? Random.Shared;
    }

    /// <summary>Who is told of each write and publish, in this order.</summary>
    /// <value>Default: nobody.</value>
    public ImmutableArray<IDeploymentHandler> Handlers { get; init; } = [];

    /// <summary>The user's name, for the journal.</summary>
    /// <value>Default: the name the system knows.</value>
    public string User { get; init; } = Environment.UserName;

    /// <summary>Who watches.</summary>
    /// <value>Default: nobody.</value>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">The user's wish to stop: no new request is sent, those in flight are given some time, and the run is <see cref="RunStatus.Interrupted"/>.</param>
    /// <exception cref="StoreException">The run was refused as a whole, before anything was written; or the store or the journal gave up in the middle, and the run can be resumed.</exception>
    public async Task<Run> ApplyAsync(Plan plan, RunOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var checks = new RunChecks(_store, options);
        var targets = checks.Select(plan);
        await checks.CheckAsync(plan, targets, stop);
        using var planJson = JsonDocument.Parse(PlanFile.Write(plan, indented: false));
        var started = Starting(RunKind.Apply, options, [.. targets.Select(flow => new RunTarget(flow.Id, flow.Name))]) with { Description = plan.Description, Plan = planJson.RootElement };
        using var journal = _runs.Create(SubjectOf(plan));
        journal.Append(started with { Run = journal.Run.Id });
        return await RunAsync(journal, session => ApplyAsync(session, plan, checks.Headers), stop);
    }

    /// <summary>Makes live what an earlier run wrote, or what else is named, and only that.</summary>
    /// <param name="targets">The flows, each with the revision to make live.</param>
    /// <param name="activateAt">When; null for now.</param>
    /// <param name="of">The run that wrote them; null when none did.</param>
    /// <param name="stop">The user's wish to stop.</param>
    /// <exception cref="StoreException">The store does not publish, or not at a set time; or it gave up in the middle, and the run can be resumed.</exception>
    public async Task<Run> PublishAsync(IReadOnlyCollection<RunTarget> targets, DateTimeOffset? activateAt, string? of = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var options = new RunOptions { Publish = true, ActivateAt = activateAt };
        var checks = new RunChecks(_store, options);
        await checks.CheckPublishAsync(targets, stop);
        using var journal = _runs.Create(of is null ? $"publish-{targets.FirstOrDefault()?.Name}" : $"publish-{SubjectOf(of)}");
        journal.Append(Starting(RunKind.Publish, options, [.. targets]) with { Run = journal.Run.Id, Of = of });
        return await RunAsync(journal, PublishAsync, stop);
    }

    /// <summary>Publishes flows again, wave by wave, so that each takes the live version of a common module, and asks the org's index what each holds then. The first wave with a failure is the last.</summary>
    /// <param name="module">The module and its live version.</param>
    /// <param name="targets">The flows, each with the state it is expected in, the version to publish and its wave; as <see cref="Modules.RepublishPlan.Targets"/> gives them.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">The user's wish to stop.</param>
    /// <exception cref="StoreException">The store copies no modules; or it gave up in the middle, and the run can be resumed.</exception>
    public async Task<Run> RepublishAsync(ModuleRelease module, IReadOnlyCollection<RunTarget> targets, RunOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(options);
        _ = Platform;
        using var journal = _runs.Create($"republish {module.Name}");
        journal.Append(Starting(RunKind.Republish, options, [.. targets]) with { Run = journal.Run.Id, Description = $"Bring version {module.Version} of \"{module.Name}\" to the flows that use it", Module = module });
        return await RunAsync(journal, session => new RepublishPhase(session, Platform).RunAsync(), stop);
    }

    /// <summary>The flows of a plan that a run would write, by name, so that a user can be asked about these. Nothing is sent.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="store">Where it is to be carried out.</param>
    /// <param name="options">What to take of it.</param>
    /// <exception cref="StoreException">The plan was made from another store, or has no flow of a name given.</exception>
    public static ImmutableArray<PlannedFlow> Select(Plan plan, IFlowStore store, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        return new RunChecks(store, options).Select(plan);
    }

    /// <summary>What a run wrote and can be made live: targets for <see cref="PublishAsync(IReadOnlyCollection{RunTarget}, DateTimeOffset?, string?, CancellationToken)"/>.</summary>
    /// <param name="run">A run that applied a plan.</param>
    public static ImmutableArray<RunTarget> WrittenBy(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Flows.Where(flow => flow is { Written: not null, Live: null, State: FlowState.New, IsFailure: false }).Select(flow => new RunTarget(flow.Id, flow.Name, flow.Written!.Revision, flow.Written.Version))];
    }

    /// <summary>Refuses a run that has ended, of which nothing is left to take up.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="StoreException">It has ended.</exception>
    public static void RefuseEnded(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Status is RunStatus.Done or RunStatus.Failed)
        {
            throw new StoreException($"The run \"{run.Id}\" has ended ({(run.Status == RunStatus.Done ? "done" : "with failures")}); there is nothing to resume. Apply the plan again for flows that failed.");
        }
    }

    /// <summary>Takes up a run that was interrupted or cut short: what is unknown is read from the store and settled, the rest is done as it was set out.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="stop">The user's wish to stop.</param>
    /// <exception cref="StoreException">There is no such run, it has ended, another process is at it, or it belongs to another store.</exception>
    public async Task<Run> ResumeAsync(string id, CancellationToken stop = default)
    {
        using var journal = _runs.Open(id);
        CheckStore(journal.Run.Store, $"The run \"{id}\" works on");
        RefuseEnded(journal.Run);

        var original = journal.Run is { Kind: RunKind.Rollback, Of: { } of } ? _runs.Read(of) : null;
        var plan = journal.Run.ReadPlan();
        journal.Append(new RunResumedEntry { User = User });
        return await RunAsync(
            journal,
            async session =>
            {
                switch (session.Journal.Run.Kind)
                {
                    case RunKind.Apply when plan is not null:
                        session.Report(new RunProgress.Advanced(RunStage.Checking, 0, session.Journal.Run.Targets.Length));
                        await ApplyAsync(session, plan, await session.FindAsync(session.Journal.Run.Targets.Select(target => target.Id)));
                        break;
                    case RunKind.Rollback when original is not null:
                        await RestoreAsync(session, original);
                        break;
                    case RunKind.Republish:
                        await new RepublishPhase(session, Platform).RunAsync();
                        break;
                    default:
                        await PublishAsync(session);
                        break;
                }
            },
            stop);
    }

    /// <summary>Puts back what a run replaced, newest first: the definition from before as a new version, only where nobody wrote since; and what was live before, only where nobody published since.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="only">Names or ids of flows to put back; empty for all.</param>
    /// <param name="stop">The user's wish to stop.</param>
    /// <exception cref="StoreException">There is no such run, it is a rollback itself, nothing of it is left to put back, or it belongs to another store.</exception>
    public async Task<Run> RollbackAsync(string id, IReadOnlyCollection<string>? only = null, CancellationToken stop = default)
    {
        var original = _runs.Read(id);
        CheckStore(original.Store, $"The run \"{id}\" works on");
        if (original.Kind == RunKind.Rollback)
        {
            throw new StoreException($"The run \"{id}\" is a rollback itself and is not rolled back. To have the change again, apply its plan again.");
        }

        if (original.Status == RunStatus.Running)
        {
            throw new StoreException($"The run \"{id}\" is being worked on by another process. Wait until it ends, or interrupt it.");
        }

        var earlier = _runs.List().Where(run => run.Kind == RunKind.Rollback && run.Of == id).ToList();
        if (earlier.Find(run => run.Status is RunStatus.CutShort or RunStatus.Interrupted) is { } unfinished)
        {
            return await ResumeAsync(unfinished.Id, stop);
        }

        // The run is locked while it is taken back, so that nobody resumes it meanwhile.
        using var held = _runs.Open(id);
        var targets = RunChecks.SelectRestorable(original, earlier, only ?? []);
        using var journal = _runs.Create($"rollback-{SubjectOf(id)}");
        journal.Append(Starting(RunKind.Rollback, original.Options, targets) with { Run = journal.Run.Id, Of = id, Description = original.Description });
        return await RunAsync(journal, session => RestoreAsync(session, original), stop);
    }

    private PlatformApi Platform => (_store as ArchitectStore)?.Api ?? throw new StoreException($"{_store.DisplayName} copies no modules into the flows that use them, so there is nothing to publish again.");

    private async Task ApplyAsync(RunSession session, Plan plan, IReadOnlyDictionary<string, Core.Flows.FlowHeader> headers)
    {
        var publishing = new PublishPhase(session);
        if (session.Journal.Run.Restoring is null)
        {
            await new WritePhase(session, plan, new Surroundings(_store, Surroundings.SharedFlowsOf(plan.Steps)), _lint).RunAsync(headers);
            if (!MustRestore(session))
            {
                await publishing.CompileAsync();
            }

            if (!MustRestore(session) && session.Options.Publish && session.Mode == WriteMode.Draft)
            {
                await publishing.PublishAsync();
            }

            if (!MustRestore(session) && session.Options.Publish)
            {
                await publishing.VerifyAsync();
            }
        }

        if (MustRestore(session))
        {
            if (session.Journal.Run.Restoring is null)
            {
                var failed = session.Journal.Run.Flows.First(flow => flow.IsFailure);
                session.Journal.Append(new RestoringEntry { Reason = $"\"{failed.Name}\" failed, and the run is all or nothing." });
            }

            await new RestorePhase(session).RunAsync(RestorePhase.ToRestore(session.Journal.Run));
        }
    }

    private static bool MustRestore(RunSession session) => session.Options.AllOrNothing && session.Journal.Run.Flows.Any(flow => flow.IsFailure);

    private static async Task PublishAsync(RunSession session)
    {
        var publishing = new PublishPhase(session);
        await publishing.CompileAsync();
        await publishing.PublishAsync();
        await publishing.VerifyAsync();
    }

    private static Task RestoreAsync(RunSession session, Run original)
    {
        if (original.Kind == RunKind.Republish)
        {
            return new TakeBackPhase(session).RunAsync(original);
        }

        var mine = session.Journal.Run;
        return new RestorePhase(session).RunAsync([.. RestorePhase.ToRestore(original).Where(flow => mine.ById.TryGetValue(flow.Id, out var own) && own.Settled is null)]);
    }

    private async Task<Run> RunAsync(RunJournal journal, Func<RunSession, Task> work, CancellationToken stop)
    {
        var announcer = new Announcer(Handlers, new AuditFile(Path.Combine(_runs.State, "audit.jsonl")), _time, message => Progress?.Report(new RunProgress.Notice(message)));
        await using var telling = announcer;
        announcer.Begin(journal.Run.Id);
        using var session = new RunSession(_store, journal, announcer, _time, _random, Progress, stop);
        session.Report(new RunProgress.Started(journal.Run));
        try
        {
            await work(session);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return journal.Append(new RunFinishedEntry { Status = RunStatus.Interrupted });
        }
        catch (StoreException error) when (!journal.IsBroken)
        {
            throw new StoreException($"{error.Message} The run \"{journal.Run.Id}\" stopped there: \"patchbay runs resume {journal.Run.Id}\" takes it up again, \"patchbay rollback {journal.Run.Id}\" takes it back.", error.Failure, error);
        }

        if (session.Denied is { } denied && journal.Run.Flows.All(flow => flow is { Outcome: FlowOutcome.Failed or FlowOutcome.Skipped, State: FlowState.Old }))
        {
            // Nothing was allowed, so this is not about flows: it is about who asks.
            journal.Append(new RunFinishedEntry { Status = RunStatus.Failed });
            throw denied;
        }

        return journal.Append(new RunFinishedEntry { Status = journal.Run.Flows.Any(flow => flow.IsFailure) ? RunStatus.Failed : RunStatus.Done });
    }

    private RunStartedEntry Starting(RunKind kind, RunOptions options, ImmutableArray<RunTarget> targets) => new() { Run = "", Operation = kind, Store = _store.DisplayName, User = User, Options = options, Targets = targets };

    private void CheckStore(string store, string what)
    {
        if (store != _store.DisplayName)
        {
            throw new StoreException($"{what} {store}, and this is {_store.DisplayName}. Name that store with --org or --folder.");
        }
    }

    private static string SubjectOf(ResolvedStep step) => step switch
    {
        ResolvedCall call => call.Call.FlowName,
        ResolvedMenu menu => $"menu {menu.Element}",
        ResolvedMenuEdit menu => $"menu {menu.Element}",
        ResolvedRename rename => $"rename {rename.From}",
        ResolvedTransfer transfer => $"transfer to {transfer.Queue}",
        ResolvedSay say => $"say {say.Element}",
        _ => "",
    };

    private static string SubjectOf(Plan plan) => plan.Description.Length > 0 ? plan.Description : plan.Steps.Select(SubjectOf).FirstOrDefault("");

    /// <summary>A run's id without its date and time.</summary>
    private static string SubjectOf(string run) => run.Split('-', 5) is [_, _, _, _, var subject] ? subject : run;
}
