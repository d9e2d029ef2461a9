using System.Collections.Immutable;

namespace Patchbay.Core.Flows.Architect;

/// <summary>What an action is for; Architect's toolbox groups actions much like this.</summary>
public enum ActionCategory
{
    /// <summary>Plays or says something.</summary>
    Audio,

    /// <summary>Asks the caller and waits for the answer.</summary>
    Input,

    /// <summary>Reads or writes data.</summary>
    Data,

    /// <summary>Looks something up in the org.</summary>
    Find,

    /// <summary>Decides where to go on.</summary>
    Logical,

    /// <summary>Repeats.</summary>
    Loop,

    /// <summary>Enters a task, menu or state of the flow.</summary>
    Task,

    /// <summary>Calls another flow and comes back.</summary>
    Flow,

    /// <summary>Hands the caller on.</summary>
    Transfer,

    /// <summary>Ends the flow or a part of it.</summary>
    End,

    /// <summary>Sends a message.</summary>
    Message,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>What control does after the last of an action's paths has run out, or at once when it has none.</summary>
public enum Continuation
{
    /// <summary>Goes on with the next action.</summary>
    Next,

    /// <summary>Never: nothing after the action in its list is reached.</summary>
    Never,

    /// <summary>Leaves the flow when it succeeds, and goes on with the next action when it fails.</summary>
    WhenFailed,
}

/// <summary>How a field of an action is written.</summary>
public enum FieldShape
{
    /// <summary>A scalar without a wrapper: <c>name: X</c>.</summary>
    Plain,

    /// <summary>A value with its wrapper: <c>lit</c>, <c>exp</c> or <c>noValue</c>.</summary>
    Value,

    /// <summary>A value that says what is played: a <see cref="Value"/> or <c>tts</c>, <c>prompt</c>, <c>alternateSequences</c>.</summary>
    Audio,

    /// <summary>A variable that takes a result: <c>var</c> or <c>noValue</c>.</summary>
    Output,

    /// <summary>A plain scalar with the name of a variable that is written.</summary>
    VariableName,

    /// <summary>A reference to a part of the flow: <c>targetTaskRef</c>.</summary>
    Reference,

    /// <summary>A mapping with the <see cref="ActionField.Fields"/>.</summary>
    Group,

    /// <summary>A mapping with one entry, whose key picks one of the <see cref="ActionField.Fields"/>.</summary>
    OneOf,

    /// <summary>A mapping whose keys are names of things of the org, or of the inputs of such a thing; each value is a mapping with the <see cref="ActionField.Fields"/>.</summary>
    ByName,

    /// <summary>A mapping with one entry, whose key is a data type such as <c>string</c>; its value is a mapping with the <see cref="ActionField.Fields"/>.</summary>
    ByType,

    /// <summary>A mapping that names one thing: <c>name: X</c>.</summary>
    Named,

    /// <summary>A mapping from names to values that go in.</summary>
    Inputs,

    /// <summary>A mapping from names to variables that take results.</summary>
    Outputs,

    /// <summary>A list of items, each a mapping with one of the <see cref="ActionField.Fields"/>.</summary>
    List,

    /// <summary>A list of actions.</summary>
    Actions,

    /// <summary>Anything: kept, not looked into.</summary>
    Any,
}

/// <summary>A field of an action, of a menu choice or of a block of settings.</summary>
/// <param name="Name">Its key. Empty for the only one of <see cref="Fields"/> of a <see cref="FieldShape.ByName"/>, <see cref="FieldShape.ByType"/> or <see cref="FieldShape.List"/>: the value or item itself has that shape.</param>
/// <param name="Shape">How it is written.</param>
/// <param name="Type">The data type that it holds or demands, such as <c>string</c>, <c>queue</c>, <c>stringCollection</c>; empty where any will do or it is not known.</param>
public sealed record ActionField(string Name, FieldShape Shape, string Type = "")
{
    /// <summary>Whether the action cannot do without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What kind of thing of the org it names, by its value or, for a <see cref="FieldShape.ByName"/>, by its keys; null for none.</summary>
    public DependencyKind? Names { get; init; }

    /// <summary>The fields within, in the order in which the exporter writes them.</summary>
    public ImmutableArray<ActionField> Fields { get; init; } = [];

