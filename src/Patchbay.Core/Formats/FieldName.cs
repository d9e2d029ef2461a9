using System.Text;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>The name of a field, which definitions spell in camelCase or in snake_case.</summary>
internal sealed class FieldName(string camel)
{
    /// <summary>The spelling of new definitions.</summary>
    public string Camel { get; } = camel;

    /// <summary>The other spelling; equal to <see cref="Camel"/> for a single word.</summary>
    public string Snake { get; } = ToSnake(camel);

    /// <summary>The field of a mapping, in whichever spelling it has; null when it has none.</summary>
    public MappingEntry? Find(MappingNode? mapping) =>
        mapping is null ? null : mapping.Find(Camel) ?? (ReferenceEquals(Camel, Snake) ? null : mapping.Find(Snake));

    /// <summary>The field's value, or null.</summary>
    public SyntaxNode? In(MappingNode? mapping) => Find(mapping)?.Value;

    /// <summary>The field's value where it is a scalar and no null; empty otherwise.</summary>
    public string TextIn(MappingNode? mapping) => In(mapping) is ScalarNode { IsNull: false } scalar ? scalar.Value : "";

    private static string ToSnake(string camel)
    {
        if (!camel.Any(char.IsUpper))
        {
            return camel;
        }

        var snake = new StringBuilder();
        foreach (var c in camel)
        {
            if (char.IsUpper(c))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}

/// <summary>The spelling that new fields of a definition get: each as the definition has it elsewhere, or else as it spells the other fields.</summary>
internal sealed class Spelling
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private bool _usesCamel;

    /// <summary>Looks at how a definition spells some fields.</summary>
    public Spelling(IEnumerable<MappingNode> mappings, IReadOnlyCollection<FieldName> fields)
    {
        foreach (var mapping in mappings)
        {
            foreach (var field in fields)
            {
                if (!ReferenceEquals(field.Camel, field.Snake) && field.Find(mapping) is { } entry)
                {
                    _usesCamel |= entry.Key == field.Camel;
                    _known.TryAdd(field.Camel, entry.Key);
                }
            }
        }
    }

    /// <summary>The name to write.</summary>
    public string this[FieldName field] =>
        _known.TryGetValue(field.Camel, out var spelt) ? spelt : _known.Count > 0 && !_usesCamel ? field.Snake : field.Camel;
}
