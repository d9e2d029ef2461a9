using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>Who one is: the token's own view of itself, and the person behind it.</summary>
internal static class AccountsApi
{
    private static readonly string[] PersonScopes = ["analytics", "architect", "audits:readonly", "notifications"];

    public static void MapAccounts(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/tokens/me", context => GetTokenAsync(context, org)).Named("getTokensMe");
        routes.MapDelete("/api/v2/tokens/me", context => DeleteTokenAsync(context, org)).Named("deleteTokensMe");
        routes.MapGet("/api/v2/users/me", context => GetUserAsync(context, org)).Named("getUsersMe");
    }

    private static Task GetTokenAsync(HttpContext context, EmulatorOrg org) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        var token = context.Token();
        foreach (var name in new[] { "organization", "homeOrganization" })
        {
            writer.WriteStartObject(name);
            writer.WriteString("id", org.Id);
            writer.WriteString("name", org.Name);
            writer.WriteEndObject();
        }

        // On the platform scopes limit people's tokens only; a client's may do what its roles allow.
        writer.WriteStartArray("authorizedScope");
        foreach (var scope in org.Options.Api != EmulatorApi.Platform ? token.Scopes.AsEnumerable() : token.User is null ? [] : PersonScopes)
        {
            writer.WriteStringValue(scope);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("OAuthClient");
        writer.WriteString("id", token.Client.Id);
        writer.WriteString("name", token.Client.Name);
        writer.WriteString("authorizedGrantType", token.User is null ? "CLIENT-CREDENTIALS" : "CODE");
        writer.WriteEndObject();
    });

    private static Task DeleteTokenAsync(HttpContext context, EmulatorOrg org)
    {
        org.Accounts.Revoke(context.Token());
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task GetUserAsync(HttpContext context, EmulatorOrg org)
    {
        var user = context.Token().User ?? throw ServiceErrors.NoPerson();
        var expand = context.Request.Query["expand"].SelectMany(value => (value ?? "").Split(',')).ToHashSet(StringComparer.Ordinal);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", user.Id);
            writer.WriteString("name", user.Name);
            writer.WriteStartObject("division");
            writer.WriteString("id", org.HomeDivision.Id);
            writer.WriteString("name", org.HomeDivision.Name);
            writer.WriteString("selfUri", $"/api/v2/authorization/divisions/{org.HomeDivision.Id}");
            writer.WriteEndObject();
            writer.WriteString("email", user.Email);
            writer.WriteString("username", user.Email);
            writer.WriteString("state", "active");
            writer.WriteNumber("version", 1);
            if (expand.Contains("authorization"))
            {
                writer.WriteStartObject("authorization");
                writer.WriteStartArray("permissions");
                foreach (var permission in user.Permissions)
                {
                    writer.WriteStringValue(permission);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteString("selfUri", $"/api/v2/users/{user.Id}");
        });
    }
}
