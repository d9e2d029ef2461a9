using Patchbay.Core.Flows;

namespace Patchbay.Cli.Views;

/// <summary>What a store says of a flow, as all views show it.</summary>
internal sealed record FlowRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public string? Division { get; init; }

    public string? Version { get; init; }

    public required string Revision { get; init; }

    public string? Compilation { get; init; }

    public IReadOnlyList<string>? CompilationErrors { get; init; }

    public Live? Published { get; init; }

    public Waiting? Scheduled { get; init; }

    /// <summary>Makes a row.</summary>
    public static FlowRow Of(FlowHeader flow) => new()
    {
        Id = flow.Id,
        Name = flow.Name,
        Type = flow.Type,
        Division = flow.Division is { } division ? (division.Name.Length > 0 ? division.Name : division.Id) : null,
        Version = flow.Version.Length > 0 ? flow.Version : null,
        Revision = flow.Revision.Value,
        Compilation = flow.Compilation == CompilationStatus.None ? null : flow.Compilation.ToString().ToLowerInvariant(),
        CompilationErrors = flow.CompilationErrors.Count > 0 ? flow.CompilationErrors : null,
        Published = flow.Published is { } live ? new Live(live.Version, live.Revision.Value, live.ActivatedAt) : null,
        Scheduled = flow.Scheduled is { } waiting ? new Waiting(waiting.Revision.Value, waiting.ActivateAt) : null,
    };

    /// <summary>What callers hear.</summary>
    internal sealed record Live(string Version, string Revision, DateTimeOffset? ActivatedAt);

    /// <summary>What waits for its time.</summary>
    internal sealed record Waiting(string Revision, DateTimeOffset ActivateAt);
}
