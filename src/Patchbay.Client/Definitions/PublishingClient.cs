using System.Globalization;
using System.Text.Json;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Definitions;

/// <summary>Making revisions live.</summary>
public sealed class PublishingClient
{
    private const string Scope = "routing:flow:publish";
    private readonly ApiConnection _connection;

    internal PublishingClient(ApiConnection connection) => _connection = connection;

    /// <summary>How many flows of the org may be published at a time.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<int> MaxFlowsAsync(CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Get, "/api/v2/routing/flows/settings", "Reading the limits of the org");
        return (await _connection.SendAsync(request, DefinitionsJson.Default.WireSettings, cancellationToken)).MaxFlows;
    }

    /// <summary>Makes a revision live. What is live already, or waits for that time already, is left as it is, so repeating is safe.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="revisionId">The revision, of any version.</param>
    /// <param name="activateAt">When; null, or a time gone by, for now.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer; 409 <c>flow.compilation.pending</c> before it is compiled.</exception>
    public Task<PublishAnswer> PublishAsync(string id, string revisionId, DateTimeOffset? activateAt, CancellationToken cancellationToken = default)
    {
        var body = new WirePublish(id, revisionId, activateAt?.ToString("O", CultureInfo.InvariantCulture) ?? "");
        var request = new ApiRequest(HttpMethod.Post, $"/api/v2/routing/flows/{Escape(id)}/publish", $"Publishing flow {id}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, DefinitionsJson.Default.WirePublish),
            Writes = true,
            Scope = Scope,
        };
        return _connection.SendAsync(request, DefinitionsJson.Default.PublishAnswer, cancellationToken);
    }

    /// <summary>Takes back a publish that waits for its time.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer; 404 <c>flow.schedule.not.found</c> where none waits.</exception>
    public Task CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(new ApiRequest(HttpMethod.Delete, $"/api/v2/routing/flows/{Escape(id)}/publish", $"Cancelling the scheduled publish of flow {id}") { Writes = true, Scope = Scope }, cancellationToken);
}

/// <summary>What became of a publish.</summary>
/// <param name="RevisionId">The revision.</param>
/// <param name="Version">Its version's number.</param>
/// <param name="Status"><c>published</c> or <c>scheduled</c>.</param>
/// <param name="ActivateAt">When it goes, or went, live; empty or null where the org does not say.</param>
public sealed record PublishAnswer(string RevisionId, int Version, string Status, string? ActivateAt);

internal sealed record WireSettings(int MaxFlows);

internal sealed record WirePublish(string FlowId, string RevisionId, string ActivateAt);
