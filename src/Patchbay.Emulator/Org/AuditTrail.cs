namespace Patchbay.Emulator.Org;

/// <summary>Something that somebody did.</summary>
internal sealed record AuditEntry(int Sequence, DateTimeOffset At, string Actor, string Action, string FlowId, string FlowName, OrgDivision Division, int? Version, string? RevisionId)
{
    /// <summary>When a scheduled version is to go live; null for other entries.</summary>
    public DateTimeOffset? ActivateAt { get; init; }
}

/// <summary>Who did what, oldest first.</summary>
/// <param name="added">Is told of every entry, after it was made.</param>
internal sealed class AuditTrail(Action<AuditEntry> added)
{
    private readonly List<AuditEntry> _entries = [];

    public IReadOnlyList<AuditEntry> Entries => _entries;

    public void Add(DateTimeOffset at, string actor, string action, OrgFlow flow, FlowVersion? version = null, DateTimeOffset? activateAt = null) =>
        Add(new AuditEntry(_entries.Count + 1, at, actor, action, flow.Id, flow.Name, flow.Division, version?.Number, version?.RevisionId) { ActivateAt = activateAt });

    public void Add(AuditEntry entry)
    {
        _entries.Add(entry);
        added(entry);
    }
}
