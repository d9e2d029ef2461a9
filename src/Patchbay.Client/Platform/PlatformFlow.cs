namespace Patchbay.Client.Platform;

/// <summary>A flow as the platform describes it, without its content.</summary>
public sealed record PlatformFlow
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type in upper case, such as <c>INBOUNDCALL</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The description; may be null.</summary>
    public string? Description { get; init; }

    /// <summary>The division.</summary>
    public NamedEntity? Division { get; init; }

    /// <summary>The person who holds the lock; null when none does.</summary>
    public NamedEntity? LockedUser { get; init; }

    /// <summary>The OAuth client that holds the lock; null when none does.</summary>
    public NamedEntity? LockedClient { get; init; }

    /// <summary>Who holds the lock; null for nobody.</summary>
    internal NamedEntity? Holder => LockedUser ?? LockedClient;

    /// <summary>What it is called, and how it is described: what can change without a new version.</summary>
    internal string Called => $"{Name}\n{Description}";

    /// <summary>Whether it is copied into flows that call it when they are published.</summary>
    internal bool IsCommonModule => Type == "COMMONMODULE";

    /// <summary>The live version; null when there is none.</summary>
    public PlatformVersion? PublishedVersion { get; init; }

    /// <summary>The newest version that was checked in.</summary>
    public PlatformVersion? CheckedInVersion { get; init; }

    /// <summary>A draft that is not checked in; null when there is none.</summary>
    public PlatformVersion? SavedVersion { get; init; }

    /// <summary>What is being done to the flow, or was done last.</summary>
    public PlatformOperation? CurrentOperation { get; init; }
}

/// <summary>A version of a flow.</summary>
public sealed record PlatformVersion
{
    /// <summary>The id: <c>3.0</c>, or <c>saved_version_…</c> for a draft.</summary>
    public required string Id { get; init; }

    /// <summary>The client that made it; null where a person did.</summary>
    public NamedEntity? CreatedByClient { get; init; }

    /// <summary>The person who made it; null where a client did.</summary>
    public NamedEntity? CreatedBy { get; init; }

    /// <summary>When it was checked in, in milliseconds since 1970; null for a draft.</summary>
    public long? DateCheckedIn { get; init; }

    /// <summary>When it was made, in milliseconds since 1970: of a draft, when the flow was checked out; null where the org does not say.</summary>
    public long? DateCreated { get; init; }

    /// <summary>When it was published last; null when it never was.</summary>
    public DateTimeOffset? DatePublished { get; init; }

    /// <summary>When another version took its place after that; null while it is live.</summary>
    public DateTimeOffset? DatePublishedEnd { get; init; }

    /// <summary>Who made it; empty where the org does not say.</summary>
    internal string Author => CreatedBy is { } person ? person.Name ?? person.Id : CreatedByClient is { } client ? client.Name ?? $"client {client.Id}" : "";
}

/// <summary>Something that was done to a flow.</summary>
public sealed record FlowHistoryEntry
{
    /// <summary>What, in upper case, such as <c>PUBLISH</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The person who did it; null where a client did.</summary>
    public NamedEntity? User { get; init; }

    /// <summary>The OAuth client that did it; null where a person did.</summary>
    public NamedEntity? Client { get; init; }

    /// <summary>The version it came to; null where it made none.</summary>
    public string? Version { get; init; }
}

/// <summary>Something that is known by an id and a name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; may be null.</param>
public sealed record NamedEntity(string Id, string? Name);

/// <summary>An asynchronous act on a flow.</summary>
public sealed record PlatformOperation
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool Complete { get; init; }

    /// <summary>What it does, such as <c>PUBLISH</c>.</summary>
    public string? ActionName { get; init; }

    /// <summary>How it stands, such as <c>SUCCESS</c> or <c>FAILURE</c>.</summary>
    public string? ActionStatus { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The code of the failure; null otherwise.</summary>
    public string? ErrorCode { get; init; }
}

/// <summary>A job that waits for its upload.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PresignedUrl">Where the YAML goes, by PUT and without a token.</param>
/// <param name="Headers">The headers to send with it, and no others.</param>
public sealed record RegisteredJob(string Id, Uri? PresignedUrl, IReadOnlyDictionary<string, string>? Headers);

/// <summary>How a job stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>Registered</c>, <c>Started</c>, <c>Success</c> or <c>Failure</c>.</param>
public sealed record ArchitectJob(string Id, string? Status)
{
    /// <summary>The flow that was published; null before the job has succeeded.</summary>
    public NamedEntity? Flow { get; init; }

    /// <summary>Where an export lies; null before the job has succeeded.</summary>
    public Uri? DownloadUrl { get; init; }

    /// <summary>What the job has to say.</summary>
    public IReadOnlyList<ArchitectJobMessage>? Messages { get; init; }

    /// <summary>Whether what it is to work on has arrived.</summary>
    public bool HasBegun => Status != "Registered";

    /// <summary>Whether the job has ended.</summary>
    public bool HasEnded => Status is "Success" or "Failure";

    /// <summary>Whether the job has done what it was for.</summary>
    public bool HasSucceeded => Status == "Success";
}

/// <summary>A line that a job left.</summary>
/// <param name="Type"><c>Error</c>, <c>Warning</c> or <c>Unknown</c>.</param>
/// <param name="Text">What it says.</param>
public sealed record ArchitectJobMessage(string? Type, string? Text)
{
    /// <summary>The requests of the job that came to nothing; null where it tells of none.</summary>
    public IReadOnlyList<ArchitectJobDetail>? Details { get; init; }
}

/// <summary>A request that a job made and that came to nothing, as when it looked for something by a name.</summary>
public sealed record ArchitectJobDetail
{
    /// <summary>The address.</summary>
    public string? Url { get; init; }

    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>The status answered.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The status in words.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>The error answered.</summary>
    public string? ErrorMessage { get; init; }
}

internal sealed record PlatformPage<T>(IReadOnlyList<T> Entities, int PageNumber, int PageCount, int Total);

internal sealed record FlowNaming(string Name, string? Description);

internal sealed record ExportRequest(IReadOnlyList<ExportItem> Flows);

internal sealed record ExportItem(ExportedFlow Flow, string ExportType, string? FileName);

internal sealed record ValidateRequest(IReadOnlyList<ValidateItem> Flows);

internal sealed record ValidateItem(ExportedFlow Flow);

internal sealed record ExportedFlow(string Id, string? Version);
