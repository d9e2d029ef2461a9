using System.Text.Json;
using Patchbay.Core.Changes;
using Patchbay.Core.Configuration;

namespace Patchbay.Core.Tests.Configuration;

/// <summary>The schemas that editors use and the readers know the same keys.</summary>
public class SchemaTests
{
    public static TheoryData<string, string, string[]> Objects => new()
    {
        { "change", "change", [.. ChangeFileReader.FileKeys] },
        { "change", "selection", [.. ChangeFileReader.SelectionKeys] },
        { "change", "callStep", [.. ChangeFileReader.CallStepKeys] },
        { "change", "sharedFlow", [.. ChangeFileReader.SharedFlowKeys] },
        { "change", "place", [.. ChangeFileReader.PlaceKeys] },
        { "change", "menuStep", [.. ChangeFileReader.MenuStepKeys] },
        { "change", "option", [.. MenuOptionReader.OptionKeys] },
        { "change", "renameStep", [.. RefactoringStepReader.RenameStepKeys] },
        { "change", "renamed", [.. RefactoringStepReader.RenamedKeys] },
        { "change", "transferStep", [.. RefactoringStepReader.TransferStepKeys] },
        { "change", "transfersTo", ["queue"] },
        { "change", "sayStep", [.. RefactoringStepReader.SayStepKeys] },
        { "change", "menuFile", [.. ChangeFileReader.MenuFileKeys] },
        { "catalogue", "", [.. CatalogueFileReader.FileKeys] },
        { "config", "", [.. WorkspaceConfigReader.FileKeys] },
        { "config", "profile", [.. WorkspaceConfigReader.ProfileKeys] },
        { "config", "lint", [.. WorkspaceConfigReader.LintKeys] },
        { "config", "suppression", [.. WorkspaceConfigReader.SuppressionKeys] },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Schema_and_reader_know_the_same_keys(string schema, string definition, string[] keys)
    {
        using var document = Schema(schema);
        var node = definition.Length == 0 ? document.RootElement : document.RootElement.GetProperty("$defs").GetProperty(definition);

        node.GetProperty("properties").EnumerateObject().Select(property => property.Name).ShouldBe(keys, ignoreOrder: true);
        node.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("change")]
    [InlineData("config")]
    [InlineData("catalogue")]
    public void Every_object_is_closed_and_checked_here_every_key_is_described_and_every_reference_resolves(string schema)
    {
        using var document = Schema(schema);

        document.RootElement.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        var known = Objects.Select(row => row.Data).Where(row => row.Item1 == schema).Select(row => row.Item2).ToHashSet();
        foreach (var definition in document.RootElement.GetProperty("$defs").EnumerateObject())
        {
            definition.Value.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            definition.Value.TryGetProperty("properties", out _).ShouldBe(known.Contains(definition.Name), definition.Name);
        }

        Walk(document.RootElement, document.RootElement);
    }

    [Fact]
    public void The_schema_lists_the_severities()
    {
        using var document = Schema("config");

        document.RootElement.GetProperty("$defs").GetProperty("lint").GetProperty("properties").GetProperty("rules").GetProperty("additionalProperties").GetProperty("enum")
            .EnumerateArray().Select(value => value.GetString()!).ShouldBe(WorkspaceConfigReader.SeverityNames);
    }

    private static JsonDocument Schema(string name) => JsonDocument.Parse(name switch { "change" => ChangeFileReader.Schema, "catalogue" => CatalogueFileReader.Schema, _ => WorkspaceConfigReader.Schema });

    private static bool IsDescribed(JsonElement key) => key.TryGetProperty("description", out _) || key.TryGetProperty("$ref", out _);

    private static void Walk(JsonElement node, JsonElement root)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                Walk(item, root);
            }
        }

        if (node.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in node.EnumerateObject())
        {
            if (property.NameEquals("$ref"))
            {
                root.GetProperty("$defs").TryGetProperty(property.Value.GetString()!["#/$defs/".Length..], out _).ShouldBeTrue(property.Value.GetString());
            }

            if (property.NameEquals("properties"))
            {
                property.Value.EnumerateObject().ShouldAllBe(key => IsDescribed(key.Value));
            }

            Walk(property.Value, root);
        }
    }
}
