using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

/// <summary>What an org has beside its flows: to add a kind, add one here.</summary>
internal static class ResourceKinds
{
    /// <summary>What a reference to a flow names as its target.</summary>
    public const string Flow = "flow";

    private const string Prompts = "user prompt";
    private const string Schedules = "schedule";
    private const string Groups = "schedule group";
    private static readonly ResourceField Description = new("description", ResourceShape.Text);
    private static readonly ImmutableArray<string> VersionStamps = ["version", "state", "dateCreated", "dateModified", "createdBy", "modifiedBy", "createdByApp", "modifiedByApp"];

    public static ResourceKind Queue { get; } = new("queue", DependencyKind.Queue, "QUEUE")
    {
        Path = "routing/queues",
        Plural = "RoutingQueues",
        Parameters = ["name", "id", "divisionId", "sortOrder"],
        Acts = ResourceActs.List | ResourceActs.DivisionViews,
        Permissions = ["routing:queue"],
        HasDivision = true,
        Fields =
        [
            Description,
            To("queueFlow", Flow), To("emailInQueueFlow", Flow), To("messageInQueueFlow", Flow), To("whisperPrompt", Prompts), To("onHoldPrompt", Prompts),
        ],
        Stamps = ["dateCreated", "dateModified", "createdBy", "modifiedBy", "memberCount"],
    };

    public static ResourceKind Skill { get; } = new("skill", DependencyKind.Skill, "ACDSKILL")
    {
        Path = "routing/skills",
        Plural = "RoutingSkills",
        Parameters = ["name", "id"],
        Acts = ResourceActs.List,
        Permissions = ["routing:skill"],
        Stamps = ["state", "dateModified"],
    };

    public static ResourceKind LanguageSkill { get; } = new("language skill", DependencyKind.LanguageSkill, "ACDLANGUAGE")
    {
        Path = "routing/languages",
        Plural = "RoutingLanguages",
        Parameters = ["name", "id", "sortOrder"],
        Acts = ResourceActs.List,
        Stamps = ["state", "dateModified"],
    };

    public static ResourceKind WrapupCode { get; } = new("wrap-up code", DependencyKind.WrapupCode, "ACDWRAPUPCODE")
    {
        Path = "routing/wrapupcodes",
        Plural = "RoutingWrapupcodes",
        Parameters = ["name", "id", "divisionId", "sortBy", "sortOrder"],
        Acts = ResourceActs.List,
        Permissions = ["routing:wrapupCode"],
        HasDivision = true,
        Fields = [Description],
        Stamps = ["dateCreated", "dateModified", "createdBy", "modifiedBy"],
    };

    public static ResourceKind User { get; } = new("user", DependencyKind.User, "USER")
    {
        Path = "users",
        Plural = "Users",
        Parameters = ["id", "sortOrder"],
        Acts = ResourceActs.List,
        HasDivision = true,
        Fields = [new("email", ResourceShape.Text), new("username", ResourceShape.Text), new("department", ResourceShape.Text), new("title", ResourceShape.Text)],
        Stamps = ["state", "version"],
    };

    public static ResourceKind Group { get; } = new("group", DependencyKind.Group, "GROUP")
    {
        Path = "groups",
        Plural = "Groups",
        Parameters = ["id", "sortOrder"],
        Acts = ResourceActs.List,
        Fields = [Description, new("type", ResourceShape.Text), new("visibility", ResourceShape.Text), new("rulesVisible", ResourceShape.Truth)],
        Stamps = ["state", "version", "dateModified", "memberCount"],
    };

    public static ResourceKind DataAction { get; } = new("data action", DependencyKind.DataAction, "DATAACTION")
    {
        Path = "integrations/actions",
        Plural = "IntegrationsActions",
        Parameters = ["name", "ids", "sortBy", "category", "secure", "sortOrder"],
        Acts = ResourceActs.List,
        Permissions = ["integrations:action", "bridge:actions"],
        Qualifier = "category",
        Fields = [new("category", ResourceShape.Text), new("integrationId", ResourceShape.Text), new("secure", ResourceShape.Truth), new("contract", ResourceShape.Any)],
        Stamps = ["version"],
        Filters = [new("category", "category"), new("secure", "secure")],
    };

    public static ResourceKind Prompt { get; } = new(Prompts, DependencyKind.Prompt, "USERPROMPT")
    {
        Path = "architect/prompts",
        Plural = "ArchitectPrompts",
        Singular = "ArchitectPrompt",
        IdParameter = "promptId",
        Parameters = ["name", "description", "nameOrDescription", "sortBy", "sortOrder"],
        Acts = ResourceActs.ReadAndChange,
        Permissions = ["architect:userPrompt"],
        HasPlainName = true,
        SortedBy = "id",
        Fields = [Description],
        Codes = new ResourceCodes
        {
            NotFound = "architect.prompt.not.found",
            Taken = "architect.prompt.already.exists",
            Invalid = "architect.prompt.validate.failed.name",
            MissingName = "architect.prompt.validate.failed.missing.name",
            InUse = "architect.dependency.object.in.use",
        },
    };

