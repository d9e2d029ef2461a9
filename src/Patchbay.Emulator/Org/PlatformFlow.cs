using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

/// <summary>A flow of an org that speaks the platform's API, with its versions. Changed only by <see cref="PlatformFlows"/>, under the org's lock, which tells of every change.</summary>
internal sealed class PlatformFlow(string id, string name, string type, OrgDivision division)
{
    /// <summary>What the names of flows end in that are published for debugging; most operations refuse them.</summary>
    public const string DebugSuffix = "-debug";

    public string Id { get; } = id;

    public string Name { get; set; } = name;

    /// <summary>The type in lower case, as <c>inboundcall</c>.</summary>
    public string Type { get; } = type;

    public OrgDivision Division { get; set; } = division;

    public string Description { get; set; } = "";

    /// <summary>Whether it was deleted. It is kept, so that it can still be asked for; its name is free again.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Checked-in versions, oldest first.</summary>
    public List<PlatformVersion> Versions { get; init; } = [];

    /// <summary>The live version, one of <see cref="Versions"/>; null when none is.</summary>
    [JsonIgnore]
    public PlatformVersion? Published { get; set; }

    /// <summary>Who made the live version live; null when none is.</summary>
    public Actor? PublishedBy { get; set; }

    /// <summary>Who holds the lock; null when nobody does.</summary>
    public Actor? LockedBy { get; set; }

    /// <summary>What whoever holds the lock works on; null when nobody does.</summary>
    public PlatformDraft? Draft { get; set; }

    /// <summary>What was done last, or is being done.</summary>
    public PlatformOperation? Operation { get; set; }

    /// <summary>What was done to it, oldest first.</summary>
    public List<FlowAct> Acts { get; init; } = [];

    /// <summary>The histories that were asked for last.</summary>
    public List<FlowHistory> Histories { get; init; } = [];

    public PlatformVersion? CheckedIn => Versions.Count == 0 ? null : Versions[^1];

    /// <summary>The newest content there is, checked in or not; null for a flow that was made and never saved.</summary>
    public FlowContent? NewestContent => Draft?.Content ?? CheckedIn?.Body;

    public bool IsDebug => Name.EndsWith(DebugSuffix, StringComparison.OrdinalIgnoreCase);

    public PlatformVersion? FindVersion(string version) => Versions.Find(known => known.Id == version);
}

/// <summary>A checked-in version.</summary>
/// <param name="Major">Its number: version <c>3.0</c> is 3.</param>
/// <param name="Author">Who made it.</param>
/// <param name="CheckedInAt">When.</param>
internal sealed record PlatformVersion(int Major, Actor Author, DateTimeOffset CheckedInAt)
{
    public string Id { get; } = $"{Major}.0";

    /// <summary>What it says. It is another after a rename, of this flow or of one that it uses: flows know each other by name in YAML.</summary>
    public required FlowContent Body { get; set; }

    public string Text => Body.Text;

    /// <summary>The content, read.</summary>
    public Flow Content => Body.Flow;

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>When another version took its place; null while it is live, and where it never was.</summary>
    public DateTimeOffset? PublishedEnd { get; set; }

    /// <summary>The common modules that the published version holds a copy of, by name, each with the module's version at the time of the publish.</summary>
    public ImmutableDictionary<string, string> Modules { get; set; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>What whoever holds a flow's lock works on.</summary>
/// <param name="Id">Its id, <c>saved_version_</c> and a number that nobody guesses.</param>
/// <param name="Author">Who made it.</param>
/// <param name="SavedAt">When it was made or saved last.</param>
/// <param name="Content">What was saved; null as long as it is what was checked in before.</param>
internal sealed record PlatformDraft(string Id, Actor Author, DateTimeOffset SavedAt, FlowContent? Content);

/// <summary>Something that was done to a flow, as its history tells.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Action">What, as audits spell it: <c>Checkin</c>.</param>
/// <param name="Version">The version that it made, or was done to; null where there is none.</param>
internal sealed record FlowAct(DateTimeOffset At, Actor Actor, string Action, string? Version);

/// <summary>A history of a flow that somebody asked for.</summary>
/// <param name="Operation">The operation that puts it together; its id is the history's.</param>
internal sealed record FlowHistory(PlatformOperation Operation)
{
    /// <summary>When it was complete; null before.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>What had been done to the flow by then, oldest first.</summary>
    public ImmutableArray<FlowAct> Acts { get; set; } = [];
}
