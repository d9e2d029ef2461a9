using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>An org's token endpoint, and the few requests that go out before a token is trusted. Each is sent once.</summary>
internal sealed class TokenEndpoint(HttpMessageInvoker invoker, Region region, ApiOptions options)
{
    private static readonly TimeSpan RenewAhead = TimeSpan.FromMinutes(5);

    // The limit on logins is by the minute, and the platform does not say how long to wait: with the usual number of retries this adds up to a minute.
    private static readonly TimeSpan LoginThrottleWait = TimeSpan.FromSeconds(12);

    /// <summary>Asks for a token.</summary>
    /// <param name="form">The grant.</param>
    /// <param name="secret">The client's credentials; null where it has none to show.</param>
    /// <param name="who">For whom, as in <c>a token for ...</c>.</param>
    /// <param name="advice">What to do where it is refused for good.</param>
    /// <exception cref="ApiException">The org refuses, or answers something else.</exception>
    /// <exception cref="TokenUnavailableException">It did not answer, or asks to try later.</exception>
    public async Task<TokenGrant> AskAsync(IEnumerable<KeyValuePair<string, string>> form, (string ClientId, Secret Secret)? secret, string who, string advice)
    {
        var at = options.Time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, Region.At(region.Login, "/oauth/token")) { Content = new FormUrlEncodedContent(form) };
        if (secret is { } known)
        {
            var pair = $"{Uri.EscapeDataString(known.ClientId)}:{Uri.EscapeDataString(known.Secret.Reveal())}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        var (status, body, retryAfter) = await SendAsync(request);
        var answer = Parse(body);
        if (status != HttpStatusCode.OK)
        {
            throw Refusal(status, answer, retryAfter, who, advice);
        }

        if (answer is not { AccessToken: { Length: > 0 } value, ExpiresIn: > 0 and var seconds })
        {
            throw new ApiException($"A token for {who} was asked for, and the answer of {region.Login} was none. Check that the region is right.") { Status = status };
        }

        var life = TimeSpan.FromSeconds(seconds);
        var token = new AccessToken(new Secret(value), at + life - (life / 10 < RenewAhead ? life / 10 : RenewAhead), at + life);
        return new TokenGrant(token, answer.RefreshToken is { Length: > 0 } refresh ? new Secret(refresh) : null);
    }

    /// <summary>Sends a request of the API with a token.</summary>
    /// <exception cref="TokenUnavailableException">There was no answer.</exception>
    public async Task<(HttpStatusCode Status, TokenAnswer? Answer, TimeSpan? RetryAfter)> SendAsync(HttpMethod method, string path, AccessToken token)
    {
        using var request = new HttpRequestMessage(method, Region.At(region.Api, path));
        request.Headers.Authorization = token.Header;
        var (status, body, retryAfter) = await SendAsync(request);
        return (status, Parse(body), retryAfter);
    }

    /// <summary>Why something was refused, as an exception that says whether to try again.</summary>
    public Exception Refusal(HttpStatusCode status, TokenAnswer? answer, TimeSpan? retryAfter, string who, string advice)
    {
        var said = answer?.ErrorDescription ?? answer?.Message ?? answer?.Error ?? "it gave no reason";
        var isThrottledLogin = status == HttpStatusCode.BadRequest && said.StartsWith("rate limit exceeded", StringComparison.OrdinalIgnoreCase);
        if (isThrottledLogin || status == HttpStatusCode.TooManyRequests || (int)status >= 500)
        {
            return new TokenUnavailableException($"the answer was {(int)status}: {said.TrimEnd('.')}", inner: null) { RetryAfter = retryAfter ?? (isThrottledLogin ? LoginThrottleWait : null) };
        }

        return new ApiException($"{region.Login.Host} refused a token for {who}: {(int)status} {answer?.Error}: {said.TrimEnd('.')}. {(answer?.Error == "invalid_scope" ? "Have the scope granted to the OAuth client." : advice)}", StoreFailure.NotAuthorized)
        {
            Status = status,
            Code = answer?.Error ?? "",
            Reason = said,
        };
    }

    private async Task<(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)> SendAsync(HttpRequestMessage request)
    {
        using var timeout = new CancellationTokenSource(options.AttemptTimeout, options.Time);
        try
        {
            using var response = await invoker.SendAsync(request, timeout.Token);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(timeout.Token), response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException e)
        {
            throw new TokenUnavailableException($"no answer arrived within {options.AttemptTimeout.TotalSeconds:0.#} seconds", e);
        }
        catch (HttpRequestException e) when (region.IsLoopback && e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // On this machine nothing is on its way to recover: whoever forgot to start the org should not wait for retries.
            throw new ApiException($"Nothing listens on {region.Login.ToString().TrimEnd('/')} on this machine. Start a local org there with \"patchbay emulator --port {region.Login.Port}\", or name another org.", inner: e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            // Trust does not come by trying again.
            throw new ApiException($"{region.Login.Authority} is not trusted, and no token was asked for: {(e.InnerException ?? e).Message.TrimEnd('.')}. Have its certificate trusted on this machine; for a local org, name the file that \"patchbay emulator --https --certificate FILE\" wrote in SSL_CERT_FILE.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TokenUnavailableException(e.Message.TrimEnd('.'), e);
        }
    }

    private static TokenAnswer? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            // Some proxy's page, or nothing at all. What is missing from the answer is reported by who needs it.
            return null;
        }
    }
}

/// <summary>A token.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="RenewAt">When to ask for the next one.</param>
/// <param name="ExpiresAt">Until when the org accepts it.</param>
internal sealed record AccessToken(Secret Value, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt)
{
    public AuthenticationHeaderValue Header => new("Bearer", Value.Reveal());
}

/// <summary>What the token endpoint gave.</summary>
/// <param name="Token">The token.</param>
/// <param name="RefreshToken">What gets the next one without a browser; null where it gave none.</param>
internal sealed record TokenGrant(AccessToken Token, Secret? RefreshToken);

/// <summary>No token could be had just now. The request that needed it was not sent, so it may be repeated whatever it was.</summary>
internal sealed class TokenUnavailableException(string message, Exception? inner) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What the token endpoint answers, and what <c>/organizations/me</c> and <c>/users/me</c> do.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("email")] string? Email)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => nameof(TokenAnswer);
}

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
