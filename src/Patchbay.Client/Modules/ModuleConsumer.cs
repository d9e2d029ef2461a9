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
}
