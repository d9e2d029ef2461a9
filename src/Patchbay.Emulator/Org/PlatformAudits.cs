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

/// <summary>Who did what in an org that speaks the platform's API, oldest first. Under the org's lock.</summary>
/// <param name="added">Is told of every entry, after it was made.</param>
internal sealed class PlatformAudits(Action<PlatformAudit> added)
{
    /// <summary>The service under which audits list flows, prompts and the like.</summary>
    public const string Architect = "Architect";

    private readonly List<PlatformAudit> _entries = [];

    public IReadOnlyList<PlatformAudit> Entries => _entries;

    /// <summary>Takes down what somebody did.</summary>
    public void Add(DateTimeOffset at, Actor actor, string service, string entityType, string entityId, string entityName, string action, string? version = null, bool isSuccess = true) =>
        Add(new PlatformAudit(_entries.Count + 1, at, actor, service, entityType, entityId, entityName, action, version, isSuccess));

    public void Add(PlatformAudit entry)
    {
        _entries.Add(entry);
        added(entry);
    }
}
