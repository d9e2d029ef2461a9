using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Gets tokens and keeps them until shortly before they expire. All parallel requests share one token and one request for it.</summary>
internal sealed class TokenSource(HttpMessageInvoker invoker, OrgLogin login, ApiOptions options)
{
    private static readonly TimeSpan RenewAhead = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Task<AccessToken>? _current;

    /// <summary>A token that is good for a while yet.</summary>
    /// <exception cref="StoreException">The org refuses the credentials, or they belong to another organisation.</exception>
    /// <exception cref="TokenUnavailableException">The token endpoint did not answer, or asks to try later.</exception>
    public Task<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> current;
        lock (_gate)
        {
            var isUsable = _current is { IsCompleted: false } || (_current is { IsCompletedSuccessfully: true, Result: var token } && options.Time.GetUtcNow() < token.RenewAt);

            // One caller's cancellation must not take the token from the others.
            current = isUsable && _current is not null ? _current : _current = RequestAsync();
        }

        return current.WaitAsync(cancellationToken);
    }

    /// <summary>Forgets a token that the org no longer accepts, unless a newer one is there already.</summary>
    public void Reject(AccessToken token)
    {
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true, Result: var current } && ReferenceEquals(current, token))
            {
                _current = null;
            }
        }
    }

    private async Task<AccessToken> RequestAsync()
    {
        await Task.Yield();
        var at = options.Time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, Region.At(login.Region.Login, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        var pair = $"{Uri.EscapeDataString(login.ClientId)}:{Uri.EscapeDataString(login.ClientSecret.Reveal())}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        var (status, body, retryAfter) = await SendAsync(request);
        if (status != HttpStatusCode.OK)
        {
            throw Refusal(status, Parse(body), retryAfter);
        }

        if (Parse(body) is not { AccessToken: { Length: > 0 } value, ExpiresIn: > 0 and var seconds })
        {
            throw new ApiException($"A token for {login} was asked for, and the answer of {login.Region.Login} was none. Check that the region is right.") { Status = status };
        }

        var life = TimeSpan.FromSeconds(seconds);
        var token = new AccessToken(new Secret(value), at + life - (life / 10 < RenewAhead ? life / 10 : RenewAhead));
        await CheckOrganizationAsync(token);
        return token;
    }

    private async Task CheckOrganizationAsync(AccessToken token)
    {
        if (login.OrganizationId is not { } expected)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, Region.At(login.Region.Api, "/api/v2/organizations/me"));
        request.Headers.Authorization = token.Header;
        var (status, body, retryAfter) = await SendAsync(request);
        if (status is not HttpStatusCode.OK and not HttpStatusCode.NotFound)
        {
            throw Refusal(status, Parse(body), retryAfter);
        }

        var actual = status == HttpStatusCode.OK ? Parse(body) : null;
        if (actual?.Id != expected)
        {
            var belongs = actual?.Id is { } id ? $"belong to organisation {id}{(actual.Name is { Length: > 0 } name ? $" (\"{name}\")" : "")}" : "do not tell which organisation they belong to";
            throw new StoreException(
                $"The credentials of {login} {belongs}, and the environment insists on {expected}. Nothing was sent. Use that organisation's credentials, or unset GENESYS_ORG_ID (with a profile: PREFIX_ORG_ID).",
                StoreFailure.NotAuthorized);
        }
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
        catch (HttpRequestException e) when (login.Region.IsLoopback && e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // On this machine nothing is on its way to recover: whoever forgot to start the org should not wait for retries.
            throw new ApiException($"Nothing listens on {login.Region.Login.ToString().TrimEnd('/')} on this machine. Start a local org there with \"patchbay emulator --port {login.Region.Login.Port}\", or name another org.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TokenUnavailableException(e.Message.TrimEnd('.'), e);
        }
    }

    private Exception Refusal(HttpStatusCode status, TokenAnswer? answer, TimeSpan? retryAfter)
    {
        var said = answer?.ErrorDescription ?? answer?.Message ?? answer?.Error ?? "it gave no reason";
        var isThrottled = status == HttpStatusCode.TooManyRequests || (status == HttpStatusCode.BadRequest && said.StartsWith("rate limit exceeded", StringComparison.OrdinalIgnoreCase));
        if (isThrottled || (int)status >= 500)
        {
            return new TokenUnavailableException($"the answer was {(int)status}: {said.TrimEnd('.')}", inner: null) { RetryAfter = retryAfter };
        }

        var advice = answer?.Error == "invalid_scope" ? "Have the scope granted to the OAuth client." : "Check the client id, the secret and the region.";
        return new ApiException($"{login.Region.Login.Host} refused a token for {login}: {(int)status} {answer?.Error}: {said.TrimEnd('.')}. {advice}", StoreFailure.NotAuthorized)
        {
            Status = status,
            Code = answer?.Error ?? "",
            Reason = said,
        };
    }

    private static TokenAnswer? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            // Some proxy's page. What is missing from the answer is reported by who needs it.
            return null;
        }
    }
}

/// <summary>A token.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="RenewAt">When to ask for the next one.</param>
internal sealed record AccessToken(Secret Value, DateTimeOffset RenewAt)
{
    public AuthenticationHeaderValue Header => new("Bearer", Value.Reveal());
}

/// <summary>No token could be had just now. The request that needed it was not sent, so it may be repeated whatever it was.</summary>
internal sealed class TokenUnavailableException(string message, Exception? inner) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What the token endpoint answers, and what <c>/organizations/me</c> does.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("name")] string? Name)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => nameof(TokenAnswer);
}

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
