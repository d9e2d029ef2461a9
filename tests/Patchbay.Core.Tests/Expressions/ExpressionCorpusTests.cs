using System.Text.Json;
using Patchbay.Core.Expressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionCorpusTests
{
    /// <summary>Expressions of real files that no reader could make sense of, and why.</summary>
    private static readonly Dictionary<string, string> Broken = new(StringComparer.Ordinal)
    {
        [""] = "A chat bot was exported with empty texts for choices that nobody filled in.",
    };

    /// <summary>Findings in real files that are right, and why.</summary>
    private static readonly Dictionary<string, string> Faulty = new(StringComparer.Ordinal)
    {
        ["State.externalContactResult.{{external_contact_email_type}}"] = "An early revision reads a variable that it neither declares nor sets; the next one has another name there.",
    };

    /// <summary>The types as configurations spell them.</summary>
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["str"] = "string",
        ["int"] = "integer",
        ["dec"] = "decimal",
        ["bln"] = "boolean",
        ["dtm"] = "dateTime",
        ["dur"] = "duration",
        ["cur"] = "currency",
        ["aud"] = "audio",
        ["com"] = "communication",
        ["phn"] = "phoneNumber",
        ["jsn"] = "json",
        ["que"] = "queue",
        ["usr"] = "user",
        ["pmt"] = "prompt",
    };

    [Fact]
    public void Every_expression_of_a_real_YAML_file_is_read_without_an_error()
    {
        var count = 0;
        foreach (var expression in RealExpressions.All())
        {
            var parsed = ExpressionSyntax.Parse(expression.Scalar.Value);

            parsed.ShouldFitItsText();
            parsed.IsWellFormed.ShouldBe(!Broken.ContainsKey(expression.Scalar.Value), $"{expression}\n{string.Join('\n', parsed.Diagnostics)}");
            count++;
        }

        count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Expressions_of_real_files_are_sound()
    {
        var findings = new List<string>();
        foreach (var file in RealExpressions.All().GroupBy(e => e.File))
        {
            var variables = DeclaredIn(file.First().Root);
            foreach (var expression in file)
            {
                var result = ExpressionChecker.Check(ExpressionSyntax.Parse(expression.Scalar.Value), name => Resolve(name, variables, expression), ExpectedIn(expression));
                findings.AddRange(result.Diagnostics.Where(_ => !Faulty.ContainsKey(expression.Scalar.Value)).Select(d => $"{expression} {d.Severity}: {d.Message}"));
            }
        }

        findings.ShouldBeEmpty();
    }

    /// <summary>The variables that a file declares; those that it declares with several types have none.</summary>
    private static Dictionary<string, DataType> DeclaredIn(SyntaxNode root)
    {
        var variables = new Dictionary<string, DataType>(StringComparer.OrdinalIgnoreCase);
        foreach (var (keys, scalar) in RealExpressions.Entries(root).Where(e => e.Keys is [.., var kind, "name"] && kind.EndsWith("Variable", StringComparison.Ordinal)))
        {
            var type = DataType.OfKind(keys[^2]).ShouldNotBeNull(keys[^2]);
            variables[scalar.Value] = variables.TryGetValue(scalar.Value, out var other) && other != type ? DataType.Unknown : type;
        }

        return variables;
    }

    /// <summary>A name that is nowhere declared is taken for one of another flow, unless its scope is the state, whose variables cannot come from elsewhere.</summary>
    private static VariableSymbol? Resolve(string name, Dictionary<string, DataType> variables, RealExpression expression) =>
        variables.TryGetValue(name, out var type) ? new VariableSymbol(name, type)
        : name.StartsWith("State.", StringComparison.OrdinalIgnoreCase) ? null
        : BuiltInNames.Find(name) ?? new VariableSymbol(name, DataType.Unknown);

    private static DataType? ExpectedIn(RealExpression expression) => expression.Field switch
    {
        [.., "condition", "exp"] => DataType.Boolean,
        [.., "statements", var kind, "value", "exp"] => DataType.OfKind(kind),
        [.., var kind, "initialValue", "exp"] => DataType.OfKind(kind),
        _ => null,
    };

    [Fact]
    public void Every_expression_of_a_real_configuration_has_the_type_that_the_platform_found()
    {
        var count = 0;
        foreach (var file in RealFlows.Files(".json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 1000 });
            var nodes = new List<(string Kind, string Text, DataType Type)>();
            Collect(json.RootElement, nodes);
            var names = nodes.Where(n => n.Kind is "ref" or "sysref").GroupBy(n => n.Text, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Type, StringComparer.OrdinalIgnoreCase);
            foreach (var (_, text, type) in nodes)
            {
                var parsed = ExpressionSyntax.Parse(text);
                var result = ExpressionChecker.Check(parsed, name => new VariableSymbol(name, names.GetValueOrDefault(name, DataType.Unknown)));

                parsed.ShouldFitItsText();
                parsed.Diagnostics.ShouldBeEmpty(text);
                result.Diagnostics.ShouldBeEmpty(text);
                if (result.Type.IsKnown && type.IsKnown)
                {
                    result.Type.ShouldBe(type, text);
                    count++;
                }
            }
        }

        count.ShouldBeGreaterThan(1000);
    }

    /// <summary>The texts of values that the platform has read as calls, operators or references, and the types it found. Some files have theirs replaced by plain words, to hide what they said; those are left out.</summary>
    private static void Collect(JsonElement element, List<(string Kind, string Text, DataType Type)> nodes)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, nodes);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object
                && property.Name is not ("lit" or "emp" or "nul")
                && property.Value.TryGetProperty("pos", out _)
                && property.Value.TryGetProperty("text", out var text)
                && property.Value.TryGetProperty("type", out var type)
                && text.GetString() is { Length: > 0 } expression
                && !expression.All(c => char.IsLetter(c) || c == ' '))
            {
                nodes.Add((property.Name, expression, TypeOf(type)));
            }

            Collect(property.Value, nodes);
        }
    }

    private static DataType TypeOf(JsonElement type)
    {
        var code = type.ValueKind == JsonValueKind.String ? type.GetString() ?? "" : "";
        var isCollection = code.EndsWith("_coll", StringComparison.Ordinal);
        return Codes.TryGetValue(isCollection ? code[..^5] : code, out var name) ? new DataType(name, isCollection) : DataType.Unknown;
    }
}
