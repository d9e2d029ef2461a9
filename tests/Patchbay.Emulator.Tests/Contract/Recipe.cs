using System.Collections.Immutable;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>What a good request for an operation needs besides its path. Texts may hold <c>{flow:NAME}</c> for a flow's id, <c>{first:PATH}</c> for the id of the first thing that a listing gives, and <c>{lately}</c> for the interval of a day up to now.</summary>
/// <param name="Query">Its query, without the question mark.</param>
/// <param name="Body">Its body; null for the operation's own default.</param>
internal sealed record Recipe(string Query = "", string? Body = null)
{
    /// <summary>Requests to send first, as <c>POST /api/v2/...</c>, each with a JSON object behind it where it has a body.</summary>
    public ImmutableArray<string> Before { get; init; } = [];

    /// <summary>Values for parameters of the path, by name, where the thing that its listing gives first will not do.</summary>
    public ImmutableDictionary<string, string> Path { get; init; } = ImmutableDictionary<string, string>.Empty;

    private const string Checkout = "POST /api/v2/flows/actions/checkout?flow={flow:Front desk}";
    private const string Revert = "POST /api/v2/flows/actions/revert?flow={flow:Front desk}";
    private const string Front = "flow={flow:Front desk}";
    private const string Interval = "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z";
    private const string Aggregates = $$"""{"interval": "{{Interval}}", "groupBy": ["flowId"], "metrics": ["nFlow"]}""";
    private const string Executions = $$"""{"interval": "{{Interval}}", "groupBy": ["flowId"], "metrics": ["nFlowExecutions"]}""";
    private const string Table = """{"name": "Contract {fresh}", "schema": {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {"key": {"type": "string", "$id": "key"}, "open": {"type": "boolean", "$id": "open"}}, "required": ["key"], "additionalProperties": false}}""";
    private const string Audits = """{"interval": "{lately}", "serviceName": "Architect"}""";

