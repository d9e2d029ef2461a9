using System.Collections.Immutable;

namespace Patchbay.Core.Flows.Architect;

/// <summary>What the rows of <see cref="ActionKinds"/>, <see cref="MenuChoiceKinds"/> and <see cref="SettingsBlocks"/> share.</summary>
internal static class ActionParts
{
    /// <summary>The paths of a question that is answered with yes or no.</summary>
    public static ImmutableArray<string> YesNo { get; } = ["yes", "no"];

    /// <summary>The paths of what can fail.</summary>
    public static ImmutableArray<string> SuccessFailure { get; } = ["success", "failure"];

    /// <summary>The paths of what can fail or take too long.</summary>
    public static ImmutableArray<string> SuccessFailureTimeout { get; } = ["success", "failure", "timeout"];

    /// <summary>The path of what leaves the flow when it succeeds.</summary>
    public static ImmutableArray<string> Failure { get; } = ["failure"];

    /// <summary>The paths of a search.</summary>
    public static ImmutableArray<string> FoundNotFound { get; } = ["found", "notFound"];

    /// <summary>The paths that a question of a bot takes after too many answers that were none.</summary>
    public static ImmutableArray<string> MaxNoInputsMatches { get; } = ["maxNoInputs", "maxNoMatches"];

    /// <summary>The root keys of the flow types that callers hear; a common module may be called from one.</summary>
    public static ImmutableArray<string> Calls { get; } = ["inboundCall", "outboundCall", "secureCall", "inqueueCall", "voicemail", "voiceSurvey", "voice", "commonModule"];

    /// <summary>The root keys of the flow types that have menus.</summary>
    public static ImmutableArray<string> WithMenus { get; } = ["inboundCall", "outboundCall", "secureCall", "voicemail", "voiceSurvey", "voice"];

    /// <summary>The root keys of the flow types that have states to change to.</summary>
    public static ImmutableArray<string> WithStates { get; } = ["inboundEmail", "inboundShortMessage", "inboundChat", "workflow", "workitem", "surveyInvite"];

    /// <summary>The root keys of the bots.</summary>
    public static ImmutableArray<string> Bots { get; } = ["botFlow", "digitalBot"];

    /// <summary>A value that carries its wrapper.</summary>
    public static ActionField Value(string name, string type = "", DependencyKind? names = null) => new(name, FieldShape.Value, type) { Names = names };

    /// <summary>The field, which the action cannot do without.</summary>
    public static ActionField Required(this ActionField field) => field with { IsRequired = true };

    /// <summary>The field, which takes these literals alone.</summary>
    public static ActionField OneOf(this ActionField field, params ImmutableArray<string> values) => field with { Values = values };

    /// <summary>A value that is played.</summary>
    public static ActionField Audio(string name) => new(name, FieldShape.Audio, "audio") { Names = DependencyKind.Prompt };

    /// <summary>What a bot says.</summary>
    public static ActionField Communication(string name) => Value(name, "communication");

    /// <summary>A scalar without a wrapper.</summary>
    public static ActionField Plain(string name, string type = "string") => new(name, FieldShape.Plain, type);

    /// <summary>A variable that takes a result.</summary>
    public static ActionField Output(string name, string type = "") => new(name, FieldShape.Output, type);

    /// <summary>The variables that take an error's type and message.</summary>
    public static ActionField FailureOutputs() => new("failureOutputs", FieldShape.Outputs);

    /// <summary>A reference to a part of the flow.</summary>
    public static ActionField Target(string name) => new(name, FieldShape.Reference) { IsRequired = true };

    /// <summary>A thing that is named by <c>name</c>.</summary>
    public static ActionField Named(string name, DependencyKind? names = null) => new(name, FieldShape.Named) { Names = names };

    /// <summary>A mapping with these fields.</summary>
    public static ActionField Group(string name, params ImmutableArray<ActionField> fields) => new(name, FieldShape.Group) { Fields = fields };

