using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Patchbay.Client.Http;

namespace Patchbay.Client.Platform;

/// <summary>Walks through the numbered pages of the platform's listings.</summary>
internal static class PlatformPages
{
    /// <summary>All entries of a listing, as they arrive.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="path">The listing with its query, to which the page's number is added.</param>
    /// <param name="attempt">What is attempted, as a message begins.</param>
    /// <param name="permission">The permission that it takes.</param>
    /// <param name="type">The page.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static IAsyncEnumerable<T> AllAsync<T>(ApiConnection connection, string path, string attempt, string permission, JsonTypeInfo<PlatformPage<T>> type, CancellationToken cancellationToken) => Paging.AllAsync(
        async number =>
        {
            var page = await connection.SendAsync(new ApiRequest(HttpMethod.Get, $"{path}&pageNumber={number ?? "1"}", attempt) { Scope = permission }, type, cancellationToken);
            return new Page<T>(page.Entities, page.PageNumber < page.PageCount ? (page.PageNumber + 1).ToString(CultureInfo.InvariantCulture) : null);
        },
        attempt,
        cancellationToken);
}
