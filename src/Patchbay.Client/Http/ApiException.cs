using System.Collections.Immutable;
using System.Net;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>An API said no, or said nothing: what was attempted, what was answered, and what to do.</summary>
public sealed class ApiException : StoreException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Full sentences: what was attempted, what was answered, what to do.</param>
    /// <param name="failure">The kind of obstacle.</param>
    /// <param name="inner">The exception behind it, if any.</param>
    public ApiException(string message, StoreFailure failure = StoreFailure.Other, Exception? inner = null)
        : base(message, failure, inner)
    {
    }

    /// <summary>The status answered; null when no answer arrived.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The error code answered, such as <c>version.conflict</c>; empty when none was.</summary>
    public string Code { get; init; } = "";

    /// <summary>The error as the service words it; empty when it sent none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The id under which the service's support finds the request; empty when none was answered.</summary>
    public string CorrelationId { get; init; } = "";

    /// <summary>How long the service asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The details answered, in order.</summary>
    public ImmutableArray<ApiErrorDetail> Details { get; init; } = [];

    /// <summary>The single faults answered, as sentences, in order; the reason alone where the service lists none.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];
}

/// <summary>A detail of an error.</summary>
/// <param name="ErrorCode">Its code.</param>
/// <param name="FieldName">The field or scope it is about.</param>
/// <param name="EntityId">The id of the flow or the like it is about.</param>
/// <param name="EntityName">Its name.</param>
public sealed record ApiErrorDetail(string? ErrorCode, string? FieldName, string? EntityId, string? EntityName);
