using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>The operation that a route answers, be it with 501 because the emulator lacks it.</summary>
internal sealed record OperationName(string Name, bool IsServed = true);

/// <summary>The scopes of which a token needs any.</summary>
internal sealed record NeededScopes(ImmutableArray<string> AnyOf);

/// <summary>The permissions of which whoever asks needs any.</summary>
internal sealed record NeededPermissions(ImmutableArray<string> AnyOf);

/// <summary>What the pipeline reads from a route, and handlers from a request.</summary>
internal static class EndpointNotes
{
    private static readonly object TokenKey = new();

    public static IEndpointConventionBuilder Named(this IEndpointConventionBuilder route, string operation) => route.WithMetadata(new OperationName(operation));

    public static IEndpointConventionBuilder Needs(this IEndpointConventionBuilder route, ImmutableArray<string> anyOf) => route.WithMetadata(new NeededScopes(anyOf));

    /// <summary>Whoever asks needs any of these permissions of the platform, such as <c>architect:flow:view</c>.</summary>
    public static IEndpointConventionBuilder NeedsPermission(this IEndpointConventionBuilder route, params ReadOnlySpan<string> anyOf) => route.WithMetadata(new NeededPermissions([.. anyOf]));

    /// <summary>The route reads flows. A token for modules alone gets in, and handlers show it modules alone.</summary>
    public static IEndpointConventionBuilder Reads(this IEndpointConventionBuilder route) => route.Needs([.. Scopes.Read, Scopes.ReadModules]);

    /// <summary>The token that the pipeline found good for this request.</summary>
    public static Token Token(this HttpContext context) => (Token?)context.Items[TokenKey] ?? throw new InvalidOperationException("The request was not authenticated.");

    public static void SetToken(this HttpContext context, Token token) => context.Items[TokenKey] = token;

    /// <summary>A part of the path that the route names.</summary>
    public static string Route(this HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";
}
