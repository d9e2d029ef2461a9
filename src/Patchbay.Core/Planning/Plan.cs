using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>Exactly what will be done: flow by flow, edit by edit, with the state each was made from. A value: it serialises, views draw it, and the applier carries out nothing else.</summary>
public sealed record Plan
{
    /// <summary>The version of the plan file's shape.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the plan file's shape that this plan was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The store it was made from, as its display name; a plan is applied to that store only.</summary>
    public required string Store { get; init; }

    /// <summary>When the flows were read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>What the change is for, in the user's words; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The change with everything looked up: what is planned again where a flow has moved.</summary>
    public required ImmutableArray<ResolvedStep> Steps { get; init; }

    /// <summary>One entry for each selected flow, sorted by name, then id.</summary>
    public required ImmutableArray<PlannedFlow> Flows { get; init; }

    /// <summary>The flows that will be written.</summary>
    [JsonIgnore]
    public IEnumerable<PlannedFlow> Changes => Flows.Where(flow => flow.Action == PlannedAction.Change);
}

/// <summary>A step of a change after names became ids and variables of the environment became values.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ResolvedCall), "call")]
[JsonDerivedType(typeof(ResolvedMenu), "menu")]
[JsonDerivedType(typeof(ResolvedMenuEdit), "menu-edit")]
[JsonDerivedType(typeof(ResolvedRename), "rename")]
[JsonDerivedType(typeof(ResolvedTransfer), "transfer")]
[JsonDerivedType(typeof(ResolvedSay), "say")]
public abstract record ResolvedStep;

/// <summary>Call a shared flow.</summary>
/// <param name="Call">What is called, and how.</param>
/// <param name="Place">Where the call goes.</param>
/// <param name="Again">Whether to insert it even where the flow calls the shared flow elsewhere.</param>
public sealed record ResolvedCall(CallSpec Call, Place Place, bool Again) : ResolvedStep;

/// <summary>Give a menu exactly these options.</summary>
/// <param name="Element">The element with the menu, by id or label.</param>
/// <param name="Options">The options to have, in order.</param>
public sealed record ResolvedMenu(string Element, ImmutableArray<MenuOptionSpec> Options) : ResolvedStep;

/// <summary>Put options into a menu, and take options out.</summary>
/// <param name="Element">The element with the menu, by id or label.</param>
/// <param name="Add">Options to have beside the others; one whose key is there takes its place.</param>
/// <param name="Remove">The keys of options that go.</param>
public sealed record ResolvedMenuEdit(string Element, ImmutableArray<MenuOptionSpec> Add, ImmutableArray<string> Remove) : ResolvedStep;

/// <summary>Give a part of the flow another name.</summary>
/// <param name="What">What is renamed.</param>
/// <param name="From">Its name.</param>
/// <param name="To">The name to have.</param>
/// <param name="Within">The task, menu, state or bot that it stands in; empty where the name is enough.</param>
/// <param name="Of">For a variable the flow that has it; empty for the flow's own.</param>
/// <param name="Type">For a flow its type; empty where the name is enough.</param>
public sealed record ResolvedRename(RenameTarget What, string From, string To, string Within, string Of, string Type) : ResolvedStep;

/// <summary>Point transfers at another queue.</summary>
/// <param name="Transfer">The transfer, by name or id; empty for every transfer to <paramref name="FromQueue"/>.</param>
/// <param name="FromQueue">The queue whose transfers are meant; empty where one transfer is.</param>
/// <param name="Queue">The queue to lead to.</param>
public sealed record ResolvedTransfer(string Transfer, string FromQueue, string Queue) : ResolvedStep;

/// <summary>Change what callers hear.</summary>
/// <param name="Element">The action, menu or choice, by name or id; <c>greeting</c> for the flow's first words.</param>
/// <param name="Field">The field that holds the words; empty where the element has only one.</param>
/// <param name="IsPrompt">Whether <paramref name="Text"/> names a prompt.</param>
/// <param name="Text">What is said.</param>
public sealed record ResolvedSay(string Element, string Field, bool IsPrompt, string Text) : ResolvedStep;

/// <summary>What a plan does with a flow.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlannedAction>))]
public enum PlannedAction
{
    /// <summary>Nothing: it is already as the change wants it.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>It is written.</summary>
    [JsonStringEnumMemberName("change")]
    Change,

