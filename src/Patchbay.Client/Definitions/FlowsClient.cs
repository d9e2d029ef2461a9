using System.Net;
using System.Text.Json;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Definitions;

/// <summary>The flows of an org.</summary>
public sealed class FlowsClient
{
    /// <summary>How many flows a page holds at most, and how many ids may be asked for at once.</summary>
    public const int MaxPageSize = 100;

    private const string WriteScope = "flow:flow:write";
    private readonly ApiConnection _connection;

    internal FlowsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Reads a flow, whole.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<FlowDocument> GetAsync(string id, CancellationToken cancellationToken = default) =>
        SendForFlowAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}", $"Reading flow {id}"), cancellationToken);

    /// <summary>Replaces the content given. Absent top-level fields, and null ones, stay as they are.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="body">The content as a JSON object, with the <c>version</c> it was made from.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<FlowDocument> PutAsync(string id, byte[] body, CancellationToken cancellationToken = default) =>
        SendForFlowAsync(new ApiRequest(HttpMethod.Put, $"/api/v2/flows/{Escape(id)}", $"Writing flow {id}") { Body = body, Writes = true, Scope = WriteScope }, cancellationToken);

    /// <summary>Applies a JSON merge patch (RFC 7396).</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="patch">The patch as a JSON object, with the <c>version</c> it was made from.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<FlowDocument> PatchAsync(string id, byte[] patch, CancellationToken cancellationToken = default) =>
        SendForFlowAsync(new ApiRequest(HttpMethod.Patch, $"/api/v2/flows/{Escape(id)}", $"Changing flow {id}") { Body = patch, Writes = true, Scope = WriteScope }, cancellationToken);

    /// <summary>Creates a flow.</summary>
    /// <param name="definition">Its definition as JSON, with <c>name</c> and <c>type</c>.</param>
    /// <param name="cancellationToken">Stops the request; where the answer is lost, the outcome is unknown.</param>
    /// <exception cref="ApiException">The org said no, or did not answer; 409 where the name is taken.</exception>
    public Task<FlowDocument> CreateAsync(byte[] definition, CancellationToken cancellationToken = default) =>
        SendForFlowAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows", "Creating a flow") { Body = definition, Writes = true, IsRepeatable = false, Scope = WriteScope }, cancellationToken);

    /// <summary>Deletes a flow.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request; where the answer is lost, the outcome is unknown.</param>
    /// <exception cref="ApiException">The org said no, or did not answer; 409 while a flow calls it.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(new ApiRequest(HttpMethod.Delete, $"/api/v2/flows/{Escape(id)}", $"Deleting flow {id}") { Writes = true, IsRepeatable = false, Scope = WriteScope }, cancellationToken);

    /// <summary>Finds flows, page by page.</summary>
    /// <param name="search">Which flows.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<WireFlow> QueryAsync(FlowSearch search, CancellationToken cancellationToken = default) =>
        PagesAsync("/api/v2/flows/query", "Finding flows", token => JsonSerializer.SerializeToUtf8Bytes(search with { PageToken = token }, DefinitionsJson.Default.FlowSearch), cancellationToken);

    /// <summary>Finds flows by type and name, page by page.</summary>
    /// <param name="type">The type; null for every type.</param>
    /// <param name="name">The name, which may hold <c>*</c>; null for every name.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<WireFlow> SearchAsync(string? type, string? name, CancellationToken cancellationToken = default) =>
        PagesAsync(
            "/api/v2/flows/flow",
            "Finding flows",
            token => JsonSerializer.SerializeToUtf8Bytes(new WireFlowName(type, name, MaxPageSize, token), DefinitionsJson.Default.WireFlowName),
            cancellationToken);

    /// <summary>Asks what the service finds wrong with a definition. Nothing is stored.</summary>
    /// <param name="flow">A whole flow as JSON, or <c>{definition}</c> alone; with an <c>id</c> that part is checked as if it were in that flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<FlowValidation> ValidateAsync(byte[] flow, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows/validate", "Checking a definition") { Body = flow }, DefinitionsJson.Default.FlowValidation, cancellationToken);

    /// <summary>The versions of a flow, newest first.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<IReadOnlyList<WireFlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}/versions", $"Reading the versions of flow {id}");
        return (await _connection.SendAsync(request, DefinitionsJson.Default.WireVersionPage, cancellationToken)).Entities;
    }

    /// <summary>Reads a version of a flow, whole.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<FlowDocument> VersionAsync(string id, string version, CancellationToken cancellationToken = default) =>
        SendForFlowAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/{Escape(id)}/versions/{Escape(version)}", $"Reading version {version} of flow {id}"), cancellationToken);

    private async Task<FlowDocument> SendForFlowAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var (status, body) = await _connection.SendAsync(request, cancellationToken);
        return new FlowDocument(_connection.Read(request, status, body, DefinitionsJson.Default.WireFlow), body);
    }

    private IAsyncEnumerable<WireFlow> PagesAsync(string path, string attempt, Func<string?, byte[]> body, CancellationToken cancellationToken) => Paging.AllAsync(
        async token =>
        {
            // The token goes both ways: in the body, and in the query where some servers look for it.
            var request = new ApiRequest(HttpMethod.Post, token is null ? path : $"{path}?continuation_token={Escape(token)}", attempt) { Body = body(token) };
            try
            {
                var page = await _connection.SendAsync(request, DefinitionsJson.Default.WireFlowPage, cancellationToken);
                return new Page<WireFlow>(page.Entities, page.NextPage);
            }
            catch (ApiException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                throw new ApiException($"{e.Message} An org without this address does not speak the definitions API. Where it speaks the platform's own, say so with \"api: platform\" in a profile of patchbay.yaml.", e.Failure, e) { Status = e.Status, Code = e.Code, Reason = e.Reason, CorrelationId = e.CorrelationId, Details = e.Details, Reasons = e.Reasons };
            }
        },
        attempt,
        cancellationToken);
}

