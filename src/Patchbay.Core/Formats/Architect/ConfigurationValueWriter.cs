using System.Globalization;
using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes values as the configuration holds them: objects with a <c>text</c>, a <c>type</c> and the way in which the value was given. What is no value keeps its shape and its names.</summary>
/// <param name="json">Takes what is written.</param>
/// <param name="flow">The flow, read from YAML.</param>
/// <param name="ids">Gives ids.</param>
internal sealed class ConfigurationValueWriter(Utf8JsonWriter json, Flow flow, ConfigurationIds ids)
{
    private readonly Dictionary<SyntaxNode, FlowValue> _values = ByNode(flow);
    private readonly Dictionary<string, FlowVariable> _variables = ByName(flow);

    /// <summary>Writes whatever a field holds.</summary>
    public void Write(SyntaxNode? node)
    {
        switch (node)
        {
            case { } when ValueOf(node) is { } value:
                WriteValue(value);
                break;
            case MappingNode mapping:
                json.WriteStartObject();
                WriteEntries(mapping);
                json.WriteEndObject();
                break;
            case SequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(item);
                }

                json.WriteEndArray();
                break;
            case ScalarNode scalar:
                WriteScalar(scalar);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>Writes the entries of a mapping as members of the object at hand.</summary>
    public void WriteEntries(MappingNode mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            json.WritePropertyName(entry.Key);
            if (_values.TryGetValue(entry.Value, out var value))
            {
                WriteValue(value);
            }
            else
            {
                Write(entry.Value);
            }
        }
    }

    /// <summary>Writes what is played: what callers hear by default, and by language what others hear.</summary>
    public void WriteAudio(SyntaxNode node)
    {
        json.WriteStartObject();
        var cases = (node as MappingNode)?.GetMapping("alternateSequences");
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            if (_values.TryGetValue(entry.Value, out var value))
            {
                json.WritePropertyName("defaultAudio");
                WriteValue(value);
            }
            else if (!ReferenceEquals(entry.Value, cases))
            {
                json.WritePropertyName(entry.Key);
                Write(entry.Value);
            }
        }

