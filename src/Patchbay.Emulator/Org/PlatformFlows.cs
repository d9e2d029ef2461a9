using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>The flows of an org that speaks the platform's API: versions, locks, asynchronous acts and jobs. All of it is used under the org's lock.</summary>
/// <param name="org">The org.</param>
/// <param name="agenda">What will happen in the org by itself.</param>
internal sealed class PlatformFlows(EmulatorOrg org, Agenda agenda)
{
    private readonly Dictionary<string, PlatformFlow> _flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlatformJob> _jobs = new(StringComparer.Ordinal);
    private int _sequence;

    /// <summary>The flows, by id.</summary>
    public IEnumerable<PlatformFlow> All => _flows.Values.OrderBy(flow => flow.Id, StringComparer.Ordinal);

    /// <summary>The same and the deleted ones.</summary>
    public IEnumerable<PlatformFlow> AllEver => All;

    /// <summary>The flow with an id, deleted or not; null when there never was one.</summary>
    public PlatformFlow? FindById(string id) => _flows.GetValueOrDefault(id);

    /// <summary>The flow with an id.</summary>
    /// <exception cref="Http.ServiceException">There is none.</exception>
    public PlatformFlow Flow(string id) => _flows.GetValueOrDefault(id) ?? throw PlatformErrors.FlowNotFound(id);

    /// <summary>The flow with an id, for somebody who needs a permission in its division.</summary>
    /// <exception cref="Http.ServiceException">There is none, or its division is out of reach.</exception>
    public PlatformFlow Reachable(string id, Token token, string permission)
    {
        var flow = Flow(id);
        return token.Reaches(flow.Division) ? flow : throw Http.ServiceErrors.MissingPermission([permission], flow.Division.Name);
    }

    /// <summary>The flow with a name and a type, or null.</summary>
    public PlatformFlow? Find(string name, string type) => _flows.Values.FirstOrDefault(flow => flow.Name == name && flow.Type == type);

    /// <summary>Takes the lock, and makes a draft.</summary>
    public PlatformFlow CheckOut(string id, Actor actor)
    {
        var flow = Unbusy(id);
        if (flow.LockedBy is { } holder && holder != actor)
        {
            throw PlatformErrors.LockedByAnother(flow, holder);
        }

        flow.LockedBy = actor;
        flow.SavedVersionId ??= $"saved_version_{NextId("saved")}";
        Audit(flow, actor, "Checkout");
        return flow;
    }

    /// <summary>Drops the draft and releases the lock.</summary>
    public PlatformFlow Revert(string id, Actor actor)
    {
        var flow = Unbusy(id);
        if (flow.LockedBy != actor)
        {
            throw PlatformErrors.NotLockedByCaller(flow);
        }

        Release(flow);
        Audit(flow, actor, "Revert");
        return flow;
    }

    /// <summary>Releases whoever's lock.</summary>
    public PlatformFlow Unlock(string id, Actor actor)
    {
        var flow = Unbusy(id);
        Release(flow);
        Audit(flow, actor, "Unlock");
        return flow;
    }

    /// <summary>Makes the draft a version, and releases the lock; done a moment later.</summary>
    public PlatformOperation CheckIn(string id, Actor actor)
    {
        var flow = Unbusy(id);
        if (flow.LockedBy is null)
        {
            throw PlatformErrors.NotLockedByCaller(flow);
        }

        return Begin(flow, "CHECKIN", actor, () => CommitDraft(flow, actor));
    }

    /// <summary>Makes a version live, a moment later. Without a version the newest one, for which a draft is checked in first. For a version that does not exist the service answers and does nothing.</summary>
    public PlatformOperation Publish(string id, string? version, Actor actor)
    {
        var flow = Unbusy(id);
        if (flow.LockedBy is { } holder && holder != actor)
        {
            throw PlatformErrors.LockedByAnother(flow, holder);
        }

        return Begin(flow, "PUBLISH", actor, () =>
        {
            if (version is null)
            {
                CommitDraft(flow, actor);
            }

            if ((version is null ? flow.CheckedIn : flow.FindVersion(version)) is { } wanted)
            {
                MakeLive(flow, wanted);
                Audit(flow, actor, "Publish", wanted.Id);
            }
        });
    }

    /// <summary>Takes the live version away.</summary>
    public PlatformFlow Deactivate(string id, Actor actor)
    {
        var flow = Unbusy(id);
        EndLive(flow);
        Audit(flow, actor, "Deactivate");
        return flow;
    }

