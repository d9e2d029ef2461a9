using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A declared variable.</summary>
/// <param name="Name">Its name with its scope.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Element">Index of the task, state, bot or choice that declares it; -1 for the flow.</param>
/// <param name="NameNode">Its name in the text.</param>
/// <param name="Body">Its declaration; may be empty.</param>
/// <param name="HasInitialValue">Whether it gives the variable a value to start with.</param>
internal sealed record Declaration(string Name, string Type, int Element, ScalarNode NameNode, MappingNode Body, bool HasInitialValue);

/// <summary>Reads the fields of actions, menus and settings: the values in their wrappers, and the names of things of the org. Nested lists of actions are none of its business.</summary>
/// <param name="builder">Takes values and dependencies.</param>
internal sealed class ValueReader(ArchitectFlowBuilder builder)
{
    private const string VariableSuffix = "Variable";
    private const string UserPrompt = "Prompt.";
    private const string SystemPrompt = "PromptSystem.";

    private string _integration = "";

    /// <summary>The variables that were declared, in document order.</summary>
    public List<Declaration> Declarations { get; } = [];

    /// <summary>Reads a field of an element.</summary>
    /// <param name="field">The field.</param>
    /// <param name="element">Index of the element; -1 for the flow.</param>
    /// <param name="known">What is known of the field; null for nothing.</param>
    /// <param name="prefix">What leads to the field, with a dot at its end; empty for a field of the element itself.</param>
    public void ReadField(MappingEntry field, int element, ActionField? known, string prefix = "")
    {
        if (field is { Key: "ref", Value: ScalarNode { IsNull: false } reference })
        {
            NoteReference(element, new FlowTarget(reference, field.Key));
            return;
        }

        if (known is null && ModeOf(field) is { } mode)
        {
            ReadWrapped(mode, field, element, null, prefix.TrimEnd('.'));
            return;
        }

        Read(field.Value, element, known, prefix.Length == 0 ? field.Key : prefix + field.Key);
    }

    /// <summary>Notes that a part of another file, or of this one, stands in for what the reference is written in place of.</summary>
    /// <param name="element">Index of the element that holds it; -1 for the flow.</param>
    /// <param name="target">The reference.</param>
    public void NoteReference(int element, FlowTarget target)
    {
        var reference = ArchitectReference.Parse(target.Text.Value);
        builder.References.Add(new ElementReference(element, FlowWay.Nowhere, target.Text.Value, target.Text.Span, target.Property) { File = reference.File });
        if (reference.File.Length > 0)
        {
            builder.Use(DependencyKind.File, reference.File, target.Text, element);
        }
    }

    /// <summary>Reads declared variables.</summary>
    /// <param name="list">The value of <c>variables</c>.</param>
    /// <param name="element">Index of the container; -1 for the flow.</param>
    public void ReadDeclarations(SyntaxNode list, int element)
    {
        foreach (var item in ((list as SequenceNode)?.Mappings ?? []).SelectMany(mapping => mapping.Entries))
        {
            if (item.Value is not MappingNode body || body["name"] is not ScalarNode { IsNull: false } name)
            {
                continue;
            }

            var type = item.Key.EndsWith(VariableSuffix, StringComparison.Ordinal) ? item.Key[..^VariableSuffix.Length] : item.Key;
            Declarations.Add(new Declaration(name.Value, type, element, name, body, body.GetMapping("initialValue") is { } value && value.Find("noValue") is null));
            if (body["initialValue"] is { } initial)
            {
                Read(initial, element, new ActionField("initialValue", FieldShape.Value, type), $"variables.{name.Value}.initialValue");
            }
        }
    }

    /// <summary>A value as people would say it: the expression, the literal, the name.</summary>
    /// <param name="value">The value with its wrapper; null for none.</param>
    public static string? Shown(SyntaxNode? value)
    {
        while (value is MappingNode { Entries: [{ } first, ..] })
        {
            if (first is { Key: "noValue" })
            {
                return null;
            }

            value = first.Value;
        }

        return value is ScalarNode { IsNull: false } scalar ? OneLine(scalar.Value) : null;
    }

    /// <summary>A text without line breaks and with single blanks.</summary>
    /// <param name="text">The text.</param>
    public static string OneLine(string text) => text.AsSpan().ContainsAny("\r\n\t") || text.Contains("  ", StringComparison.Ordinal)
        ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : text.Trim();

