using Patchbay.Client.Http;

namespace Patchbay.Client.Platform;

/// <summary>The platform's own API: flows whose content goes in and out as YAML through jobs, with a lock and asynchronous publish. One client per resource, one method per operation.</summary>
/// <param name="connection">The connection to use; it is not disposed of.</param>
public sealed class PlatformApi(ApiConnection connection)
{
    /// <summary>The connection that everything goes over.</summary>
    public ApiConnection Connection { get; } = connection;

    /// <summary>Flows: find, describe, versions, lock, publish.</summary>
    public PlatformFlowsClient Flows { get; } = new(connection);

    /// <summary>Architect jobs: content in and out.</summary>
    public JobsClient Jobs { get; } = new(connection);

    /// <summary>What flows refer to by name.</summary>
    public ThingsClient Things { get; } = new(connection);

    /// <summary>Which flow uses what.</summary>
    public DependencyClient Dependencies { get; } = new(connection);

    /// <summary>What the org tells by itself.</summary>
    public NotificationsClient Notifications { get; } = new(connection);

    /// <summary>Who did what.</summary>
    public PlatformAuditsClient Audits { get; } = new(connection);

    /// <summary>How many callers there were.</summary>
    public PlatformAnalyticsClient Analytics { get; } = new(connection);
}
