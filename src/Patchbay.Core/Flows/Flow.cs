using System.Collections.Immutable;
using Patchbay.Core.Expressions;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A flow as read from its text: what selection, linting, diffing, planning and simulation see. Only the format that read it knows how it is spelt.</summary>
/// <param name="FormatId">The format that read it, such as <c>node-map</c>.</param>
/// <param name="Tree">The document; every span below is a span of its text.</param>
public sealed record Flow(string FormatId, SyntaxTree Tree)
{
    /// <summary>The id written in the text; null where the text holds none (a file).</summary>
    public string? Id { get; init; }

    /// <summary>The flow's name; empty where the text holds none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The flow's type as written; empty where the text holds none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The description; null where the text holds none.</summary>
    public string? Description { get; init; }

    /// <summary>The division's id or name as written; null where the text holds none.</summary>
    public Division? Division { get; init; }

    /// <summary>The characters of the name, or of the whole document's start where there is no name: where a finding about the flow as a whole is shown.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>The parts of the flow, in document order.</summary>
    public ImmutableArray<FlowElement> Elements { get; init; } = [];

    /// <summary>The ways from element to element, in document order.</summary>
    public ImmutableArray<FlowWay> Ways { get; init; } = [];

    /// <summary>The variables that the text declares, reads or writes, by name, in order of first mention.</summary>
    public ImmutableArray<FlowVariable> Variables
    {
        get => VariablesWhenAsked.Value;
        init => VariablesWhenAsked = new(value);
    }

    /// <summary>The same, found only when somebody asks: it takes reading every expression.</summary>
    internal Lazy<ImmutableArray<FlowVariable>> VariablesWhenAsked { get; init; } = new([]);

    /// <summary>Index of the first element that a caller meets, or -1 when the flow has none or only <see cref="FlowWay.FromStart"/> ways say so.</summary>
    public int Entry { get; init; } = -1;

    /// <summary>The API whose rules hold for the flow.</summary>
    /// <value>Default: <see cref="FlowApi.Definitions"/>.</value>
    public FlowApi Api { get; init; }

    /// <summary>Where the text points at an element of its own, in document order.</summary>
    public ImmutableArray<ElementReference> References { get; init; } = [];

    /// <summary>What the flow uses of the org, by name, in document order.</summary>
    public ImmutableArray<FlowDependency> Dependencies { get; init; } = [];

    /// <summary>The values that elements and settings hold: literals, expressions, bindings; in document order.</summary>
    public ImmutableArray<FlowValue> Values { get; init; } = [];

    /// <summary>Index of the task, menu, state or bot that an element stands in, or is; -1 outside of one, as in a flow without containers.</summary>
    /// <param name="element">Index of an element.</param>
    public int ContainerOf(int element)
    {
        while (element >= 0 && !Elements[element].IsContainer)
        {
            element = Elements[element].Parent;
        }

        return element;
    }
}

/// <summary>The APIs that flows are written for; each has rules of its own.</summary>
public enum FlowApi
{
    /// <summary>The definitions API: JSON with an integer version.</summary>
    Definitions,

    /// <summary>The platform's own: Architect flows.</summary>
    Platform,
}

/// <summary>What part of a flow an element is.</summary>
public enum ElementKind
{
    /// <summary>An action: does something.</summary>
    Action,

    /// <summary>A reusable task, or the implied list of actions that a flow starts with.</summary>
    Task,

    /// <summary>A menu.</summary>
    Menu,

    /// <summary>A choice of a menu.</summary>
    Choice,

    /// <summary>A state of a message, e-mail, chat or workflow flow.</summary>
    State,

    /// <summary>A bot of a bot flow.</summary>
    Bot,

    /// <summary>What happens when an action fails in a way that no path of its own takes.</summary>
    ErrorHandling,
}

/// <summary>What an element is to a caller.</summary>
public enum ElementRole
{
    /// <summary>Does something and goes on.</summary>
    Ordinary,

    /// <summary>Waits for the caller to say or press something.</summary>
    Waits,

    /// <summary>Ends the caller's way through the flow, or hands the caller on.</summary>
    Final,

    /// <summary>Calls a shared flow and comes back.</summary>
    Call,
}

