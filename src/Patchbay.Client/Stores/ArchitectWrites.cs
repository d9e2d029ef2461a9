using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Stores;

/// <summary>Puts flows into an org that speaks the platform's API: looks at the flow, runs a publish job, and looks what came of it.</summary>
/// <param name="api">The API of the org.</param>
/// <param name="org">How messages call the org.</param>
/// <param name="options">How it goes about its work.</param>
/// <param name="exports">Reads versions that came in between.</param>
internal sealed class ArchitectWrites(PlatformApi api, string org, ArchitectOptions options, ArchitectExports exports)
{
    /// <summary>So often a flow is looked at that should have changed and has not.</summary>
    private const int Looks = 3;

    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(2);

    private readonly JobWait _jobs = new(api.Connection.Time, org);
    private readonly JobWait _operations = new(api.Connection.Time, org);
    private readonly FlowLooks _looks = new(api);
    private readonly FlowLocks _locks = new(api, org, options);
    private readonly FlowRenames _renames = new(api, org, options.Mirror);
    private int _writing;

    /// <summary>Writes a definition, which makes it live. Where it has another name, the flow is given that first, so that the publish job finds it; where nothing comes of the job, it is given its old one back.</summary>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Stops it; whether the job goes on is unknown.</param>
    /// <exception cref="StoreException">The org gave up.</exception>
    public async Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writing);
        try
        {
            return await TryAsync(write, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    private async Task<WriteResult> TryAsync(FlowWrite write, CancellationToken cancellationToken)
    {
        var names = new Names(FlowName.In(write.Before), FlowName.In(write.After));
        var isRenamed = false;
        try
        {
            for (var tries = 1; ; tries++)
            {
                var free = await _locks.FreeAsync(await ReadAsync(write.Id, cancellationToken), write.WasBegun, cancellationToken);
                var before = free.Flow;
                isRenamed |= write.WasBegun && names.Differ && before.Name == names.After;
                var obstacle = free.Obstacle ?? ObstacleTo(write, names, free);
                if (obstacle is null && names.After is { } name && name != before.Name)
                {
                    obstacle = await _renames.RenameAsync(before, name, cancellationToken);
                    isRenamed |= obstacle is null;
                    before = before with { Name = name };
                    if (obstacle is WriteResult.Held && tries < JobMessages.MostTries)
                    {
                        // The next look does about the lock what the policy says.
                        await Task.Delay(LookPause, api.Connection.Time, cancellationToken);
                        continue;
                    }
                }

                if (obstacle is null)
                {
                    var job = await RunAsync(before, write.After, cancellationToken);
                    if (!job.HasSucceeded && tries < JobMessages.MostTries && (JobMessages.IsThrottled(job) || JobMessages.IsLocked(job)))
                    {
                        await PauseAsync(before, job, tries, cancellationToken);
                        continue;
                    }

                    var result = job.HasSucceeded ? await VerifyAsync(before, write, job, free.Remarks, cancellationToken) : new WriteResult.Refused(JobMessages.Located(job, before.Name, write.After));
                    obstacle = result is WriteResult.Written ? null : result;
                    if (obstacle is null)
                    {
                        return result;
                    }
                }

                // A write that was begun and meets another version may have come to its end; who asks looks.
                return isRenamed && !(write.WasBegun && obstacle is WriteResult.Conflict) ? await UnnameAsync(write, names, obstacle, cancellationToken) : obstacle;
            }
        }
        catch (StoreException error) when (isRenamed && !error.OutcomeUnknown)
        {
            var told = await UnnameAsync(write, names, new WriteResult.Refused([error.Message]), cancellationToken);
            throw new StoreException(told.Told, error.Failure, error);
        }
    }

    /// <summary>Makes a version live.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops it; whether the publish goes on is unknown.</param>
    /// <exception cref="StoreException">The org gave up.</exception>
    public async Task<PublishResult> PublishAsync(string id, string version, CancellationToken cancellationToken)
    {
        await api.Flows.PublishAsync(id, version, cancellationToken);

        // The answer alone means nothing: a publish has been seen to be answered well and to change nothing.
        for (var looks = 1; ; looks++)
        {
            var flow = await _operations.ForAsync(() => ReadAsync(id, cancellationToken), flow => flow.CurrentOperation is null or { Complete: true }, $"the publish of flow {id}", cancellationToken);
            if (flow.PublishedVersion?.Id == version)
            {
                return new PublishResult.Published(version);
            }

            var error = flow.CurrentOperation?.ErrorMessage;
            if (looks == Looks || !string.IsNullOrWhiteSpace(error))
            {
                return new PublishResult.Refused($"The org took the request to publish version {version} of \"{flow.Name}\", and version {flow.PublishedVersion?.Id ?? "none"} is live{(string.IsNullOrWhiteSpace(error) ? "" : $": {error.TrimEnd('.')}")}.");
            }
        }
    }

    /// <summary>Why a free flow is not written: it has moved, or it has another name than the plan knows.</summary>
    private static WriteResult? ObstacleTo(FlowWrite write, Names names, FreeFlow free) =>
        PlatformRevision.Of(free.Flow) != write.Expected && !free.IsAsExpected(write.Expected) ? new WriteResult.Conflict(PlatformRevision.Of(free.Flow))
        : names.After is { } name && name != free.Flow.Name && names.Before != free.Flow.Name
            ? new WriteResult.Refused([$"The flow is called \"{free.Flow.Name}\" by now, and \"{names.Before ?? name}\" in the definition that the change was made from. Nothing was written. Make the plan again, after \"patchbay flows pull --fresh\" where it was made from files."])
        : null;

    /// <summary>Gives a flow its old name back, and adds to what kept it from being written how that went.</summary>
    private async Task<WriteResult> UnnameAsync(FlowWrite write, Names names, WriteResult obstacle, CancellationToken cancellationToken)
    {
        var (old, name) = (names.Before ?? "", names.After ?? "");
        var live = "";
        string why;
        try
        {
            var flow = await ReadAsync(write.Id, cancellationToken);
            live = flow.PublishedVersion?.Id ?? "none";
            var inTheWay = flow.Name == name ? await _renames.RenameAsync(flow, old, cancellationToken) : null;
            if (inTheWay is null)
            {
                return obstacle is WriteResult.Refused refused ? new WriteResult.Refused([.. refused.Reasons, $"The flow has its old name again, \"{old}\"."]) : obstacle;
            }

            why = inTheWay.Told;
        }
        catch (StoreException error)
        {
            why = error.Message;
        }

        return new WriteResult.Refused([obstacle.Told, $"The flow was given the name \"{name}\" already, and its old one, \"{old}\", could not be given back: {why} {(live.Length > 0 ? $"Version {live} is live as before under the new name" : "It has its new name, with the definition from before")}, and what uses the flow goes on doing so. Name it \"{old}\" in Architect, or keep the name and make the plan again."]);
    }

    /// <summary>A job that was throttled did nothing. One that met a lock did nothing either: the next look names the holder, or finds the flow free again.</summary>
    private Task PauseAsync(PlatformFlow flow, ArchitectJob job, int tries, CancellationToken cancellationToken)
    {
        var pause = JobMessages.IsThrottled(job) ? JobMessages.PauseAfter(tries) : LookPause;
        options.Notices?.Report($"{org} did not publish \"{flow.Name}\": {JobMessages.Sentences(job)[0]} Trying again in {pause.TotalSeconds:0} seconds.");
        return Task.Delay(pause, api.Connection.Time, cancellationToken);
    }

    private async Task<PlatformFlow> ReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await api.Flows.GetAsync(id, cancellationToken);
        }
        catch (ApiException error) when (error.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new StoreException($"The flow does not exist any more in {org}: {error.Message}", StoreFailure.NotFound, error);
        }
    }

    /// <summary>Uploads a definition to a publish job and waits until the job has ended. An upload that is refused, as when the address has expired, is tried once more with a new address; one of which nobody knows whether it arrived, at the same address where it did not.</summary>
    private async Task<ArchitectJob> RunAsync(PlatformFlow flow, string text, CancellationToken cancellationToken)
    {
        var registered = await api.Jobs.RegisterAsync(cancellationToken);
        try
        {
            await api.Jobs.UploadAsync(registered, text, cancellationToken);
        }
        catch (ApiException refused) when (IsRefusal(refused))
        {
            registered = await api.Jobs.RegisterAsync(cancellationToken);
            await UploadAgainAsync(flow, registered, text, cancellationToken);
        }
        catch (ApiException lost) when (lost.OutcomeUnknown)
        {
            // An upload begins the job, so the job tells whether it arrived.
            await Task.Delay(LookPause, api.Connection.Time, cancellationToken);
            if (!(await api.Jobs.GetAsync(registered.Id, cancellationToken)).HasBegun)
            {
                await api.Jobs.UploadAsync(registered, text, cancellationToken);
            }
        }

        return await _jobs.ForAsync(() => api.Jobs.GetAsync(registered.Id, cancellationToken), job => job.HasEnded, $"publish job {registered.Id} of flow \"{flow.Name}\"", cancellationToken);
    }

    private async Task UploadAgainAsync(PlatformFlow flow, RegisteredJob job, string text, CancellationToken cancellationToken)
    {
        try
        {
            await api.Jobs.UploadAsync(job, text, cancellationToken);
        }
        catch (ApiException refused) when (IsRefusal(refused))
        {
            throw new StoreException($"{refused.Message} The definition of \"{flow.Name}\" was refused twice, at two addresses; nothing was published. A proxy that changes headers, or a clock that is wrong, can be the cause.", inner: refused);
        }
    }

    private static bool IsRefusal(ApiException error) => !error.OutcomeUnknown && (int?)error.Status is >= 400 and < 500;

    /// <summary>A job that succeeded must have made just the next version, and that version live.</summary>
    private async Task<WriteResult> VerifyAsync(PlatformFlow before, FlowWrite write, ArchitectJob job, IReadOnlyList<string> remarks, CancellationToken cancellationToken)
    {
        if (job.Flow is { } published && published.Id != before.Id)
        {
            throw new StoreException($"The definition of \"{before.Name}\" was published as another flow, {published.Id}: its name or its type is not the flow's. Look at both.");
        }

        var after = await LookAsync(before, cancellationToken);
        remarks = [.. remarks, .. JobMessages.Warnings(job)];
        if (after.CheckedInVersion?.Id == before.CheckedInVersion?.Id)
        {
            return new WriteResult.Refused([$"The publish job said success, and version {after.PublishedVersion?.Id ?? "none"} of \"{before.Name}\" is live as before. Nothing was published. Look at the flow in Architect, then try again."]);
        }

        var expected = PlatformRevision.Next(before.CheckedInVersion?.Id);
        if (after.PublishedVersion is { } live && (live.Id == expected || expected is null))
        {
            return new WriteResult.Written(PlatformRevision.Of(live), live.Id) { Remarks = remarks };
        }

        return await SettleAsync(before, after, write, remarks, cancellationToken);
    }

    /// <summary>Looks at a flow until it shows a version that it did not have before; the last look where it shows none.</summary>
    private async Task<PlatformFlow> LookAsync(PlatformFlow before, CancellationToken cancellationToken)
    {
        if (await _looks.LookAsync(before.Id, isAlone: _writing == 1, cancellationToken) is { } listed && HasMoved(listed))
        {
            return listed;
        }

        for (var looks = 1; ; looks++)
        {
            var flow = await ReadAsync(before.Id, cancellationToken);
            if (HasMoved(flow) || looks == Looks)
            {
                return flow;
            }

            await Task.Delay(LookPause, api.Connection.Time, cancellationToken);
        }

        bool HasMoved(PlatformFlow flow) => flow.CheckedInVersion?.Id != before.CheckedInVersion?.Id && flow.PublishedVersion?.Id != before.PublishedVersion?.Id;
    }

    /// <summary>Somebody else made a version between the last look and the job's own lock, or after it: whose is live is told by who made it and by what it holds.</summary>
    private async Task<WriteResult> SettleAsync(PlatformFlow before, PlatformFlow after, FlowWrite write, IReadOnlyList<string> remarks, CancellationToken cancellationToken)
    {
        var since = new List<PlatformVersion>();
        await foreach (var version in api.Flows.VersionsAsync(before.Id, cancellationToken))
        {
            if (version.Id == before.CheckedInVersion?.Id)
            {
                break;
            }

            since.Add(version);
        }

        var made = string.Join(", ", since.AsEnumerable().Reverse().Select(version => $"{version.Id}{(version.Author.Length > 0 ? $" by {version.Author}" : "")}"));
        if (after.PublishedVersion is { } live && SameContent.Of(await exports.ReadAsync(after, live.Id, cancellationToken), write.After))
        {
            return new WriteResult.Written(PlatformRevision.Of(live), live.Id)
            {
                Remarks = [.. remarks, $"Somebody else made a version of \"{before.Name}\" at the same moment ({made}); version {live.Id} is this change, made from version {before.CheckedInVersion?.Id ?? "none"}, and what they did is not in it. Compare the versions."],
            };
        }

        throw new StoreException($"The publish job of \"{before.Name}\" said success, and version {after.PublishedVersion?.Id ?? "none"} is live where the one after {before.CheckedInVersion?.Id ?? "none"} was expected. Versions made since: {made}. Look at them.") { OutcomeUnknown = true };
    }

    /// <summary>The flow's name in the definition from before a write and in the one after it; null where none can be read.</summary>
    private sealed record Names(string? Before, string? After)
    {
        public bool Differ => Before is not null && After is not null && Before != After;
    }
}
