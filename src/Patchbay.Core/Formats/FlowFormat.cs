using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>One way of writing a flow down. A format is the only code that knows its spelling: it reads text into a <see cref="Flow"/>, and turns changes into text edits that touch nothing else.</summary>
public abstract class FlowFormat
{
    /// <summary>The format's name in kebab-case, such as <c>node-map</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The type of the element that calls a shared flow, as written in this format, such as <c>CallModule</c>.</summary>
    public abstract string CallType { get; }

    /// <summary>Whether flows of this format can be changed in their text at all.</summary>
    /// <value>Default: yes.</value>
    public virtual bool CanEdit => true;

    /// <summary>Whether a document is written in this format.</summary>
    /// <param name="tree">A document; broken ones included.</param>
    public abstract bool Detect(SyntaxTree tree);

    /// <summary>Reads a document. Never throws for what the text holds: what is missing is left empty, for the linter to find.</summary>
    /// <param name="tree">A document that <see cref="Detect"/> accepts.</param>
    public abstract Flow Read(SyntaxTree tree);

    /// <summary>Whether flows of this type can be called in this format.</summary>
    /// <param name="sharedType">The type of the shared flow, in any spelling.</param>
    public abstract bool CanCall(string sharedType);

    /// <summary>A call as this format names things, with what the org says of the shared flow.</summary>
    /// <param name="call">A call as a change names it.</param>
    /// <param name="shared">The shared flow as far as it is known; null for nothing.</param>
    public virtual CallSpec Complete(CallSpec call, CatalogueFlow? shared) => call;

    /// <summary>Edits that insert a call to a shared flow.</summary>
    /// <param name="flow">A flow that this format read.</param>
    /// <param name="place">Where the call goes.</param>
    /// <param name="call">What is called, and how.</param>
    public abstract EditResult InsertCall(Flow flow, Place place, CallSpec call);

    /// <summary>Edits that give an existing call the mappings of <paramref name="call"/>; mappings that it does not name stay. Its place and its ways stay.</summary>
    /// <param name="flow">A flow that this format read.</param>
    /// <param name="element">Index of an element with a <see cref="FlowElement.Call"/>.</param>
    /// <param name="call">The mappings to have.</param>
    public abstract EditResult UpdateCall(Flow flow, int element, CallSpec call);

    /// <summary>Edits after which a menu has exactly the options given, in that order. Unknown fields of an option whose key stays are kept, and so is the rest of the element.</summary>
    /// <param name="flow">A flow that this format read.</param>
    /// <param name="element">Index of the element that holds, or shall hold, the menu.</param>
    /// <param name="options">The options to have.</param>
    public abstract EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options);

    /// <summary>Whether the order of a menu's options is part of what a change says.</summary>
    /// <value>Default: <c>true</c>.</value>
    public virtual bool OrdersOptions => true;

    /// <summary>The options of a menu as a change would write them; none where the element has no menu.</summary>
    /// <param name="flow">A flow that this format read.</param>
    /// <param name="element">Index of the element.</param>
    public virtual ImmutableArray<MenuOptionSpec> OptionsOf(Flow flow, int element)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return [.. (flow.Elements[element].Menu?.Options ?? []).Select(option => new MenuOptionSpec(option.Key, option.Prompt, option.RoutingTarget))];
    }

    /// <summary>Where a place lies in a flow: what stands before and after a call that is put there. Empty when there is no such place.</summary>
    /// <param name="flow">A flow that this format read.</param>
    /// <param name="place">The place.</param>
    internal abstract ImmutableArray<Spot> FindPlace(Flow flow, Place place);
}

/// <summary>Where something is inserted.</summary>
public enum PlaceKind
{
    /// <summary>Before the entry.</summary>
    Start,

    /// <summary>On all ways into an element, loops included.</summary>
    Before,

    /// <summary>On an element's success way, or on the way named.</summary>
    After,

    /// <summary>Before every final element.</summary>
    End,

    /// <summary>At a choice of a menu: before what the choice leads to.</summary>
    Choice,
}

/// <summary>A place in a flow.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Element">The element meant, by id or by label; empty for start and end. For <see cref="PlaceKind.Choice"/> the menu; empty where only one menu has such a choice.</param>
/// <param name="Way">For <see cref="PlaceKind.After"/>: the label of the way meant, where the element has several; empty for its success way. For <see cref="PlaceKind.Choice"/> what the caller presses.</param>
public sealed record Place(PlaceKind Kind, string Element = "", string Way = "")
{
    /// <summary>Before the entry.</summary>
    public static Place Start { get; } = new(PlaceKind.Start);

