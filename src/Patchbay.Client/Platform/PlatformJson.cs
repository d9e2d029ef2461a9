using System.Text.Json.Serialization;

namespace Patchbay.Client.Platform;

/// <summary>Reads and writes the records of this folder, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlatformFlow))]
[JsonSerializable(typeof(FlowNaming))]
[JsonSerializable(typeof(PlatformPage<PlatformFlow>))]
[JsonSerializable(typeof(PlatformPage<PlatformVersion>))]
[JsonSerializable(typeof(PlatformPage<FlowHistoryEntry>))]
[JsonSerializable(typeof(PlatformPage<Dependency>))]
[JsonSerializable(typeof(DependencyStatus))]
[JsonSerializable(typeof(PlatformPage<PlatformAudit>))]
[JsonSerializable(typeof(AuditQuery))]
[JsonSerializable(typeof(AuditTransaction))]
[JsonSerializable(typeof(AuditResults))]
[JsonSerializable(typeof(AggregateQuery))]
[JsonSerializable(typeof(ObservationQuery))]
[JsonSerializable(typeof(ObservationAnswer))]
[JsonSerializable(typeof(AggregateAnswer))]
[JsonSerializable(typeof(PlatformOperation))]
[JsonSerializable(typeof(RegisteredJob))]
[JsonSerializable(typeof(ArchitectJob))]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(PlatformPage<OrgThing>))]
[JsonSerializable(typeof(NotificationChannel))]
[JsonSerializable(typeof(NotificationTopic[]))]
[JsonSerializable(typeof(Notification))]
internal sealed partial class PlatformJson : JsonSerializerContext;
