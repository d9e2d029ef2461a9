using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Patchbay.Emulator.Org;

/// <summary>What an Architect job does.</summary>
internal enum JobCommand
{
    Publish,
    Export,
    Validate,
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
/// <param name="IsError">Whether it is why the job failed; otherwise it is a warning.</param>
/// <param name="At">When.</param>
/// <param name="Text">What it says.</param>
internal sealed record JobMessage(bool IsError, DateTimeOffset At, string Text)
{
    /// <summary>The look-ups that failed, where the message is that the org lacks something.</summary>
    public ImmutableArray<FailedLookUp> Details { get; init; } = [];
}

/// <summary>A request of the publisher that did not find what a flow names.</summary>
/// <param name="Url">The path that it asked, with its query.</param>
/// <param name="ErrorMessage">What that means.</param>
internal sealed record FailedLookUp(string Url, string ErrorMessage);

/// <summary>A flow as a job is asked for it: by id, or by name and type, in a version or the newest.</summary>
internal sealed record WantedFlow(string? Id, string Name, string Type, string? Version)
{
    /// <summary>How the file is to be called, without its extension; null for the usual name.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether it is wanted in Architect's own export format, not as YAML.</summary>
    public bool AsArchitect { get; init; }

    public override string ToString() => Id is null ? $"\"{Name}\" of type {Type}" : $"with the id \"{Id}\"";
}

/// <summary>An Architect job: YAML in, YAML out, or a look at what is in the org. Changed only by <see cref="PlatformJobs"/>, under the org's lock.</summary>
/// <param name="id">Its id.</param>
/// <param name="command">What it does.</param>
/// <param name="actor">Who asked for it.</param>
/// <param name="createdAt">When.</param>
internal sealed class PlatformJob(string id, JobCommand command, Actor actor, DateTimeOffset createdAt)
{
    public string Id { get; } = id;

    public JobCommand Command { get; } = command;

    public Actor Actor { get; } = actor;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>The divisions that whoever asked is limited to; empty for every division.</summary>
    public ImmutableArray<string> Divisions { get; init; } = [];

    /// <summary>What the signed address ends in, so that nobody guesses it.</summary>
    public string Signature { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public JobStatus Status { get; set; }

    /// <summary>The flow that was published; null before that, and for other jobs.</summary>
    public string? FlowId { get; set; }

    /// <summary>What was uploaded, until the job has ended.</summary>
    public string? Upload { get; set; }

    /// <summary>The flow whose lock the job took and gives back; null where it took none.</summary>
    public string? LockedFlowId { get; set; }

    /// <summary>The flows that an export or a validation is about.</summary>
    public ImmutableArray<WantedFlow> Wanted { get; init; } = [];

    public List<JobMessage> Messages { get; init; } = [];

    /// <summary>When it was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>What goes wrong with it by a fault rule; null for nothing.</summary>
    public FaultKind? Fault { get; set; }
}
