using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>The flows of an org that speaks the definitions API. A revision is the version's number and its revision id.</summary>
public sealed class DefinitionsStore : IFlowStore
{
    private const string CompilationPending = "flow.compilation.pending";
    private const string NothingScheduled = "flow.schedule.not.found";

    private readonly DefinitionsApi _api;

    /// <summary>Opens the org behind a connection.</summary>
    /// <param name="api">The API of the org.</param>
    /// <param name="displayName">How messages and plans call the org; null for its host.</param>
    public DefinitionsStore(DefinitionsApi api, string? displayName = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        DisplayName = displayName ?? api.Connection.Login.Region.Api.Authority;
    }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new(Draft: true, Publish: true, Schedule: true, History: true);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pages in Searches(query, cancellationToken))
        {
            await foreach (var flow in pages)
            {
                // What the server cannot be asked is looked at here, and what it was asked once more: every store finds the same.
                var header = HeaderOf(flow);
                if (query.Matches(header) && seen.Add(header.Id))
                {
                    yield return header;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default)
    {
        var document = version is null ? await _api.Flows.GetAsync(id, cancellationToken) : await _api.Flows.VersionAsync(id, version, cancellationToken);
        return new StoredFlow(HeaderOf(document.Flow), ContentOf(document).Indented());
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default) =>
        [.. (await _api.Flows.VersionsAsync(id, cancellationToken)).Select(version => new FlowVersion(Number(version.Version), RevisionOf(version.Version, version.RevisionId), version.Author ?? "", version.DateCreated))];

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Mode == WriteMode.Live)
        {
            throw new ArgumentException("This store keeps drafts; publish the revision that the write gives.", nameof(write));
        }

        var (version, _) = Split(write.Expected);
        if (DefinitionText.Parse(write.After, out var problem) is not { } after)
        {
            return new WriteResult.Refused([problem]);
        }

        try
        {
            var written = await SendAsync(write, version, after, cancellationToken);
            return written is null
                ? new WriteResult.Refused(["This change removes a field of the flow and sets another to null, which the API cannot do in one write. Make two changes of it."])
                : new WriteResult.Written(RevisionOf(written.Flow.Version, written.Flow.RevisionId), Number(written.Flow.Version));
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            return new WriteResult.Refused(e.Reasons.IsEmpty ? [e.Message] : e.Reasons);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Conflict)
        {
            return await AfterConflictAsync(write.Id, after, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default)
    {
        var (_, revisionId) = Split(revision);
        try
        {
            var answer = await _api.Publishing.PublishAsync(id, revisionId, activateAt, cancellationToken);
            return answer.Status == "scheduled"
                ? new PublishResult.Scheduled(Number(answer.Version), Moment(answer.ActivateAt) ?? activateAt ?? throw new ApiException($"Publishing flow {id}: the org scheduled it, and does not say for when."))
                : new PublishResult.Published(Number(answer.Version));
        }
        catch (ApiException e) when (e is { Status: HttpStatusCode.Conflict, Code: CompilationPending })
        {
            return new PublishResult.Pending();
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            return new PublishResult.Refused(e.Reason.Length > 0 ? e.Reason : e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task CancelPublishAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await _api.Publishing.CancelAsync(id, cancellationToken);
        }
        catch (ApiException e) when (e is { Status: HttpStatusCode.NotFound, Code: NothingScheduled })
        {
            // Nothing waits: as wanted.
        }
    }

    /// <inheritdoc/>
    public async Task<int?> ReadPublishLimitAsync(CancellationToken cancellationToken = default) => await _api.Publishing.MaxFlowsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default)
    {
        flows ??= await FindAsync(FlowQuery.All, cancellationToken).ToListAsync(cancellationToken);
        var queues = await _api.Queues.AllAsync(cancellationToken).ToListAsync(cancellationToken);
        return new OrgCatalogue(
            flows.Select(flow => new CatalogueFlow(flow.Id, flow.Name, flow.Type) { DivisionId = flow.Division?.Id }),
            [.. queues.Select(queue => new CatalogueQueue(queue.Id, queue.Name))],
            knowsAllFlows: true);
    }

    private IEnumerable<IAsyncEnumerable<WireFlow>> Searches(FlowQuery query, CancellationToken cancellationToken)
    {
        if (query.Ids is { } ids)
        {
            return ids.Distinct(StringComparer.Ordinal)
                .Chunk(FlowsClient.MaxPageSize)
                .Select(chunk => _api.Flows.QueryAsync(new FlowSearch { Type = query.Type, Ids = chunk }, cancellationToken));
        }

        // The service knows * but no ?, so it is asked for more and the rest is sorted out here.
        var name = query.Name?.Replace('?', '*');
        return name?.Contains('*', StringComparison.Ordinal) == true
            ? [_api.Flows.SearchAsync(query.Type, name, cancellationToken)]
            : [_api.Flows.QueryAsync(new FlowSearch { Type = query.Type, Query = name is null ? null : $"name:{name}" }, cancellationToken)];
    }

    /// <summary>Sends the change: as a patch where that is shorter or the only way, otherwise whole. Null where the API cannot do it in one request.</summary>
    private async Task<FlowDocument?> SendAsync(FlowWrite write, int version, DefinitionText after, CancellationToken cancellationToken)
    {
        var whole = after.WithVersion(version);
        if (DefinitionText.Parse(write.Before, out _) is not { } before)
        {
            return await _api.Flows.PutAsync(write.Id, Encoding.UTF8.GetBytes(whole), cancellationToken);
        }

        // A PUT keeps the fields that it does not name. Every flow has a division, so leaving that out takes nothing away.
        var removes = before.Root.Entries.Any(entry => entry.Key != "division" && entry.Value is not Core.Syntax.ScalarNode { IsNull: true } && after.Root[entry.Key] is null or Core.Syntax.ScalarNode { IsNull: true });
        if (removes)
        {
            var patch = MergePatch.Between(before, after, version, MergePatch.Reach.AddAndRemove);
            return patch is null ? null : await _api.Flows.PatchAsync(write.Id, Encoding.UTF8.GetBytes(patch), cancellationToken);
        }

        return MergePatch.Between(before, after, version, MergePatch.Reach.ReplaceOnly) is { } small && small.Length < whole.Length
            ? await _api.Flows.PatchAsync(write.Id, Encoding.UTF8.GetBytes(small), cancellationToken)
            : await _api.Flows.PutAsync(write.Id, Encoding.UTF8.GetBytes(whole), cancellationToken);
    }

    /// <summary>A conflict may be with our own write, whose answer was lost and which was then sent again.</summary>
    private async Task<WriteResult> AfterConflictAsync(string id, DefinitionText after, CancellationToken cancellationToken)
    {
        var current = await _api.Flows.GetAsync(id, cancellationToken);
        var revision = RevisionOf(current.Flow.Version, current.Flow.RevisionId);
        return ContentOf(current).SaysTheSameAs(after) ? new WriteResult.Written(revision, Number(current.Flow.Version)) : new WriteResult.Conflict(revision);
    }

    private DefinitionText ContentOf(FlowDocument document) =>
        DefinitionText.Parse(Encoding.UTF8.GetString(document.Body.Span), out var problem)
        ?? throw new ApiException($"Reading flow {document.Flow.Id} from {DisplayName}: {problem}");

    private static FlowHeader HeaderOf(WireFlow flow) => new(flow.Id, flow.Name, flow.Type, RevisionOf(flow.Version, flow.RevisionId))
    {
        Version = Number(flow.Version),
        Division = flow.Division is { Id: { } id } division ? new Division(id, division.Name ?? "") : null,
        Description = flow.Description ?? "",
        Compilation = flow.CompilationStatus switch
        {
            "success" => CompilationStatus.Success,
            "failed" => CompilationStatus.Failed,
            "pending" => CompilationStatus.Pending,
            _ => CompilationStatus.None,
        },
        CompilationErrors = [.. (flow.CompilationErrors ?? []).Select(fault => fault.Sentence)],
        Published = flow.Published is { } live ? new PublishedVersion(RevisionOf(live.Version, live.RevisionId), Number(live.Version), live.ActivatedAt) : null,
        Scheduled = flow.Scheduled is { } waiting ? new ScheduledVersion(ScheduledRevision(flow, waiting.RevisionId), waiting.ActivateAt) : null,
    };

    /// <summary>Of a scheduled version the API tells the revision id alone; its number is known where it is the newest or the live one.</summary>
    private static Revision ScheduledRevision(WireFlow flow, string revisionId) =>
        revisionId == flow.RevisionId ? RevisionOf(flow.Version, revisionId)
        : revisionId == flow.Published?.RevisionId ? RevisionOf(flow.Published.Version, revisionId)
        : new Revision($"?:{revisionId}");

    private static Revision RevisionOf(int version, string revisionId) => new($"{Number(version)}:{revisionId}");

    private (int Version, string RevisionId) Split(Revision revision)
    {
        var colon = revision.Value.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && (int.TryParse(revision.Value.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || revision.Value[0] == '?')
            ? (version, revision.Value[(colon + 1)..])
            : throw new StoreException($"\"{revision}\" is not a revision of {DisplayName}. It was made by another kind of store.");
    }

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
