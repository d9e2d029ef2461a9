using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>The Architect jobs of an org that speaks the platform's API. All of it is used under the org's lock.</summary>
/// <param name="org">The org.</param>
/// <param name="flows">Its flows.</param>
/// <param name="agenda">What will happen in the org by itself.</param>
internal sealed class PlatformJobs(EmulatorOrg org, PlatformFlows flows, Agenda agenda)
{
    /// <summary>How long a job can be asked for, and its signed address is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How many jobs are kept; of more, the oldest are forgotten that ended or wait for their file.</summary>
    private const int MaxKept = 1000;

    /// <summary>What a job says that was throttled: the status is in the text alone.</summary>
    private const string Throttled = "Archy failed with exit code 107: the platform answered 429 (Too Many Requests), too.many.requests.retry.after.";

    private readonly Dictionary<string, PlatformJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>How many ids were given out.</summary>
    public int Sequence { get; set; }

    /// <summary>Whoever is told of every change of a job, after it was made.</summary>
    public List<Action<PlatformJob>> Watchers { get; } = [];

    /// <summary>Registers a job that publishes what is uploaded to it.</summary>
    public PlatformJob RegisterPublish(Token token) => Add(new PlatformJob(NextId(), JobCommand.Publish, token.Actor, org.Now) { Divisions = token.Divisions });

    /// <summary>Registers and starts an export.</summary>
    /// <param name="wanted">The flows.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="fault">What goes wrong with it by a fault rule; null for nothing.</param>
    public PlatformJob RegisterExport(IEnumerable<WantedFlow> wanted, Token token, FaultKind? fault = null) =>
        Start(Add(new PlatformJob(NextId(), JobCommand.Export, token.Actor, org.Now) { Divisions = token.Divisions, Wanted = [.. wanted], Fault = fault }));

    /// <summary>Registers and starts a look at flows of the org.</summary>
    /// <param name="wanted">The flows.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="fault">What goes wrong with it by a fault rule; null for nothing.</param>
    public PlatformJob RegisterValidate(IEnumerable<WantedFlow> wanted, Token token, FaultKind? fault = null) =>
        Start(Add(new PlatformJob(NextId(), JobCommand.Validate, token.Actor, org.Now) { Divisions = token.Divisions, Wanted = [.. wanted], Fault = fault }));

    /// <summary>Whether a job was not forgotten.</summary>
    public bool Has(PlatformJob job) => _jobs.ContainsKey(job.Id);

    /// <summary>The job with an id.</summary>
    /// <exception cref="Http.ServiceException">There is none of that kind, or it was forgotten.</exception>
    public PlatformJob Job(string id, JobCommand command) =>
        _jobs.GetValueOrDefault(id) is { } job && job.Command == command && org.Now - job.CreatedAt <= Lifetime ? job : throw PlatformErrors.JobNotFound(id);

    /// <summary>Takes what was uploaded, which starts the job. The flow that it is about is locked until it ends, unless somebody else has it locked: then the job will fail.</summary>
    /// <param name="job">The job.</param>
    /// <param name="text">What was uploaded.</param>
    /// <param name="fault">What goes wrong with it by a fault rule; null for nothing.</param>
    /// <exception cref="Http.ServiceException">Something was uploaded already.</exception>
    public void Upload(PlatformJob job, string text, FaultKind? fault = null)
    {
        if (job.Status != JobStatus.Registered)
        {
            throw PlatformErrors.UploadTaken();
        }

        job.Upload = text;
        job.Fault = fault;
        if (FlowOf(text) is { LockedBy: null, Operation: null or { IsComplete: true } } flow && flow.Division.IsAmong(job.Divisions))
        {
            flows.LockForJob(flow, job.Actor);
            job.LockedFlowId = flow.Id;
        }

        Start(job);
    }

