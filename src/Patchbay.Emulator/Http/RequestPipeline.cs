using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>What every request passes, in this order: correlation id, error bodies and the log; who may use the control paths; injected faults; the token; the rate limit; the scopes and permissions.</summary>
internal sealed class RequestPipeline(EmulatorOrg org)
{
    /// <summary>What the platform calls the limit on a client's token.</summary>
    public const string ClientLimit = "client.credentials.token.rate.per.minute";

    /// <summary>No request to the platform's API has a larger body, in bytes; uploads to signed addresses are not among them.</summary>
    private const long LargestRequest = 512_000;

    private const string CorrelationHeader = "ININ-Correlation-Id";
    private static readonly int[] ListingSteps = [25, 50, 75, 100, 250, 500];
    private readonly FaultInjection _faults = new(org);
    private long _requests;
    private int _cannotKeep;

    public void Use(WebApplication app)
    {
        app.Use(AnswerAsync);
        app.UseRouting();
        app.Use(GuardControlAsync);
        app.Use((context, next) => IsControl(context) ? next(context) : _faults.InvokeAsync(context, next));
        app.Use(AuthenticateAsync);
    }

    private static bool IsControl(HttpContext context) => context.Request.Path.StartsWithSegments("/_emulator", StringComparison.Ordinal);

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var contextId = EmulatorOrg.IdFrom("request", $"{org.Id}\n{Interlocked.Increment(ref _requests)}");
        context.Response.Headers[CorrelationHeader] = contextId;