/// <summary>A flow as the API sent it: what it says of itself, and all of its bytes.</summary>
/// <param name="Flow">The fields that the API defines.</param>
/// <param name="Body">The whole answer, UTF-8 JSON.</param>
public sealed record FlowDocument(WireFlow Flow, ReadOnlyMemory<byte> Body);

/// <summary>The fields of a flow that the API defines, apart from its content.</summary>
public sealed record WireFlow
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type as the org spells it.</summary>
    public string Type { get; init; } = "";

    /// <summary>The description; may be null.</summary>
    public string? Description { get; init; }

    /// <summary>The division.</summary>
    public WireDivision? Division { get; init; }

    /// <summary>The number of the version: one more with every write.</summary>
    public required int Version { get; init; }

    /// <summary>The hash that names the version when it is published.</summary>
    public required string RevisionId { get; init; }

    /// <summary><c>pending</c>, <c>success</c> or <c>failed</c>.</summary>
    public string? CompilationStatus { get; init; }

    /// <summary>What compilation found.</summary>
    public IReadOnlyList<WireFault>? CompilationErrors { get; init; }

    /// <summary>The live version; null when there is none.</summary>
    public WirePublished? Published { get; init; }

    /// <summary>A version that waits for its time; null when there is none.</summary>
    public WireScheduled? Scheduled { get; init; }
}

/// <summary>A division.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record WireDivision(string? Id, string? Name);

/// <summary>The live version.</summary>
/// <param name="Version">Its number.</param>
/// <param name="RevisionId">Its revision.</param>
/// <param name="ActivatedAt">Since when.</param>
public sealed record WirePublished(int Version, string RevisionId, DateTimeOffset? ActivatedAt);

/// <summary>A version that waits for its time.</summary>
/// <param name="RevisionId">Its revision.</param>
/// <param name="ActivateAt">When it goes live.</param>
public sealed record WireScheduled(string RevisionId, DateTimeOffset ActivateAt);

/// <summary>A version of a flow.</summary>
/// <param name="Version">Its number.</param>
/// <param name="RevisionId">Its revision.</param>
/// <param name="Author">Who made it.</param>
/// <param name="DateCreated">When.</param>
public sealed record WireFlowVersion(int Version, string RevisionId, string? Author, DateTimeOffset DateCreated);

/// <summary>Which flows to find. A part that is null fits every flow.</summary>
public sealed record FlowSearch
{
    /// <summary>Flows per page.</summary>
    /// <value>Default: <see cref="FlowsClient.MaxPageSize"/>.</value>
    public int PageSize { get; init; } = FlowsClient.MaxPageSize;

    /// <summary>The page wanted, as the one before names it.</summary>
    public string? PageToken { get; init; }

    /// <summary>A condition, such as <c>name:Main menu</c>.</summary>
    public string? Query { get; init; }

    /// <summary>Ids of divisions.</summary>
    public IReadOnlyList<string>? DivisionIds { get; init; }

    /// <summary>A type.</summary>
    public string? Type { get; init; }

    /// <summary>Ids of flows; 100 at most.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
}

/// <summary>What the service finds wrong with a definition.</summary>
/// <param name="Errors">What would make it refuse the write, or fail to compile.</param>
/// <param name="Warnings">What it merely advises against.</param>
public sealed record FlowValidation(IReadOnlyList<WireFault> Errors, IReadOnlyList<WireFault> Warnings);

internal sealed record WireFlowName(string? Type, string? Name, int PageSize, string? PageToken);

internal sealed record WireFlowPage(IReadOnlyList<WireFlow> Entities, string? NextPage, int? Total);

internal sealed record WireVersionPage(IReadOnlyList<WireFlowVersion> Entities);
