using Patchbay.Client.Platform;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Modules;

/// <summary>A published flow that holds a copy of a module.</summary>
/// <param name="Id">The flow's id.</param>
/// <param name="Name">The flow's name.</param>
/// <param name="Type">The flow's type in lower case; empty where it is not known.</param>
/// <param name="LiveVersion">The flow's live version.</param>
/// <param name="LiveSince">Since when that version is live; null where it is not known.</param>
public sealed record ModuleConsumer(string Id, string Name, string Type, string LiveVersion, DateTimeOffset? LiveSince)
{
    /// <summary>The version of the module that it holds; null where that is not known.</summary>
    public string? Holds { get; init; }

    /// <summary>Why it is not known what it holds, as full sentences; empty where it is known.</summary>
    public string WhyUnknown { get; init; } = "";

    /// <summary>Whether the org's index names it; one that it does not name was found by its content.</summary>
    /// <value>Default: <c>true</c>.</value>
    public bool IsIndexed { get; init; } = true;

    /// <summary>Whether the content of its live version calls the module; null where that content was not looked at.</summary>
    public bool? ContentCalls { get; init; }

    /// <summary>Since when another version of the module is live than the one that it holds; null where it holds the live one, and where that moment is not known.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>A checked-in version, or a draft, that is newer than what is live; null where there is none.</summary>
    public string? Unpublished { get; init; }

    /// <summary>Who has it checked out; null for nobody.</summary>
    public string? LockedBy { get; init; }

    /// <summary>The flow's state as the store names it; null where the flow could not be read.</summary>
    internal string? Revision { get; init; }

    /// <summary>The newest version that was checked in; null where the flow could not be read.</summary>
    internal string? CheckedInVersion { get; init; }

    /// <summary>A flow as the org lists it, of which nothing else is known yet.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="indexed">The version that the index names, for a flow that the listing shows without a live one.</param>
    internal static ModuleConsumer Of(PlatformFlow flow, string? indexed = null) => new(flow.Id, flow.Name, flow.Type.ToLowerInvariant(), flow.PublishedVersion?.Id ?? indexed ?? "", flow.PublishedVersion?.DatePublished)
    {
        Unpublished = flow.SavedVersion is not null ? "a draft" : flow.CheckedInVersion is { } newest && newest.Id != flow.PublishedVersion?.Id ? newest.Id : null,
        LockedBy = flow.Holder is { } holder ? holder.Name ?? holder.Id : null,
        Revision = PlatformRevision.Of(flow).Value,
        CheckedInVersion = flow.CheckedInVersion?.Id,
    };
}
