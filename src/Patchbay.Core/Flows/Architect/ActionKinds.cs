using System.Collections.Frozen;
using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionCategory;

namespace Patchbay.Core.Flows.Architect;

/// <summary>The kinds of actions, as data: to add one, add a row. A kind that is not listed is kept, graphed by the paths that it shows, and reported as unknown.</summary>
public static class ActionKinds
{
    private static readonly ImmutableArray<string> YesNo = ["yes", "no"];
    private static readonly ImmutableArray<string> SuccessFailure = ["success", "failure"];
    private static readonly ImmutableArray<string> Failure = ["failure"];
    private static readonly ImmutableArray<string> FoundNotFound = ["found", "notFound"];

    /// <summary>All rows.</summary>
    public static ImmutableArray<ActionKind> All { get; } =
    [
        new("playAudio", Audio) { Title = "Play Audio", JsonType = "PlayAudioAction", Fields = [new("audio", FieldShape.Audio, "audio") { IsRequired = true }] },
        new("decision", Logical) { Title = "Decision", JsonType = "DecisionAction", Paths = YesNo, Fields = [new("condition", FieldShape.Value, "boolean") { IsRequired = true }] },
        new("disconnect", End) { Title = "Disconnect", JsonType = "DisconnectAction", Then = Continuation.Never },
        new("callTask", ActionCategory.Task) { Title = "Call Task", JsonType = "CallTaskAction", Fields = [new("targetTaskRef", FieldShape.Reference) { IsRequired = true }] },
        new("jumpToTask", ActionCategory.Task) { Title = "Jump to Reusable Task", JsonType = "TransferTaskAction", Then = Continuation.Never, Fields = [new("targetTaskRef", FieldShape.Reference) { IsRequired = true }] },
        new("jumpToMenu", ActionCategory.Task) { Title = "Jump to Menu", JsonType = "TransferMenuAction", Then = Continuation.Never, Fields = [new("targetMenuRef", FieldShape.Reference) { IsRequired = true }] },
    ];

    private static readonly FrozenDictionary<string, ActionKind> ByName = All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, ActionKind> ByJsonType = All.Where(kind => kind.JsonType.Length > 0).DistinctBy(kind => kind.JsonType).ToFrozenDictionary(kind => kind.JsonType, StringComparer.Ordinal);

    /// <summary>The kind with a YAML key, or null where it is unknown.</summary>
    /// <param name="name">The key, compared exactly.</param>
    public static ActionKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The kind with a type of the configuration JSON, or null where it is unknown.</summary>
    /// <param name="type">The type, compared exactly.</param>
    public static ActionKind? FromJsonType(string type) => ByJsonType.GetValueOrDefault(type);
}
