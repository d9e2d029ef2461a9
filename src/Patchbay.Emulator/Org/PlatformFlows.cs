using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Refactoring;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>The flows of an org that speaks the platform's API: finding them, making them, renaming and deleting them here; drafts and publishing in files of their own. All of it is used under the org's lock.</summary>
/// <param name="org">The org.</param>
/// <param name="agenda">What will happen in the org by itself.</param>
internal sealed partial class PlatformFlows(EmulatorOrg org, Agenda agenda)
{
    /// <summary>How many flows one request may delete.</summary>
    public const int MaxDeleted = 100;

    /// <summary>How many histories are kept of each flow.</summary>
    private const int MaxHistories = 10;

    /// <summary>The resources that can lead callers to a flow, as the platform's error codes spell them.</summary>
    private static readonly ImmutableArray<(ResourceKind Kind, string Code)> UserKinds =
        [(ResourceKinds.Ivr, "ivr.configs"), (ResourceKinds.Queue, "queues"), (ResourceKinds.EmergencyGroup, "emergency.groups")];

    private readonly SortedList<string, PlatformFlow> _flows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Name), PlatformFlow> _byName = [];
    private (OrgNames Names, OrgCatalogue Catalogue)? _catalogue;

    /// <summary>How many ids were given out.</summary>
    public int Sequence { get; set; }

    /// <summary>Whoever is told of every change of a flow, after it was made.</summary>
    public List<Action<PlatformFlow>> Watchers { get; } = [];

    /// <summary>The flows that were not deleted, by id.</summary>
    public IEnumerable<PlatformFlow> All => AllEver.Where(flow => !flow.IsDeleted);

    /// <summary>The same and the deleted ones.</summary>
    public IEnumerable<PlatformFlow> AllEver => _flows.Values;

    /// <summary>The flow with an id, deleted or not; null when there never was one.</summary>
    public PlatformFlow? FindById(string id) => _flows.GetValueOrDefault(id);

    /// <summary>The flow with an id, deleted or not.</summary>
    /// <exception cref="ServiceException">There never was one.</exception>
    public PlatformFlow Flow(string id) => FindById(id) ?? throw PlatformErrors.FlowNotFound(id);

    /// <summary>The flow with a name and a type, or null.</summary>
    public PlatformFlow? Find(string name, string type) => _byName.GetValueOrDefault((type, name));

    /// <summary>Makes a flow without any content, locked by whoever makes it.</summary>
    public PlatformFlow Create(string name, string type, string description, OrgDivision division, Actor actor)
    {
        RefuseTakenName(name, type);
        var flow = Enter(name, type, division, description);
        flow.LockedBy = actor;
        flow.Draft = NewDraft(actor);
        flow.Operation = new PlatformOperation(NextId("operation"), "Create", actor, org.Now) { Status = OperationStatus.Success };
        Note(flow, actor, "Create");
        return flow;
    }

    /// <summary>Changes a flow's name and description. It stays the flow that it is, and whoever uses it by name goes on doing so.</summary>
    public void Update(PlatformFlow flow, string name, string description, Actor actor)
    {
        RefuseUnlessHeld(flow, actor);
        if (name != flow.Name)
        {
            RefuseTakenName(name, flow.Type);
            Rename(flow, name);
        }

        if (description != flow.Description)
        {
            Describe(flow, description);
        }

        Note(flow, actor, "Update");
    }

    /// <summary>Deletes a flow that nobody else has locked and nothing uses.</summary>
    public void Delete(PlatformFlow flow, Actor actor)
    {
        if (WhyNotDelete(flow, actor, []) is { } reason)
        {
            throw reason;
        }

        End(flow, actor);
    }

    /// <summary>Deletes several flows a moment later, all or none. They may use each other.</summary>
    /// <exception cref="ServiceException">One of them cannot be deleted.</exception>
    public PlatformOperation DeleteAll(IReadOnlyList<PlatformFlow> flows, Actor actor)
    {
        var reasons = flows.Select(flow => WhyNotDelete(flow, actor, flows)).OfType<ServiceException>().ToList();
        if (reasons.Count > 0)
        {
            throw PlatformErrors.BatchDeleteFailed(reasons);
        }

        // One operation, which each flow shows as its own.
        var id = NextId("operation");
        return flows.Select(flow => Begin(flow, new PlatformOperation(id, "Delete", actor, org.Now))).ToList()[0];
    }

    /// <summary>Puts a history of what was done to a flow together, a moment later. Nothing else waits for it.</summary>
    public FlowHistory TellHistory(PlatformFlow flow, Actor actor)
    {
        var history = new FlowHistory(new PlatformOperation(NextId("history"), "History", actor, org.Now));
        flow.Histories.Add(history);
        flow.Histories.RemoveRange(0, Math.Max(0, flow.Histories.Count - MaxHistories));
        Tell(flow);
        Continue(flow, history);
        return history;
    }

    private void Continue(PlatformFlow flow, FlowHistory history) => agenda.Add(history.Operation.StartedAt + org.Options.CompileDelay, () =>
    {
        history.Operation.Status = OperationStatus.Success;
        history.CompletedAt = org.Now;
        history.Acts = [.. flow.Acts];
        Tell(flow);
    });

    /// <summary>Puts a flow back that was kept. What was under way with it goes on.</summary>
    public void Restore(PlatformFlow flow)
    {
        _flows.Add(flow.Id, flow);
        if (!flow.IsDeleted)
        {
            _byName.Add((flow.Type, flow.Name), flow);
        }

        if (flow.Operation is { IsComplete: false } operation)
        {
            Continue(flow, operation);
        }

        foreach (var history in flow.Histories.Where(history => history.CompletedAt is null))
        {
            Continue(flow, history);
        }
    }

    /// <summary>Takes in a flow as it is, live at once. There must be none of its name and type.</summary>
    public PlatformFlow Import(FlowContent content)
    {
        var flow = Enter(content.Flow);
        MakeLive(flow, AddVersion(flow, content, Actor.Importer), Actor.Importer);
        Note(flow, Actor.Importer, "Create", flow.Published?.Id);
        return flow;
    }

    /// <summary>Makes a flow of what an upload holds, or gives the one of that name and type, and makes the content its next version, live.</summary>
    public PlatformFlow Take(FlowContent content, Actor actor)
    {
        var flow = Find(content.Flow.Name, content.Flow.Type) ?? Enter(content.Flow);
        flow.Description = content.Flow.Description ?? flow.Description;
        Release(flow);
        MakeLive(flow, AddVersion(flow, content, actor), actor);
        flow.Operation = new PlatformOperation(NextId("operation"), "Publish", actor, org.Now) { Status = OperationStatus.Success };
        Note(flow, actor, "Checkin", flow.CheckedIn?.Id);
        Note(flow, actor, "Publish", flow.CheckedIn?.Id);
        return flow;
    }

    /// <summary>The division that a flow's content names; the home division where it names none, or none that there is.</summary>
    public OrgDivision DivisionOf(Flow content) => (content.Division is { } named ? org.FindDivision(named.Name) : null) ?? org.HomeDivision;

    private PlatformFlow Enter(Flow content) => Enter(content.Name, content.Type, DivisionOf(content), content.Description ?? "");

    private PlatformFlow Enter(string name, string type, OrgDivision division, string description)
    {
        var id = EmulatorOrg.IdFrom("platform flow", $"{type}\n{name}");
        for (var again = 2; _flows.ContainsKey(id); again++)
        {
            id = EmulatorOrg.IdFrom("platform flow", $"{type}\n{name}\n{again}");
        }

        var flow = new PlatformFlow(id, name, type, division) { Description = description };
        _flows.Add(id, flow);
        _byName.Add((type, name), flow);
        return flow;
    }

    /// <summary>Gives a flow another name, in all that was ever said of it: in a real org flows are joined by id, and an export names the flow as it is called then.</summary>
    private void Rename(PlatformFlow flow, string name)
    {
        var old = flow.Name;
        var named = _flows.Values.Where(other => other == flow || other.Versions.Exists(version => version.Body.Calls(flow)) || other.Draft?.Content?.Calls(flow) == true).ToList();
        foreach (var other in named)
        {
            foreach (var version in other.Versions.Where(version => other == flow || version.Body.Calls(flow)))
            {
                version.Body = Renamed(version.Body);
                if (version.Modules.TryGetValue(old, out var held))
                {
                    version.Modules = version.Modules.Remove(old).SetItem(name, held);
                }
            }

            if (other.Draft is { Content: { } content } draft && (other == flow || content.Calls(flow)))
            {
                other.Draft = draft with { Content = Renamed(content) };
            }
        }

        _byName.Remove((flow.Type, old));
        flow.Name = name;
        _byName.Add((flow.Type, name), flow);
        named.ForEach(Tell);

        FlowContent Renamed(FlowContent content) => content.IsConfiguration ? content.With(ConfigurationNames.Rename(content.Flow, flow.Type, old, name))
            : RenameFlow.Apply(content.Flow, old, name, flow.Type) is Refactored.Changed changed ? content.With(changed.Edits)
            : content;
    }

    /// <summary>Gives a flow another description, in all its versions: an export tells the one that the flow has then.</summary>
    private static void Describe(PlatformFlow flow, string description)
    {
        flow.Description = description;
        foreach (var version in flow.Versions)
        {
            version.Body = version.Body.Describing(description);
        }

        if (flow.Draft is { Content: { } content } draft)
        {
            flow.Draft = draft with { Content = content.Describing(description) };
        }
    }

    private void RefuseTakenName(string name, string type)
    {
        if (Find(name, type) is { } holder)
        {
            throw PlatformErrors.NameTaken(holder);
        }
    }

    private ServiceException? WhyNotDelete(PlatformFlow flow, Actor actor, IReadOnlyList<PlatformFlow> alongWith)
    {
        if (flow.Operation is { IsComplete: false })
        {
            return PlatformErrors.OperationInProgress(flow);
        }

        if (flow.LockedBy is { } holder && holder != actor)
        {
            return PlatformErrors.CannotDeleteLocked(flow);
        }

        var callers = All.Where(other => other != flow && !alongWith.Contains(other) && other.Published is { } live && live.Body.Calls(flow));
        List<FlowUser> users = [.. callers.Select(caller => new FlowUser("flows", caller.Id, caller.Name)), .. UsersOf(flow)];
        return users.Count > 0 ? PlatformErrors.Used(flow, "delete", users) : null;
    }

    /// <summary>What else of the org leads callers to a flow.</summary>
    private IEnumerable<FlowUser> UsersOf(PlatformFlow flow) =>
        from kind in UserKinds
        from resource in org.Resources.All(kind.Kind)
        where resource.References().Any(reference => reference.Target == ResourceKinds.Flow && reference.Id == flow.Id)
        select new FlowUser(kind.Code, resource.Id, resource.Name);

    private void End(PlatformFlow flow, Actor actor)
    {
        EndLive(flow);
        Release(flow);
        flow.IsDeleted = true;
        _byName.Remove((flow.Type, flow.Name));
        Note(flow, actor, "Delete");
    }

    /// <summary>Takes down what was done, and tells that the flow has changed. Every change of a flow comes by here or by <see cref="Tell"/>.</summary>
    private void Note(PlatformFlow flow, Actor actor, string action, string? version = null, bool isSuccess = true)
    {
        if (isSuccess)
        {
            flow.Acts.Add(new FlowAct(org.Now, actor, action, version));
        }

        org.PlatformAudits.Add(org.Now, actor, PlatformAudits.Architect, "Flow", flow.Id, flow.Name, action, version, isSuccess);
        Tell(flow);
    }

    private void Tell(PlatformFlow flow)
    {
        _catalogue = null;
        org.Dependencies.Changed(flow);
        Watchers.ForEach(watcher => watcher(flow));
    }

    private string NextId(string kind) => EmulatorOrg.IdFrom(kind, $"{org.Id}\n{++Sequence}");
}

/// <summary>Something of the org that uses a flow.</summary>
/// <param name="Kind">What kind of thing, as the platform's error codes spell it: <c>flows</c>, <c>ivr.configs</c>, <c>queues</c>, <c>emergency.groups</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record FlowUser(string Kind, string Id, string Name);
