using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>The token endpoint, in the shape that OAuth gives its answers: for client credentials, for the code that a person's browser brought, and for a refresh token.</summary>
internal static class TokenApi
{
    public static void MapTokens(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/oauth/token", context => PostAsync(context, org)).Named("postOauthToken");
        routes.MapPost("/login/oauth2/v1/token", context => PostAsync(context, org)).Named("postLoginOauth2V1Token");
    }

    /// <summary>Whether a path is that of the token endpoint.</summary>
    public static bool IsTokenPath(string path) => path is "/oauth/token" or "/login/oauth2/v1/token";

    /// <summary>Refuses a login because there were too many.</summary>
    public static Task ThrottleAsync(HttpContext context) =>
        ErrorAsync(context, 400, "invalid_request", "rate limit exceeded; there were too many logins with this client. Try again within a minute.");

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        if (!context.Request.HasFormContentType)
        {
            await ErrorAsync(context, 400, "invalid_request", "The request must be sent as application/x-www-form-urlencoded.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (id, secret) = Credentials(context, form);
        if (org.LoginLimiter.IsLimited && !org.LoginLimiter.Take(id, org.Time.GetUtcNow()).IsWithin)
        {
            await ThrottleAsync(context);
            return;
        }

        switch (form["grant_type"].ToString())
        {
            case "client_credentials":
                await GrantToClientAsync(context, org, org.Accounts.FindClient(id, secret), form["scope"].ToString());
                break;
            case "authorization_code":
                await GrantForCodeAsync(context, org, id, secret, form);
                break;
            case "refresh_token":
                await RefreshAsync(context, org, id, secret, form["refresh_token"].ToString());
                break;
            case var other:
                await ErrorAsync(context, 400, other.Length == 0 ? "invalid_request" : "unsupported_grant_type", "The grant_type must be client_credentials, authorization_code or refresh_token.");
                break;
        }
    }

    private static async Task GrantToClientAsync(HttpContext context, EmulatorOrg org, OAuthClient? client, string scope)
    {
        if (client is null)
        {
            await UnknownClientAsync(context);
            return;
        }

        var asked = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var refused = asked.Where(scope => !IsGranted(client, scope)).ToList();
        if (refused.Count > 0)
        {
            await ErrorAsync(context, 403, "invalid_scope", $"The client is not granted {string.Join(", ", refused)}.");
            return;
        }

        await GiveAsync(context, org.Accounts.Grant(client, asked.Length == 0 ? client.Scopes : [.. asked]), refresh: null);
    }

    /// <summary>Trades a code. A sign-in that was begun with a challenge is proved by the verifier, any other by the client's secret.</summary>
    private static async Task GrantForCodeAsync(HttpContext context, EmulatorOrg org, string id, string secret, IFormCollection form)
    {
        var signIn = org.Accounts.TakeCode(form["code"].ToString());
        if (signIn is not null && signIn.Challenge.Length == 0 && org.Accounts.FindClient(id, secret) is null)
        {
            await UnknownClientAsync(context);
            return;
        }

        var isGood = signIn is not null && signIn.Client.Id == id && signIn.RedirectUri == form["redirect_uri"].ToString()
            && (signIn.Challenge.Length == 0 || signIn.IsProvedBy(form["code_verifier"].ToString()));
        if (signIn is null || !isGood)
        {
            await ErrorAsync(context, 400, "invalid_grant", "The code is unknown, used up or too old, or it was given to another client, for another redirect_uri or for another code_verifier.");
            return;
        }

        var token = org.Accounts.Grant(signIn.Client, signIn.Client.Scopes, signIn.User);
        await GiveAsync(context, token, org.Accounts.GrantRefresh(token));
    }

    private static async Task RefreshAsync(HttpContext context, EmulatorOrg org, string id, string secret, string refresh)
    {
        // A client that signed people in without a secret has none to show; a secret that is shown has to be right.
        var client = secret.Length > 0 ? org.Accounts.FindClient(id, secret) : org.Accounts.FindClient(id);
        if (client is null)
        {
            await UnknownClientAsync(context);
            return;
        }

        if (org.Accounts.TakeRefresh(refresh, client) is not { } before)
        {
            await ErrorAsync(context, 400, "invalid_grant", "The refresh token is unknown, used up or revoked.");
            return;
        }

        var token = org.Accounts.Grant(client, before.Scopes, before.User);
        await GiveAsync(context, token, org.Accounts.GrantRefresh(token));
    }

    private static Task GiveAsync(HttpContext context, Token token, string? refresh)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("access_token", token.Value);
            writer.WriteString("token_type", "bearer");
            writer.WriteNumber("expires_in", (long)token.Lifetime.TotalSeconds);
            if (refresh is not null)
            {
                writer.WriteString("refresh_token", refresh);
            }
        });
    }

    /// <summary>Whether a client has a scope, or another that is equal to it.</summary>
    private static bool IsGranted(OAuthClient client, string scope) =>
        client.Scopes.Contains(scope)
        || (Scopes.Read.Contains(scope) && client.Scopes.Any(granted => Scopes.Read.Contains(granted)))
        || (Scopes.Write.Contains(scope) && client.Scopes.Any(granted => Scopes.Write.Contains(granted)));

    private static (string Id, string Secret) Credentials(HttpContext context, IFormCollection form)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return (form["client_id"].ToString(), form["client_secret"].ToString());
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length))
        {
            return ("", "");
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", "") : (Uri.UnescapeDataString(pair[..colon]), Uri.UnescapeDataString(pair[(colon + 1)..]));
    }

    private static Task UnknownClientAsync(HttpContext context) => ErrorAsync(context, 401, "invalid_client", "The client id or the client secret is wrong.");

    private static Task ErrorAsync(HttpContext context, int status, string error, string description)
    {
        if (status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        }

        return JsonReply.ObjectAsync(context, status, writer =>
        {
            writer.WriteString("error", error);
            writer.WriteString("error_description", description);
        });
    }
}