    private void Read(SyntaxNode node, int element, ActionField? field, string path)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    ReadEntry(entry, element, field, path);
                }

                break;
            case SequenceNode sequence:
                var item = field?.Item ?? field;
                foreach (var content in sequence.Items)
                {
                    Read(content, element, item, path);
                }

                break;
            case ScalarNode { IsNull: false } scalar when field is { Shape: FieldShape.VariableName }:
                builder.Values.Add(new FlowValue(ValueMode.Variable, scalar.Value, scalar, element, path) { Expected = field.Type });
                break;
            case ScalarNode { IsNull: false } scalar when field is { Names: { } kind }:
                Use(kind, scalar, element);
                break;
            default:
                break;
        }
    }

    private void ReadEntry(MappingEntry entry, int element, ActionField? field, string path)
    {
        var key = entry.Key;
        if (ModeOf(entry) is { } mode && MayWrap(field, key))
        {
            ReadWrapped(mode, entry, element, field, path);
        }
        else if (key == "ref" && entry.Value is ScalarNode { IsNull: false } reference && MayWrap(field, key))
        {
            NoteReference(element, new FlowTarget(reference, key));
        }
        else if (field is not null || entry.Value is not ScalarNode)
        {
            if (field is { Shape: FieldShape.ByName, Names: { } names } && entry is { KeyNode: ScalarNode name, Value: MappingNode })
            {
                Use(names, name, element);
            }

            Read(entry.Value, element, field is null ? null : Within(field, key), $"{path}.{key}");
        }
    }

    /// <summary>Whether a key such as <c>prompt</c> says how a value is given, and is not a name or a field of its own.</summary>
    private static bool MayWrap(ActionField? field, string key) => field?.Shape switch
    {
        FieldShape.ByName or FieldShape.ByType or FieldShape.Inputs or FieldShape.Outputs => false,
        FieldShape.Group => field.Within(key) is null,
        _ => true,
    };

    /// <summary>What is known of a field within another; where a key is a data type, the values below it are of that type.</summary>
    private static ActionField? Within(ActionField field, string key) =>
        field.Within(key) is not { } within ? null
        : field.Shape == FieldShape.ByType ? within with { Type = key }
        : field is { Shape: FieldShape.Group, Type.Length: > 0 } && within.Type.Length == 0 ? within with { Type = field.Type }
        : within;

    private void Use(DependencyKind kind, ScalarNode name, int element)
    {
        _integration = kind == DependencyKind.Integration ? name.Value : _integration;
        switch (kind)
        {
            case DependencyKind.DataAction:
                builder.Use(kind, $"{_integration}/{name.Value}", name, element);
                break;
            case DependencyKind.Prompt when name.Value.StartsWith(SystemPrompt, StringComparison.Ordinal):
                break;
            case DependencyKind.Prompt when name.Value.StartsWith(UserPrompt, StringComparison.Ordinal):
                builder.Use(kind, name.Value[UserPrompt.Length..], name, element);
                break;
            default:
                builder.Use(kind, name.Value, name, element);
                break;
        }
    }

    private void ReadWrapped(ValueMode mode, MappingEntry entry, int element, ActionField? field, string path)
    {
        var text = (entry.Value as ScalarNode)?.Value ?? "";
        builder.Values.Add(new FlowValue(mode, text, entry.Value, element, path) { Expected = field?.Type ?? "" });
        if (mode == ValueMode.Prompt && entry.Value is ScalarNode { IsNull: false } prompt)
        {
            Use(DependencyKind.Prompt, prompt, element);
        }

        if (mode != ValueMode.Literal || entry.Value is ScalarNode)
        {
            return;
        }

        // lit: {name: X} is a thing of the org; other structures nest values in values.
        if (entry.Value is MappingNode { Entries: [{ Key: "name", Value: ScalarNode { IsNull: false } name }] })
        {
            if ((field?.Names ?? NamedBy(field?.Type ?? "", path)) is { } kind)
            {
                Use(kind, name, element);
            }
        }
        else
        {
            Read(entry.Value, element, null, path);
        }
    }

    private static ValueMode? ModeOf(MappingEntry entry) => entry.Key switch
    {
        "lit" => ValueMode.Literal,
        "exp" => ValueMode.Expression,
        "var" => ValueMode.Variable,
        "noValue" => ValueMode.NoValue,
        "tts" => ValueMode.Speech,
        "prompt" when entry.Value is ScalarNode => ValueMode.Prompt,
        _ => null,
    };

    /// <summary>The kind of thing that a literal names, by its data type or, where that is not known, by the field that holds it.</summary>
    private static DependencyKind? NamedBy(string type, string path) => (type.Length > 0 ? type : path[(path.LastIndexOf('.') + 1)..]) switch
    {
        "queue" or "targetQueue" or "callbackQueue" => DependencyKind.Queue,
        "user" or "targetUser" => DependencyKind.User,
        "group" or "targetGroup" => DependencyKind.Group,
        "skill" or "acdSkill" => DependencyKind.Skill,
        "languageSkill" or "defaultLanguageSkill" => DependencyKind.LanguageSkill,
        "schedule" or "selectedSchedule" => DependencyKind.Schedule,
        "scheduleGroup" => DependencyKind.ScheduleGroup,
        "emergencyGroup" => DependencyKind.EmergencyGroup,
        "contactList" => DependencyKind.ContactList,
        "wrapupCode" => DependencyKind.WrapupCode,
        _ => null,
    };
}
