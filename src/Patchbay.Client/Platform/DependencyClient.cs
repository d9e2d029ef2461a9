using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>The platform's index of what uses what.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class DependencyClient(ApiConnection connection)
{
    private const string Permission = "architect:dependencyTracking:view";

    /// <summary>The flows whose published version uses a flow.</summary>
    /// <param name="id">The flow's id.</param>
    /// <param name="objectType">Its type as the index spells it, such as <c>COMMONMODULEFLOW</c>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<Dependency> PublishedConsumersAsync(string id, string objectType, CancellationToken cancellationToken = default) => PlatformPages.AllAsync(
        connection,
        $"/api/v2/architect/dependencytracking/consumingresources?id={Escape(id)}&objectType={Escape(objectType)}&flowFilter=published&pageSize={PlatformFlowsClient.MaxPageSize}",
        $"Finding what uses flow {id}",
        Permission,
        PlatformJson.Default.PlatformPageDependency,
        cancellationToken);

    /// <summary>How the index stands.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<DependencyStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, "/api/v2/architect/dependencytracking/build", "Reading the state of the dependency index") { Scope = Permission }, PlatformJson.Default.DependencyStatus, cancellationToken);
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
}

/// <summary>How the dependency index stands.</summary>
/// <param name="Status">Such as <c>OPERATIONAL</c>.</param>
public sealed record DependencyStatus(string? Status)
{
    /// <summary>Whether what the index says can be relied on.</summary>
    public bool IsReady => Status == "OPERATIONAL";
}
