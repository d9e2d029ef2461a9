using System.Collections.Immutable;

namespace Patchbay.Emulator.Http;

/// <summary>An answer other than success, on its way to the one place that writes error bodies. Made by <see cref="ServiceErrors"/> alone.</summary>
internal sealed class ServiceException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The machine-readable kind of error.</summary>
    public string Code { get; } = code;

    /// <summary>What the error is about, part by part.</summary>
    public ImmutableArray<ErrorDetail> Details { get; init; } = [];

    /// <summary>What is wrong with a definition.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>Seconds until the request may be sent again; null where that would not help.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The limit that there were too many requests for, or that the request was too large for; null for other errors.</summary>
    public ExceededLimit? Limit { get; init; }
}

/// <summary>A limit on requests.</summary>
/// <param name="Key">What the platform calls it.</param>
/// <param name="Value">How many requests, or bytes, it allows.</param>
internal sealed record ExceededLimit(string Key, long Value);

/// <summary>One thing that an error is about.</summary>
/// <param name="ErrorCode">What is wrong with it.</param>
/// <param name="FieldName">The field, as a path.</param>
/// <param name="EntityId">The flow's id, where there is one.</param>
/// <param name="EntityName">The flow's name, where there is one.</param>
internal sealed record ErrorDetail(string ErrorCode, string? FieldName, string? EntityId = null, string? EntityName = null)
{
    /// <summary>The version that the request was made from, for a conflict.</summary>
    public int? Expected { get; init; }

    /// <summary>The version that the flow is at, for a conflict.</summary>
    public int? Current { get; init; }
}

/// <summary>Something wrong with a definition, as the API words it.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Message">Full sentences.</param>
/// <param name="Path">Where in the definition, such as <c>definition.nodes.main.menu.options[0].key</c>.</param>
internal sealed record DefinitionProblem(string Code, string Message, string Path);
