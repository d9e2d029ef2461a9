using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

/// <summary>A kind of menu choice: a row of <see cref="MenuChoiceKinds"/>.</summary>
/// <param name="Name">Its key in YAML, such as <c>menuTransferToAcd</c>.</param>
/// <param name="Title">What it is called in Architect.</param>
public sealed record MenuChoiceKind(string Name, string Title)
{
    /// <summary>The key of the action that it does, such as <c>transferToAcd</c>; empty for a choice that has a task or a menu within.</summary>
    public string Action { get; init; } = "";

    /// <summary>The type of its action in the configuration JSON, such as <c>TransferPureMatchAction</c>; empty where it is not known.</summary>
    public string JsonType { get; init; } = "";

    /// <summary>Its own fields, in the order in which the exporter writes them.</summary>
    public ImmutableArray<ActionField> OwnFields { get; init; } = [];

    /// <summary>Whether real files hold it; the keys of any other are spelled after the vendor's scripting library.</summary>
    public bool IsSeen { get; init; }

    /// <summary>All its fields, in the order in which the exporter writes them: those of every choice around its own.</summary>
    public ImmutableArray<ActionField> Fields => [.. MenuChoiceKinds.Before, .. OwnFields, .. MenuChoiceKinds.After];
}

/// <summary>The kinds of menu choices, as data: to add one, add a row.</summary>
public static class MenuChoiceKinds
{
    /// <summary>The fields of every choice that stand before its own.</summary>
    internal static readonly ImmutableArray<ActionField> Before =
    [
        Plain("name").Required(),
        Plain("refId"),
        Plain("dtmf").OneOf("digit_0", "digit_1", "digit_2", "digit_3", "digit_4", "digit_5", "digit_6", "digit_7", "digit_8", "digit_9", "digit_*", "digit_#"),
        Plain("globalDtmf", "boolean"),
        Plain("globalSpeechRecTerms", "boolean"),
    ];

    /// <summary>The fields of every choice that stand after its own.</summary>
    internal static readonly ImmutableArray<ActionField> After = [ByName("speechRecTerms", null, List("terms", Plain("")))];

    /// <summary>All rows.</summary>
    public static ImmutableArray<MenuChoiceKind> All { get; } =
    [
        new("menuTask", "Task") { JsonType = "TaskAction", IsSeen = true, OwnFields = [Group("task", new ActionField("variables", FieldShape.Any), new ActionField("actions", FieldShape.Actions)).Required()] },
        new("menuSubMenu", "Submenu") { JsonType = "MenuAction", OwnFields = [new("menu", FieldShape.Any)] },
        Of("menuDisconnect", "disconnect") with { IsSeen = true },
        Of("menuTransferToAcd", "transferToAcd") with { IsSeen = true },
        Of("menuJumpToTask", "jumpToTask") with { IsSeen = true },
        Of("menuJumpToMenu", "jumpToMenu"),
        Of("menuPreviousMenu", "previousMenu"),
        Of("menuRepeatMenu", "repeatMenu"),
        Of("menuReturnToAgent", "returnToAgent"),
        Of("menuDialByExtension", "dialByExtension"),
        Of("menuTransferToUser", "transferToUser"),
        Of("menuTransferToGroup", "transferToGroup"),
        Of("menuTransferToNumber", "transferToNumber"),
        Of("menuTransferToVoicemail", "transferToVoicemail"),
        Of("menuTransferToFlow", "transferToFlow"),
        Of("menuTransferToFlowSecure", "transferToFlowSecure"),
    ];

    private static readonly Dictionary<string, MenuChoiceKind> ByKey = All.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The kind with a YAML key, or null where it is unknown.</summary>
    /// <param name="name">The key, compared exactly.</param>
    public static MenuChoiceKind? Find(string name) => ByKey.GetValueOrDefault(name);

    private static MenuChoiceKind Of(string name, string action) =>
        ActionKinds.Find(action) is { } kind
            ? new MenuChoiceKind(name, kind.Title) { Action = action, JsonType = kind.JsonType, OwnFields = kind.Fields }
            : throw new InvalidOperationException($"The menu choice \"{name}\" does the action \"{action}\", which is not in the table.");
}
