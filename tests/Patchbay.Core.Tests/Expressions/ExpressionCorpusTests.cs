using System.Text.Json;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionCorpusTests
{
    /// <summary>Expressions of real files that no reader could make sense of, and why.</summary>
    private static readonly Dictionary<string, string> Broken = new(StringComparer.Ordinal)
    {
        [""] = "A chat bot was exported with empty texts for choices that nobody filled in.",
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
    public void Every_expression_of_a_real_configuration_is_read_without_an_error()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in RealFlows.Files(".json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 1000 });
            Collect(json.RootElement, texts);
        }

        foreach (var text in texts)
        {
            var parsed = ExpressionSyntax.Parse(text);

            parsed.ShouldFitItsText();
            parsed.Diagnostics.ShouldBeEmpty(text);
        }

        texts.Count.ShouldBeGreaterThan(100);
    }

    /// <summary>The texts of values that the platform has read as calls, operators or references. Some files have theirs replaced by plain words, to hide what they said; those are left out.</summary>
    private static void Collect(JsonElement element, HashSet<string> texts)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, texts);
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
                && text.GetString() is { Length: > 0 } expression
                && !expression.All(c => char.IsLetter(c) || c == ' '))
            {
                texts.Add(expression);
            }

            Collect(property.Value, texts);
        }
    }
}