    /// <summary>Deletes a flow that nobody has locked.</summary>
    public void Delete(string id, Actor actor)
    {
        var flow = Unbusy(id);
        if (flow.LockedBy is { } holder && holder != actor)
        {
            throw PlatformErrors.CannotDeleteLocked(flow);
        }

        var users = _flows.Values.Where(other => other.Published?.Content is { } content && Calls(content, flow)).ToList();
        if (users.Count > 0)
        {
            throw PlatformErrors.UsedInFlows(flow, users);
        }

        _flows.Remove(id);
        Audit(flow, actor, "Delete");
    }

    /// <summary>Whether a definition calls, or hands callers on to, a flow.</summary>
    public static bool Calls(Flow content, PlatformFlow flow) =>
        content.Elements.Any(element => element.Call is { } call && call.FlowId == flow.Name && call.FlowType == flow.Type);

    /// <summary>Registers a job that publishes what is uploaded to it.</summary>
    public PlatformJob RegisterPublish(Actor actor) => Register(JobCommand.Publish, actor);

    /// <summary>Registers and starts an export.</summary>
    /// <param name="wanted">The flows, each with a version or null for the newest.</param>
    /// <param name="actor">Who asks.</param>
    public PlatformJob RegisterExport(IReadOnlyList<(PlatformFlow Flow, string? Version, string? FileName)> wanted, Actor actor)
    {
        var job = Register(JobCommand.Export, actor);
        agenda.Add(org.Now + org.Options.CompileDelay, () =>
        {
            foreach (var (flow, version, fileName) in wanted)
            {
                if ((version is null ? flow.CheckedIn : flow.FindVersion(version)) is { } found)
                {
                    job.Files.Add(($"{fileName ?? FileNameOf(flow)}.yaml", found.Text));
                }
                else
                {
                    job.Messages.Add(new JobMessage(true, org.Now, $"Flow \"{flow.Name}\" has no version {version ?? "that could be exported"}."));
                }
            }

            job.Status = job.Messages.Count == 0 ? JobStatus.Success : JobStatus.Failure;
        });
        return job;
    }

    /// <summary>The job with an id.</summary>
    public PlatformJob Job(string id, JobCommand command) =>
        _jobs.GetValueOrDefault(id) is { } job && job.Command == command ? job : throw PlatformErrors.JobNotFound(id);

    /// <summary>Takes what was uploaded, which starts the job.</summary>
    public void Upload(PlatformJob job, string text)
    {
        if (job.Status != JobStatus.Registered)
        {
            throw PlatformErrors.UploadTaken();
        }

        job.Status = JobStatus.Started;
        agenda.Add(org.Now + org.Options.CompileDelay, () => RunPublish(job, text));
    }

    /// <summary>Takes in a flow as it is, live at once.</summary>
    public PlatformFlow Import(string text)
    {
        var content = Read(text) ?? throw new ArgumentException("1:1: This is not an Architect flow in YAML.", nameof(text));
        if (Find(content.Name, content.Type) is not null)
        {
            throw new ArgumentException($"1:1: There is another flow of the name \"{content.Name}\" and the type {content.Type}.", nameof(text));
        }

        // A folder does not tell what else an org has: what its flows name is there.
        org.Gaps.Fill(content, ["en-us"]);
        var flow = Enter(content);
        MakeLive(flow, AddVersion(flow, text, content, Actor.Importer));

        return flow;
    }

