using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>Holds YAML against a JSON Schema. Knows the keywords that our schemas use and refuses every other one.</summary>
internal sealed class SchemaChecker(JsonObject schema)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "$defs"];

    /// <summary>What is wrong, each with its place: <c>inboundCall/tasks/0/task</c>.</summary>
    public IReadOnlyList<string> Check(SyntaxNode node) => [.. Problems(schema, node, "")];

    private IEnumerable<string> Problems(JsonNode? rule, SyntaxNode node, string at) => rule switch
    {
        JsonObject keywords => keywords.SelectMany(keyword => Keyword(keywords, keyword.Key, keyword.Value!, node, at)),
        JsonValue value when !value.GetValue<bool>() => [$"{at}: is not allowed"],
        _ => [],
    };

    private IEnumerable<string> Keyword(JsonObject keywords, string name, JsonNode rule, SyntaxNode node, string at)
    {
        var mapping = node as MappingNode;
        var text = (node as ScalarNode)?.Value;
        return name switch
        {
            "$ref" => Problems(schema["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]] ?? throw new InvalidOperationException($"{rule} is not defined."), node, at),
            "type" => Types(rule).Any(type => Is(node, type)) ? [] : [$"{at}: is no {string.Join(" or ", Types(rule))}"],
            "const" => node is ScalarNode { IsQuoted: false, Value: "true" } ? [] : [$"{at}: is not true"],
            "enum" => rule.AsArray().Any(value => value!.GetValue<string>() == text) ? [] : [$"{at}: is not listed"],
            "pattern" => text is null || Regex.IsMatch(text, rule.GetValue<string>()) ? [] : [$"{at}: does not match"],
            "properties" => (mapping?.Entries ?? []).SelectMany(entry => rule[entry.Key] is { } inner ? Problems(inner, entry.Value, Below(at, entry.Key)) : []),
            "patternProperties" => (mapping?.Entries ?? []).SelectMany(entry => Patterns(keywords, entry.Key).SelectMany(inner => Problems(inner, entry.Value, Below(at, entry.Key)))),
            "additionalProperties" => (mapping?.Entries ?? []).Where(entry => keywords["properties"]?[entry.Key] is null && !Patterns(keywords, entry.Key).Any()).SelectMany(entry => Problems(rule, entry.Value, Below(at, entry.Key))),
            "required" => rule.AsArray().Select(key => key!.GetValue<string>()).Where(key => mapping is not null && mapping[key] is null).Select(key => $"{at}: needs {key}"),
            "minProperties" => mapping is null || mapping.Entries.Length >= rule.GetValue<int>() ? [] : [$"{at}: is empty"],
            "maxProperties" => mapping is null || mapping.Entries.Length <= rule.GetValue<int>() ? [] : [$"{at}: holds too much"],
            "items" => ((node as SequenceNode)?.Items ?? []).SelectMany((item, index) => Problems(rule, item, Below(at, index.ToString(CultureInfo.InvariantCulture)))),
            "anyOf" => AnyOf(rule.AsArray(), node, at),
            "allOf" => rule.AsArray().SelectMany(inner => Problems(inner, node, at)),
            "not" => Problems(rule, node, at).Any() ? [] : [$"{at}: is not allowed"],
            "if" => Problems(rule, node, at).Any() ? [] : Problems(keywords["then"], node, at),
            "then" => [],
            _ when Annotations.Contains(name) => [],
            _ => throw new InvalidOperationException($"The keyword {name} is not known here."),
        };
    }

    /// <summary>The problems of the alternative that goes furthest, as editors show them.</summary>
    private IEnumerable<string> AnyOf(JsonArray alternatives, SyntaxNode node, string at)
    {
        var all = alternatives.Select(inner => Problems(inner, node, at).ToList()).ToList();
        return all.Exists(problems => problems.Count == 0) ? [] : all.MaxBy(problems => problems.Max(problem => problem.IndexOf(':', StringComparison.Ordinal)))!;
    }

    private static IEnumerable<JsonNode?> Patterns(JsonObject keywords, string key) =>
        (keywords["patternProperties"]?.AsObject() ?? []).Where(pattern => Regex.IsMatch(key, pattern.Key)).Select(pattern => pattern.Value);

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];

    private static string Below(string at, string key) => at.Length == 0 ? key : $"{at}/{key}";

    private static bool Is(SyntaxNode node, string type) => type switch
    {
        "object" => node is MappingNode,
        "array" => node is SequenceNode,
        "null" => node is ScalarNode { IsNull: true },
        "boolean" => node is ScalarNode { IsQuoted: false, Value: "true" or "false" },
        "integer" => node is ScalarNode { IsQuoted: false } scalar && Regex.IsMatch(scalar.Value, @"^[-+]?\d+$"),
        "number" => node is ScalarNode { IsQuoted: false } scalar && Regex.IsMatch(scalar.Value, @"^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$"),
        "string" => node is ScalarNode { IsNull: false } scalar && !Is(node, "boolean") && !Is(node, "number"),
        _ => throw new InvalidOperationException($"The type {type} is not known here."),
    };
}
