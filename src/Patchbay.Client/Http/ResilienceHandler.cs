using System.Net;
using Polly;
using Polly.Retry;

namespace Patchbay.Client.Http;

/// <summary>Total deadline, retry, rate budget where there is one, and attempt timeout, in this order from the outside in.</summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    /// <summary>Set on a request that may be sent again although it is no GET: a query, a write that names the version it expects, a publish.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("patchbay-repeatable");

    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");
    private static readonly ResiliencePropertyKey<DateTimeOffset> DeadlineAt = new("deadline");
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ApiOptions _options;
    private readonly RateBudget? _budget;
    private readonly RequestCounts _counts;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;

    public ResilienceHandler(ApiOptions options, RateBudget? budget, RequestCounts counts, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _budget = budget;
        _counts = counts;
        _retry = options.MaxRetries == 0 ? ResiliencePipeline<HttpResponseMessage>.Empty : BuildRetry();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.Deadline, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var context = ResilienceContextPool.Shared.Get(either.Token);
        context.Properties.Set(Request, request);
        context.Properties.Set(DeadlineAt, _options.Time.GetUtcNow() + _options.Deadline);
        try
        {
            return await _retry.ExecuteAsync(async attempt => await SendOnceAsync(request, attempt.CancellationToken), context);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it was not done within {_options.Deadline.TotalSeconds:0.#} seconds, waits and retries included", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_budget is null)
        {
            return await AttemptAsync(request, _ => { }, cancellationToken);
        }

        var permit = await _budget.EnterAsync(cancellationToken);
        RateStand? stand = null;
        var wasAnswered = false;
        try
        {
            return await AttemptAsync(request, answer => (stand, wasAnswered) = (RateStand.Of(answer), true), cancellationToken);
        }
        finally
        {
            _budget.Leave(permit, stand, wasAnswered);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, Action<HttpResponseMessage> answered, CancellationToken cancellationToken)
    {
        _counts.CountSent();
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            answered(response);

            // The body belongs to the attempt: an answer that breaks off half-way is no answer.
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer arrived within {_options.AttemptTimeout.TotalSeconds:0.#} seconds", e);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> BuildRetry() =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _options.Time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                UseJitter = true,
                Randomizer = _options.Randomizer,
                ShouldHandle = args => ValueTask.FromResult(MayRepeat(args.Context, args.Outcome)),
                DelayGenerator = args => ValueTask.FromResult(WaitAskedFor(args.Outcome)),
                OnRetry = _ =>
                {
                    _counts.CountRepeated();
                    return default;
                },
            })
            .Build();

    private bool MayRepeat(ResilienceContext context, Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests)
        {
            _counts.CountThrottled();
        }

        // A wait that outlasts the deadline tells the caller nothing; the answer does.
        if (WaitAskedFor(outcome) is { } wait && context.Properties.TryGetValue(DeadlineAt, out var deadline) && _options.Time.GetUtcNow() + wait >= deadline)
        {
            return false;
        }

        var isRepeatable = context.Properties.TryGetValue(Request, out var request)
            && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || (request.Options.TryGetValue(IsRepeatable, out var marked) && marked));
        return outcome switch
        {
            { Exception: TokenUnavailableException } => true,
            { Exception: HttpRequestException or IOException or TimeoutException } => isRepeatable,
            { Result.StatusCode: HttpStatusCode.TooManyRequests } => true,
            { Result: { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null } } => true,
            { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => isRepeatable,
            _ => false,
        };
    }

    /// <summary>How long the service asks to wait; null leaves it to exponential backoff.</summary>
    private TimeSpan? WaitAskedFor(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: TokenUnavailableException { RetryAfter: { } wait } } => wait,
        { Result.Headers.RetryAfter.Delta: { } wait } => wait,
        { Result.Headers.RetryAfter.Date: { } date } => date - _options.Time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
