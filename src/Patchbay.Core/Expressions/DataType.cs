using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>The type of a value in a flow, by the name that flow files use for it; a single value or a collection of them.</summary>
/// <param name="Name">The name in lower camel case: <c>string</c>, <c>dateTime</c>, <c>externalContact</c>.</param>
/// <param name="IsCollection">Whether it is a list of such values.</param>
public sealed record DataType(string Name, bool IsCollection = false)
{
    /// <summary>Of a type that is not known. It fits everywhere.</summary>
    public static DataType Unknown { get; } = new("unknown");

    /// <summary>Of <c>NOT_SET</c>. It fits everywhere.</summary>
    public static DataType NotSet { get; } = new("notSet");

    /// <summary>A text.</summary>
    public static DataType String { get; } = new("string");

    /// <summary>A number without a fraction.</summary>
    public static DataType Integer { get; } = new("integer");

    /// <summary>A number with a fraction.</summary>
    public static DataType Decimal { get; } = new("decimal");

    /// <summary>True or false.</summary>
    public static DataType Boolean { get; } = new("boolean");

    /// <summary>A JSON value of any shape.</summary>
    public static DataType Json { get; } = new("json");

    /// <summary>Types of which variables can be declared, single or as a collection. Audio is a type of values only.</summary>
    /// <remarks>The names of the vendor's scripting SDK, spelt as flow files spell them; those that no flow file was seen with are taken to follow the same spelling.</remarks>
    public static ImmutableArray<DataType> All { get; } =
    [
        .. ((string[])
        [
            "agentScorePair", "assignedCustomerIntent", "audio", "boolean", "card", "carousel", "choice", "chooser", "communication", "currency", "customerIntent", "date", "dateTime", "decimal", "duration",
            "emailAddress", "emergencyGroup", "externalContact", "externalOrganization", "grammar", "group", "image", "integer", "journeyOutcome", "journeySegment", "journeySession", "json",
            "knowledgeBaseDocument", "languageSkill", "lineItem", "listPicker", "phoneNumber", "prompt", "queue", "quickReplies", "schedule", "scheduleGroup", "skill", "string", "surveyForm",
            "surveyQuestion", "time", "timePicker", "timeslot", "user", "utilizationLabel", "voiceSnippet", "workbin", "workitem", "worktypeStatus", "wrapupCode",
        ]).Select(name => new DataType(name)),
    ];

    private static readonly Dictionary<string, DataType> ByKind = All
        .SelectMany(type => (DataType[])[type, type.Collection])
        .SelectMany(type => (KeyValuePair<string, DataType>[])[new(type.StatementKind, type), new(type.VariableKind, type)])
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether anything is known about the type.</summary>
    public bool IsKnown => Name is not ("unknown" or "notSet");

    /// <summary>A list of values of this type.</summary>
    public DataType Collection => this with { IsCollection = true };

    /// <summary>The type of the items of a collection; of a single value, that type.</summary>
    public DataType Element => this with { IsCollection = false };

    /// <summary>The key under which flow files declare a variable of the type: <c>stringVariable</c>, <c>stringCollectionVariable</c>.</summary>
    public string VariableKind => StatementKind + "Variable";

    /// <summary>The key under which a statement of <c>updateData</c> sets a variable of the type: <c>string</c>, <c>stringCollection</c>.</summary>
    public string StatementKind => IsCollection ? Name + "Collection" : Name;

    /// <summary>The type that a key of a declaration or a statement names; null when it names none that is known.</summary>
    /// <param name="kind">Such as <c>stringVariable</c>, <c>stringCollectionVariable</c>, <c>string</c> or <c>stringCollection</c>.</param>
    public static DataType? OfKind(string kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>The type for a message: "a string", "a collection of integer".</summary>
    public string Shown => IsCollection ? $"a collection of {Name}" : $"{(Name[0] is 'a' or 'e' or 'i' or 'o' ? "an" : "a")} {Name}";

    /// <inheritdoc/>
    public override string ToString() => IsCollection ? $"{Name}[]" : Name;
}