/// <summary>A part of a flow: an action, a node, a trigger, a task, menu, choice or state.</summary>
/// <param name="Id">Its id within the flow; empty where the text lacks one.</param>
/// <param name="Type">Its type as written; empty where the text lacks one.</param>
/// <param name="Span">All of its text.</param>
public sealed record FlowElement(string Id, string Type, TextSpan Span)
{
    /// <summary>Its label or name for people; empty where the text holds none.</summary>
    public string Label { get; init; } = "";

    /// <summary>How messages call it: the label, or else the id.</summary>
    public string DisplayName => Label.Length > 0 ? Label : Id;

    /// <summary>The characters of the id, without quotes; the start of the element where there is none.</summary>
    public TextSpan IdSpan { get; init; }

    /// <summary>What it is to a caller.</summary>
    public ElementRole Role { get; init; }

    /// <summary>Whether the format demands a way on from this element.</summary>
    public bool NeedsWay { get; init; }

    /// <summary>The call it makes to a shared flow; null for other elements.</summary>
    public SharedFlowCall? Call { get; init; }

    /// <summary>The menu it offers; null for other elements.</summary>
    public Menu? Menu { get; init; }

    /// <summary>The node of the tree that is this element.</summary>
    public required SyntaxNode Node { get; init; }

    /// <summary>What part of the flow it is.</summary>
    public ElementKind Kind { get; init; }

    /// <summary>Index of the element that it stands in: the action on one of whose paths it lies, or the choice, task, state or bot; for a choice its menu. -1 where it stands in none.</summary>
    public int Parent { get; init; } = -1;

    /// <summary>The path of <see cref="Parent"/> that it lies on, as a way's label names it: <c>yes</c>, <c>failure</c>, <c>case 2</c>; empty where the parent has no paths.</summary>
    public string ParentPath { get; init; } = "";

    /// <summary>The text by which references in the document point at it (<c>refId</c>); empty where there is none.</summary>
    public string RefId { get; init; } = "";

    /// <summary>The characters of <see cref="RefId"/>, without quotes.</summary>
    public TextSpan RefIdSpan { get; init; }

    /// <summary>What it does, in a few words: a condition shortened, the queue, the first words spoken; empty where there is nothing to say.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether nothing is known of its type.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether it is a task, menu, state or bot: something with a name that is entered as a whole.</summary>
    public bool IsContainer => Kind is ElementKind.Task or ElementKind.Menu or ElementKind.State or ElementKind.Bot;
}

/// <summary>What kind of way leads from one element to another.</summary>
public enum WayKind
{
    /// <summary>Always taken.</summary>
    Always,

    /// <summary>Taken when the element succeeded.</summary>
    Success,

    /// <summary>Taken when the element failed.</summary>
    Error,

    /// <summary>Taken under a condition, or when the caller chooses it; the label says which.</summary>
    Choice,

    /// <summary>Enters a task and comes back: the way on stands beside it.</summary>
    Call,

    /// <summary>Goes back to the head of a counted loop, or lets a list start over while the caller waits.</summary>
    Repeat,
}

/// <summary>A way out of an element, or from the start.</summary>
/// <param name="From">Index of the element it leaves, <see cref="FromStart"/>, or <see cref="Nowhere"/> for an edge whose source does not exist.</param>
/// <param name="To">Index of the element it leads to, <see cref="Leaves"/> or <see cref="Nowhere"/>.</param>
/// <param name="Kind">What kind of way it is.</param>
/// <param name="Label">Its name as written: an output's name, a menu key, a condition shortened; empty for <see cref="WayKind.Always"/>.</param>
/// <param name="Span">The characters that name the target, quotes included; for an edge, the edge.</param>
public readonly record struct FlowWay(int From, int To, WayKind Kind, string Label, TextSpan Span)
{
    /// <summary>The <see cref="From"/> of a way that starts outside: the explicit <c>start</c> of a trigger graph.</summary>
    public const int FromStart = -1;

    /// <summary>The <see cref="To"/> of a way that leaves the flow: its end, a queue, another flow.</summary>
    public const int Leaves = -1;

    /// <summary>The <see cref="To"/> of a way that names something that does not exist; the <see cref="From"/> of an edge whose source does not.</summary>
    public const int Nowhere = -2;

    /// <summary>The target as written, where it is not an element: the missing id, the queue. Empty otherwise.</summary>
    public string Target { get; init; } = "";

    /// <summary>The source as written, where it is not an element: the id that an edge comes from and that does not exist. Empty otherwise.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the target must be an element, a queue or a flow of the org, which only the org can tell (a menu's routing target).</summary>
    public bool IsRouting { get; init; }

    /// <summary>When the way is taken, in a few words, where the label does not say it: the condition of a case. Null otherwise.</summary>
    public string? When { get; init; }
}

