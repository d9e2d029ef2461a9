using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

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
    private int _writing;

    /// <summary>Writes a definition, which makes it live.</summary>
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
        for (var tries = 1; ; tries++)
        {
            var free = await _locks.FreeAsync(await ReadAsync(write.Id, cancellationToken), cancellationToken);
            if (free.Obstacle is { } obstacle)
            {
                return obstacle;
            }

            var before = free.Flow;
            if (PlatformRevision.Of(before) != write.Expected && !free.IsAsExpected(write.Expected))
            {
                return new WriteResult.Conflict(PlatformRevision.Of(before));
            }

            if (OtherNameIn(write.After, before) is { } name)
            {
                return new WriteResult.Refused([$"The definition is called \"{name}\" and the flow \"{before.Name}\". A publish job knows a flow by its name, so that it would make a second one beside it. Rename the flow in Architect: that keeps its id, and the flows that use it name it anew."]);
            }

            var job = await RunAsync(before, write.After, cancellationToken);
            if (job.HasSucceeded)
            {
                return await VerifyAsync(before, write, job, free.Remarks, cancellationToken);
            }

            if (tries == JobMessages.MostTries || !(JobMessages.IsThrottled(job) || JobMessages.IsLocked(job)))
            {
                return new WriteResult.Refused(JobMessages.Located(job, before.Name, write.After));
            }

            // A job that was throttled did nothing. One that met a lock did nothing either: the next look names the holder, or finds the flow free again.
            var pause = JobMessages.IsThrottled(job) ? JobMessages.PauseAfter(tries) : LookPause;
            options.Notices?.Report($"{org} did not publish \"{before.Name}\": {JobMessages.Sentences(job)[0]} Trying again in {pause.TotalSeconds:0} seconds.");
            await Task.Delay(pause, api.Connection.Time, cancellationToken);
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

    /// <summary>The name in a definition where it is not the flow's; null where it is.</summary>
    private static string? OtherNameIn(string text, PlatformFlow flow) =>
        FlowFormats.Read(FlowFormats.Parse(new SourceText(text, flow.Name))) is { Name: { Length: > 0 } name } && name != flow.Name ? name : null;

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

    /// <summary>Uploads a definition to a publish job and waits until the job has ended. An upload that is refused, as when the address has expired, is tried once more with a new address.</summary>
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
}
