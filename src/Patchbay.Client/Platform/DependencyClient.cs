using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>The platform's index of what uses what.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class DependencyClient(ApiConnection connection)
{
    /// <summary>How the index calls a common module.</summary>
    public const string CommonModule = "COMMONMODULEFLOW";

    /// <summary>How the index calls a user prompt.</summary>
    public const string UserPrompt = "USERPROMPT";

    private const string Base = "/api/v2/architect/dependencytracking";
    private const string Permission = "architect:dependencyTracking:view";

    /// <summary>The type of a flow as the index spells it: a workflow is a <c>WORKFLOW</c>, every other is its type with <c>FLOW</c> behind it.</summary>
    /// <param name="flowType">The type in any case, such as <c>inboundcall</c>.</param>
    public static string TypeOf(string flowType)
    {
        ArgumentNullException.ThrowIfNull(flowType);
        var type = flowType.ToUpperInvariant();
        return type == "WORKFLOW" ? type : $"{type}FLOW";
    }

    /// <summary>The type of a flow in lower case, from the one that the index spells; that itself, in lower case, for what is no flow.</summary>
    /// <param name="type">The type as the index spells it.</param>
    public static string FlowTypeOf(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (type.EndsWith("FLOW", StringComparison.Ordinal) && type != "WORKFLOW" ? type[..^4] : type).ToLowerInvariant();
    }

    /// <summary>What uses something.</summary>
    /// <param name="id">The id of what is used.</param>
    /// <param name="objectType">Its type as the index spells it, such as <c>COMMONMODULEFLOW</c>.</param>
    /// <param name="isPublished">Whether the published versions of flows are asked about; otherwise the newest checked-in ones.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> ConsumersAsync(string id, string objectType, bool isPublished, CancellationToken cancellationToken = default) =>
        PagesAsync($"/consumingresources?id={Escape(id)}&objectType={Escape(objectType)}&flowFilter={(isPublished ? "published" : "checkedIn")}", $"Finding what uses {id}", cancellationToken);

    /// <summary>What a version of a flow uses. Of a common module that is copied into a published version, that version of it which was copied.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="objectType">Its type as the index spells it.</param>
    /// <param name="version">The version.</param>
    /// <param name="resourceType">The type of what is used; null for every type.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> ConsumedAsync(string id, string objectType, string version, string? resourceType = null, CancellationToken cancellationToken = default) =>
        PagesAsync($"/consumedresources?id={Escape(id)}&version={Escape(version)}&objectType={Escape(objectType)}{(resourceType is null ? "" : $"&resourceType={Escape(resourceType)}")}", $"Finding what version {version} of flow {id} uses", cancellationToken);

    /// <summary>The published flows that use something of which another version is live than the one that they hold; each with what it uses so.</summary>
    /// <param name="usedType">The type of what is used.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> UpdatedConsumersAsync(string usedType, CancellationToken cancellationToken = default) =>
        PagesAsync($"/updatedresourceconsumers?consumedResources=true&consumedResourceType={Escape(usedType)}", "Finding flows that hold an old version", cancellationToken);

    /// <summary>All that the index knows by a type, each with what it uses.</summary>
    /// <param name="types">The types as the index spells them.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> UsesAsync(IEnumerable<string> types, CancellationToken cancellationToken = default) =>
        PagesAsync($"?name=*&consumedResources=true{string.Concat(types.Select(type => $"&objectType={Escape(type)}"))}", "Finding what flows use", cancellationToken);

    /// <summary>All that the index knows by a type, each with what uses it: flows in their live version, their newest checked-in one, or both; the index does not say which.</summary>
    /// <param name="usedType">The type of what is used.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> UsedAsync(string usedType, CancellationToken cancellationToken = default) =>
        PagesAsync($"?name=*&consumingResources=true&objectType={Escape(usedType)}", "Finding what is used by what", cancellationToken);

    /// <summary>What uses something that was deleted, each with what it uses so.</summary>
    /// <param name="usedType">The type of what was deleted.</param>
    /// <param name="isPublished">Whether the published versions of flows are asked about; otherwise the newest checked-in ones.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> DeletedConsumersAsync(string usedType, bool isPublished, CancellationToken cancellationToken = default) =>
        PagesAsync($"/deletedresourceconsumers?consumedResources=true&consumedResourceType={Escape(usedType)}&flowFilter={(isPublished ? "published" : "checkedIn")}", "Finding what uses something deleted", cancellationToken);

    /// <summary>How the index stands.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<DependencyStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, $"{Base}/build", "Reading the state of the dependency index") { Scope = Permission }, PlatformJson.Default.DependencyStatus, cancellationToken);

    private IAsyncEnumerable<Dependency> PagesAsync(string query, string attempt, CancellationToken cancellationToken) =>
        PlatformPages.AllAsync(connection, $"{Base}{query}&pageSize={PlatformFlowsClient.MaxPageSize}", attempt, Permission, PlatformJson.Default.PlatformPageDependency, cancellationToken);
}

/// <summary>Something that uses, or is used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version meant; null where the index does not say.</param>
/// <param name="Type">Its type as the index spells it.</param>
public sealed record Dependency(string Id, string? Name, string? Version, string? Type)
{
    /// <summary>Whether the index does not know how it stands.</summary>
    public bool StateUnknown { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>What uses it; null where that was not asked for.</summary>
    public IReadOnlyList<Dependency>? ConsumingResources { get; init; }

    /// <summary>What it uses; null where that was not asked for.</summary>
    public IReadOnlyList<Dependency>? ConsumedResources { get; init; }
}

/// <summary>How the dependency index stands.</summary>
/// <param name="Status">Such as <c>OPERATIONAL</c>.</param>
public sealed record DependencyStatus(string? Status)
{
    /// <summary>The status of an index that can be relied on.</summary>
    public const string Operational = "OPERATIONAL";

    /// <summary>Whether what the index says can be relied on.</summary>
    public bool IsReady => Status == Operational;
}