/// <summary>One mapping between a shared flow's variable and its caller. The shared flow's name is always on the left, whatever the format writes.</summary>
/// <param name="SharedName">The name inside the shared flow.</param>
/// <param name="CallerSide">For an input the caller's expression, for an output the caller's variable.</param>
/// <param name="Span">The characters of the mapping.</param>
public sealed record CallMapping(string SharedName, string CallerSide, TextSpan Span);

/// <summary>A call to a shared flow.</summary>
/// <param name="FlowId">The id of the shared flow; empty where the text lacks one.</param>
/// <param name="Span">The characters of the id, quotes included; the element's where there is none.</param>
public sealed record SharedFlowCall(string FlowId, TextSpan Span)
{
    /// <summary>What goes in, in document order.</summary>
    public ImmutableArray<CallMapping> Inputs { get; init; } = [];

    /// <summary>What comes back, in document order.</summary>
    public ImmutableArray<CallMapping> Outputs { get; init; } = [];

    /// <summary>The type that the flow must have, such as <c>commonmodule</c>; empty where the format does not say.</summary>
    public string FlowType { get; init; } = "";
}

/// <summary>A menu: what a caller can choose.</summary>
/// <param name="Span">The characters of the option list.</param>
/// <param name="Options">The options in document order.</param>
public sealed record Menu(TextSpan Span, ImmutableArray<MenuOption> Options);

/// <summary>One choice of a menu.</summary>
/// <param name="Key">What the caller presses.</param>
/// <param name="Prompt">What the caller hears.</param>
/// <param name="RoutingTarget">Where it leads: an element's id, a queue, a flow.</param>
/// <param name="Span">The characters of the option.</param>
public sealed record MenuOption(string Key, string Prompt, string RoutingTarget, TextSpan Span)
{
    /// <summary>The characters of the key, quotes included.</summary>
    public TextSpan KeySpan { get; init; }

    /// <summary>The characters of the target, quotes included.</summary>
    public TextSpan TargetSpan { get; init; }

    /// <summary>Index of the choice among the flow's elements; -1 where choices are no elements of their own.</summary>
    public int Element { get; init; } = -1;

    /// <summary>Whether it is taken when the caller chooses nothing.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it listens in every menu of the flow.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Whether the caller can choose it by speaking.</summary>
    public bool HasSpeech { get; init; }
}

/// <summary>A variable of a flow.</summary>
/// <param name="Name">Its name as first mentioned, with its scope: <c>Flow.Attempts</c>.</param>
/// <param name="IsDeclared">Whether the text declares it.</param>
/// <param name="Reads">Where it is read: the characters of the name.</param>
/// <param name="Writes">Where it is written: the characters of the name.</param>
public sealed record FlowVariable(string Name, bool IsDeclared, ImmutableArray<TextSpan> Reads, ImmutableArray<TextSpan> Writes)
{
    /// <summary>Its data type, such as <c>string</c> or <c>stringCollection</c>; empty where it is not known.</summary>
    public string Type { get; init; } = "";

    /// <summary>Index of the task, state or bot that it belongs to; -1 for a variable of the whole flow.</summary>
    public int Container { get; init; } = -1;

    /// <summary>The characters of its declared name, without quotes; default where it is not declared.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>Whether callers of the flow may set it.</summary>
    public bool IsInput { get; init; }

    /// <summary>Whether callers of the flow may read it.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether its declaration gives it a value to start with.</summary>
    public bool HasInitialValue { get; init; }

    /// <summary>Whether the platform provides it: <c>Call.Ani</c>, <c>Flow.StartDateTimeUtc</c>.</summary>
    public bool IsBuiltIn { get; init; }
}

