namespace Patchbay.Core.Flows;

/// <summary>What a store calls one state of a flow: an integer, version ids with a hash, or a file's SHA-256. Opaque: compared, stored and shown, never taken apart outside the store that made it.</summary>
/// <param name="Value">The store's own spelling.</param>
public readonly record struct Revision(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A division of an org.</summary>
/// <param name="Id">The division's id.</param>
/// <param name="Name">The division's name; may be empty where only the id is known.</param>
public sealed record Division(string Id, string Name);

/// <summary>How far the service has got with compiling what was last written.</summary>
public enum CompilationStatus
{
    /// <summary>The store does not compile.</summary>
    None,

    /// <summary>Not finished.</summary>
    Pending,

    /// <summary>Compiled; can be published.</summary>
    Success,

    /// <summary>Compiled with errors; cannot be published.</summary>
    Failed,
}

/// <summary>The version that callers hear.</summary>
/// <param name="Revision">The live revision.</param>
/// <param name="Version">The live version as people call it, such as <c>14</c> or <c>14.0</c>.</param>
/// <param name="ActivatedAt">Since when, where the store tells.</param>
public sealed record PublishedVersion(Revision Revision, string Version, DateTimeOffset? ActivatedAt);

/// <summary>A version that is to go live by itself.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="ActivateAt">When it goes live.</param>
public sealed record ScheduledVersion(Revision Revision, DateTimeOffset ActivateAt);

/// <summary>What a store says of a flow without its definition.</summary>
/// <param name="Id">How the store finds it: an id, or a path relative to the folder.</param>
/// <param name="Name">The flow's name.</param>
/// <param name="Type">The flow's type as the store spells it; compare with <see cref="FlowTypes.Same"/>.</param>
/// <param name="Revision">The newest state.</param>
public sealed record FlowHeader(string Id, string Name, string Type, Revision Revision)
{
    /// <summary>The id by which other flows call this one: what their definitions, and the catalogue, hold.</summary>
    /// <value>Default: <see cref="Id"/>. Differs for a file that was fetched from an org.</value>
    public string CatalogueId
    {
        get => field ?? Id;
        init;
    }

    /// <summary>The newest version as people call it; empty where there is none (a file).</summary>
    public string Version { get; init; } = "";

    /// <summary>The division, where the store knows it.</summary>
    public Division? Division { get; init; }

    /// <summary>The description; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The compile status of the newest state.</summary>
    public CompilationStatus Compilation { get; init; }

    /// <summary>What compilation found, as the service words it.</summary>
    public IReadOnlyList<string> CompilationErrors { get; init; } = [];

    /// <summary>The live version; null when the flow was never published, or the store does not publish.</summary>
    public PublishedVersion? Published { get; init; }

    /// <summary>A version that waits for its time; null when none does.</summary>
    public ScheduledVersion? Scheduled { get; init; }
}
