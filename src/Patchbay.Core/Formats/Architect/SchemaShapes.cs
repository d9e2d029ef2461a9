using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Formats.Architect;

/// <summary>JSON Schemas of the shapes that fields have. Every type of value that is asked for becomes a definition of its own, once.</summary>
internal sealed class SchemaShapes(JsonObject definitions)
{
    /// <summary>A pattern of texts that hold a substitution, which may stand for anything.</summary>
    private const string SubstitutionPattern = @"\{\{.+\}\}|\$\{.+\}";

    /// <summary>The types whose literals name a thing of the org.</summary>
    private static readonly ImmutableArray<string> NamedTypes =
    [
        "contactList", "emergencyGroup", "grammar", "group", "languageSkill", "prompt", "queue", "schedule", "scheduleGroup", "skill", "user", "utilizationLabel", "wrapupCode",
    ];

    /// <summary>The types that an editor offers; every other one is taken too.</summary>
    public static ImmutableArray<string> OfferedTypes { get; } =
    [
        "boolean", "communication", "currency", "date", "dateTime", "decimal", "duration", "emailAddress", "externalContact", "externalOrganization", "group", "integer", "json", "languageSkill",
        "phoneNumber", "prompt", "queue", "schedule", "scheduleGroup", "skill", "string", "time", "user",
        "booleanCollection", "decimalCollection", "durationCollection", "integerCollection", "jsonCollection", "phoneNumberCollection", "queueCollection", "skillCollection", "stringCollection",
        "userCollection",
    ];

    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    public static JsonObject Described(JsonObject schema, string description) => new([new("description", JsonValue.Create(description)), .. Parts(schema)]);

    /// <summary>Either that or a substitution.</summary>
    public static JsonObject OrSubstitution(JsonObject schema) => new() { ["anyOf"] = new JsonArray(schema, Reference("substitution")) };

    public static JsonObject Type(params ReadOnlySpan<string> types) =>
        new() { ["type"] = types is [var only] ? JsonValue.Create(only) : new JsonArray([.. types.ToArray().Select(type => JsonValue.Create(type))]) };

    public static JsonObject AnyText() => Reference("text");

    public static JsonObject ListOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>A mapping with these keys; with any other one too, unless it is closed.</summary>
    public static JsonObject Mapping(IEnumerable<KeyValuePair<string, JsonNode?>> properties, bool isClosed = true)
    {
        var schema = Type("object");
        schema["properties"] = new JsonObject(properties);
        if (isClosed)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    /// <summary>A mapping with one of these keys.</summary>
    public static JsonObject Single(IEnumerable<KeyValuePair<string, JsonNode?>> properties, bool isClosed = true)
    {
        var schema = Mapping(properties, isClosed);
        schema["minProperties"] = 1;
        schema["maxProperties"] = 1;
        return schema;
    }

    /// <summary>A mapping whose keys are names.</summary>
    public static JsonObject ByName(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    public static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    /// <summary>The definitions that every schema of this kind has.</summary>
    public void DefineBasics()
    {
        // Without quotes, {{key}} is to YAML a mapping whose only key is a mapping.
        var unquoted = new JsonObject { ["type"] = "object", ["minProperties"] = 1, ["maxProperties"] = 1, ["additionalProperties"] = Type("null") };
        definitions["substitution"] = new JsonObject
        {
            ["description"] = "A substitution, which is filled in before the file is read.",
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string", ["pattern"] = SubstitutionPattern }, unquoted),
        };
        definitions["text"] = Described(OrSubstitution(Type("string", "number", "boolean")), "A text; numbers and booleans without quotes are texts too.");
        definitions["name"] = Described(AnyText(), "What people call it.");
        definitions["refId"] = Described(AnyText(), "What references call it; exporters make it of the name and a number.");
        definitions["elsewhere"] = Described(Type("string"), "It stands in another file, or what is missing here does: file.yaml#/path/to/item[refId].");
        definitions["boolean"] = Described(OrSubstitution(Type("boolean")), "True or false.");
        definitions["integer"] = Described(OrSubstitution(Type("integer")), "A whole number.");
        definitions["set"] = Described(OrSubstitution(new JsonObject { ["const"] = true }), "Always true: the key alone says it.");
        definitions["output"] = Wrapped("Where a result is kept.", ("var", "The variable that takes it.", AnyText()), ("noValue", "Nowhere.", Reference("set")));
        definitions["audio"] = Wrapped(
            "What is played.",
            ("tts", "A text that is spoken.", AnyText()),
            ("prompt", "A prompt: Prompt.Welcome, or PromptSystem.processing of the system's own.", AnyText()),
            ("exp", "An expression that yields audio.", AnyText()),
            ("alternateSequences", "What is played in each language, by its tag.", ByName(Reference("audio"))),
            ("lit", "A literal.", []),
            ("noValue", "Nothing is played.", Reference("set")));
    }

    /// <summary>The properties of fields, each described.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Properties(IEnumerable<ActionField> fields, bool isClosed = true) =>
        fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Described(Of(field, isClosed), SchemaWording.Of(field))));