        // An answer is held back until what it tells of is in the data file.
        var body = context.Response.Body;
        using var held = org.IsKept ? new MemoryStream() : null;
        context.Response.Body = held ?? body;
        try
        {
            await HandleAsync(context, next, contextId);
        }
        finally
        {
            context.Response.Body = body;
            if (held is not null)
            {
                await KeepAsync(context, held, contextId);
            }

            Note(context);
        }
    }

    private async Task HandleAsync(HttpContext context, RequestDelegate next, string contextId)
    {
        try
        {
            await next(context);
            if (!FaultInjection.WasCut(context) && context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentLength: null })
            {
                throw Unrouted(context);
            }
        }
        catch (ServiceException error) when (CanAnswer(context))
        {
            await JsonReply.ErrorAsync(context, error, contextId);
        }
        catch (BadHttpRequestException exception) when (CanAnswer(context))
        {
            var error = exception.StatusCode == 413 ? ServiceErrors.BodyTooLarge(SizeLimit(context)?.MaxRequestBodySize ?? org.Options.MaxBodyBytes) : ServiceErrors.BadBody(exception.Message);
            await JsonReply.ErrorAsync(context, error, contextId);
        }
        catch (Exception exception) when (CanAnswer(context) && exception is not OperationCanceledException)
        {
            org.Options.Log?.Invoke(exception.ToString());
            await JsonReply.ErrorAsync(context, ServiceErrors.EmulatorFault(exception), contextId);
        }
    }

    /// <summary>Writes what has changed to the data file, also where the connection was cut, and only then sends the answer. What cannot be written is not told either.</summary>
    private async Task KeepAsync(HttpContext context, MemoryStream answer, string contextId)
    {
        if (TrySave())
        {
            if (answer.Length > 0 && !FaultInjection.WasCut(context))
            {
                await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), context.RequestAborted);
            }
        }
        else if (CanAnswer(context))
        {
            context.Response.Clear();
            context.Response.Headers[CorrelationHeader] = contextId;
            await JsonReply.ErrorAsync(context, ServiceErrors.CannotKeep(), contextId);
        }
    }

    private bool TrySave()
    {
        try
        {
            org.Save();
            if (Interlocked.Exchange(ref _cannotKeep, 0) == 1)
            {
                org.Options.Warn?.Invoke("The data file can be written again, and holds everything that has changed meanwhile.");
            }

            return true;
        }
        catch (DataFileException exception)
        {
            if (Interlocked.Exchange(ref _cannotKeep, 1) == 0)
            {
                org.Options.Warn?.Invoke($"{exception.Message} Until it can be, every request is answered with 503.");
            }

            return false;
        }
    }

    private static IHttpMaxRequestBodySizeFeature? SizeLimit(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>();

    private static bool CanAnswer(HttpContext context) => !context.Response.HasStarted && !FaultInjection.WasCut(context);

    private void Note(HttpContext context)
    {
        var status = FaultInjection.WasCut(context) || context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<OperationName>()?.Name ?? "";

        // Whoever knows a channel may listen to it, so that no log holds one.
        var path = operation == "connectChannel" ? "/channels/..." : context.Request.Path.Value ?? "";
        var request = new AnsweredRequest(org.Time.GetUtcNow(), context.Request.Method, path, operation, status);
        if (!IsControl(context))
        {
            org.Requests.Add(request);
        }

        org.Options.Log?.Invoke($"{JsonReply.Time(request.At)} {request.Method} {request.Path} {(status == 0 ? "cut" : status.ToString(CultureInfo.InvariantCulture))}");
    }

    /// <summary>No route took the request: a path with another method, or no path at all.</summary>
    private static ServiceException Unrouted(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value ?? "");
        return context.Response.StatusCode == 405
            ? ServiceErrors.MethodNotAllowed(method, path, context.Response.Headers.Allow.ToString())
            : ServiceErrors.PathNotFound(method, path);
    }

    /// <summary>Control paths need no token, so they must not be open to other machines, nor to pages that a browser on this one shows.</summary>
    private static Task GuardControlAsync(HttpContext context, RequestDelegate next)
    {
        if (IsControl(context))
        {
            var isLocal = context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
            var origin = context.Request.Headers.Origin.ToString();
            if (!isLocal || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback)))
            {
                throw ServiceErrors.NotLoopback();
            }
        }

        return next(context);
    }

    private Task AuthenticateAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            return next(context);
        }

        if (org.Options.Api == EmulatorApi.Platform && SizeLimit(context) is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Math.Min(LargestRequest, org.Options.MaxBodyBytes);
        }

        var token = FindToken(context);
        context.SetToken(token);
        if (org.Limiter.IsLimited)
        {
            var stand = org.Limiter.Take(token.Value, org.Time.GetUtcNow());
            context.Response.Headers["inin-ratelimit-count"] = stand.Count.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["inin-ratelimit-allowed"] = stand.Allowed.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["inin-ratelimit-reset"] = stand.Reset.ToString(CultureInfo.InvariantCulture);
            if (!stand.IsWithin)
            {
                throw ServiceErrors.TooManyRequests(token.User is null ? ClientLimit : "token.rate.per.minute", stand.Allowed, stand.Reset);
            }

            LimitListing(context);
        }

        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeededScopes>();
        if (needed is not null && !token.HasAny(needed.AnyOf))
        {
            throw ServiceErrors.MissingScope(needed.AnyOf);
        }

        var permissions = context.GetEndpoint()?.Metadata.GetMetadata<NeededPermissions>();
        return permissions is null || permissions.AnyOf.Any(token.Permits) ? next(context) : throw ServiceErrors.MissingPermission(permissions.AnyOf);
    }

    /// <summary>Listings of flows have a limit of the whole org's beside the token's. The platform grades it by page size: 25, 50, 75, 100, 250, 500, each with as many requests as show 300,000 flows.</summary>
    private void LimitListing(HttpContext context)
    {
        if (!org.ListingLimiter.IsLimited || org.Options.Api != EmulatorApi.Platform || context.GetEndpoint()?.Metadata.GetMetadata<OperationName>()?.Name is not ("getFlows" or "getFlowsDivisionviews"))
        {
            return;
        }

        _ = int.TryParse(context.Request.Query["pageSize"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var size);
        var step = Array.Find(ListingSteps, step => size <= step);
        var stand = org.ListingLimiter.Take("flows", org.Time.GetUtcNow(), step > 0 ? step : ListingSteps[^1]);
        if (!stand.IsWithin)
        {
            throw ServiceErrors.TooManyRequests("flows.list.rate.per.minute", stand.Allowed / (step > 0 ? step : ListingSteps[^1]), stand.Reset);
        }
    }

    private Token FindToken(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (org.Options.AcceptEmptyBearer && header.TrimEnd().Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return org.Accounts.Nobody;
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw ServiceErrors.NoToken();
        }

        var token = org.Accounts.Find(header["Bearer ".Length..].Trim()) ?? throw ServiceErrors.BadToken();
        return org.Time.GetUtcNow() < token.ExpiresAt ? token : throw ServiceErrors.TokenExpired();
    }
}
