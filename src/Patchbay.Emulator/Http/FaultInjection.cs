using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>Lets requests go wrong as the org's fault rules say.</summary>
internal sealed class FaultInjection(EmulatorOrg org)
{
    private static readonly object CutKey = new();

    private static readonly ImmutableArray<FaultKind> AnyRequest =
        [FaultKind.TooManyRequests, FaultKind.InternalError, FaultKind.Unavailable, FaultKind.Slow, FaultKind.Cut, FaultKind.LostAnswer];

    private static readonly ImmutableArray<FaultKind> FlowWrite = [.. AnyRequest, FaultKind.Conflict];

    private static readonly ImmutableArray<FaultKind> Login = [.. AnyRequest, FaultKind.LoginThrottled];

    /// <summary>Whether the connection of a request was cut on purpose.</summary>
    public static bool WasCut(HttpContext context) => context.Items.ContainsKey(CutKey);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var flowId = context.Route("flowId");
        var path = context.Request.Path.Value ?? "";
        var kinds = TokenApi.IsTokenPath(path) ? Login : context.Request.Method is "PUT" or "PATCH" && org.VersionOf(flowId) > 0 ? FlowWrite : AnyRequest;
        var rule = org.Faults.Strike(context.Request.Method, path, kinds);
        switch (rule?.Kind)
        {
            case null:
                return next(context);
            case FaultKind.TooManyRequests:
                throw ServiceErrors.TooManyRequests(RequestPipeline.ClientLimit, org.Options.RateLimit, rule.RetryAfter ?? 1);
            case FaultKind.LoginThrottled:
                return TokenApi.ThrottleAsync(context);
            case FaultKind.InternalError:
                throw ServiceErrors.Internal();
            case FaultKind.Unavailable:
                throw ServiceErrors.Unavailable(rule.RetryAfter);
            case FaultKind.Slow:
                return AnswerLateAsync(context, next, rule.Delay);
            case FaultKind.Cut:
                Cut(context);
                return Task.CompletedTask;
            case FaultKind.LostAnswer:
                return LoseAnswerAsync(context, next);
            default:
                org.EditAsSomebodyElse(flowId, rule.Author, rule.Edit);
                return next(context);
        }
    }

    private async Task AnswerLateAsync(HttpContext context, RequestDelegate next, TimeSpan delay)
    {
        // On a virtual clock the request would wait for a clock that waits for the request.
        using (org.Time is VirtualClock clock ? clock.StepAside() : null)
        {
            await Task.Delay(delay, org.Time, context.RequestAborted);
        }

        await next(context);
    }

    private static async Task LoseAnswerAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var unsent = new MemoryStream();
        context.Response.Body = unsent;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            Cut(context);
        }
    }

    private static void Cut(HttpContext context)
    {
        context.Items[CutKey] = true;
        context.Abort();
    }
}
