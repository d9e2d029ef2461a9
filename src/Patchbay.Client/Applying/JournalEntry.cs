using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Client.Applying;

/// <summary>One line of a run's journal. What a run did, and what it may have done, follows from these alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunStartedEntry), "run-started")]
[JsonDerivedType(typeof(RunResumedEntry), "run-resumed")]
[JsonDerivedType(typeof(BeforeEntry), "before")]
[JsonDerivedType(typeof(IntentEntry), "intent")]
[JsonDerivedType(typeof(OutcomeEntry), "outcome")]
[JsonDerivedType(typeof(SettledEntry), "settled")]
[JsonDerivedType(typeof(RestoringEntry), "restoring")]
[JsonDerivedType(typeof(RunFinishedEntry), "run-finished")]
internal abstract record JournalEntry
{
    public DateTimeOffset At { get; init; }
}

/// <summary>The first line: what was set out to be done.</summary>
internal sealed record RunStartedEntry : JournalEntry
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Run { get; init; }

    public required RunKind Operation { get; init; }

    public required string Store { get; init; }

    public required string User { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The run that this one publishes or rolls back.</summary>
    public string? Of { get; init; }

    /// <summary>The module that this one brings to the flows that use it.</summary>
    public ModuleRelease? Module { get; init; }

    public required RunOptions Options { get; init; }

    /// <summary>The flows it is about, in the order in which they are taken up.</summary>
    public required ImmutableArray<RunTarget> Targets { get; init; }

    /// <summary>The plan that is applied, as <c>plan.json</c> holds it.</summary>
    public JsonElement? Plan { get; init; }
}

/// <summary>Somebody took the run up again; what follows was done after that.</summary>
internal sealed record RunResumedEntry : JournalEntry
{
    public required string User { get; init; }
}

/// <summary>A flow as it was found, before it is touched.</summary>
internal sealed record BeforeEntry : JournalEntry
{
    public required string Flow { get; init; }

    /// <summary>Its definition; null in a run that only publishes.</summary>
    public string? Text { get; init; }

    public required string Revision { get; init; }

    public string Version { get; init; } = "";

    public LiveVersion? Live { get; init; }
}

/// <summary>A request is about to be sent.</summary>
internal sealed record IntentEntry : JournalEntry
{
    public required string Flow { get; init; }

    public required RunAct Act { get; init; }

    /// <summary>The definition to store, for a write.</summary>
    public string? Text { get; init; }

    /// <summary>What a write is expected to replace; what a publish makes live.</summary>
    public required string Revision { get; init; }

    public DateTimeOffset? ActivateAt { get; init; }
}

/// <summary>A request was answered, or its outcome was settled by reading.</summary>
internal sealed record OutcomeEntry : JournalEntry
{
    public required string Flow { get; init; }

    public required RunAct Act { get; init; }

    public required ActResult Result { get; init; }

    public string? Revision { get; init; }

    public string? Version { get; init; }

    /// <summary>Whether the change was planned again on a fresh text.</summary>
    public bool Rebased { get; init; }

    /// <summary>For a write: whether it is live with that, because the store keeps no drafts of what it publishes.</summary>
    public bool IsLive { get; init; }

    public DateTimeOffset? ActivateAt { get; init; }

    /// <summary>What the store said: why it did not do it, or what the user should know beside it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What became of a flow in the end, where it is not simply written or published.</summary>
internal sealed record SettledEntry : JournalEntry
{
    public required string Flow { get; init; }

    public required FlowOutcome Outcome { get; init; }

    public string Reason { get; init; } = "";
}

/// <summary>From here on the run takes back what it wrote.</summary>
internal sealed record RestoringEntry : JournalEntry
{
    public required string Reason { get; init; }
}

/// <summary>The last line.</summary>
internal sealed record RunFinishedEntry : JournalEntry
{
    public required RunStatus Status { get; init; }
}

/// <summary>What a request does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunAct>))]
internal enum RunAct
{
    [JsonStringEnumMemberName("write")]
    Write,

    [JsonStringEnumMemberName("publish")]
    Publish,

    /// <summary>Write the definition that the run replaced.</summary>
    [JsonStringEnumMemberName("restore")]
    Restore,

    /// <summary>Make live again what was live before the run.</summary>
    [JsonStringEnumMemberName("republish")]
    Republish,

    /// <summary>Take back a publish that waits for its time.</summary>
    [JsonStringEnumMemberName("cancel")]
    Cancel,

    /// <summary>Take off what was not live before the run.</summary>
    [JsonStringEnumMemberName("deactivate")]
    Deactivate,
}

/// <summary>What a request came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActResult>))]
internal enum ActResult
{
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It goes live by itself.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled,

    /// <summary>Nothing happened; the store or its answer says why.</summary>
    [JsonStringEnumMemberName("not-done")]
    NotDone,

    /// <summary>Nobody knows: the answer was lost.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>A journal is read by people and never put into HTML, so names in any script stay legible.</summary>
    public static JournalJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