    private static Flow? Read(string text) =>
        FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))) is { Api: FlowApi.Platform } flow && ArchitectFlowTypes.FromApiType(flow.Type) is not null ? flow : null;

    private PlatformJob Register(JobCommand command, Actor actor)
    {
        var job = new PlatformJob(NextId("job"), command, actor) { Status = command == JobCommand.Export ? JobStatus.Started : JobStatus.Registered };
        _jobs.Add(job.Id, job);
        return job;
    }

    private void RunPublish(PlatformJob job, string text)
    {
        if (Read(text) is not { } content)
        {
            Fail(job, "The file is not an Architect flow: its root key is no flow type.");
            return;
        }

        if (content.Name.Length == 0)
        {
            Fail(job, "The flow has no name.");
            return;
        }

        var flow = Find(content.Name, content.Type);
        if (flow?.LockedBy is { } holder && holder != job.Actor)
        {
            Fail(job, $"Flow \"{flow.Name}\" is locked by another entity: {(holder.IsUser ? "user" : "client")} \"{holder.Name}\".");
            return;
        }

        foreach (var finding in Linter.Check(content, Catalogue()).Where(finding => finding.Severity is Severity.Error or Severity.Warning))
        {
            job.Messages.Add(new JobMessage(finding.Severity == Severity.Error, org.Now, $"line {content.Tree.Source.GetPosition(finding.Span.Start)}: {finding.Message} [{finding.Id}]"));
        }

        if (job.Messages.Exists(message => message.IsError))
        {
            job.Status = JobStatus.Failure;
            return;
        }

        flow ??= Enter(content);
        Release(flow);
        MakeLive(flow, AddVersion(flow, text, content, job.Actor));
        Audit(flow, job.Actor, "Publish", flow.Published?.Id);
        job.FlowId = flow.Id;
        job.Status = JobStatus.Success;
    }

    private void Fail(PlatformJob job, string reason)
    {
        job.Messages.Add(new JobMessage(true, org.Now, reason));
        job.Status = JobStatus.Failure;
    }

    private OrgCatalogue Catalogue() => new(_flows.Values.Select(flow => new CatalogueFlow(flow.Name, flow.Name, flow.Type) { CompatibleTypes = flow.Published?.Content.CompatibleTypes ?? default }), default, knowsAllFlows: true);

    private PlatformFlow Enter(Flow content)
    {
        var id = EmulatorOrg.IdFrom("platform flow", $"{content.Type}\n{content.Name}");
        var division = content.Division is { Name.Length: > 0 } named ? org.AddDivision(EmulatorOrg.IdFrom("division", named.Name), named.Name) : org.HomeDivision;
        var flow = new PlatformFlow(id, content.Name, content.Type, division) { Description = content.Description ?? "" };
        _flows.Add(id, flow);
        return flow;
    }

    private PlatformVersion AddVersion(PlatformFlow flow, string text, Flow content, Actor actor)
    {
        var version = new PlatformVersion(flow.Versions.Count + 1, text, content, actor, org.Now);
        flow.Versions.Add(version);
        org.Dependencies.Changed(flow);
        return version;
    }

    private void CommitDraft(PlatformFlow flow, Actor actor)
    {
        if (flow is { SavedVersionId: not null, CheckedIn: { } newest })
        {
            var version = AddVersion(flow, newest.Text, newest.Content, actor);
            Audit(flow, actor, "Checkin", version.Id);
        }

        Release(flow);
    }

    /// <summary>Publishes a version: the common modules that it calls are copied into it as they are at this moment.</summary>
    private void MakeLive(PlatformFlow flow, PlatformVersion version)
    {
        EndLive(flow);
        version.PublishedAt = org.Now;
        version.PublishedEnd = null;
        version.Modules = version.Content.Elements
            .Select(element => element.Call)
            .OfType<SharedFlowCall>()
            .Where(call => call.FlowType == "commonmodule")
            .DistinctBy(call => call.FlowId)
            .Select(call => (call.FlowId, Version: Find(call.FlowId, "commonmodule")?.Published?.Id))
            .Where(copied => copied.Version is not null)
            .ToImmutableDictionary(copied => copied.FlowId, copied => copied.Version ?? "");
        flow.Published = version;
        org.Dependencies.Changed(flow);
    }

    private void EndLive(PlatformFlow flow)
    {
        if (flow.Published is { } live)
        {
            live.PublishedEnd = org.Now;
            flow.Published = null;
            org.Dependencies.Changed(flow);
        }
    }

    private PlatformFlow Unbusy(string id)
    {
        var flow = Flow(id);
        return flow.Operation is { IsComplete: false } ? throw PlatformErrors.OperationInProgress(flow) : flow;
    }

    private PlatformOperation Begin(PlatformFlow flow, string action, Actor actor, Action act)
    {
        var operation = new PlatformOperation(NextId("operation"), action, actor);
        flow.Operation = operation;
        agenda.Add(org.Now + org.Options.CompileDelay, () =>
        {
            act();
            operation.IsComplete = true;
        });
        return operation;
    }

    private void Audit(PlatformFlow flow, Actor actor, string action, string? version = null) =>
        org.PlatformAudits.Add(org.Now, actor, PlatformAudits.Architect, "Flow", flow.Id, flow.Name, action, version);

    private static void Release(PlatformFlow flow)
    {
        flow.LockedBy = null;
        flow.SavedVersionId = null;
    }

    private string NextId(string kind) => EmulatorOrg.IdFrom(kind, $"{org.Id}\n{++_sequence}");

    private static string FileNameOf(PlatformFlow flow) => $"{new string([.. flow.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')])}-{flow.Type}-{flow.Id}";
}
