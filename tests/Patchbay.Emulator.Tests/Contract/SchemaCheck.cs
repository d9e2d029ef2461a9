using System.Globalization;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>Holds answers against the contract's schemas: every field is known, of its type, and one of the values that it may take; every required field is there. Remembers which fields it met.</summary>
internal sealed class SchemaCheck(PublishedContract contract)
{
    private readonly Dictionary<string, SortedSet<string>> _met = new(StringComparer.Ordinal);

    /// <summary>The schemas that objects were held against, by name, each with the fields that any of those objects had.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Met => _met;

    /// <summary>What is wrong with a value, each thing with its place; empty where nothing is.</summary>
    public List<string> Problems(JsonElement value, JsonElement schema)
    {
        List<string> problems = [];
        Check(value, schema, "$", null, problems);
        return problems;
    }

    private void Check(JsonElement value, JsonElement schema, string path, string? name, List<string> problems)
    {
        if (schema.TryGetProperty("$ref", out _))
        {
            name = PublishedContract.NameOf(schema);
            Check(value, contract.Schema(name), path, name, problems);
            return;
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Check(value, part, path, name, problems);
            }

            return;
        }

        var type = schema.TryGetProperty("type", out var written) ? written.GetString() : null;
        if (!IsOfType(value, type))
        {
            problems.Add($"{path} is {Shown(value)}, not of type {type}.");
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value, schema, path, name, problems);
                break;
            case JsonValueKind.Array:
                CheckItems(value, schema, path, problems);
                break;
            default:
                CheckScalar(value, schema, path, problems);
                break;
        }
    }

    private void CheckObject(JsonElement value, JsonElement schema, string path, string? name, List<string> problems)
    {
        if (!schema.TryGetProperty("properties", out var known))
        {
            CheckFree(value, schema, path, problems);
            return;
        }

        if (name is not null && !_met.ContainsKey(name))
        {
            _met[name] = new SortedSet<string>(StringComparer.Ordinal);
        }

        foreach (var field in value.EnumerateObject())
        {
            if (known.TryGetProperty(field.Name, out var inner))
            {
                if (name is not null)
                {
                    _met[name].Add(field.Name);
                }

                Check(field.Value, inner, $"{path}.{field.Name}", null, problems);
            }
            else if (!schema.TryGetProperty("additionalProperties", out _))
            {
                problems.Add($"{path}.{field.Name} is not in the contract ({name}).");
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            problems.AddRange(from field in required.EnumerateArray() where !value.TryGetProperty(field.GetString()!, out _) select $"{path}.{field.GetString()} is missing ({name}).");
        }
    }

    private void CheckFree(JsonElement value, JsonElement schema, string path, List<string> problems)
    {
        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object && !IsAnything(others))
        {
            foreach (var field in value.EnumerateObject())
            {
                Check(field.Value, others, $"{path}.{field.Name}", null, problems);
            }
        }
    }

    /// <summary>SDKs know no type for "any value", and say "object".</summary>
    private static bool IsAnything(JsonElement schema) => schema.EnumerateObject().All(part => part is { Name: "type", Value: { ValueKind: JsonValueKind.String } } && part.Value.ValueEquals("object"));

    private void CheckItems(JsonElement value, JsonElement schema, string path, List<string> problems)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(item, schema.GetProperty("items"), $"{path}[{index++}]", null, problems);
        }
    }

    private static void CheckScalar(JsonElement value, JsonElement schema, string path, List<string> problems)
    {
        if (schema.TryGetProperty("enum", out var members) && !members.EnumerateArray().Any(member => member.ToString() == value.ToString()))
        {
            problems.Add($"{path} is {Shown(value)}, which is none of its values.");
        }

        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time"
            && !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            problems.Add($"{path} is {Shown(value)}, which is no moment.");
        }
    }

    private static bool IsOfType(JsonElement value, string? type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => true,
    };

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? $"{text[..60]}..." : value.GetRawText();
}
