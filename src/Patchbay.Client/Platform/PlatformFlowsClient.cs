using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>Flows of an org that speaks the platform's API.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class PlatformFlowsClient(ApiConnection connection)
{
    /// <summary>The most entries that a page can have.</summary>
    public const int MaxPageSize = 500;

    private const string ViewPermission = "architect:flow:view";
    private const string PublishPermission = "architect:flow:publish";
    private const string EditPermission = "architect:flow:edit";
    private const string UnlockPermission = "architect:flow:unlock";
    private static readonly TimeSpan HistoryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HistoryPatience = TimeSpan.FromMinutes(1);

    /// <summary>Finds flows, page by page.</summary>
    /// <param name="type">A type in lower case; null for every type.</param>
    /// <param name="name">A name, which may hold <c>*</c>; null for every name.</param>
    /// <param name="ids">Ids, beside which the platform ignores the other conditions; null for every id.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<PlatformFlow> ListAsync(string? type, string? name, IEnumerable<string>? ids = null, CancellationToken cancellationToken = default)
    {
        var filter = ids is not null
            ? string.Concat(ids.Select(id => $"&id={Escape(id)}"))
            : (type is null ? "" : $"&type={Escape(type)}") + (name is null ? "" : $"&name={Escape(name)}");
        return PagesAsync($"/api/v2/flows?pageSize={MaxPageSize}{filter}", "Finding flows", PlatformJson.Default.PlatformPagePlatformFlow, cancellationToken);
    }

    /// <summary>Describes a flow.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<PlatformFlow> GetAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}", $"Reading flow {id}") { Scope = ViewPermission }, PlatformJson.Default.PlatformFlow, cancellationToken);

    /// <summary>The configuration of a flow's newest state, drafts included, as the platform's own JSON. Nobody promises anything about its form.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer, or the flow has no configuration.</exception>
    public async Task<byte[]> LatestConfigurationAsync(string id, CancellationToken cancellationToken = default) =>
        (await connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}/latestconfiguration", $"Reading the configuration of flow {id}") { Scope = ViewPermission }, cancellationToken)).Body;

    /// <summary>The configuration of a version, as the platform's own JSON. Nobody promises anything about its form.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer, or there is no such version.</exception>
    public async Task<byte[]> ConfigurationAsync(string id, string version, CancellationToken cancellationToken = default) =>
        (await connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}/versions/{Escape(version)}/configuration", $"Reading the configuration of version {version} of flow {id}") { Scope = ViewPermission }, cancellationToken)).Body;

    /// <summary>The checked-in versions of a flow, newest first.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<PlatformVersion> VersionsAsync(string id, CancellationToken cancellationToken = default) =>
        PagesAsync($"/api/v2/flows/{Escape(id)}/versions?pageSize={MaxPageSize}", $"Reading the versions of flow {id}", PlatformJson.Default.PlatformPagePlatformVersion, cancellationToken);

    /// <summary>What was done to a flow, newest first. The org puts its history together first, which may take it a while.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ApiException">The org said no, did not answer, or did not put the history together within a minute.</exception>
    public async IAsyncEnumerable<FlowHistoryEntry> HistoryAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var attempt = $"Reading the history of flow {id}";
        var history = await connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/{Escape(id)}/history", attempt) { Scope = ViewPermission }, PlatformJson.Default.PlatformOperation, cancellationToken);
        var path = $"/api/v2/flows/{Escape(id)}/history/{Escape(history.Id ?? "")}?pageSize={MaxPageSize}";
        var start = connection.Time.GetTimestamp();
        while (!history.Complete)
        {
            if (connection.Time.GetElapsedTime(start) > HistoryPatience)
            {
                throw new ApiException($"{attempt} at {connection.Login.Region.Name}: it is not put together after {HistoryPatience.TotalSeconds:0} seconds. Try again later.");
            }

            await Task.Delay(HistoryPause, connection.Time, cancellationToken);
            history = await connection.SendAsync(new ApiRequest(HttpMethod.Get, path, attempt) { Scope = ViewPermission }, PlatformJson.Default.PlatformOperation, cancellationToken);
        }

        await foreach (var entry in PagesAsync(path, attempt, PlatformJson.Default.PlatformPageFlowHistoryEntry, cancellationToken))
        {
            yield return entry;
        }
    }

    /// <summary>Asks for a version to be made live. The answer does not mean that it is: describe the flow until it says so.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="version">The version; of any age.</param>
    /// <param name="cancellationToken">Stops the request; where the answer is lost, the outcome is unknown.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<PlatformOperation> PublishAsync(string id, string version, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/publish?flow={Escape(id)}&version={Escape(version)}", $"Publishing version {version} of flow {id}") { Writes = true, Scope = PublishPermission },
            PlatformJson.Default.PlatformOperation,
            cancellationToken);

    /// <summary>Takes a flow off: nothing of it is live afterwards.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">A call route, a queue or something else leads to it, or the org said no or did not answer.</exception>
    public Task<PlatformFlow> DeactivateAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/deactivate?flow={Escape(id)}", $"Taking off flow {id}") { Writes = true, IsRepeatable = true, Scope = PublishPermission }, PlatformJson.Default.PlatformFlow, cancellationToken);

    /// <summary>Takes the lock of a flow, which makes a draft. For whoever has it already nothing changes.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">Somebody else has the lock, or the org said no or did not answer.</exception>
    public Task<PlatformFlow> CheckOutAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/checkout?flow={Escape(id)}", $"Checking out flow {id}") { Writes = true, Scope = EditPermission }, PlatformJson.Default.PlatformFlow, cancellationToken);

    /// <summary>Gives a flow another name, for which its lock is needed. Its id and its versions stay.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="name">The name to have.</param>
    /// <param name="description">The description to have; null leaves it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The name is taken or none that a flow may have, the lock is not the caller's, or the org said no or did not answer.</exception>
    public Task<PlatformFlow> UpdateAsync(string id, string name, string? description, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            new ApiRequest(HttpMethod.Put, $"/api/v2/flows/{Escape(id)}", $"Naming flow {id} \"{name}\"") { Body = JsonSerializer.SerializeToUtf8Bytes(new FlowNaming(name, description), PlatformJson.Default.FlowNaming), Writes = true, Scope = EditPermission },
            PlatformJson.Default.PlatformFlow,
            cancellationToken);

    /// <summary>Drops the caller's draft of a flow and releases the lock.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The lock is not the caller's, or the org said no or did not answer.</exception>
    public Task<PlatformFlow> RevertAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/revert?flow={Escape(id)}", $"Letting go of flow {id}") { Writes = true, Scope = EditPermission }, PlatformJson.Default.PlatformFlow, cancellationToken);

    /// <summary>Takes anybody's lock off a flow. What becomes of their draft is the platform's affair.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<PlatformFlow> UnlockAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/v2/flows/actions/unlock?flow={Escape(id)}", $"Unlocking flow {id}") { Writes = true, Scope = UnlockPermission }, PlatformJson.Default.PlatformFlow, cancellationToken);

    private IAsyncEnumerable<T> PagesAsync<T>(string path, string attempt, JsonTypeInfo<PlatformPage<T>> type, CancellationToken cancellationToken) => PlatformPages.AllAsync(connection, path, attempt, ViewPermission, type, cancellationToken);
}
