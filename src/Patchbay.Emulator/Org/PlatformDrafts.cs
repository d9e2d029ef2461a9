using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>The lock of a flow and the draft of whoever holds it.</summary>
internal sealed partial class PlatformFlows
{
    /// <summary>Takes the lock, and makes a draft. For whoever has it already nothing changes.</summary>
    public void CheckOut(PlatformFlow flow, Actor actor)
    {
        RefuseBusy(flow);
        RefuseLockedByAnother(flow, actor);
        if (flow.Draft is null)
        {
            flow.LockedBy = actor;
            flow.Draft = NewDraft(actor);
            Note(flow, actor, "Checkout");
        }
    }

    /// <summary>Locks a flow that nobody has locked, while a job works on it. There is no draft meanwhile.</summary>
    public void LockForJob(PlatformFlow flow, Actor actor)
    {
        flow.LockedBy = actor;
        Tell(flow);
    }

    /// <summary>Gives back the lock that a job took, unless somebody took it over.</summary>
    public void UnlockForJob(PlatformFlow flow, Actor actor)
    {
        if (flow.LockedBy == actor && flow.Draft is null)
        {
            Release(flow);
            Tell(flow);
        }
    }

    /// <summary>Saves content into the draft of whoever holds the lock.</summary>
    public PlatformDraft Save(PlatformFlow flow, FlowContent content, Actor actor)
    {
        RefuseBusy(flow);
        RefuseUnlessHeld(flow, actor);
        flow.Draft = new PlatformDraft(flow.Draft?.Id ?? NewDraft(actor).Id, actor, org.Now, content);
        Note(flow, actor, "Save", flow.Draft.Id);
        return flow.Draft;
    }

    /// <summary>Drops the draft and releases the lock.</summary>
    public void Revert(PlatformFlow flow, Actor actor)
    {
        RefuseBusy(flow);
        RefuseUnlessHeld(flow, actor);
        Release(flow);
        Note(flow, actor, "Revert");
    }

    /// <summary>Releases whoever's lock. What they saved is checked in, not lost.</summary>
    public void Unlock(PlatformFlow flow, Actor actor)
    {
        RefuseBusy(flow);
        if (flow.Draft?.Content is not null)
        {
            CommitDraft(flow, actor);
        }
        else if (flow.LockedBy is not null)
        {
            Release(flow);
            Note(flow, actor, "Unlock");
        }
    }

    /// <summary>Makes the draft a version, and releases the lock; done a moment later.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="mayUnlock">Whether somebody else's draft may be checked in.</param>
    public PlatformOperation CheckIn(PlatformFlow flow, Actor actor, bool mayUnlock)
    {
        RefuseBusy(flow);
        if (flow.LockedBy is null || !mayUnlock)
        {
            RefuseUnlessHeld(flow, actor);
        }

        RefuseWithoutContent(flow);
        return Begin(flow, new PlatformOperation(NextId("operation"), "Checkin", actor, org.Now));
    }

    private PlatformDraft NewDraft(Actor actor) => new($"saved_version_{NextId("saved")}", actor, org.Now, Content: null);

    /// <summary>Makes the draft the next version, even where nothing was saved into it, and releases the lock.</summary>
    private void CommitDraft(PlatformFlow flow, Actor actor)
    {
        var content = flow.NewestContent ?? throw new InvalidOperationException($"Flow \"{flow.Name}\" has no content to check in.");
        var version = AddVersion(flow, content, actor);
        Release(flow);
        Note(flow, actor, "Checkin", version.Id);
    }

    private PlatformVersion AddVersion(PlatformFlow flow, FlowContent content, Actor actor)
    {
        var version = new PlatformVersion(flow.Versions.Count + 1, actor, org.Now) { Body = content };
        flow.Versions.Add(version);
        return version;
    }

    private static void Release(PlatformFlow flow)
    {
        flow.LockedBy = null;
        flow.Draft = null;
    }

    private static void RefuseBusy(PlatformFlow flow)
    {
        if (flow.Operation is { IsComplete: false })
        {
            throw PlatformErrors.OperationInProgress(flow);
        }
    }

    private static void RefuseUnlessHeld(PlatformFlow flow, Actor actor)
    {
        if (flow.LockedBy != actor)
        {
            throw PlatformErrors.NotLockedByCaller(flow);
        }
    }

    private static void RefuseLockedByAnother(PlatformFlow flow, Actor actor)
    {
        if (flow.LockedBy is { } holder && holder != actor)
        {
            throw PlatformErrors.LockedByAnother(flow, holder);
        }
    }

    private static void RefuseWithoutContent(PlatformFlow flow)
    {
        if (flow.NewestContent is null)
        {
            throw PlatformErrors.NothingToCheckIn(flow);
        }
    }
}
