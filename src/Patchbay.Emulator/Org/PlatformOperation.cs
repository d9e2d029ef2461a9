using System.Collections.Immutable;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

/// <summary>How far an operation is.</summary>
internal enum OperationStatus
{
    /// <summary>It was taken on.</summary>
    Started,

    /// <summary>What callers will hear is being made.</summary>
    PendingGeneration,

    /// <summary>It is done.</summary>
    Success,

    /// <summary>It came to nothing.</summary>
    Failure,
}

/// <summary>An asynchronous act on a flow: plain data, from which what is left of it can be done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Action">What it does, as audits spell it: <c>Publish</c>, <c>Checkin</c>, <c>Delete</c>.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="Version">The version that a publish is to make live; null for the newest.</param>
internal sealed record PlatformOperation(string Id, string Action, Actor Actor, DateTimeOffset StartedAt, string? Version = null)
{
    public OperationStatus Status { get; set; } = OperationStatus.Started;

    /// <summary>Why it came to nothing; null unless it did.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The same in a sentence.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>What that is about, part by part.</summary>
    public ImmutableArray<ErrorDetail> ErrorDetails { get; set; } = [];

    /// <summary>Whether it will end well and have done nothing, by a fault rule.</summary>
    public bool IsIgnored { get; init; }

    public bool IsComplete => Status is OperationStatus.Success or OperationStatus.Failure;
}