    /// <summary>The only literals that it takes; empty where any will do or they are not known.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>The shape of an item of a <see cref="FieldShape.List"/>; null for every other shape.</summary>
    public ActionField? Item => Shape != FieldShape.List ? null : Fields is [{ Name: "" } only] ? only : new ActionField("", FieldShape.OneOf) { Fields = Fields };

    /// <summary>The field under a key of the mapping, or of an item of the list, that this field holds; null where it is not known.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public ActionField? Within(string key) => Shape switch
    {
        FieldShape.Group or FieldShape.OneOf => Fields.FirstOrDefault(field => field.Name == key),
        FieldShape.ByName or FieldShape.ByType => Fields is [{ Name: "" } only] ? only with { Name = key } : new ActionField(key, FieldShape.Group) { Fields = Fields },
        FieldShape.Inputs => new ActionField(key, FieldShape.Value),
        FieldShape.Outputs => new ActionField(key, FieldShape.Output),
        FieldShape.Named when key == "name" => new ActionField(key, FieldShape.Plain) { Names = Names },
        FieldShape.List => Item?.Within(key),
        _ => null,
    };
}

/// <summary>A kind of action: a row of <see cref="ActionKinds"/>.</summary>
/// <param name="Name">Its key in YAML, such as <c>transferToAcd</c>.</param>
/// <param name="Category">What it is for.</param>
public sealed record ActionKind(string Name, ActionCategory Category)
{
    /// <summary>Its type in the configuration JSON, such as <c>TransferPureMatchAction</c>; empty where it is not known.</summary>
    public string JsonType { get; init; } = "";

    /// <summary>What it is called in Architect's toolbox.</summary>
    public string Title { get; init; } = "";

    /// <summary>The paths that it has under <c>outputs</c>, in the order in which the exporter writes them.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Those of <see cref="Paths"/> that are off, not empty, where the text does not name them.</summary>
    public ImmutableArray<string> OffByDefault { get; init; } = [];

    /// <summary>What comes after it.</summary>
    public Continuation Then { get; init; }

    /// <summary>Its own fields, in the order in which the exporter writes them, without <c>name</c> and <c>outputs</c>.</summary>
    public ImmutableArray<ActionField> Fields { get; init; } = [];

    /// <summary>The root keys of the flow types that have it; empty where that is not known, so that nothing is found wrong.</summary>
    public ImmutableArray<string> FlowTypes { get; init; } = [];

    /// <summary>The root keys of the flow types in which it has none of its <see cref="Paths"/>; one that goes on only <see cref="Continuation.WhenFailed"/> never does so there.</summary>
    public ImmutableArray<string> WithoutPathsIn { get; init; } = [];

    /// <summary>The list of named paths that it has under <c>outputs</c> beside <see cref="Paths"/>: <c>intents</c>, <c>paths</c>; empty for none.</summary>
    public string PathList { get; init; } = "";

    /// <summary>Whether the exporter writes <see cref="PathList"/> before the other paths.</summary>
    public bool IsPathListFirst { get; init; }

    /// <summary>What may stand under <c>outputs</c>, in the order in which the exporter writes it: <see cref="Paths"/> and <see cref="PathList"/>.</summary>
    public ImmutableArray<string> PathsWithList => PathList.Length == 0 ? Paths : IsPathListFirst ? [PathList, .. Paths] : [.. Paths, PathList];

    /// <summary>Whether names that are not among <see cref="Paths"/> may stand under <c>outputs</c>: a <c>callTask</c> has those of the task, a bot those of its intents.</summary>
    public bool HasNamedPaths { get; init; }

    /// <summary>Whether real files hold it. The keys of any other are spelled after the vendor's scripting library, and some may be missing: nobody should be told that one is wrong.</summary>
    public bool IsSeen { get; init; } = true;

    /// <summary>Whether it waits for the caller to say or press something.</summary>
    public bool Waits
    {
        get => field || Category == ActionCategory.Input;
        init;
    }

    /// <summary>The paths that it has in a type of flow.</summary>
    /// <param name="rootKey">The root key of the flow's type.</param>
    public ImmutableArray<string> PathsIn(string rootKey) => WithoutPathsIn.Contains(rootKey) ? [] : Paths;

    /// <summary>What comes after it in a type of flow.</summary>
    /// <param name="rootKey">The root key of the flow's type.</param>
    public Continuation ThenIn(string rootKey) => Then == Continuation.WhenFailed && WithoutPathsIn.Contains(rootKey) ? Continuation.Never : Then;
}
