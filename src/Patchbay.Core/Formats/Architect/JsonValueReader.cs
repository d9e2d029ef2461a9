using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads the values of an Architect configuration: objects with a <c>text</c>, a <c>type</c> and, in <c>uiMetaData</c>, the way in which the value was given.</summary>
/// <param name="builder">Takes the values.</param>
internal sealed class JsonValueReader(ArchitectFlowBuilder builder)
{
    /// <summary>How a value was given, as <c>uiMetaData.mode</c> says.</summary>
    private static ValueMode ModeOf(string? mode) => mode switch
    {
        "1" => ValueMode.Literal,
        "2" => ValueMode.Variable,
        "3" => ValueMode.NoValue,
        _ => ValueMode.Expression,
    };

    /// <summary>Whether a node is a value.</summary>
    /// <param name="node">A node.</param>
    public static bool IsValue(MappingNode node) => node["text"] is ScalarNode && node["type"] is ScalarNode;

    /// <summary>Reads the values within a field.</summary>
    /// <param name="node">The field's value.</param>
    /// <param name="element">Index of the element that holds it; -1 for the flow.</param>
    /// <param name="path">The fields that lead to it, with dots.</param>
    public void Read(SyntaxNode node, int element, string path)
    {
        switch (node)
        {
            case MappingNode mapping when IsValue(mapping):
                ReadValue(mapping, element, path);
                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Value is not ScalarNode && entry.Key is not ("uiMetaData" or "metaData" or "config"))
                    {
                        Read(entry.Value, element, $"{path}.{entry.Key}");
                    }
                }

                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                {
                    Read(item, element, path);
                }

                break;
            default:
                break;
        }
    }

    private void ReadValue(MappingNode value, int element, string path)
    {
        // A field that this kind of flow does not have, which the platform keeps all the same.
        if (value.GetString("outOfService") == "true")
        {
            return;
        }

        var display = value.GetMapping("uiMetaData");
        var type = DataTypeCodes.TypeOf(value.GetString("type") ?? "");
        if (display?["sequenceItems"] is SequenceNode items && display.GetString("customExpressionMode") != "true" && ReadSequence(items, element, path, type))
        {
            return;
        }

        if (value["text"] is ScalarNode text)
        {
            var given = ModeOf(display?.GetString("mode"));
            var mode = given == ValueMode.Expression && text.Value.Length == 0 ? ValueMode.NoValue : given;
            builder.Values.Add(new FlowValue(mode, mode == ValueMode.NoValue ? "" : text.Value, text, element, path) { Expected = type });
        }

        if (value["properties"] is MappingNode { Entries.IsEmpty: false } properties)
        {
            Read(properties, element, path);
        }
    }

    /// <summary>A sequence of things to play: of texts and prompts alone, it says more than the expression that is made from it. False for any other.</summary>
    private bool ReadSequence(SequenceNode items, int element, string path, string type)
    {
        var start = builder.Values.Count;
        foreach (var item in items.Mappings)
        {
            var (mode, field) = item.GetString("type") switch
            {
                "0" => (ValueMode.Speech, "parameter"),
                "1" => (ValueMode.Prompt, "name"),
                _ => (ValueMode.Expression, ""),
            };
            if (item[field] is not ScalarNode { IsNull: false } text)
            {
                builder.Values.RemoveRange(start, builder.Values.Count - start);
                return false;
            }

            builder.Values.Add(new FlowValue(mode, text.Value, text, element, path) { Expected = type });
        }

        return builder.Values.Count > start;
    }
}
