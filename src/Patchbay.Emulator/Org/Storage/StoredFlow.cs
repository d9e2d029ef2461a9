using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org.Storage;

/// <summary>A flow of the definitions API as its record holds it. What went live is told by the number of its version.</summary>
internal sealed record StoredFlow(string Id, int Sequence, OrgDivision Division, string? ImportedFrom, ImmutableArray<StoredVersion> Versions, ImmutableArray<StoredActivation> Activations, StoredActivation? Scheduled)
{
    public static StoredFlow Of(OrgFlow flow) => new(
        flow.Id,
        flow.Sequence,
        flow.Division,
        flow.ImportedFrom,
        [.. flow.Versions.Select(version => new StoredVersion(version.Number, version.Document.Packed, version.Document.Name, version.Document.Type, version.RevisionId, version.Author, version.At, version.Status, version.Problems))],
        [.. flow.Activations.Select(activation => new StoredActivation(activation.Version.Number, activation.At))],
        flow.Scheduled is { } scheduled ? new StoredActivation(scheduled.Version.Number, scheduled.At) { Author = scheduled.Author } : null);

    public OrgFlow ToFlow()
    {
        var flow = new OrgFlow(Id, Sequence, Division) { ImportedFrom = ImportedFrom };
        flow.Versions.AddRange(Versions.Select(stored =>
            new FlowVersion(stored.Number, FlowDocument.Kept(stored.Text, stored.Name, stored.Type), stored.RevisionId, stored.Author, stored.At) { Status = stored.Status, Problems = stored.Problems }));
        flow.Activations.AddRange(Activations.Select(activation => new Activation(flow.Versions[activation.Version - 1], activation.At)));
        flow.Scheduled = Scheduled is { } scheduled ? new ScheduledActivation(flow.Versions[scheduled.Version - 1], scheduled.At, scheduled.Author ?? "") : null;
        return flow;
    }
}

/// <summary>A version of a flow of the definitions API.</summary>
internal sealed record StoredVersion(int Number, PackedText Text, string Name, string Type, string RevisionId, string Author, DateTimeOffset At, CompilationStatus Status, ImmutableArray<DefinitionProblem> Problems);

/// <summary>A version that went live, or is going to.</summary>
internal sealed record StoredActivation(int Version, DateTimeOffset At)
{
    /// <summary>Who scheduled it; null for what happened already.</summary>
    public string? Author { get; init; }
}