    /// <summary>Before every final element.</summary>
    public static Place End { get; } = new(PlaceKind.End);

    /// <summary>As change files write it: <c>start</c>, <c>before "X"</c>.</summary>
    public override string ToString() => Kind switch
    {
        PlaceKind.Start => "start",
        PlaceKind.End => "end",
        PlaceKind.Before => $"before \"{Element}\"",
        PlaceKind.Choice => Element.Length == 0 ? $"at choice {Way}" : $"at choice {Way} of \"{Element}\"",
        _ => Way.Length == 0 ? $"after \"{Element}\"" : $"after \"{Element}\" on \"{Way}\"",
    };
}

/// <summary>A call to insert, or the mappings an existing call shall have.</summary>
/// <param name="FlowId">The id of the shared flow.</param>
/// <param name="FlowName">Its name: what new ids and labels are made from.</param>
/// <param name="FlowType">Its type, in any spelling.</param>
public sealed record CallSpec(string FlowId, string FlowName, string FlowType)
{
    /// <summary>Inputs: the name inside the shared flow, and the caller's expression.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Inputs { get; init; } = [];

    /// <summary>Outputs: the name inside the shared flow, and the caller's variable.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Outputs { get; init; } = [];

    /// <summary>Where success goes: an element by id or label. Empty: where the way led on which the call was put.</summary>
    public string Success { get; init; } = "";

    /// <summary>Where an error goes: an element by id or label. Empty: where success goes.</summary>
    public string Error { get; init; } = "";

    /// <summary>The shared flow's variables; default (not empty) where its definition was not looked at. What the org says, and so no part of a plan.</summary>
    [JsonIgnore]
    public ImmutableArray<FlowVariable> SharedVariables { get; init; }

    /// <summary>The types of the flows that may call it; default (not empty) where that is not known. What the org says, and so no part of a plan.</summary>
    [JsonIgnore]
    public ImmutableArray<string> CompatibleTypes { get; init; }
}

/// <summary>An option that a menu shall have.</summary>
/// <param name="Key">What the caller presses: digits, <c>*</c> and <c>#</c>.</param>
/// <param name="Prompt">What the caller hears.</param>
/// <param name="RoutingTarget">Where it leads: an element's id, a queue's or a flow's; the name of what <see cref="Target"/> says.</param>
public sealed record MenuOptionSpec(string Key, string Prompt, string RoutingTarget)
{
    /// <summary>What <see cref="RoutingTarget"/> names.</summary>
    /// <value>Default: <see cref="MenuTarget.Any"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MenuTarget Target { get; init; }
}

/// <summary>What a choice of a menu leads to.</summary>
public enum MenuTarget
{
    /// <summary>Whatever has that id or name.</summary>
    Any,

    /// <summary>A task, by name.</summary>
    Task,

    /// <summary>A menu, by name.</summary>
    Menu,

    /// <summary>A queue, by name.</summary>
    Queue,

    /// <summary>The end of the call.</summary>
    Disconnect,
}

/// <summary>What became of a request to change a flow: edits, or a reason why not.</summary>
public abstract record EditResult
{
    private EditResult()
    {
    }

    /// <summary>The change as edits; none when the flow is already so.</summary>
    /// <param name="Edits">Edits of the flow's text.</param>
    public sealed record Edited(ImmutableArray<TextEdit> Edits) : EditResult
    {
        /// <summary>What was inserted and how it was wired, for plans to show; empty when nothing was inserted.</summary>
        public ImmutableArray<Insertion> Insertions { get; init; } = [];

        /// <summary>What comes with it that a reviewer must know: a variable that is declared, a choice that changes its kind.</summary>
        public ImmutableArray<EditNote> Notes { get; init; } = [];
    }

    /// <summary>The format cannot express the change, or the place does not exist or is ambiguous.</summary>
    /// <param name="Reason">A full sentence that says why and what to do.</param>
    public sealed record Refused(string Reason) : EditResult;
}

/// <summary>A line for reviewers about what an edit does besides what was asked for.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What it says.</param>
public sealed record EditNote(string Name, string Text);

/// <summary>One inserted call and its surroundings.</summary>
/// <param name="ElementId">The new element's id.</param>
/// <param name="Success">Where success goes, as people call it; empty for the end of the flow.</param>
/// <param name="Error">Where an error goes, as people call it; empty for the end of the flow.</param>
/// <param name="ErrorIsDefault">Whether no error way was asked for, so that the error goes where success goes.</param>
public sealed record Insertion(string ElementId, string Success, string Error, bool ErrorIsDefault);