    /// <summary>The schema of what stands under a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isClosed">Whether keys that are not listed are wrong.</param>
    public JsonObject Of(ActionField field, bool isClosed = true) => field.Shape switch
    {
        FieldShape.Plain => Plain(field),
        FieldShape.Value => Value(field),
        FieldShape.Audio => Reference("audio"),
        FieldShape.Output => Reference("output"),
        FieldShape.VariableName or FieldShape.Reference => AnyText(),
        FieldShape.Group => Group(field.Fields, isClosed),
        FieldShape.OneOf => Single(Properties(field.Fields, isClosed), isClosed),
        FieldShape.ByName => ByName(Inner(field, isClosed)),
        FieldShape.ByType => ByType(field, isClosed),
        FieldShape.Named => Named(),
        FieldShape.Inputs => ByName(Value(new ActionField("", FieldShape.Value))),
        FieldShape.Outputs => ByName(Reference("output")),
        FieldShape.List => field.Item is { } item ? ListOf(Of(item, isClosed)) : Type("array"),
        FieldShape.Actions => Reference("actions"),
        _ => [],
    };

    /// <summary>A value with its wrapper, as a reference to the definition of its type.</summary>
    public JsonObject Value(ActionField field)
    {
        var name = field.Type.Length == 0 ? "value" : $"value-{field.Type}";
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = Wrapped(
                field.Type.Length == 0 ? "A value." : $"A value of type {field.Type}.",
                ("lit", "A literal.", Literal(field.Type)),
                ("exp", "An expression, evaluated when the flow runs.", AnyText()),
                ("noValue", "Not set.", Reference("set")),
                ("name", "The name of what lit names, as older exporters repeat it.", AnyText()));
        }

        return field.Values.IsEmpty
            ? Reference(name)
            : new JsonObject { ["allOf"] = new JsonArray(Reference(name), new JsonObject { ["properties"] = new JsonObject { ["lit"] = Enumeration(field.Values) } }) };
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Parts(JsonObject schema) =>
        [.. schema.Where(part => part.Key != "description").Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))];

    private static JsonObject Wrapped(string description, params ImmutableArray<(string Key, string Description, JsonObject Schema)> forms)
    {
        var schema = Mapping(forms.Select(form => KeyValuePair.Create(form.Key, (JsonNode?)Described(form.Schema, form.Description))));
        schema["minProperties"] = 1;
        return Described(schema, description);
    }

    private static JsonObject Enumeration(ImmutableArray<string> values) => OrSubstitution(new JsonObject { ["enum"] = Names(values) });

    private static JsonObject Plain(ActionField field) =>
        !field.Values.IsEmpty ? Enumeration(field.Values)
        : field.Type is "boolean" or "integer" ? Reference(field.Type)
        : AnyText();

    private static JsonObject Named()
    {
        var schema = Mapping([new("name", AnyText())]);
        schema["required"] = Names(["name"]);
        return schema;
    }

    private static JsonObject Literal(string type) => type switch
    {
        "string" or "phoneNumber" or "emailAddress" => AnyText(),
        "boolean" or "integer" => Reference(type),
        "decimal" => OrSubstitution(Type("number")),
        "duration" => OrSubstitution(Mapping(new[] { "ms", "seconds", "minutes", "hours", "days" }.Select(part => KeyValuePair.Create(part, (JsonNode?)Reference("integer"))))),
        _ when NamedTypes.Contains(type) => OrSubstitution(new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["name"] = Described(AnyText(), "Its name in the org.") } }),
        _ when type.EndsWith("Collection", StringComparison.Ordinal) => OrSubstitution(Type("array")),
        _ => [],
    };

    private JsonObject Inner(ActionField field, bool isClosed) => field.Fields is [{ Name: "" } only] ? Of(only, isClosed) : Group(field.Fields, isClosed);

    private JsonObject Group(ImmutableArray<ActionField> fields, bool isClosed)
    {
        var schema = Mapping(Properties(fields, isClosed), isClosed);
        if (fields.Any(field => field.IsRequired))
        {
            schema["required"] = Names(fields.Where(field => field.IsRequired).Select(field => field.Name));
        }

        return schema;
    }

    private JsonObject ByType(ActionField field, bool isClosed)
    {
        var group = Group(field.Fields, isClosed);
        if (field.Fields.Any(inner => inner.Shape is FieldShape.List or FieldShape.Group))
        {
            definitions[field.Name] = group;
            group = Reference(field.Name);
        }

        var schema = Single(OfferedTypes.Select(type => KeyValuePair.Create(type, (JsonNode?)(group.ContainsKey("$ref") ? group.DeepClone() : Group(Typed(field.Fields, type), isClosed)))), isClosed: false);
        schema["additionalProperties"] = group;
        return schema;
    }

    private static ImmutableArray<ActionField> Typed(ImmutableArray<ActionField> fields, string type) =>
        [.. fields.Select(field => field is { Shape: FieldShape.Value, Type: "" } ? field with { Type = type } : field)];
}
