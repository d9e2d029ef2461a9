using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>The page where a person signs in by a browser: it lists the org's people, and sends the browser back to the client with a code, or with the refusal. A program answers it by posting the form.</summary>
internal static class AuthorizeApi
{
    private static readonly string[] Carried = ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"];

    public static void MapAuthorize(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/oauth/authorize", context => ShowAsync(context, org)).Named("getOauthAuthorize");
        routes.MapPost("/oauth/authorize", context => AnswerAsync(context, org)).Named("postOauthAuthorize");
    }

    private static Task ShowAsync(HttpContext context, EmulatorOrg org)
    {
        string Asked(string name) => context.Request.Query[name].ToString();
        return Problem(org, Asked) is { } problem ? PageAsync(context, 400, Encode(problem))
            : Refusal(Asked) is { } refusal ? SendBackAsync(context, Asked, refusal)
            : PageAsync(context, 200, Form(org, Asked));
    }

    private static async Task AnswerAsync(HttpContext context, EmulatorOrg org)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        string Asked(string name) => form[name].ToString();
        if (Problem(org, Asked) is { } problem)
        {
            await PageAsync(context, 400, Encode(problem));
        }
        else if (Refusal(Asked) is { } refusal)
        {
            await SendBackAsync(context, Asked, refusal);
        }
        else if (org.Accounts.FindUser(Asked("user")) is { } user && org.Accounts.FindClient(Asked("client_id")) is { } client)
        {
            var code = org.Accounts.GrantCode(new SignIn(client, user, Asked("redirect_uri"), Asked("code_challenge")));
            await SendBackAsync(context, Asked, [new("code", code)]);
        }
        else
        {
            await SendBackAsync(context, Asked, [new("error", "access_denied"), new("error_description", "The person did not agree.")]);
        }
    }

    /// <summary>Why the browser cannot even be sent back; null where it can. A code is sent to this machine alone, so that no page elsewhere can fetch one.</summary>
    private static string? Problem(EmulatorOrg org, Func<string, string> asked) =>
        org.Accounts.FindClient(asked("client_id")) is null ? $"No OAuth client has the id \"{asked("client_id")}\"."
        : !Uri.TryCreate(asked("redirect_uri"), UriKind.Absolute, out var back) || !back.IsLoopback || back.Scheme is not ("http" or "https") || back.Fragment.Length > 0
            ? $"The redirect_uri \"{asked("redirect_uri")}\" is not an address on this machine."
            : null;

    private static KeyValuePair<string, string>[]? Refusal(Func<string, string> asked) =>
        asked("response_type") != "code" ? [new("error", "unsupported_response_type"), new("error_description", "The response_type must be code.")]
        : asked("code_challenge").Length > 0 && asked("code_challenge_method") != "S256" ? [new("error", "invalid_request"), new("error_description", "The code_challenge_method must be S256.")]
        : null;

    private static Task SendBackAsync(HttpContext context, Func<string, string> asked, KeyValuePair<string, string>[] answer)
    {
        var query = new QueryBuilder(answer);
        if (asked("state") is { Length: > 0 } state)
        {
            query.Add("state", state);
        }

        var back = new Uri(asked("redirect_uri")).AbsoluteUri;
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = new StringValues(back.Contains('?', StringComparison.Ordinal) ? $"{back}&{query.ToString()[1..]}" : $"{back}{query}");
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static string Form(EmulatorOrg org, Func<string, string> asked)
    {
        var form = new StringBuilder();
        form.Append("<p>").Append(Encode($"The OAuth client \"{asked("client_id")}\" wants to act for you. Who are you?")).Append("</p>\n<form method=\"post\" action=\"\">\n");
        foreach (var name in Carried)
        {
            form.Append($"<input type=\"hidden\" name=\"{name}\" value=\"{Encode(asked(name))}\">\n");
        }

        foreach (var user in org.Accounts.Users)
        {
            form.Append($"<button name=\"user\" value=\"{Encode(user.Email)}\">{Encode(user.Name)}<br><small>{Encode(user.Email)}</small></button>\n");
        }

        return form.Append("<button name=\"deny\" value=\"1\">Deny</button>\n</form>").ToString();
    }

    private static Task PageAsync(HttpContext context, int status, string body)
    {
        var page = $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Sign in to the emulator</title>
            <style>body { font: 16px sans-serif; margin: 4em auto; max-width: 24em } button { display: block; font: inherit; margin: .5em 0; padding: .6em; text-align: left; width: 100% }</style>
            </head>
            <body>
            <h1>Sign in</h1>
            {{body}}
            </body>
            </html>
            """;
        var bytes = Encoding.UTF8.GetBytes(page);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