/// <summary>A place in the text that points at an element of the same flow.</summary>
/// <param name="From">Index of the element that holds it; -1 for the flow itself.</param>
/// <param name="To">Index of the element meant; <see cref="FlowWay.Nowhere"/> where there is none, or it stands in another file.</param>
/// <param name="Text">The reference as written.</param>
/// <param name="Span">Its characters, quotes included.</param>
/// <param name="Property">The field that holds it: <c>startUpRef</c>, <c>targetTaskRef</c>.</param>
public sealed record ElementReference(int From, int To, string Text, TextSpan Span, string Property)
{
    /// <summary>The file that the reference leads to, relative to the flow's own; empty for a reference within the document.</summary>
    public string File { get; init; } = "";
}

/// <summary>The kinds of things of an org that flows use.</summary>
public enum DependencyKind
{
    /// <summary>A flow that takes the caller over: of a transfer.</summary>
    Flow,

    /// <summary>A common module that is called.</summary>
    CommonModule,

    /// <summary>A bot flow that is called.</summary>
    BotFlow,

    /// <summary>A digital bot flow that is called.</summary>
    DigitalBotFlow,

    /// <summary>A flow that waits with the caller in a queue.</summary>
    InQueueFlow,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A skill.</summary>
    Skill,

    /// <summary>A language skill.</summary>
    LanguageSkill,

    /// <summary>A schedule.</summary>
    Schedule,

    /// <summary>A schedule group.</summary>
    ScheduleGroup,

    /// <summary>An emergency group.</summary>
    EmergencyGroup,

    /// <summary>A user prompt.</summary>
    Prompt,

    /// <summary>An integration, which holds data actions.</summary>
    Integration,

    /// <summary>A data action, named with its integration as <c>integration/action</c>.</summary>
    DataAction,

    /// <summary>A data table.</summary>
    DataTable,

    /// <summary>A script.</summary>
    Script,

    /// <summary>A canned response.</summary>
    Response,

    /// <summary>A contact list.</summary>
    ContactList,

    /// <summary>A wrap-up code.</summary>
    WrapupCode,

    /// <summary>A survey form.</summary>
    SurveyForm,

    /// <summary>A flow outcome.</summary>
    FlowOutcome,

    /// <summary>A flow milestone.</summary>
    FlowMilestone,

    /// <summary>A knowledge base.</summary>
    KnowledgeBase,

    /// <summary>A work type.</summary>
    Worktype,

    /// <summary>A division.</summary>
    Division,

    /// <summary>A guide of an AI agent.</summary>
    Guide,

    /// <summary>Another file.</summary>
    File,
}

/// <summary>Something of the org that the flow uses.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name as written; substitutions unresolved.</param>
/// <param name="Span">The characters of the name, quotes included.</param>
/// <param name="Element">Index of the element that uses it; -1 for the flow itself.</param>
public sealed record FlowDependency(DependencyKind Kind, string Name, TextSpan Span, int Element);

/// <summary>How a value is given.</summary>
public enum ValueMode
{
    /// <summary>A literal, <c>lit</c>.</summary>
    Literal,

    /// <summary>An expression, <c>exp</c>.</summary>
    Expression,

    /// <summary>A variable that takes a result, <c>var</c> or <c>variable</c>.</summary>
    Variable,

    /// <summary>Set to nothing on purpose, <c>noValue</c>.</summary>
    NoValue,

    /// <summary>Text that is spoken, <c>tts</c>.</summary>
    Speech,

    /// <summary>A prompt, <c>prompt</c>.</summary>
    Prompt,
}

/// <summary>A value of an element or a setting.</summary>
/// <param name="Mode">How it is given.</param>
/// <param name="Text">The literal, expression, variable name or spoken text; empty for a literal that is no scalar.</param>
/// <param name="Node">The node behind <c>lit</c>, <c>exp</c>, <c>var</c> and their like.</param>
/// <param name="Element">Index of the element that holds it; -1 for the flow's own settings and variables.</param>
/// <param name="Path">The fields that lead to it from the element, with dots: <c>audio</c>, <c>statements.string.value</c>.</param>
public sealed record FlowValue(ValueMode Mode, string Text, SyntaxNode Node, int Element, string Path)
{
    private ParsedExpression? _expression;

    /// <summary>The data type that the place demands; empty where it is not known.</summary>
    public string Expected { get; init; } = "";

    /// <summary>The text as an expression; parsed once, when somebody asks. Meant for <see cref="ValueMode.Expression"/>.</summary>
    public ParsedExpression Expression => _expression ??= ExpressionSyntax.Parse(Text);

    /// <summary>Two values are the same only when they are the same place.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(FlowValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
