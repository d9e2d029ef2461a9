using Patchbay.Client.Http;

namespace Patchbay.Client.Definitions;

/// <summary>The definitions API: flows that are read and written in place as JSON. One client per resource, one method per operation.</summary>
/// <param name="connection">The connection to use; it is not disposed of.</param>
public sealed class DefinitionsApi(ApiConnection connection)
{
    /// <summary>The connection that everything goes over.</summary>
    public ApiConnection Connection { get; } = connection;

    /// <summary>Flows: find, read, write, check, history.</summary>
    public FlowsClient Flows { get; } = new(connection);

    /// <summary>Making revisions live, and the limits of it.</summary>
    public PublishingClient Publishing { get; } = new(connection);

    /// <summary>Queues, where callers wait for agents.</summary>
    public QueuesClient Queues { get; } = new(connection);

    /// <summary>How many callers went through flows.</summary>
    public AnalyticsClient Analytics { get; } = new(connection);

    /// <summary>Who did what.</summary>
    public AuditsClient Audits { get; } = new(connection);
}
