using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Turns answers into exceptions that say what was attempted, what was answered and what to do.</summary>
internal static class ApiErrors
{
    public static ApiException From(ApiRequest request, OrgLogin login, HttpResponseMessage response, byte[] body, TimeProvider time)
    {
        var error = Parse(body);
        var status = response.StatusCode;
        var correlation = response.Headers.TryGetValues("ININ-Correlation-Id", out var ids) ? ids.FirstOrDefault() : null;
        correlation ??= error?.ContextId ?? "";
        var retryAfter = response.Headers.RetryAfter is not { } header ? null : header.Delta ?? (header.Date - time.GetUtcNow());
        var reason = error?.Message ?? "";
        var reasons = (error?.Errors ?? []).Select(fault => fault.Sentence).Where(sentence => sentence.Length > 0).ToImmutableArray();
        var said = $"{(int)status}{(error?.Code is { Length: > 0 } code ? $" ({code})" : "")}{(reason.Length > 0 ? $": {reason.TrimEnd('.')}" : "")}";
        var support = correlation.Length > 0 ? $" (correlation id {correlation})" : "";
        return new ApiException($"{request.Attempt}: {login.Region.Api.Authority} answered {said}.{Advice(request, login, status, error, retryAfter)}{support}", FailureOf(status))
        {
            Status = status,
            Code = error?.Code ?? "",
            Reason = reason,
            CorrelationId = correlation,
            RetryAfter = retryAfter,
            Details = [.. (error?.Details ?? []).Select(detail => new ApiErrorDetail(detail.ErrorCode, detail.FieldName, detail.EntityId, detail.EntityName))],
            Reasons = reasons.IsEmpty && reason.Length > 0 ? [reason] : reasons,

            // A server that failed may have stored the change before it did. One that asks to come back later did nothing.
            OutcomeUnknown = request.Writes && (int)status >= 500 && status != HttpStatusCode.NotImplemented && !(status == HttpStatusCode.ServiceUnavailable && retryAfter is not null),
        };
    }

    /// <summary>A refusal at a signed address. What stands in the answer is the storage's own affair, and may repeat the signature.</summary>
    public static ApiException FromStorage(ApiRequest request, string host, HttpResponseMessage response) =>
        new($"{request.Attempt}: {host} answered {(int)response.StatusCode} at the address that the org gave.{(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Gone or HttpStatusCode.NotFound ? " The address is good for a short time and one use." : "")}")
        {
            Status = response.StatusCode,
            OutcomeUnknown = request.Writes && (int)response.StatusCode >= 500,
        };

    public static ApiException NoAnswer(ApiRequest request, OrgLogin login, Exception cause)
    {
        // Where no connection was made, nothing can have happened.
        var isUnsent = cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
        var advice = isUnsent
            ? $"Nothing was sent. Check that {login.Region.Api.Authority} is the right org and can be reached."
            : request.Writes ? "Whether it happened is unknown: read the flow to see." : "Try again.";
        return new ApiException($"{request.Attempt}: {login.Region.Api.Authority} gave no answer: {cause.Message.TrimEnd('.')}. {advice}", inner: cause) { OutcomeUnknown = request.Writes && !isUnsent };
    }

    private static StoreFailure FailureOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => StoreFailure.NotAuthorized,
        HttpStatusCode.NotFound => StoreFailure.NotFound,
        _ => StoreFailure.Other,
    };

    private static string Advice(ApiRequest request, OrgLogin login, HttpStatusCode status, WireError? error, TimeSpan? retryAfter)
    {
        switch (status)
        {
            case HttpStatusCode.Forbidden when error?.Code?.Contains("division", StringComparison.Ordinal) == true:
                return $" Have the division granted to {login.Who}.";
            case HttpStatusCode.Forbidden when error?.Code is "architect.missing.permission" or "missing.permissions":
                var permissions = error.Details?.Where(detail => detail.ErrorCode == error.Code).Select(detail => detail.FieldName).OfType<string>().ToList();
                return $" Have the permission {(permissions is { Count: > 0 } ? string.Join(" or ", permissions) : request.Scope)} granted to {login.Who}.";
            case HttpStatusCode.Forbidden:
                var scope = error?.Details?.FirstOrDefault(detail => detail.ErrorCode == "missing.scope")?.FieldName ?? request.Scope;
                return $" Have the scope {scope} granted to {login.Who}.";
            case HttpStatusCode.Unauthorized:
                return login.SignIns is null ? $" Check the credentials of {login.Who}." : $" Sign in again: patchbay login --org {login.Name}.";
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when retryAfter is { } wait:
                return $" Nothing was done; try again in {Math.Ceiling(wait.TotalSeconds):0} seconds.";
            case HttpStatusCode.TooManyRequests:
                return " Nothing was done; try again in a minute.";
            case HttpStatusCode.NotImplemented:
                return " This org does not have the operation.";
            case var failed when (int)failed >= 500:
                return request.Writes ? " Whether it happened is unknown: read the flow to see." : " Try again.";
            default:
                return "";
        }
    }

    private static WireError? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ErrorJson.Default.WireError);
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing: the status has to say it all.
            return null;
        }
    }
}

internal sealed record WireError(string? Message, string? Code, string? ContextId, IReadOnlyList<WireErrorDetail>? Details, IReadOnlyList<WireFault>? Errors);

internal sealed record WireErrorDetail(string? ErrorCode, string? FieldName, string? EntityId, string? EntityName);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireError))]
internal sealed partial class ErrorJson : JsonSerializerContext;
