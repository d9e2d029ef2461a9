namespace Patchbay.Emulator.Org;

/// <summary>Something that somebody did in an org that speaks the platform's API.</summary>
/// <param name="Sequence">Its place among all entries, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Service">The service that audits know the entity by: <c>Architect</c>.</param>
/// <param name="EntityType">What kind of thing was acted on: <c>Flow</c>.</param>
/// <param name="EntityId">Its id.</param>
/// <param name="EntityName">Its name at that time.</param>
/// <param name="Action">What was done, as <c>Checkin</c> or <c>Publish</c>.</param>
/// <param name="Version">The version that it was done to or made; null where there is none.</param>
/// <param name="IsSuccess">Whether it came to anything.</param>
internal sealed record PlatformAudit(int Sequence, DateTimeOffset At, Actor Actor, string Service, string EntityType, string EntityId, string EntityName, string Action, string? Version, bool IsSuccess);

/// <summary>Who did what in an org that speaks the platform's API, oldest first. So much that it cannot fill the memory: the oldest entries are forgotten. Under the org's lock.</summary>
/// <param name="changed">Is told of every entry by its place: one that was made, or null for one that was forgotten.</param>
internal sealed class PlatformAudits(Action<int, PlatformAudit?> changed)
{
    /// <summary>The service under which audits list flows, prompts and the like.</summary>
    public const string Architect = "Architect";

    /// <summary>So many entries are remembered.</summary>
    public const int Most = 100_000;

    private readonly Queue<PlatformAudit> _entries = [];

    public IReadOnlyCollection<PlatformAudit> Entries => _entries;

    /// <summary>The place of the newest entry; 0 before there is one.</summary>
    public int Last { get; private set; }

    /// <summary>Takes down what somebody did.</summary>
    public void Add(DateTimeOffset at, Actor actor, string service, string entityType, string entityId, string entityName, string action, string? version = null, bool isSuccess = true) =>
        Add(new PlatformAudit(Last + 1, at, actor, service, entityType, entityId, entityName, action, version, isSuccess));

    public void Add(PlatformAudit entry)
    {
        Last = entry.Sequence;
        if (_entries.Count == Most)
        {
            changed(_entries.Dequeue().Sequence, null);
        }

        _entries.Enqueue(entry);
        changed(entry.Sequence, entry);
    }
}
