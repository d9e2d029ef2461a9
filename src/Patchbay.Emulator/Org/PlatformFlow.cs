using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

/// <summary>A flow of an org that speaks the platform's API, with its checked-in versions. Changed only by <see cref="PlatformFlows"/>, under the org's lock.</summary>
internal sealed class PlatformFlow(string id, string name, string type, OrgDivision division)
{
    public string Id { get; } = id;

    public string Name { get; set; } = name;

    /// <summary>The type in lower case, as <c>inboundcall</c>.</summary>
    public string Type { get; } = type;

    public OrgDivision Division { get; set; } = division;

    public string Description { get; set; } = "";

    /// <summary>Whether it was deleted. It is kept, so that it can still be asked for; its name is free again.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Checked-in versions, oldest first.</summary>
    public List<PlatformVersion> Versions { get; } = [];

    public PlatformVersion? Published { get; set; }

    /// <summary>Who holds the lock; null when nobody does.</summary>
    public Actor? LockedBy { get; set; }

    /// <summary>The draft that a checkout made; null when the flow is checked in.</summary>
    public string? SavedVersionId { get; set; }

    /// <summary>What was done last, or is being done.</summary>
    public PlatformOperation? Operation { get; set; }

    public PlatformVersion? CheckedIn => Versions.Count == 0 ? null : Versions[^1];

    public PlatformVersion? FindVersion(string version) => Versions.Find(known => known.Id == version);
}

/// <summary>A checked-in version.</summary>
/// <param name="Major">Its number: version <c>3.0</c> is 3.</param>
/// <param name="Text">Its content as YAML.</param>
/// <param name="Content">The content, read.</param>
/// <param name="Author">Who made it.</param>
/// <param name="CheckedInAt">When.</param>
internal sealed record PlatformVersion(int Major, string Text, Flow Content, Actor Author, DateTimeOffset CheckedInAt)
{
    public string Id { get; } = $"{Major}.0";

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>When another version took its place; null while it is live, and where it never was.</summary>
    public DateTimeOffset? PublishedEnd { get; set; }

    /// <summary>The common modules that the published version holds a copy of, by name, each with the module's version at the time of the publish.</summary>
    public ImmutableDictionary<string, string> Modules { get; set; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>An asynchronous act on a flow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Action">What it does: <c>PUBLISH</c>, <c>CHECKIN</c>.</param>
/// <param name="Actor">Who asked for it.</param>
internal sealed record PlatformOperation(string Id, string Action, Actor Actor)
{
    public bool IsComplete { get; set; }

    public bool HasFailed { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}

/// <summary>What an Architect job does.</summary>
internal enum JobCommand
{
    Publish,
    Export,
}

/// <summary>How far a job is.</summary>
internal enum JobStatus
{
    Registered,
    Started,
    Success,
    Failure,
}

/// <summary>A line that a job left.</summary>
/// <param name="IsError">Whether it is why the job failed.</param>
/// <param name="At">When.</param>
/// <param name="Text">What it says.</param>
internal sealed record JobMessage(bool IsError, DateTimeOffset At, string Text);

/// <summary>An Architect job: YAML in, or YAML out.</summary>
/// <param name="id">Its id.</param>
/// <param name="command">What it does.</param>
/// <param name="actor">Who asked for it.</param>
internal sealed class PlatformJob(string id, JobCommand command, Actor actor)
{
    public string Id { get; } = id;

    public JobCommand Command { get; } = command;

    public Actor Actor { get; } = actor;

    /// <summary>What the signed address ends in, so that nobody guesses it.</summary>
    public string Signature { get; } = System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);

    public JobStatus Status { get; set; }

    public string? FlowId { get; set; }

    public List<JobMessage> Messages { get; } = [];

    /// <summary>The files that an export gives, by name.</summary>
    public List<(string Name, string Text)> Files { get; } = [];
}
