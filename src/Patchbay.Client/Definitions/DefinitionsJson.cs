using System.Text.Json.Serialization;

namespace Patchbay.Client.Definitions;

/// <summary>Reads and writes the records of this folder, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireFlow))]
[JsonSerializable(typeof(WireFlowPage))]
[JsonSerializable(typeof(FlowSearch))]
[JsonSerializable(typeof(WireFlowName))]
[JsonSerializable(typeof(WireVersionPage))]
[JsonSerializable(typeof(FlowValidation))]
[JsonSerializable(typeof(WireSettings))]
[JsonSerializable(typeof(WirePublish))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(WireQueuePage))]
[JsonSerializable(typeof(WireSummaryQuery))]
[JsonSerializable(typeof(WireSummary))]
[JsonSerializable(typeof(WireAuditPage))]
internal sealed partial class DefinitionsJson : JsonSerializerContext;
