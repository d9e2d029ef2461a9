using System.Net;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Gets tokens and keeps them until shortly before they expire. All parallel requests share one token and one request for it; a person's sign-in is shared with other processes too.</summary>
internal sealed class TokenSource(HttpMessageInvoker invoker, OrgLogin login, ApiOptions options)
{
    private readonly TokenEndpoint _endpoint = new(invoker, login.Region, options);
    private readonly Lock _gate = new();
    private Task<AccessToken>? _current;
    private string? _rejected;

    /// <summary>A token that is good for a while yet.</summary>
    /// <exception cref="StoreException">The org refuses the credentials, or they belong to another organisation; or the person's sign-in is over.</exception>
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

    /// <summary>Until when the present token is good; null where there is none.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            lock (_gate)
            {
                return _current is { IsCompletedSuccessfully: true, Result: var token } ? token.ExpiresAt : null;
            }
        }
    }

    /// <summary>Forgets a token that the org no longer accepts, unless a newer one is there already.</summary>
    public void Reject(AccessToken token)
    {
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true, Result: var current } && ReferenceEquals(current, token))
            {
                _current = null;
                _rejected = token.Value.Reveal();
            }
        }
    }

    private async Task<AccessToken> RequestAsync()
    {
        await Task.Yield();
        if (login.SignIns is { } signIns)
        {
            return await OfPersonAsync(signIns);
        }

        var secret = login.ClientSecret is { } known ? (login.ClientId, known) : throw new InvalidOperationException("A login has a secret or a sign-in.");
        var granted = await _endpoint.AskAsync([new("grant_type", "client_credentials")], secret, login.ToString(), "Check the client id, the secret and the region.");
        await CheckOrganizationAsync(granted.Token, known: null);
        return granted.Token;
    }

    /// <summary>The token of the sign-in that is kept, renewed where it is due. One process renews it at a time: a refresh token may be used once, and the others find what came of it.</summary>
    private async Task<AccessToken> OfPersonAsync(SignInFolder signIns)
    {
        var kept = Usable(signIns);
        if (kept is null)
        {
            using var others = await signIns.LockAsync(login.Region, login.ClientId);
            kept = Usable(signIns) ?? await RenewAsync(signIns);
        }

        var token = new AccessToken(kept.AccessToken, kept.RenewAt, kept.ExpiresAt);
        await CheckOrganizationAsync(token, kept.OrganizationId);
        return token;
    }

    private SignIn? Usable(SignInFolder signIns)
    {
        var kept = signIns.Find(login.Region, login.ClientId);
        return kept is not null && options.Time.GetUtcNow() < kept.RenewAt && kept.AccessToken.Reveal() != _rejected ? kept : null;
    }

    private async Task<SignIn> RenewAsync(SignInFolder signIns)
    {
        var again = $"Sign in again: patchbay login --org {login.Name}.";
        var kept = signIns.Find(login.Region, login.ClientId)
            ?? throw new StoreException($"Nobody is signed in at {login.Region.Name} with OAuth client \"{login.ClientId}\" any more. {again}", StoreFailure.NotAuthorized);
        if (kept.RefreshToken is not { } refresh)
        {
            throw new StoreException($"The {kept} is over, and cannot be renewed without a browser. {again}", StoreFailure.NotAuthorized);
        }

        try
        {
            var granted = await _endpoint.AskAsync(
                [new("grant_type", "refresh_token"), new("refresh_token", refresh.Reveal()), new("client_id", login.ClientId)], secret: null, $"{kept.Person} at {login.Region.Name}", again);

            // Kept before it is used: the token that was shown is worth nothing from now on.
            var renewed = kept.With(granted);
            signIns.Write(renewed);
            return renewed;
        }
        catch (ApiException e) when (e.Code == "invalid_grant")
        {
            throw new StoreException($"The {kept} is over: it was revoked, or was not used for too long ({e.Reason.TrimEnd('.')}). {again}", StoreFailure.NotAuthorized, e);
        }
    }

    private async Task CheckOrganizationAsync(AccessToken token, string? known)
    {
        if (login.OrganizationId is not { } expected || known == expected)
        {
            return;
        }

        var (status, answer, retryAfter) = await _endpoint.SendAsync(HttpMethod.Get, "/api/v2/organizations/me", token);
        if (status is not HttpStatusCode.OK and not HttpStatusCode.NotFound)
        {
            throw _endpoint.Refusal(status, answer, retryAfter, login.ToString(), "Check the client id, the secret and the region.");
        }

        var actual = status == HttpStatusCode.OK ? answer : null;
        if (actual?.Id != expected)
        {
            throw login.ForeignOrganization(actual?.Id, actual?.Name);
        }
    }
}
