using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Who one is at an org, whichever API it speaks.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class AccountClient(ApiConnection connection)
{
    /// <summary>What the org says of the token in use.</summary>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="StoreException">The org said no, or did not answer.</exception>
    public async Task<Account> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var token = await GetAsync("/api/v2/tokens/me", AccountJson.Default.WireTokenInfo, cancellationToken);
        var organization = token?.Organization ?? await GetAsync("/api/v2/organizations/me", AccountJson.Default.WireNamed, cancellationToken);
        var user = connection.Login.SignIns is null ? null : await GetAsync("/api/v2/users/me?expand=authorization", AccountJson.Default.WireUser, cancellationToken);
        return new Account(organization?.Id ?? "", organization?.Name ?? "", token?.Client?.Id ?? connection.Login.ClientId)
        {
            UserName = user?.Name ?? "",
            UserEmail = user?.Email ?? "",
            Scopes = [.. token?.AuthorizedScope ?? []],
            Permissions = [.. user?.Authorization?.Permissions ?? []],
        };
    }

    /// <summary>Ends a person's sign-in: has the org revoke its token, and forgets it here whatever the org answers.</summary>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="signIns">Where it is kept.</param>
    /// <param name="options">The clock and timeouts; null for the defaults.</param>
    /// <returns>Why the org did not revoke the token; empty where it did, or knew it no more.</returns>
    public static async Task<string> SignOutAsync(SignIn signIn, SignInFolder signIns, ApiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        ArgumentNullException.ThrowIfNull(signIns);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        try
        {
            var endpoint = new TokenEndpoint(invoker, signIn.Region, options ?? new ApiOptions());
            var (status, answer, _) = await endpoint.SendAsync(HttpMethod.Delete, "/api/v2/tokens/me", new AccessToken(signIn.AccessToken, signIn.RenewAt, signIn.ExpiresAt));
            return (int)status is >= 200 and < 300 || status == HttpStatusCode.Unauthorized ? "" : $"{signIn.Region.Api.Authority} answered {(int)status}{(answer?.Message is { Length: > 0 } message ? $": {message.TrimEnd('.')}" : "")}";
        }
        catch (Exception e) when (e is TokenUnavailableException or ApiException)
        {
            return e.Message.TrimEnd('.');
        }
        finally
        {
            signIns.Delete(signIn);
        }
    }

    /// <summary>What an address answers; null where the org has no such thing to say.</summary>
    private async Task<T?> GetAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await connection.SendAsync(new ApiRequest(HttpMethod.Get, path, "Asking who we are"), type, cancellationToken);
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.NotImplemented or HttpStatusCode.Forbidden)
        {
            return null;
        }
    }
}

/// <summary>Who one is at an org.</summary>
/// <param name="OrganizationId">The organisation's id; empty where the org does not tell.</param>
/// <param name="OrganizationName">Its name; empty where the org does not tell.</param>
/// <param name="ClientId">The OAuth client's id.</param>
public sealed record Account(string OrganizationId, string OrganizationName, string ClientId)
{
    /// <summary>The person's name; empty for a client that acts for itself.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The person's address; empty for a client that acts for itself.</summary>
    public string UserEmail { get; init; } = "";

    /// <summary>The scopes of the token, as far as the org tells.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The person's permissions, as far as the org tells; a client's are not told.</summary>
    public ImmutableArray<string> Permissions { get; init; } = [];
}

internal sealed record WireNamed(string? Id, string? Name);

internal sealed record WireTokenInfo(WireNamed? Organization, IReadOnlyList<string>? AuthorizedScope, [property: JsonPropertyName("OAuthClient")] WireNamed? Client);

internal sealed record WireUser(string? Name, string? Email, WireAuthorization? Authorization);

internal sealed record WireAuthorization(IReadOnlyList<string>? Permissions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireNamed))]
[JsonSerializable(typeof(WireTokenInfo))]
[JsonSerializable(typeof(WireUser))]
internal sealed partial class AccountJson : JsonSerializerContext;