    /// <summary>It cannot be written; the reason says why.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,
}

/// <summary>What is planned for one flow.</summary>
public sealed record PlannedFlow
{
    /// <summary>The flow's id in its store.</summary>
    public required string Id { get; init; }

    /// <summary>The flow's name.</summary>
    public required string Name { get; init; }

    /// <summary>The flow's type as the store spells it.</summary>
    public required string Type { get; init; }

    /// <summary>The division's name, where known; empty otherwise.</summary>
    public string Division { get; init; } = "";

    /// <summary>The state the plan was made from.</summary>
    public required Revision Revision { get; init; }

    /// <summary>That state's version as people call it; empty where there is none.</summary>
    public string Version { get; init; } = "";

    /// <summary>What is done.</summary>
    public required PlannedAction Action { get; init; }

    /// <summary>What each step of the change comes to in this flow, in order.</summary>
    public ImmutableArray<PlannedStep> Steps { get; init; } = [];

    /// <summary>Why the flow cannot be written; empty unless it is blocked.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The problems of the flow as it would be, and whether they are new.</summary>
    public ImmutableArray<PlannedProblem> Problems { get; init; } = [];

    /// <summary>The definition the plan was made from.</summary>
    public required string Before { get; init; }

    /// <summary>The edits of <see cref="Before"/>; none unless it is changed.</summary>
    public ImmutableArray<TextEdit> Edits { get; init; } = [];

    /// <summary>The definition as it would be.</summary>
    [JsonIgnore]
    public string After => TextEdits.Apply(new SourceText(Before), Edits).Text;

    /// <summary>SHA-256 of <see cref="Before"/> as UTF-8, in lower-case hexadecimal.</summary>
    public string BeforeSha256 => Sha256(Before);

    /// <summary>SHA-256 of <see cref="After"/> as UTF-8, in lower-case hexadecimal: what was reviewed, and so what must come out when the plan is applied.</summary>
    public string AfterSha256 => Edits.IsEmpty ? BeforeSha256 : Sha256(After);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What one step comes to in one flow.</summary>
/// <param name="Step">Index into <see cref="Plan.Steps"/>.</param>
/// <param name="Outcome">What it does.</param>
/// <param name="Summary">One line for people, such as <c>call "Auth" at start, before "Main menu"</c>.</param>
public sealed record PlannedStep(int Step, StepOutcome Outcome, string Summary)
{
    /// <summary>Lines of detail for people: mappings, ways, menu options. Each a name and what it becomes.</summary>
    public ImmutableArray<StepDetail> Details { get; init; } = [];
}

/// <summary>A line of detail of a planned step.</summary>
/// <param name="Name">What it is about: <c>inputs</c>, <c>success</c>, a menu key.</param>
/// <param name="Text">What it says.</param>
/// <param name="Change"><c>+</c>, <c>-</c>, <c>~</c>, or empty for a plain remark.</param>
public sealed record StepDetail(string Name, string Text, string Change = "");

/// <summary>What a step does in a flow.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepOutcome>))]
public enum StepOutcome
{
    /// <summary>Nothing: already so.</summary>
    [JsonStringEnumMemberName("already")]
    Already,

    /// <summary>Something is inserted.</summary>
    [JsonStringEnumMemberName("insert")]
    Insert,

    /// <summary>Something that is there is changed.</summary>
    [JsonStringEnumMemberName("update")]
    Update,

    /// <summary>It cannot be done.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>Nothing: the flow has nothing of what the step is about.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,
}

/// <summary>A finding about a flow as it would be.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Moment">When the service objects.</param>
/// <param name="Message">What it says.</param>
/// <param name="Position">Where, in the definition as it would be.</param>
/// <param name="IsNew">Whether the change brings it; an old one blocks only where the service would refuse the write because of it.</param>
/// <param name="Blocks">Whether it is why the flow is not written.</param>
public sealed record PlannedProblem(string Rule, Severity Severity, Moment Moment, string Message, LinePosition Position, bool IsNew, bool Blocks);

/// <summary>A flow as its store gave it, ready to be planned.</summary>
/// <param name="Header">What the store says of it.</param>
/// <param name="Text">Its definition.</param>
public sealed record ObservedFlow(FlowHeader Header, string Text);
