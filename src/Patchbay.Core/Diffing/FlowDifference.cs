using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing;

/// <summary>What became of something between two flows.</summary>
public enum DifferenceKind
{
    /// <summary>Only the flow after has it.</summary>
    Added,

    /// <summary>Only the flow before has it.</summary>
    Removed,

    /// <summary>Both have it, and it differs.</summary>
    Changed,

    /// <summary>Both have it under different ids, and nothing else about it differs.</summary>
    Renamed,

    /// <summary>Both have the same parts in another order, where callers notice the order.</summary>
    Reordered,

    /// <summary>Both have it, and it stands elsewhere.</summary>
    Moved,
}

/// <summary>Whom a difference concerns, in the order in which they are told.</summary>
public enum DifferenceGroup
{
    /// <summary>Callers: what they hear, press and reach.</summary>
    Caller,

    /// <summary>Data: variables, what is read, set and handed on.</summary>
    Data,

    /// <summary>Settings: time-outs, limits, whom a flow belongs to.</summary>
    Settings,

    /// <summary>Only people who read the flow: names of its parts, descriptions.</summary>
    Cosmetic,
}

/// <summary>What differs.</summary>
public enum DifferenceSubject
{
    /// <summary>The flow as a whole: it is new or gone, or is written in another format.</summary>
    Flow,

    /// <summary>The element that a caller meets first.</summary>
    Entry,

    /// <summary>A declared variable.</summary>
    Variable,

    /// <summary>An element as a whole.</summary>
    Element,

    /// <summary>A way from one element to another.</summary>
    Way,

    /// <summary>Which shared flow a call calls.</summary>
    Call,

    /// <summary>An input of a call.</summary>
    Input,

    /// <summary>An output of a call.</summary>
    Output,

    /// <summary>An option of a menu, or their order.</summary>
    MenuOption,

    /// <summary>Any other field, of the flow, an element or an edge.</summary>
    Field,
}

/// <summary>One thing in which two flows differ.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Subject">What it is.</param>
/// <param name="Text">One line for people, a sentence without a full stop, such as <c>Menu "Main menu": key 2 now leads to queue_support (was queue_sales)</c>.</param>
public sealed record FlowDifference(DifferenceKind Kind, DifferenceSubject Subject, string Text)
{
    /// <summary>Whom it concerns.</summary>
    /// <value>Default: <see cref="DifferenceGroup.Caller"/>.</value>
    public DifferenceGroup Group { get; init; }

    /// <summary>The element it is in, by its id in the flow after, or before where the flow after lacks it; empty for the flow as a whole.</summary>
    public string Element { get; init; } = "";

    /// <summary>Which one it is: a way's label, a menu key with the field, the shared flow's name of a mapping, a variable, a JSON path from the element or the flow; empty where the subject says it all.</summary>
    public string Path { get; init; } = "";

    /// <summary>What it was: an id, a value's JSON; null where there was nothing.</summary>
    public string? Before { get; init; }

    /// <summary>What it is: an id, a value's JSON; null where there is nothing.</summary>
    public string? After { get; init; }

    /// <summary>Where it stood in the text before; null where there was nothing.</summary>
    public TextSpan? BeforeSpan { get; init; }

    /// <summary>Where it stands in the text after; null where there is nothing.</summary>
    public TextSpan? AfterSpan { get; init; }
}
