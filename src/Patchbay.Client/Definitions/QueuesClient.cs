using System.Runtime.CompilerServices;
using Patchbay.Client.Http;

namespace Patchbay.Client.Definitions;

/// <summary>The queues of an org.</summary>
public sealed class QueuesClient
{
    private const int PageSize = 100;
    private readonly ApiConnection _connection;

    internal QueuesClient(ApiConnection connection) => _connection = connection;

    /// <summary>All queues, page by page.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async IAsyncEnumerable<WireQueue> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = 0;
        for (var number = 1; ; number++)
        {
            var request = new ApiRequest(HttpMethod.Get, $"/api/v2/routing/queues?pageSize={PageSize}&pageNumber={number}", "Listing queues");
            var page = await _connection.SendAsync(request, DefinitionsJson.Default.WireQueuePage, cancellationToken);
            foreach (var queue in page.Entities)
            {
                yield return queue;
            }

            seen += page.Entities.Count;
            if (page.Entities.Count == 0 || seen >= page.Total)
            {
                yield break;
            }
        }
    }
}

/// <summary>A queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record WireQueue(string Id, string Name);

internal sealed record WireQueuePage(IReadOnlyList<WireQueue> Entities, int Total);
