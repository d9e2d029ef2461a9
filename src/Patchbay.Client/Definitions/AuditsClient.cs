using System.Globalization;
using Patchbay.Client.Http;

namespace Patchbay.Client.Definitions;

/// <summary>Who did what with the flows of an org.</summary>
public sealed class AuditsClient
{
    private readonly ApiConnection _connection;

    internal AuditsClient(ApiConnection connection) => _connection = connection;

    /// <summary>The entries, newest first, page by page.</summary>
    /// <param name="flowId">One flow's entries; null for all.</param>
    /// <param name="from">None before this moment; null for no such bound.</param>
    /// <param name="to">None after this moment; null for no such bound.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<FlowAudit> AllAsync(string? flowId = null, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) => Paging.AllAsync(
        async token =>
        {
            (string Name, string? Value)[] parts = [("flowId", flowId), ("from", Time(from)), ("to", Time(to)), ("pageToken", token)];
            var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value ?? "")}"));
            var request = new ApiRequest(HttpMethod.Get, $"/api/v2/audits/flows{(query.Length > 0 ? "?" : "")}{query}", "Reading the audit trail") { Scope = "auditlog:read" };
            var page = await _connection.SendAsync(request, DefinitionsJson.Default.WireAuditPage, cancellationToken);
            return new Page<FlowAudit>(page.Entities, page.NextPage);
        },
        "Reading the audit trail",
        cancellationToken);

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record WireAuditPage(IReadOnlyList<FlowAudit> Entities, string? NextPage);

/// <summary>Something that somebody did.</summary>
/// <param name="Timestamp">When.</param>
/// <param name="User">Who.</param>
/// <param name="Action">What, as the service calls it.</param>
/// <param name="FlowId">With which flow.</param>
/// <param name="FlowName">Its name.</param>
/// <param name="Version">The version it came to, where there is one.</param>
/// <param name="RevisionId">That version's revision, where there is one.</param>
/// <param name="ActivateAt">When a scheduled version is to go live; null for other entries.</param>
public sealed record FlowAudit(DateTimeOffset Timestamp, string User, string Action, string FlowId, string FlowName, int? Version, string? RevisionId, DateTimeOffset? ActivateAt);