        json.WriteStartArray("cases");
        foreach (var language in cases?.Entries ?? [])
        {
            json.WriteStartObject();
            json.WriteString("language", LanguageOf(language.Key));
            json.WritePropertyName("audio");
            Write(language.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes what goes into a call, or what comes back, as a list of names with values.</summary>
    public void WriteBindings(SyntaxNode? node)
    {
        json.WriteStartArray();
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            if (entry is { Key: "none", Value: ScalarNode })
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("name", entry.Key);
            json.WritePropertyName("value");
            Write(entry.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a declared variable's value to start with; one without is of a type all the same.</summary>
    public void WriteInitial(SyntaxNode? node, string type)
    {
        if (node is not null && ValueOf(node) is { } value)
        {
            WriteValue(value with { Expected = value.Expected.Length > 0 ? value.Expected : type });
        }
        else
        {
            WriteNothing(type);
        }
    }

    /// <summary>A language tag with its region in upper case.</summary>
    public static string LanguageOf(string tag) => tag.LastIndexOf('-') is > 0 and var dash && tag.Length - dash == 3 ? tag[..dash] + tag[dash..].ToUpperInvariant() : tag;

    /// <summary>Writes a value.</summary>
    public void WriteValue(FlowValue value)
    {
        var type = value.Mode is ValueMode.Speech or ValueMode.Prompt ? "aud" : DataTypeCodes.CodeOf(value.Expected);
        if (value.Mode == ValueMode.NoValue)
        {
            WriteNothing(value.Expected);
            return;
        }

        var text = TextOf(value);
        json.WriteStartObject();
        WriteConfig(value, text, type);
        json.WriteString("text", text);
        json.WriteString("type", type);
        WriteMode(value);
        WriteReferences(value);
        json.WriteNumber("version", 2);
        if (value is { Mode: ValueMode.Literal, Node: not ScalarNode } && HoldsValues(value.Node))
        {
            WriteProperties(value.Node);
        }

        json.WriteEndObject();
    }

    private static Dictionary<SyntaxNode, FlowValue> ByNode(Flow flow)
    {
        var values = new Dictionary<SyntaxNode, FlowValue>(ReferenceEqualityComparer.Instance);
        foreach (var value in flow.Values)
        {
            values.TryAdd(value.Node, value);
        }

        return values;
    }

    private static Dictionary<string, FlowVariable> ByName(Flow flow)
    {
        var variables = new Dictionary<string, FlowVariable>(StringComparer.OrdinalIgnoreCase);
        foreach (var variable in flow.Variables)
        {
            variables.TryAdd(variable.Name, variable);
        }

        return variables;
    }

    /// <summary>The value that a node is: a variable's name, or a wrapper with nothing beside it.</summary>
    private FlowValue? ValueOf(SyntaxNode node) =>
        _values.GetValueOrDefault(node) ?? (node is MappingNode { Entries: [{ } only] } ? _values.GetValueOrDefault(only.Value) : null);

    private void WriteNothing(string expected)
    {
        var type = DataTypeCodes.CodeOf(expected);
        json.WriteStartObject();
        json.WriteStartObject("config");
        WriteOperand("emp", "", type, null);
        json.WriteEndObject();
        json.WriteString("text", "");
        json.WriteString("type", type);
        json.WriteStartObject("uiMetaData");
        json.WriteNumber("mode", 3);
        json.WriteEndObject();
        json.WriteStartObject("metaData");
        json.WriteEndObject();
        json.WriteNumber("version", 2);
        json.WriteEndObject();
    }

    /// <summary>How the platform computes the value: of literals and variables. What it makes of an expression is left out, as in values that it has not looked at yet.</summary>
    private void WriteConfig(FlowValue value, string text, string type)
    {
        if (value.Mode is not (ValueMode.Literal or ValueMode.Variable))
        {
            return;
        }

        json.WriteStartObject("config");
        WriteOperand(value.Mode == ValueMode.Literal ? "lit" : "ref", text, type, value.Mode == ValueMode.Variable ? IdOf(text) : NamedThing(value) is { } named ? ids.Thing(named.Kind, named.Name) : null);
        json.WriteEndObject();
    }

    private void WriteOperand(string kind, string text, string type, string? id)
    {
        json.WriteStartObject(kind);
        json.WriteNumber("pos", 1);
        json.WriteString("text", text);
        json.WriteString("type", type);
        if (id is not null)
        {
            json.WriteString("val", id);
        }

        json.WriteEndObject();
    }

    private void WriteMode(FlowValue value)
    {
        json.WriteStartObject("uiMetaData");
        if (value.Mode is ValueMode.Speech or ValueMode.Prompt)
        {
            json.WriteStartArray("sequenceItems");
            json.WriteStartObject();
            json.WriteNumber("type", value.Mode == ValueMode.Speech ? 0 : 1);
            json.WriteString(value.Mode == ValueMode.Speech ? "parameter" : "name", value.Text);
            json.WriteString("error", "");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteBoolean("customExpressionMode", false);
        }
        else
        {
            json.WriteNumber("mode", value.Mode switch { ValueMode.Literal => 1, ValueMode.Variable => 2, _ => 0 });
        }

        json.WriteEndObject();
    }

    private void WriteReferences(FlowValue value)
    {
        var names = value.Mode switch
        {
            ValueMode.Variable => [value.Text],
            ValueMode.Expression => value.Expression.Names.Where(name => name.Scope is not null).Select(name => name.Variable).Distinct(StringComparer.OrdinalIgnoreCase).ToList(),
            _ => (List<string>)[],
        };
        json.WriteStartObject("metaData");
        if (names.Count > 0)
        {
            json.WriteStartArray("references");
            foreach (var name in names)
            {
                json.WriteStartObject();
                json.WriteString("id", IdOf(name));
                json.WriteString("type", DataTypeCodes.CodeOf(_variables.GetValueOrDefault(name)?.Type ?? ""));
                json.WriteBoolean("isSysRef", _variables.GetValueOrDefault(name) is { IsBuiltIn: true });
                json.WriteString("name", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what a literal is made of.</summary>
    private void WriteProperties(SyntaxNode node)
    {
        json.WriteStartObject("properties");
        if (node is MappingNode mapping)
        {
            WriteEntries(mapping);
        }
        else
        {
            json.WriteStartArray("items");
            foreach (var item in (node as SequenceNode)?.Items ?? [])
            {
                Write(item);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private string IdOf(string variable) => ids.Part($"variable {variable.ToLowerInvariant()}");

    private FlowDependency? NamedThing(FlowValue value) =>
        value.Node is MappingNode { Entries: [{ Key: "name", Value: ScalarNode name }] } ? flow.Dependencies.FirstOrDefault(used => used.Span == name.Span) : null;

    private static string TextOf(FlowValue value) => value switch
    {
        { Mode: ValueMode.Speech } => $"ToAudioTTS({Quoted(value.Text)})",
        { Node: MappingNode { Entries: [{ Key: "name", Value: ScalarNode name }] } } => name.Value,
        { Node: MappingNode duration } when duration.Entries.All(part => part is { Key: "days" or "hours" or "minutes" or "seconds" or "ms", Value: ScalarNode }) => DurationOf(duration),
        _ => value.Text,
    };

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string DurationOf(MappingNode parts) =>
        $"P0D{parts.GetString("hours") ?? "0"}H{parts.GetString("minutes") ?? "0"}M{parts.GetString("seconds") ?? "0"}S{parts.GetString("ms") ?? "0"}F".Replace("P0D", $"P{parts.GetString("days") ?? "0"}D", StringComparison.Ordinal);

    private bool HoldsValues(SyntaxNode node) => node switch
    {
        MappingNode mapping => mapping.Entries.Any(entry => _values.ContainsKey(entry.Value) || HoldsValues(entry.Value)),
        SequenceNode sequence => sequence.Items.Any(item => _values.ContainsKey(item) || HoldsValues(item)),
        _ => false,
    };

    private void WriteScalar(ScalarNode scalar)
    {
        if (scalar.IsNull)
        {
            json.WriteNullValue();
        }
        else if (!scalar.IsQuoted && scalar.Value is "true" or "false")
        {
            json.WriteBooleanValue(scalar.Value == "true");
        }
        else if (!scalar.IsQuoted && long.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == scalar.Value)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(scalar.Value);
        }
    }
}
