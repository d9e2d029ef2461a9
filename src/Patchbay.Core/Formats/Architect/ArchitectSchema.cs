using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using static Patchbay.Core.Formats.Architect.SchemaShapes;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The JSON Schema of Architect flow files, made from the tables of flow types, actions, menu choices and settings. Editors complete and check files with it.</summary>
/// <remarks>
/// Closed, so that a key which is not listed is marked: flows, tasks, menus, states, bots, variables, lists of actions and the actions that real files show. Open: blocks of settings and the
/// actions that are known only from the vendor's library. Every text may hold substitutions. A file without a root key of a flow type is a fragment and may have any layout, but for what looks
/// like a flow of an unknown type.
/// </remarks>
public static class ArchitectSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Lazy<string> Made = new(() => Make().ToJsonString(Layout) + "\n");

    /// <summary>The schema as JSON of draft 2020-12, the same text every time, with a line break at its end.</summary>
    public static string Json => Made.Value;

    private static JsonObject Make()
    {
        var definitions = new JsonObject();
        var shapes = new SchemaShapes(definitions);
        shapes.DefineBasics();
        DefineActions(definitions, shapes);
        DefineContainers(definitions, shapes);
        DefineMenus(definitions, shapes);
        foreach (var block in SettingsBlocks.All)
        {
            definitions[block.Name] = Described(shapes.Of(block.Field, isClosed: false), $"Settings: {block.Title}.");
        }

        foreach (var type in ArchitectFlowTypes.All)
        {
            definitions[type.RootKey] = Flow(type, shapes);
        }

        DefineFragments(definitions);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Architect flow",
            ["description"] = "A flow of Genesys Cloud Architect as Archy and CX as Code read it, or a fragment that flows refer to.",
            ["type"] = "object",
            ["properties"] = new JsonObject(ArchitectFlowTypes.All.Select(type => KeyValuePair.Create(type.RootKey, (JsonNode?)Reference(type.RootKey)))),
            ["additionalProperties"] = Reference("fragment"),
            ["if"] = new JsonObject { ["anyOf"] = new JsonArray([.. ArchitectFlowTypes.All.Select(type => new JsonObject { ["required"] = Names([type.RootKey]) })]) },
            ["then"] = new JsonObject { ["maxProperties"] = 1 },
            ["$defs"] = definitions,
        };
    }

    private static void DefineActions(JsonObject definitions, SchemaShapes shapes)
    {
        definitions["path"] = Described(Mapping([new("actions", Reference("actions")), new("enabled", Described(Reference("boolean"), "Whether control may take the path."))]), "A way on.");
        definitions["named-path"] = Described(
            Mapping([new("name", Described(AnyText(), "What leads here.")), new("actions", Reference("actions")), new("enabled", Described(Reference("boolean"), "Whether control may take the path."))]),
            "A way on with a name of its own.");
        definitions["actions"] = Described(ListOf(Reference("action")), "Actions, which run from the first to the last.");
        definitions["action"] = WithSubstitutedKeys(Single(
        [
            .. ActionKinds.All.Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)Reference($"action-{kind.Name}"))),
            new("ref", Reference("elsewhere")),
        ]));
        foreach (var kind in ActionKinds.All)
        {
            definitions[$"action-{kind.Name}"] = Action(kind, shapes);
        }
    }

    private static JsonObject Action(ActionKind kind, SchemaShapes shapes)
    {
        List<KeyValuePair<string, JsonNode?>> properties =
        [
            new("name", Reference("name")),
            new("refId", Reference("refId")),
            new("ref", Reference("elsewhere")),
        ];
        if (!kind.IsSeen)
        {
            properties.AddRange(kind.Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Described([], SchemaWording.Of(field)))));
            return Described(Mapping(properties, isClosed: false), SchemaWording.Of(kind));
        }

        properties.AddRange(shapes.Properties(kind.Fields));
        if (Outputs(kind) is { } outputs)
        {
            properties.Add(new("outputs", outputs));
        }

        if (kind.Fields.IsEmpty)
        {
            properties.Add(new("none", Described(Reference("set"), "There is nothing to settle.")));
        }

        var schema = Mapping(properties);
        if (kind.Fields.Any(field => field.IsRequired))
        {
            schema["if"] = new JsonObject { ["not"] = new JsonObject { ["required"] = Names(["ref"]) } };
            schema["then"] = new JsonObject { ["required"] = Names(kind.Fields.Where(field => field.IsRequired).Select(field => field.Name)) };
        }

        return Described(schema, SchemaWording.Of(kind));
    }

    private static JsonObject? Outputs(ActionKind kind)
    {
        if (kind.Paths.IsEmpty && kind.PathList.Length == 0 && !kind.HasNamedPaths)
        {
            return null;
        }

        var properties = kind.Paths.Select(path => KeyValuePair.Create(path, (JsonNode?)Reference("path"))).ToList();
        if (kind.PathList.Length > 0)
        {
            properties.Add(new(kind.PathList, ListOf(Single([new(kind.PathList[..^1], Reference("named-path"))]))));
        }

        var schema = Mapping(properties);
        if (kind.HasNamedPaths)
        {
            schema["additionalProperties"] = Reference("path");
        }

        return Described(schema, "The ways on.");
    }

    private static void DefineContainers(JsonObject definitions, SchemaShapes shapes)
    {
        definitions["variables"] = Described(ListOf(Variable(shapes)), "Variables that are declared here.");
        var outputPaths = ListOf(Single([new("outputPath", Mapping([new("name", Described(AnyText(), "The name that an endTask gives."))]))]));
        JsonObject Container(string what, params IEnumerable<KeyValuePair<string, JsonNode?>> more) => Described(
            Mapping(
            [
                new("name", Reference("name")),
                new("refId", Reference("refId")),
                new("variables", Reference("variables")),
                new("actions", Reference("actions")),
                .. more,
            ]),
            what);
        definitions["task"] = Container("A reusable task.", [new("outputPaths", Described(outputPaths, "The ways on that an endTask may choose."))]);
        definitions["state"] = Container("A state.");
        definitions["bot"] = Container("A bot.");
        foreach (var (list, item) in new[] { ("tasks", "task"), ("states", "state"), ("bots", "bot"), ("menus", "menu") })
        {
            definitions[list] = Described(ListOf(Single([new(item, Reference(item)), new("ref", Reference("elsewhere"))])), $"The {list} of the flow.");
        }
    }

    private static JsonObject Variable(SchemaShapes shapes)
    {
        JsonObject Of(string type) => Mapping(
        [
            new("name", Described(AnyText(), "Its name with its scope: Flow.Count, Task.Answer.")),
            new("description", Described(AnyText(), "What it is for.")),
            new("initialValue", Described(shapes.Value(new ActionField("", FieldShape.Value, type)), "The value at the start.")),
            new("isInput", Described(Reference("boolean"), "Whether a caller of the flow may set it.")),
            new("isOutput", Described(Reference("boolean"), "Whether a caller of the flow may read it.")),
            new("isSecure", Described(Reference("boolean"), "Whether its value is kept out of logs.")),
        ]);
        var schema = Single(OfferedTypes.Select(type => KeyValuePair.Create($"{type}Variable", (JsonNode?)Described(Of(type), $"A variable of type {type}."))));
        schema["patternProperties"] = new JsonObject { ["Variable$"] = Of("") };
        return schema;
    }

    private static void DefineMenus(JsonObject definitions, SchemaShapes shapes)
    {
        definitions["menu"] = Described(
            Mapping(
            [
                new("name", Reference("name")),
                new("refId", Reference("refId")),
                new("audio", Described(Reference("audio"), "What callers hear.")),
                new("settingsMenu", Described(Mapping(shapes.Properties(SettingsBlocks.MenuFields), isClosed: false), "How the menu waits and repeats; what is not set here is taken from the flow.")),
                new("settingsSpeechRec", Described(Mapping(shapes.Properties(SettingsBlocks.MenuSpeechFields), isClosed: false), "How speech is understood here; what is not set here is taken from the flow.")),
                new("choices", Described(ListOf(Reference("choice")), "What callers can choose.")),
                new("defaultChildMenuRef", Described(AnyText(), "The choice that is taken after the last repeat: ./choices/menuTask[No answer_12].")),
            ]),
            "A menu.");
        definitions["choice"] = WithSubstitutedKeys(Single(
        [
            .. MenuChoiceKinds.All.Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)Reference($"choice-{kind.Name}"))),
            new("ref", Reference("elsewhere")),
        ]));
        foreach (var kind in MenuChoiceKinds.All)
        {
            var properties = shapes.Properties([.. kind.Fields.Where(field => field.Name != "task" && field.Name != "menu")]).ToList();
            if (kind.Name == "menuTask")
            {
                properties.Add(new("task", Described(Mapping([new("variables", Reference("variables")), new("actions", Reference("actions"))]), "What the choice does.")));
            }
            else if (kind.Name == "menuSubMenu")
            {
                properties.Add(new("menu", Reference("menu")));
            }

            definitions[$"choice-{kind.Name}"] = Described(Mapping(properties, kind.IsSeen), $"{kind.Title}: a choice of a menu.");
        }
    }

    private static JsonObject Flow(ArchitectFlowType type, SchemaShapes shapes)
    {
        List<KeyValuePair<string, JsonNode?>> properties =
        [
            new("name", Described(AnyText(), "The flow's name in the org. At most 200 characters, no slash.")),
            new("description", Described(AnyText(), "What the flow is for.")),
            new("division", Described(AnyText(), "The division that the flow belongs to.")),
        ];
        if (type.ImpliedStarts.IsEmpty)
        {
            properties.Add(new("startUpRef", Described(AnyText(), $"Where the flow begins: /{type.RootKey}/{type.Lists[0]}/{type.Lists[0][..^1]}[Start_10].")));
        }

        if (type.RootKey == "workitem")
        {
            properties.Add(new("worktype", Described(shapes.Of(ActionParts.Named("worktype", DependencyKind.Worktype)), "The work type whose items the flow handles.")));
        }

        properties.Add(new("defaultLanguage", Described(AnyText(), "The language at the start: en-us.")));
        properties.AddRange(SettingsBlocks.All.Where(block => !block.Name.StartsWith("settings", StringComparison.Ordinal) && (type.IsVoice || block.Name != "initialGreeting")).Select(Block));
        properties.Add(new("variables", Reference("variables")));
        properties.AddRange(SettingsBlocks.All.Where(block => block.Name.StartsWith("settings", StringComparison.Ordinal) && Has(type, block.Name)).Select(Block));
        properties.AddRange(type.ImpliedStarts.Select(start => KeyValuePair.Create(start, (JsonNode?)Reference(start == "startUpTaskActions" ? "actions" : "state"))));
        if (type.ImpliedStarts.Contains("startUpTaskActions"))
        {
            properties.Add(new("startUpTaskVariables", Reference("variables")));
        }

        properties.AddRange(type.Lists.Select(list => KeyValuePair.Create(list, (JsonNode?)Reference(list))));
        properties.Add(new("referencedObjects", Described([], "What the flow refers to, as newer exporters describe it.")));
        var schema = Mapping(properties);
        schema["patternProperties"] = new JsonObject { ["^settings"] = new JsonObject() };
        schema["required"] = Names(type.ImpliedStarts.IsEmpty ? ["name", "startUpRef"] : ["name"]);
        return Described(schema, $"{char.ToUpperInvariant(type.Title[0])}{type.Title[1..]}.");
    }

    private static KeyValuePair<string, JsonNode?> Block(SettingsBlock block) => new(block.Name, Reference(block.Name));

    /// <summary>Whether a block is offered in a flow; others are taken, not offered.</summary>
    private static bool Has(ArchitectFlowType type, string block) =>
        !ArchitectFlowTypes.All.Any(other => other.OwnSettings == block) || type.OwnSettings == block;

    /// <summary>A fragment holds parts of flows in any layout, each part known by its key.</summary>
    private static void DefineFragments(JsonObject definitions)
    {
        var parts = new[] { "tasks", "menus", "states", "bots", "variables" }.Select(list => KeyValuePair.Create(list, (JsonNode?)Reference(list))).ToList();
        definitions["fragment"] = new JsonObject
        {
            ["description"] = "A part of a flow that flows refer to.",
            ["type"] = Names(["object", "array"]),
            ["not"] = new JsonObject
            {
                ["type"] = "object",
                ["anyOf"] = new JsonArray([.. new[] { "startUpRef", "defaultLanguage", "startUpTaskActions" }.Select(key => new JsonObject { ["required"] = Names([key]) })]),
            },
            ["properties"] = new JsonObject(parts),
            ["items"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(ActionKinds.All.Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)Reference($"action-{kind.Name}")))),
            },
        };
    }

    /// <summary>A key that holds a substitution may turn out to be any of those listed.</summary>
    private static JsonObject WithSubstitutedKeys(JsonObject schema)
    {
        schema["patternProperties"] = new JsonObject { [@"\{\{|\$\{"] = new JsonObject() };
        return schema;
    }
}