    /// <summary>By operation. An operation that is not here is sent with nothing but its path, and a write with the body that a GET of its path answers with, or else a name.</summary>
    public static ImmutableDictionary<string, Recipe> All { get; } = new Dictionary<string, Recipe>
    {
        ["postFlowsActionsCheckout"] = new(Front),
        ["postFlowsActionsCheckin"] = new(Front) { Before = [Checkout] },
        ["postFlowsActionsRevert"] = new(Front) { Before = [Checkout] },
        ["postFlowsActionsUnlock"] = new(Front) { Before = [Checkout] },
        ["postFlowsActionsPublish"] = new($"{Front}&version=1.0") { Before = [Checkout, Revert] },
        ["postFlowsActionsDeactivate"] = new("flow={flow:Waiting}"),
        ["postFlows"] = new("language=en-us", """{"name": "Contract", "type": "inboundcall", "description": "Made by a request"}"""),
        ["putFlow"] = new("", """{"name": "Front desk", "description": "Changed"}""") { Before = [Checkout] },
        ["deleteFlow"] = new() { Path = Named("flowId", "{flow:After hours}") },
        ["deleteFlows"] = new("id={flow:Waiting}"),
        ["postFlowVersions"] = new("", """{"name": "Front desk", "type": "inboundcall", "flowSequenceItemList": []}""") { Before = [Checkout] },
        ["getFlowsLookup"] = new("id={flow:Front desk},{flow:Waiting}"),
        ["postFlowsExportJobs"] = new("", """{"flows": [{"flow": {"id": "{flow:Front desk}"}}]}"""),
        ["postFlowsValidateJobs"] = new("", """{"flows": [{"flow": {"id": "{flow:Front desk}"}}]}"""),
        ["getFlowsJob"] = new("expand=messages"),
        ["getFlowsExportJob"] = new("expand=messages"),
        ["getFlowsValidateJob"] = new("expand=messages"),
        ["postFlowsExecutions"] = new("", """{"flowId": "{flow:Front desk}"}"""),
        ["getArchitectDependencytracking"] = new("name=*&objectType=INBOUNDCALLFLOW&consumedResources=true&consumingResources=true"),
        ["getArchitectDependencytrackingObject"] = new("id={flow:Front desk}&objectType=INBOUNDCALLFLOW&version=1.0&consumedResources=true&consumingResources=true"),
        ["getArchitectDependencytrackingConsumedresources"] = new("id={flow:Front desk}&version=1.0&objectType=INBOUNDCALLFLOW"),
        ["getArchitectDependencytrackingConsumingresources"] = new("id={flow:Greeting}&objectType=COMMONMODULEFLOW&flowFilter=published"),
        ["getArchitectDependencytrackingUpdatedresourceconsumers"] = new("objectType=INBOUNDCALLFLOW&consumedResources=true"),
        ["postAnalyticsFlowsAggregatesQuery"] = new("", Aggregates),
        ["postAnalyticsFlowsAggregatesJobs"] = new("", Aggregates),
        ["postAnalyticsFlowexecutionsAggregatesQuery"] = new("", Executions),
        ["postAnalyticsFlowexecutionsAggregatesJobs"] = new("", Executions),
        ["postAnalyticsFlowsObservationsQuery"] = new("", """{"filter": {"type": "or", "predicates": [{"dimension": "flowId", "value": "{flow:Front desk}"}]}, "metrics": ["oFlow"]}"""),
        ["postAnalyticsFlowsActivityQuery"] = new("", """{"metrics": [{"metric": "oFlow"}], "groupBy": ["flowId"]}"""),
        ["postAuditsQuery"] = new("", Audits),
        ["postAuditsQueryRealtime"] = new("", Audits),
        ["postArchitectPrompts"] = new("", """{"name": "Contract_{fresh}", "description": "Made by a request"}"""),
        ["deleteArchitectPrompts"] = new("id={first:/api/v2/architect/prompts?name=Contract*}") { Before = ["""POST /api/v2/architect/prompts {"name": "Contract_{fresh}"}"""] },
        ["postArchitectPromptResources"] = new("", """{"language": "qq-{fresh}", "ttsString": "Guten Tag."}"""),
        ["postArchitectSystempromptResources"] = new("", """{"language": "qq-{fresh}", "ttsString": "Guten Tag."}"""),
        ["postArchitectSchedules"] = new("", """{"name": "Contract {fresh}", "start": "2026-01-01T08:00:00.000", "end": "2026-01-01T17:00:00.000", "rrule": "FREQ=WEEKLY"}"""),
        ["postArchitectSchedulegroups"] = new("", """{"name": "Contract {fresh}", "timeZone": "Europe/Berlin"}"""),
        ["postArchitectEmergencygroups"] = new("", """{"name": "Contract {fresh}", "enabled": false}"""),
        ["postArchitectIvrs"] = new("", """{"name": "Contract {fresh}", "dnis": ["+4930{fresh}"], "openHoursFlow": {"id": "{flow:Front desk}"}}"""),
        ["postFlowsDatatables"] = new("", Table),
        ["putFlowsDatatable"] = new("expand=schema", Table),
        ["postArchitectGrammars"] = new("", """{"name": "Contract_{fresh}", "description": "Made by a request"}"""),
        ["getFlowsDatatablesDivisionview"] = new("expand=schema")
        {
            Before = [$"POST /api/v2/flows/datatables {Table}"],
            Path = Named("datatableId", "{first:/api/v2/flows/datatables}"),
        },
        ["postFlowsDatatableRows"] = new("", """{"key": "row {fresh}"}"""),
        ["postNotificationsChannelSubscriptions"] = new("", """[{"id": "v2.flows.{flow:Front desk}"}]"""),
        ["putNotificationsChannelSubscriptions"] = new("", """[{"id": "v2.flows.{flow:Front desk}"}]"""),
        ["postFlowsInstancesQuery"] = new("", """{"query": [{"criteria": {"key": "FlowId", "operator": "eq", "value": "{flow:Front desk}"}}]}"""),
    }.ToImmutableDictionary();

    private static ImmutableDictionary<string, string> Named(string name, string value) => ImmutableDictionary<string, string>.Empty.Add(name, value);
}