    public static ResourceKind SystemPrompt { get; } = new("system prompt", null, "SYSTEMPROMPT")
    {
        Path = "architect/systemprompts",
        Plural = "ArchitectSystemprompts",
        Singular = "ArchitectSystemprompt",
        IdParameter = "promptId",
        Parameters = ["name", "description", "nameOrDescription", "sortBy", "sortOrder"],
        Acts = ResourceActs.List | ResourceActs.Get,
        Permissions = ["architect:systemPrompt"],
        SortedBy = "id",
        Fields = [Description],
        Codes = new ResourceCodes { NotFound = "architect.system.prompt.not.found" },
    };

    public static ResourceKind Grammar { get; } = new("grammar", null, "GRAMMAR")
    {
        Path = "architect/grammars",
        Plural = "ArchitectGrammars",
        Singular = "ArchitectGrammar",
        IdParameter = "grammarId",
        Parameters = ["id", "name", "description", "nameOrDescription", "sortBy", "sortOrder"],
        Acts = ResourceActs.List | ResourceActs.Get | ResourceActs.Add | ResourceActs.Patch | ResourceActs.Delete,
        Permissions = ["architect:grammar"],
        SortedBy = "id",
        Fields = [Description],
    };

    public static ResourceKind DataTable { get; } = new("data table", DependencyKind.DataTable, "DATATABLE")
    {
        Path = "flows/datatables",
        Plural = "FlowsDatatables",
        Singular = "FlowsDatatable",
        IdParameter = "datatableId",
        Parameters = ["name", "divisionId", "sortBy", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["architect:datatable"],
        HasDivision = true,
        SortedBy = "id",
        DeleteStatus = 204,
        Fields = [Description, new("schema", ResourceShape.Any) { IsRequired = true, IsKept = true }],
        Codes = new ResourceCodes { NotFound = "flows.datatables.table.not.found", Taken = "flows.datatables.not.unique", Invalid = "flows.datatables.syntax.error", MissingName = "flows.datatables.syntax.error" },
    };

    public static ResourceKind Schedule { get; } = new(Schedules, DependencyKind.Schedule, "SCHEDULE")
    {
        Path = "architect/schedules",
        Plural = "ArchitectSchedules",
        Singular = "ArchitectSchedule",
        IdParameter = "scheduleId",
        Parameters = ["name", "divisionId", "sortBy", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["routing:schedule"],
        HasDivision = true,
        IsVersioned = true,
        Stamps = VersionStamps,
        Fields = [Description, new("start", ResourceShape.LocalTime) { IsRequired = true }, new("end", ResourceShape.LocalTime) { IsRequired = true }, new("rrule", ResourceShape.Text)],
    };

    public static ResourceKind ScheduleGroup { get; } = new(Groups, DependencyKind.ScheduleGroup, "SCHEDULEGROUP")
    {
        Path = "architect/schedulegroups",
        Plural = "ArchitectSchedulegroups",
        Singular = "ArchitectSchedulegroup",
        IdParameter = "scheduleGroupId",
        Parameters = ["name", "divisionId", "sortBy", "scheduleIds", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["routing:scheduleGroup"],
        HasDivision = true,
        IsVersioned = true,
        Stamps = VersionStamps,
        Fields =
        [
            Description, new("timeZone", ResourceShape.Text),
            Several("openSchedules", Schedules), Several("closedSchedules", Schedules), Several("holidaySchedules", Schedules),
        ],
        Filters = [new("scheduleIds", "openSchedules", "closedSchedules", "holidaySchedules")],
    };

    public static ResourceKind Ivr { get; } = new("IVR", null, "IVRCONFIGURATION")
    {
        Path = "architect/ivrs",
        Plural = "ArchitectIvrs",
        Singular = "ArchitectIvr",
        IdParameter = "ivrId",
        Parameters = ["name", "sortBy", "dnis", "scheduleGroup", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["routing:callRoute"],
        HasDivision = true,
        IsVersioned = true,
        Stamps = VersionStamps,
        Fields =
        [
            Description, new("dnis", ResourceShape.Texts), To("openHoursFlow", Flow), To("closedHoursFlow", Flow), To("holidayHoursFlow", Flow), To("scheduleGroup", Groups),
        ],
        Filters = [new("dnis", "dnis"), new("scheduleGroup", "scheduleGroup")],
    };

    public static ResourceKind EmergencyGroup { get; } = new("emergency group", DependencyKind.EmergencyGroup, "EMERGENCYGROUP")
    {
        Path = "architect/emergencygroups",
        Plural = "ArchitectEmergencygroups",
        Singular = "ArchitectEmergencygroup",
        IdParameter = "emergencyGroupId",
        Parameters = ["name", "sortBy", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["routing:emergencyGroup"],
        HasDivision = true,
        IsVersioned = true,
        Stamps = VersionStamps,
        Fields =
        [
            Description, new("enabled", ResourceShape.Truth),
            new("emergencyCallFlows", ResourceShape.Parts) { Parts = [To("emergencyFlow", Flow), Several("ivrs", "IVR")] },
        ],
    };

    public static ResourceKind FlowOutcome { get; } = new("flow outcome", DependencyKind.FlowOutcome, "FLOWOUTCOME")
    {
        Path = "flows/outcomes",
        Plural = "FlowsOutcomes",
        Singular = "FlowsOutcome",
        IdParameter = "flowOutcomeId",
        Parameters = ["id", "name", "description", "nameOrDescription", "divisionId", "sortBy", "sortOrder"],
        Acts = ResourceActs.List | ResourceActs.Get | ResourceActs.Add | ResourceActs.Put | ResourceActs.DivisionViews,
        Permissions = ["architect:flowOutcome"],
        HasDivision = true,
        AnswersWithOperation = true,
        SortedBy = "id",
        Most = 100,
        Fields = [Description],
    };

    public static ResourceKind FlowMilestone { get; } = new("flow milestone", DependencyKind.FlowMilestone, "FLOWMILESTONE")
    {
        Path = "flows/milestones",
        Plural = "FlowsMilestones",
        Singular = "FlowsMilestone",
        IdParameter = "milestoneId",
        Parameters = ["id", "name", "description", "nameOrDescription", "divisionId", "sortBy", "sortOrder"],
        Acts = ResourceActs.ReadAndChange | ResourceActs.DivisionViews,
        Permissions = ["architect:flowMilestone"],
        HasDivision = true,
        SortedBy = "id",
        Most = 1000,
        Fields = [Description],
        Codes = new ResourceCodes { InUse = "architect.dependency.object.in.use" },
    };

    /// <summary>What a prompt says in one language: known by its language, and part of a prompt.</summary>
    public static ResourceKind PromptResource { get; } = new("prompt resource", null, "")
    {
        Fields = [new("ttsString", ResourceShape.Text), new("text", ResourceShape.Text), new("tags", ResourceShape.TextLists)],
        Codes = new ResourceCodes { NotFound = "architect.prompt.resource.not.found", Invalid = "architect.object.validate.failed.value", Taken = "architect.prompt.resource.already.exists", MissingName = "architect.prompt.resource.validate.failed.language" },
    };

    /// <summary>A row of a data table: known by its key.</summary>
    public static ResourceKind DataTableRow { get; } = new("data table row", null, "")
    {
        Codes = new ResourceCodes { NotFound = "flows.datatables.row.not.found", Taken = "flows.datatables.not.unique" },
    };

    /// <summary>The kinds that have a collection of their own.</summary>
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        Queue,
        Skill,
        LanguageSkill,
        WrapupCode,
        User,
        Group,
        DataAction,
        Prompt,
        SystemPrompt,
        Grammar,
        DataTable,
        Schedule,
        ScheduleGroup,
        Ivr,
        EmergencyGroup,
        FlowOutcome,
        FlowMilestone,

        // What flows name and the emulator does not serve: whatever is named is there.
        new("integration", DependencyKind.Integration, ""),
        new("script", DependencyKind.Script, "COMPOSERSCRIPT"),
        new("canned response", DependencyKind.Response, "RESPONSE"),
        new("contact list", DependencyKind.ContactList, "CONTACTLIST"),
        new("survey form", DependencyKind.SurveyForm, "SURVEYFORM"),
        new("knowledge base", DependencyKind.KnowledgeBase, "KNOWLEDGEBASE"),
        new("work type", DependencyKind.Worktype, "WORKTYPE"),
        new("guide", DependencyKind.Guide, "GUIDE"),
    ];

    /// <summary>The kind that flows name so; null for flows, files and divisions.</summary>
    public static ResourceKind? Of(DependencyKind named) => All.FirstOrDefault(kind => kind.Named == named);

    /// <summary>The kind with a noun.</summary>
    public static ResourceKind Of(string noun) => All.First(kind => kind.Noun == noun);

    private static ResourceField To(string name, string target) => new(name, ResourceShape.Reference) { Target = target };

    private static ResourceField Several(string name, string target) => new(name, ResourceShape.References) { Target = target };
}