    /// <summary>A mapping with one of these fields.</summary>
    public static ActionField Choice(string name, params ImmutableArray<ActionField> fields) => new(name, FieldShape.OneOf) { Fields = fields };

    /// <summary>A mapping by names; each value has these fields.</summary>
    public static ActionField ByName(string name, DependencyKind? names, params ImmutableArray<ActionField> fields) => new(name, FieldShape.ByName) { Names = names, Fields = fields };

    /// <summary>A list whose items have one of these fields, or the shape of the only one when it has no name.</summary>
    public static ActionField List(string name, params ImmutableArray<ActionField> fields) => new(name, FieldShape.List) { Fields = fields };

    /// <summary>Bindings of what goes in and of what comes out.</summary>
    public static ImmutableArray<ActionField> InputsOutputs() => [new("inputs", FieldShape.Inputs), new("outputs", FieldShape.Outputs), Plain("none", "boolean")];

    /// <summary>A flow that is called: its name, below it the version, below that the bindings.</summary>
    public static ActionField CalledFlow(string name, DependencyKind kind) =>
        ByName(name, kind, ByName("", null, InputsOutputs())).Required();

    /// <summary>A script and its inputs.</summary>
    public static ActionField Script(string name) => ByName(name, DependencyKind.Script, new("inputs", FieldShape.Inputs), Plain("none", "boolean"));

    /// <summary>A data action: the name of its integration, below it <c>dataAction</c>, below that its own name.</summary>
    public static ActionField DataAction() =>
        ByName("category", DependencyKind.Integration, ByName("dataAction", DependencyKind.DataAction, new("inputs", FieldShape.Inputs), new("successOutputs", FieldShape.Outputs), FailureOutputs())).Required();

    /// <summary>Names of attributes, each with the value that it is given or the variable that takes it.</summary>
    public static ActionField Attributes(ActionField content) => List("attributes", Group("attribute", Value("name", "string"), content)).Required();

    /// <summary>Statements that set a variable; the key of each is the type of the value.</summary>
    public static ActionField Statements() =>
        List("statements", new ActionField("", FieldShape.ByType) { Fields = [new("variable", FieldShape.VariableName) { IsRequired = true }, Value("value").Required()] }).Required();

    /// <summary>When a schedule is looked at.</summary>
    public static ActionField Evaluate() => Choice("evaluate", Plain("now", "boolean"), Value("dateTime", "dateTime"));

    /// <summary>The fields of every transfer to something other than a queue, the target apart.</summary>
    public static ImmutableArray<ActionField> TransferFields(ActionField target, params ImmutableArray<ActionField> more) =>
        [target, Value("connectTimeout", "duration"), Audio("preTransferAudio"), .. more, Audio("failureTransferAudio"), FailureOutputs()];

    /// <summary>The fields of a transfer to a queue.</summary>
    public static ImmutableArray<ActionField> QueueTransferFields() =>
    [
        Value("targetQueue", "queue", DependencyKind.Queue).Required(),
        List("acdSkills", Value("acdSkill", "skill", DependencyKind.Skill)),
        Named("overrideInQueueFlow", DependencyKind.InQueueFlow),
        Audio("preTransferAudio"),
        Audio("failureTransferAudio"),
        Communication("preTransferCommunication"),
        Communication("failureTransferCommunication"),
        Value("priority", "integer"),
        Value("preferredAgents", "agentScorePairCollection"),
        Value("languageSkill", "languageSkill", DependencyKind.LanguageSkill),
        Value("appendSkills", "boolean"),
        Value("directAgent", "user", DependencyKind.User),
        FailureOutputs(),
    ];

    /// <summary>What a bot says to ask, and again when nothing was said or understood.</summary>
    public static ImmutableArray<ActionField> AskFields() => [Communication("question"), Communication("noInput"), Communication("noMatch"), Value("voiceEndOfInputTimeout", "duration")];
}
