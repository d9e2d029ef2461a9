using Patchbay.Client.Http;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Platform;

/// <summary>The things of an org that flows refer to by name: queues, prompts, data tables and the like.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class ThingsClient(ApiConnection connection)
{
    /// <summary>Of kinds other than flows and queues no larger pages are documented.</summary>
    private const int PageSize = 100;

    /// <summary>The kinds that can be listed. People and groups are not among them: an org has thousands, and flows name few.</summary>
    public static IReadOnlyList<ThingKind> Kinds { get; } =
    [
        new(DependencyKind.Queue, "queues", "/api/v2/routing/queues", "routing:queue:view") { PageSize = PlatformFlowsClient.MaxPageSize },
        new(DependencyKind.Skill, "skills", "/api/v2/routing/skills", "routing:skill:view"),
        new(DependencyKind.LanguageSkill, "language skills", "/api/v2/routing/languages", "routing:language:view"),
        new(DependencyKind.WrapupCode, "wrap-up codes", "/api/v2/routing/wrapupcodes", "routing:wrapupCode:view"),
        new(DependencyKind.Prompt, "prompts", "/api/v2/architect/prompts", "architect:userPrompt:view"),
        new(DependencyKind.Schedule, "schedules", "/api/v2/architect/schedules", "routing:schedule:view"),
        new(DependencyKind.ScheduleGroup, "schedule groups", "/api/v2/architect/schedulegroups", "routing:scheduleGroup:view"),
        new(DependencyKind.EmergencyGroup, "emergency groups", "/api/v2/architect/emergencygroups", "routing:emergencyGroup:view"),
        new(DependencyKind.DataTable, "data tables", "/api/v2/flows/datatables", "architect:datatable:view"),
        new(DependencyKind.DataAction, "data actions", "/api/v2/integrations/actions", "integrations:action:view"),
        new(DependencyKind.FlowOutcome, "flow outcomes", "/api/v2/flows/outcomes", "architect:flowOutcome:view"),
        new(DependencyKind.FlowMilestone, "flow milestones", "/api/v2/flows/milestones", "architect:flowMilestone:view"),
    ];

    /// <summary>The things of a kind, page by page.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public IAsyncEnumerable<OrgThing> ListAsync(ThingKind kind, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return PlatformPages.AllAsync(connection, $"{kind.Path}?pageSize={kind.PageSize}", $"Reading the {kind.Plural}", kind.Permission, PlatformJson.Default.PlatformPageOrgThing, cancellationToken);
    }

    /// <summary>A kind of thing.</summary>
    /// <param name="Kind">What flows know it as.</param>
    /// <param name="Plural">What people call several of it.</param>
    /// <param name="Path">Where it is listed.</param>
    /// <param name="Permission">The permission that listing takes.</param>
    public sealed record ThingKind(DependencyKind Kind, string Plural, string Path, string Permission)
    {
        /// <summary>How many fit on a page.</summary>
        /// <value>Default: 100.</value>
        public int PageSize { get; init; } = ThingsClient.PageSize;
    }
}

/// <summary>Something that an org has and flows refer to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; may be null.</param>
public sealed record OrgThing(string Id, string? Name)
{
    /// <summary>Of a data action: the integration's category, under which flows know it; null for others.</summary>
    public string? Category { get; init; }

    /// <summary>Whether it is in use, where its kind has states: <c>active</c>, <c>inactive</c>, <c>deleted</c>.</summary>
    public string? State { get; init; }

    /// <summary>The name by which flows refer to it.</summary>
    internal string Key => string.IsNullOrEmpty(Category) ? Name ?? Id : $"{Category}/{Name}";
}