    /// <summary>The files that an export gives, each by its name.</summary>
    public IReadOnlyList<(string Name, string Text)> FilesOf(PlatformJob job)
    {
        var files = new List<(string Name, string Text)>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var wanted in job.Fault == FaultKind.EmptyExport ? [] : job.Wanted)
        {
            if (Find(wanted) is { } flow && ContentOf(flow, wanted) is { } content)
            {
                var stem = wanted.FileName ?? FileNameOf(flow);
                var extension = wanted.AsArchitect ? I3Export.ExtensionOf(flow.Type) : ".yaml";
                var name = stem + extension;
                for (var again = 2; !taken.Add(name); again++)
                {
                    name = $"{stem}-{again}{extension}";
                }

                files.Add((name, wanted.AsArchitect ? I3Export.Encode(org.Configurations.Of(content)) : content.Export));
            }
        }

        return files;
    }

    private PlatformJob Add(PlatformJob job)
    {
        Forget();
        _jobs.Add(job.Id, job);
        Watchers.ForEach(watcher => watcher(job));
        return job;
    }

    /// <summary>Puts a job back that was kept. One that was under way runs when it would have.</summary>
    public void Restore(PlatformJob job)
    {
        _jobs.Add(job.Id, job);
        Continue(job);
    }

    private PlatformJob Start(PlatformJob job)
    {
        job.Status = JobStatus.Started;
        job.StartedAt = org.Now;
        Watchers.ForEach(watcher => watcher(job));
        Continue(job);
        return job;
    }

    private void Continue(PlatformJob job)
    {
        if (job is { Status: JobStatus.Started, StartedAt: { } started, Fault: not FaultKind.JobStuck })
        {
            agenda.Add(started + org.Options.CompileDelay, () => Run(job));
        }
    }

    private void Run(PlatformJob job)
    {
        if (job.Fault == FaultKind.JobThrottled)
        {
            Report(job, Throttled);
        }
        else if (job.Command == JobCommand.Publish)
        {
            RunPublish(job);
        }
        else if (job.Command == JobCommand.Export)
        {
            RunExport(job);
        }
        else
        {
            RunValidate(job);
        }

        End(job);
    }

    private void End(PlatformJob job)
    {
        job.Status = job.Messages.Exists(message => message.IsError) ? JobStatus.Failure : JobStatus.Success;
        job.Upload = null;
        if (job.LockedFlowId is { } locked)
        {
            flows.UnlockForJob(flows.Flow(locked), job.Actor);
            job.LockedFlowId = null;
        }

        Watchers.ForEach(watcher => watcher(job));
    }

    private void RunPublish(PlatformJob job)
    {
        if (FlowContent.Read(job.Upload ?? "") is not { IsConfiguration: false } content)
        {
            Report(job, "The file is not an Architect flow: its root key is no flow type.");
            return;
        }

        if (content.Flow.Name.Length == 0)
        {
            Report(job, "The flow has no name.");
            return;
        }

        var flow = flows.Find(content.Flow.Name, content.Flow.Type);
        var division = flow?.Division ?? flows.DivisionOf(content.Flow);
        if (!division.IsAmong(job.Divisions))
        {
            Report(job, $"The permission architect:flow:publish is missing in division \"{division.Name}\".");
            return;
        }

        if (flow?.LockedBy is { } holder && holder != job.Actor)
        {
            Report(job, $"Flow \"{flow.Name}\" is locked by another entity: {(holder.IsUser ? "user" : "client")} \"{holder.Name}\". Use the force unlock option to take the lock over.");
            return;
        }

        if (flow?.Operation is { IsComplete: false } busy)
        {
            Report(job, $"Another operation on flow \"{flow.Name}\" has not finished: {busy.Action}.");
            return;
        }

        // A flow that cannot be published for another reason leaves nothing behind.
        var makesMissing = org.Options.CreateMissing && flows.Check(content).All(finding => finding.Severity != Severity.Error || PlatformFlows.IsMissingDependency(finding));
        org.Gaps.Fill(content, servedToo: makesMissing);
        if (makesMissing)
        {
            org.Gaps.FillFlows(content, modulesOnly: false);
        }

        Look(job, content);
        if (!job.Messages.Exists(message => message.IsError))
        {
            job.FlowId = flows.Take(content, job.Actor).Id;
        }
    }

    private void RunExport(PlatformJob job)
    {
        foreach (var wanted in job.Wanted)
        {
            if (Found(job, wanted) is ({ } flow, { } content))
            {
                if (content.IsConfiguration && !wanted.AsArchitect)
                {
                    Report(job, $"Flow \"{flow.Name}\" was saved as configuration in that version, which this org does not write as YAML.");
                }
            }
        }
    }

    private void RunValidate(PlatformJob job)
    {
        foreach (var wanted in job.Wanted)
        {
            if (Found(job, wanted) is (_, { } content))
            {
                Look(job, content);
            }
        }
    }

    /// <summary>Leaves a message for everything that is wrong with content in this org.</summary>
    private void Look(PlatformJob job, FlowContent content)
    {
        foreach (var finding in flows.Check(content))
        {
            var details = PlatformFlows.IsMissingDependency(finding) ? LookUps(content.Flow, finding) : [];
            job.Messages.Add(new JobMessage(finding.Severity == Severity.Error, org.Now, PlatformFlows.Wording(content.Flow, finding)) { Details = [.. details] });
        }
    }

    private static IEnumerable<FailedLookUp> LookUps(Flow flow, Diagnostic finding) => flow.Dependencies
        .Where(used => used.Span == finding.Span)
        .Take(1)
        .Select(used => new FailedLookUp($"{PathOf(used.Kind)}?name={Uri.EscapeDataString(used.Name)}", finding.Message));

    /// <summary>Where the platform lists the things of a kind.</summary>
    private static string PathOf(DependencyKind kind) => kind switch
    {
        DependencyKind.Division => "/api/v2/authorization/divisions",
        _ => $"/api/v2/{ResourceKinds.Of(kind)?.Path ?? "flows"}",
    };

    private (PlatformFlow? Flow, FlowContent? Content) Found(PlatformJob job, WantedFlow wanted)
    {
        if (Find(wanted) is not { } flow)
        {
            Report(job, $"There is no flow {wanted}.");
            return default;
        }

        if (!flow.Division.IsAmong(job.Divisions))
        {
            Report(job, $"The permission architect:flow:view is missing in division \"{flow.Division.Name}\".");
            return default;
        }

        var content = ContentOf(flow, wanted);
        if (content is null)
        {
            Report(job, $"Flow \"{flow.Name}\" has no version {wanted.Version ?? "that was checked in"}.");
        }

        return (flow, content);
    }

    private PlatformFlow? Find(WantedFlow wanted) => wanted.Id is { } id ? flows.All.FirstOrDefault(flow => flow.Id == id) : flows.Find(wanted.Name, wanted.Type);

    private static FlowContent? ContentOf(PlatformFlow flow, WantedFlow wanted) => (wanted.Version is { } version ? flow.FindVersion(version) : flow.CheckedIn)?.Body;

    /// <summary>The flow that an upload is about, or null where there is none yet.</summary>
    public PlatformFlow? FlowOf(string text) => FlowFormats.ReadHead(new SourceText(text, "flow.yaml")) is { } head ? flows.Find(head.Name, head.Type) : null;

    private void Report(PlatformJob job, string reason) => job.Messages.Add(new JobMessage(IsError: true, org.Now, reason));

    /// <summary>Forgets jobs that are too old, and of too many the oldest that do not run.</summary>
    private void Forget()
    {
        var old = _jobs.Values.Where(job => org.Now - job.CreatedAt > Lifetime).ToList();
        var excess = _jobs.Values.Except(old).Where(job => job.Status != JobStatus.Started).OrderBy(job => job.CreatedAt).Take(Math.Max(0, _jobs.Count - old.Count - MaxKept));
        foreach (var job in old.Concat(excess).ToList())
        {
            _jobs.Remove(job.Id);
            Watchers.ForEach(watcher => watcher(job));
        }
    }

    private string NextId() => EmulatorOrg.IdFrom("job", $"{org.Id}\n{++Sequence}");

    private static string FileNameOf(PlatformFlow flow) =>
        $"{new string([.. flow.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')])}-{flow.Type}-{flow.Id}";
}
