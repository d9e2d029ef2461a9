using System.Globalization;
using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>A flow before a write: free, or what stands in the way.</summary>
/// <param name="Flow">The flow as it was seen last.</param>
/// <param name="Obstacle">Why it is not written; null where nothing keeps it from that.</param>
internal sealed record FreeFlow(PlatformFlow Flow, WriteResult? Obstacle)
{
    /// <summary>What the user should know beside it, in full sentences.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The state in which the flow was held; null where its lock was not taken off.</summary>
    public Revision? Held { get; init; }

    /// <summary>Whether the flow was in an expected state until its holder's draft was dropped with the lock.</summary>
    /// <param name="expected">The state.</param>
    public bool IsAsExpected(Revision expected) => Held == expected;
}

/// <summary>What is done about flows that somebody else holds.</summary>
/// <param name="api">The API of the org.</param>
/// <param name="org">How messages call the org.</param>
/// <param name="options">The policy, and where drafts are kept.</param>
internal sealed class FlowLocks(PlatformApi api, string org, ArchitectOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>How long a publish job takes at most, as a rule.</summary>
    private static readonly TimeSpan OwnPatience = TimeSpan.FromMinutes(2);

    private readonly FlowWatch _watch = new(api);

    private OrgLogin Login => api.Connection.Login;

    /// <summary>The flow, once it is free or it is clear that it will not be.</summary>
    /// <param name="flow">The flow as it was just seen.</param>
    /// <param name="mayBeOwn">Whether the lock may be that of an earlier try of the same write: of its job, which may still be running, or one that it never let go of.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StoreException">The org gave up, or the holder's draft cannot be kept.</exception>
    public async Task<FreeFlow> FreeAsync(PlatformFlow flow, bool mayBeOwn, CancellationToken cancellationToken) =>
        flow.Holder is null ? new FreeFlow(flow, null)
        : mayBeOwn && await OutwaitOwnAsync(flow, cancellationToken) is { } free ? new FreeFlow(free, null) { Held = free.CheckedInVersion?.Id == flow.CheckedInVersion?.Id ? PlatformRevision.Of(flow) : null }
        : options.OnLock switch
        {
            LockPolicy.Wait => await WaitAsync(flow, cancellationToken),
            // A job of an earlier run, or of another one beside this, which ends by itself: nobody's work is in the way.
            LockPolicy.Skip when HeldBy(flow, Login).IsSelf => await WaitAsync(flow, cancellationToken),
            LockPolicy.TakeOver when options.Drafts is { } folder => await TakeOverAsync(flow, folder, cancellationToken),
            var policy => new FreeFlow(flow, HeldBy(flow, Login) with { EndsRun = policy == LockPolicy.Fail }),
        };

    /// <summary>Who holds a flow. A draft is made when the flow is checked out; without one nothing tells since when.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="login">As whom the store works.</param>
    public static WriteResult.Held HeldBy(PlatformFlow flow, OrgLogin login) => new(
        flow.Holder?.Name ?? flow.Holder?.Id ?? "somebody",
        flow.SavedVersion?.DateCreated is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null)
    {
        IsSelf = flow is { LockedUser: null, LockedClient: { } client } && client.Id == login.ClientId,
    };

    /// <summary>Waits for a job of the caller's own, and lets go of a lock that is still there then and into whose draft nothing was saved. Null where the lock is another's, or something would be lost.</summary>
    private async Task<PlatformFlow?> OutwaitOwnAsync(PlatformFlow flow, CancellationToken cancellationToken)
    {
        options.Notices?.Report($"\"{flow.Name}\": {HeldBy(flow, Login).Sentence}, perhaps from when the run was cut short. Waiting for up to {OwnPatience.TotalMinutes:0.#} minutes.");
        flow = await _watch.WaitAsync(flow.Id, seen => seen.Holder is null, Pause, OwnPatience, cancellationToken);
        if (flow.Holder is null || flow.CheckedInVersion is not { } version)
        {
            return flow.Holder is null ? flow : null;
        }

        var draft = await api.Flows.LatestConfigurationAsync(flow.Id, cancellationToken);
        var checkedIn = await api.Flows.ConfigurationAsync(flow.Id, version.Id, cancellationToken);
        if (!draft.AsSpan().SequenceEqual(checkedIn))
        {
            return null;
        }

        try
        {
            return await api.Flows.RevertAsync(flow.Id, cancellationToken);
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.Conflict)
        {
            // It is somebody else's, and whoever it is, the policy knows what to do.
            return null;
        }
    }

    private async Task<FreeFlow> WaitAsync(PlatformFlow flow, CancellationToken cancellationToken)
    {
        options.Notices?.Report($"\"{flow.Name}\": {HeldBy(flow, Login).Sentence}. Waiting for up to {options.LockPatience.TotalMinutes:0.#} minutes.");
        flow = await _watch.WaitAsync(flow.Id, seen => seen.Holder is null, Pause, options.LockPatience, cancellationToken);
        if (flow.Holder is null)
        {
            options.Notices?.Report($"\"{flow.Name}\" was let go of.");
        }

        return new FreeFlow(flow, flow.Holder is null ? null : HeldBy(flow, Login));
    }

    /// <summary>Keeps the holder's draft and takes the lock off. What becomes of the draft in the org is the org's affair, so the flow is looked at again: nothing of the draft goes live by this write.</summary>
    private async Task<FreeFlow> TakeOverAsync(PlatformFlow before, string folder, CancellationToken cancellationToken)
    {
        var held = HeldBy(before, Login);
        var file = before.SavedVersion is null ? null : await KeepDraftAsync(before, folder, cancellationToken);
        await api.Flows.UnlockAsync(before.Id, cancellationToken);
        var after = await api.Flows.GetAsync(before.Id, cancellationToken);
        var taken = $"The lock of {held.By} on \"{before.Name}\" was taken off{(file is null ? "; there was no draft" : $"; the draft is kept in {file}")}.";
        options.Notices?.Report(taken);
        var obstacle = Fate(before, after) is { } fate
            ? new WriteResult.Refused([$"{taken} {fate} Nothing was written: the plan does not know of it. Make the plan again."])
            : after.Holder is null ? (WriteResult?)null : HeldBy(after, Login);
        return new FreeFlow(after, obstacle) { Remarks = [taken], Held = PlatformRevision.Of(before) };
    }

    /// <summary>What became of a draft in the org, where it did not just go.</summary>
    private static string? Fate(PlatformFlow before, PlatformFlow after)
    {
        var (was, now) = (before.PublishedVersion?.Id, after.PublishedVersion?.Id);
        return now != was ? $"With the lock went the draft: the org published it as version {now}, and callers hear it now; version {was ?? "none"} was live before."
            : after.CheckedInVersion?.Id != before.CheckedInVersion?.Id ? $"With the lock went the draft: the org checked it in as version {after.CheckedInVersion?.Id}, which is not live."
            : null;
    }

    private async Task<string> KeepDraftAsync(PlatformFlow flow, string folder, CancellationToken cancellationToken)
    {
        byte[] draft;
        try
        {
            draft = await api.Flows.LatestConfigurationAsync(flow.Id, cancellationToken);
        }
        catch (ApiException error)
        {
            throw new StoreException($"{error.Message} So the draft of {HeldBy(flow, Login).By} on \"{flow.Name}\" could not be kept, and their lock on it in {org} stays.", error.Failure, error);
        }

        var path = Path.Combine(folder, $"{FlowFileName.Of(flow.Name)}-{api.Connection.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.json");
        try
        {
            PrivateFiles.MakeFolder(folder);
            PrivateFiles.Write(path, draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The draft of {HeldBy(flow, Login).By} on \"{flow.Name}\" could not be kept in {path}: {error.Message.TrimEnd('.')}. Their lock on it in {org} stays.", inner: error);
        }

        return path;
    }
}
