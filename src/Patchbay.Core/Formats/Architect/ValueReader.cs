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
internal sealed record Declaration(string Name, string Type, int Element, ScalarNode NameNode, MappingNode Body);

/// <summary>Reads the fields of actions, menus and settings: the values in their wrappers, and the names of things of the org. Nested lists of actions are none of its business.</summary>
/// <param name="builder">Takes values and dependencies.</param>
internal sealed class ValueReader(ArchitectFlowBuilder builder)
{
    private const string VariableSuffix = "Variable";
    private const string UserPrompt = "Prompt.";

    /// <summary>The variables that were declared, in document order.</summary>
    public List<Declaration> Declarations { get; } = [];

    /// <summary>Reads a field of an element.</summary>
    /// <param name="field">The field.</param>
    /// <param name="element">Index of the element.</param>
    /// <param name="known">What is known of the field; null for nothing.</param>
    /// <param name="prefix">What leads to the field, with a dot at its end; empty for a field of the element itself.</param>
    public void ReadField(MappingEntry field, int element, ActionField? known, string prefix = "") => Read(field.Value, element, known, prefix + field.Key);

    /// <summary>Reads a setting of the flow.</summary>
    /// <param name="field">The root property.</param>
    public void ReadSetting(MappingEntry field) => Read(field.Value, -1, null, field.Key);

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
            Declarations.Add(new Declaration(name.Value, type, element, name, body));
            if (body["initialValue"] is { } initial)
            {
                Read(initial, element, new ActionField("initialValue", FieldShape.Value, type), $"variables.{name.Value}.initialValue");
            }
        }
    }

    /// <summary>The first queue that an element names; empty for none.</summary>
    /// <param name="element">Index of the element.</param>
    public string QueueOf(int element) => builder.Dependencies.FirstOrDefault(dependency => dependency.Element == element && dependency.Kind == DependencyKind.Queue)?.Name ?? "";

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

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

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
                foreach (var item in sequence.Items)
                {
                    Read(item, element, field, path);
                }

                break;
            case ScalarNode { IsNull: false } scalar when field is { Shape: FieldShape.VariableName }:
                builder.Values.Add(new FlowValue(ValueMode.Variable, scalar.Value, scalar, element, path) { Expected = field.Type });
                break;
            case ScalarNode { IsNull: false } scalar when field is { Names: { } kind }:
                builder.Dependencies.Add(new FlowDependency(kind, scalar.Value, scalar.Span, element));
                break;
            default:
                break;
        }
    }

    private void ReadEntry(MappingEntry entry, int element, ActionField? field, string path)
    {
        if (ModeOf(entry) is { } mode && field is not { Shape: FieldShape.ByName or FieldShape.Group or FieldShape.Inputs or FieldShape.Outputs })
        {
            ReadWrapped(mode, entry, element, field, path);
            return;
        }

        if (field is { Shape: FieldShape.ByName, Names: { } names } && entry.KeyNode is ScalarNode key)
        {
            builder.Dependencies.Add(new FlowDependency(names, key.Value, key.Span, element));
        }

        Read(entry.Value, element, field?.Within(entry.Key), $"{path}.{entry.Key}");
    }

    private void ReadWrapped(ValueMode mode, MappingEntry entry, int element, ActionField? field, string path)
    {
        var text = (entry.Value as ScalarNode)?.Value ?? "";
        builder.Values.Add(new FlowValue(mode, text, entry.Value, element, path) { Expected = field?.Type ?? "" });
        if (mode == ValueMode.Prompt && text.StartsWith(UserPrompt, StringComparison.Ordinal))
        {
            builder.Dependencies.Add(new FlowDependency(DependencyKind.Prompt, text[UserPrompt.Length..], entry.Value.Span, element));
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
                builder.Dependencies.Add(new FlowDependency(kind, name.Value, name.Span, element));
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

    /// <summary>What an action does, in a few words.</summary>
    /// <param name="element">Index of the action.</param>
    /// <param name="action">What is known of it.</param>
    public string DetailOf(int element, FlowElement action)
    {
        if (action.Call is { } call)
        {
            return call.FlowId;
        }

        for (var i = builder.Dependencies.Count - 1; i >= 0 && builder.Dependencies[i].Element >= element; i--)
        {
            if (builder.Dependencies[i] is { Kind: DependencyKind.Queue or DependencyKind.DataAction or DependencyKind.DataTable or DependencyKind.Flow or DependencyKind.Schedule or DependencyKind.ScheduleGroup } used && used.Element == element)
            {
                return used.Name;
            }
        }

        for (var i = builder.Values.Count - 1; i >= 0 && builder.Values[i].Element >= element; i--)
        {
            if (builder.Values[i] is { Mode: ValueMode.Expression or ValueMode.Speech or ValueMode.Prompt or ValueMode.Variable } value && value.Element == element)
            {
                return OneLine(value.Text);
            }
        }

        return "";
    }
}
