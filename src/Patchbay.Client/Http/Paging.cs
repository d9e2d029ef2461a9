using System.Runtime.CompilerServices;

namespace Patchbay.Client.Http;

/// <summary>Walks through the pages of a listing.</summary>
internal static class Paging
{
    /// <summary>All entries of a listing whose pages name the next one, as they arrive.</summary>
    /// <param name="fetch">Fetches the page that a token names; null is the first one.</param>
    /// <param name="attempt">What is attempted, as a message begins.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, Task<Page<T>>> fetch, string attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await fetch(token);
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            if (token is not null && page.Next == token)
            {
                throw new ApiException($"{attempt}: the service names the page \"{token}\" as the one after itself, which would never end.");
            }

            token = page.Next;
        }
        while (!string.IsNullOrEmpty(token));
    }
}

/// <summary>A page of a listing.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Next">What names the next page; null or empty for the last one.</param>
internal readonly record struct Page<T>(IReadOnlyList<T> Entries, string? Next);
