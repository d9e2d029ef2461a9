using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>Tokens for client credentials, in the shape that OAuth gives its answers.</summary>
internal static class TokenApi
{
    public static void MapTokens(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/oauth/token", context => PostAsync(context, org)).Named("postOauthToken");
        routes.MapPost("/login/oauth2/v1/token", context => PostAsync(context, org)).Named("postLoginOauth2V1Token");
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        if (!context.Request.HasFormContentType)
        {
            await ErrorAsync(context, 400, "invalid_request", "The request must be sent as application/x-www-form-urlencoded.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var grantType = form["grant_type"].ToString();
        if (grantType != "client_credentials")
        {
            await ErrorAsync(context, 400, grantType.Length == 0 ? "invalid_request" : "unsupported_grant_type", "The grant_type must be client_credentials.");
            return;
        }

        var (id, secret) = Credentials(context, form);
        if (org.Accounts.FindClient(id, secret) is not { } client)
        {
            await ErrorAsync(context, 401, "invalid_client", "The client id or the client secret is wrong.");
            return;
        }

        var asked = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var refused = asked.Where(scope => !IsGranted(client, scope)).ToList();
        if (refused.Count > 0)
        {
            await ErrorAsync(context, 403, "invalid_scope", $"The client is not granted {string.Join(", ", refused)}.");
            return;
        }

        var token = org.Accounts.Grant(client, asked.Length == 0 ? client.Scopes : [.. asked]);
        context.Response.Headers.CacheControl = "no-store";
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("access_token", token.Value);
            writer.WriteString("token_type", "bearer");
            writer.WriteNumber("expires_in", (long)token.Lifetime.TotalSeconds);
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
