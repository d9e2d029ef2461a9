using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

/// <summary>A division of the org.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record OrgDivision(string Id, string Name)
{
    /// <summary>Whether it is one of those that somebody is limited to, by id or by name without regard to case; of an empty list every division is.</summary>
    internal bool IsAmong(ImmutableArray<string> divisions) => divisions.IsEmpty || divisions.Any(named => named == Id || string.Equals(named, Name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A flow with all its versions. Changed only by <see cref="EmulatorOrg"/>, under its lock.</summary>
internal sealed class OrgFlow(string id, int sequence, OrgDivision division)
{
    public string Id { get; } = id;

    /// <summary>The flow's place in the org's own order, which pages follow.</summary>
    public int Sequence { get; } = sequence;

    public OrgDivision Division { get; set; } = division;

    public List<FlowVersion> Versions { get; } = [];

    /// <summary>Everything that was ever live, in the order in which it went live.</summary>
    public List<Activation> Activations { get; } = [];

    public ScheduledActivation? Scheduled { get; set; }

    /// <summary>The file that the flow was imported from, relative to the folder; null for other flows.</summary>
    public string? ImportedFrom { get; init; }

    public FlowVersion Newest => Versions[^1];

    public Activation? Published => Activations.Count == 0 ? null : Activations[^1];

    public string Name => Newest.Document.Name;

    public string Type => Newest.Document.Type;

    public FlowVersion? FindRevision(string revisionId) => Versions.FindLast(version => version.RevisionId == revisionId);

    /// <summary>What was live at a time, or null.</summary>
    public Activation? LiveAt(DateTimeOffset time) => Activations.FindLast(activation => activation.At <= time);
}

/// <summary>One written state of a flow.</summary>
internal sealed record FlowVersion(int Number, FlowDocument Document, string RevisionId, string Author, DateTimeOffset At)
{
    public CompilationStatus Status { get; set; } = CompilationStatus.Pending;

    /// <summary>What compilation found wrong; empty unless it failed.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; set; } = [];
}

/// <summary>A version going live.</summary>
internal sealed record Activation(FlowVersion Version, DateTimeOffset At);

/// <summary>A version that is to go live at a time.</summary>
internal sealed record ScheduledActivation(FlowVersion Version, DateTimeOffset At, string Author);
